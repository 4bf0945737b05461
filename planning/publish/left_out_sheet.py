from __future__ import annotations

from typing import Any

from ..language import tr
from ..plan.schema import tables
from ..progress import Progress
from ..wording import money_unit
from .content import Content
from .sheet import Sheet
from .sheet_styles import CENTRED, MONEY, TEXT

WIDTHS = [7, 8, 54, 26, 11, 28, 40]
KINDS = [CENTRED, TEXT, TEXT, TEXT, MONEY, TEXT, TEXT]


def left_out_sheet(workbook: Any, content: Content, progress: Progress) -> None:
    """Every measure that the programme does not hold, and why."""
    sheet = Sheet(workbook, tr("Left out"), WIDTHS, KINDS)
    sheet.heading(tr("What was left out, and why"), size=14)
    if not content.has_run:
        sheet.text(tr("Nothing has been calculated yet."))
        return
    if not content.left_out:
        sheet.text(tr("Nothing: every measure of the plan is in the programme."))
        return
    first = sheet.header(_labels(content))
    sheet.repeat(first, sheet.row)
    sheet.freeze(4)
    for line in progress.over(content.left_out, len(content.left_out)):
        cost = None if line.measure.cost is None else line.measure.cost / 1000
        rank = "—" if line.rank is None else line.rank
        measure = line.measure
        sheet.write([rank, measure.code, measure.title, measure.place, cost, line.reason, line.explanation])
    sheet.filter(first, sheet.row)


def _labels(content: Content) -> list[str]:
    return [
        tables()["ranking"].field("rank").label,
        tr("Code"),
        tr("Measure"),
        tables()["measure"].field("place_state").label,
        tr("Cost, {unit}", unit=money_unit(content.head.currency)),
        tr("Why"),
        tr("Explanation"),
    ]
