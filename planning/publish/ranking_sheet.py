from __future__ import annotations

from typing import Any

from ..language import tr
from ..plan.schema import tables
from ..progress import Progress
from ..wording import money_unit, period
from .content import Content, CriterionNote
from .measures import RankedMeasure
from .sheet import Sheet
from .sheet_styles import CENTRED, MONEY, RAW, SCORE, SHARE, TEXT

WIDTHS = [7, 8, 46, 18, 11, 8, 10, 8, 8, 10, 11]
KINDS = [CENTRED, TEXT, TEXT, TEXT, MONEY, SCORE, SHARE, SCORE, SCORE, CENTRED, CENTRED]


def ranking_sheet(workbook: Any, content: Content, progress: Progress) -> None:
    """Every measure compared, with what each criterion measured and what it gave to the score."""
    criteria = content.method.criteria
    kinds = KINDS + [SCORE] * len(criteria) + [RAW] * len(criteria)
    sheet = Sheet(workbook, tr("Ranking"), WIDTHS + [12] * 2 * len(criteria), kinds)
    sheet.heading(tr("Ranking of the measures"), size=14)
    if not content.ranking:
        sheet.text(tr("This run ranks no measure."))
        return
    first = sheet.header(_labels(content, criteria), _groups(criteria))
    sheet.repeat(first, sheet.row)
    sheet.freeze(4)
    sheet.print_over(2 if criteria else 1, repeated=3)
    labels = sheet.row
    for line in progress.over(content.ranking, len(content.ranking)):
        sheet.write(_row(line, criteria))
    sheet.filter(labels, sheet.row)


def _labels(content: Content, criteria: tuple[CriterionNote, ...]) -> list[str]:
    field = tables()["ranking"].field
    return [
        field("rank").label,
        tr("Code"),
        tr("Measure"),
        tables()["measure"].field("sector").label,
        tr("Cost, {unit}", unit=money_unit(content.head.currency)),
        field("score").label,
        field("coverage").label,
        "SEI",
        "FEI",
        field("quadrant").label,
        tr("Years"),
        *(criterion.name for criterion in criteria),
        *(", ".join(part for part in (criterion.name, criterion.unit) if part) for criterion in criteria),
    ]


def _groups(criteria: tuple[CriterionNote, ...]) -> list[tuple[int, int, str]]:
    if not criteria:
        return []
    first, number = len(KINDS) + 1, len(criteria)
    return [
        (first, first + number - 1, tr("Contribution to the score")),
        (first + number, first + 2 * number - 1, tr("Measured")),
    ]


def _row(line: RankedMeasure, criteria: tuple[CriterionNote, ...]) -> list[Any]:
    by_code = {score.code: score for score in line.scores}
    scores = [by_code.get(criterion.code) for criterion in criteria]
    rank = "—" if line.rank is None else f"{line.rank}=" if line.tied else line.rank
    return [
        rank,
        line.measure.code,
        line.measure.title,
        line.measure.sector,
        None if line.measure.cost is None else line.measure.cost / 1000,
        line.score,
        line.coverage,
        line.sei,
        line.fei,
        line.quadrant,
        _years(line),
        *(score.contribution if score else None for score in scores),
        *(score.raw if score else None for score in scores),
    ]


def _years(line: RankedMeasure) -> str:
    if line.chosen is None:
        return "—"
    return period(line.start_year, line.end_year) if line.chosen else tr("left out")
