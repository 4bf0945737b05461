"""What report and workbook show of who gets what."""

from __future__ import annotations

from ..language import named, tr
from ..plan.store import PlanFile, Row
from ..programme.equity.equity import equity_of_run
from ..programme.equity.ledger import OUTSIDE, SETTLEMENT, UNPLACED, WIDE, Equity, Line
from ..programme.equity.picture import equity_picture
from ..programme.equity.sentences import equity_sentences
from .content import Content


def equity_of_content(plan: PlanFile, run: Row) -> Equity | None:
    """The equity of a run's programme; None where it has no programme, or the plan no areas."""
    has_programme = bool(run) and plan.row("programme_item", run_id=run["run_id"], chosen=True) is not None
    return equity_of_run(plan, run) if has_programme and plan.row("focus_area") is not None else None


def equity_chart(content: Content) -> str:
    """Lorenz curve and shares as inline SVG; empty where there is nothing to compare."""
    picture = equity_picture(content.equity) if content.equity else None
    return picture.svg("equity") if picture else ""


def equity_warnings(equity: Equity) -> list[str]:
    """Its warnings in the current language."""
    return [named(finding, "message") for finding in equity.findings if finding["severity"] != "info"]


def equity_notes(equity: Equity) -> list[str]:
    """How its tables are to be read, in the current language."""
    notes = [
        tr("A measure that lies in several areas counts in each; its money is divided by the part that lies there."),
        tr(
            "Times its share: the area's share of the money in the areas, divided by its share of their people "
            "(location quotient); 1 where both are equal."
        ),
        tr("A person whom several measures serve counts once for each of them."),
    ]
    if any(line.spread for line in equity.areas):
        notes.append(tr("The money of measures for the whole community is given to the areas by their people."))
    if len(equity.groups) > 1:
        notes.append(
            tr(
                "Money reaches a group by its part of the people whom a measure serves. It is told where that part is "
                "known for at least half of the programme's money."
            )
        )
    return notes + [named(finding, "message") for finding in equity.findings if finding["severity"] == "info"]


def place_lines(equity: Equity) -> tuple[Line, ...]:
    """The areas, then what lies in none of them."""
    return (*equity.areas, *equity.others)


def is_a_place(line: Line) -> bool:
    """Whether people can live there, so that an unknown number of them is worth a word."""
    return line.kind not in (WIDE, OUTSIDE, UNPLACED) and (line.kind != SETTLEMENT or bool(line.name_uk))


EQUITY_WORDS = {
    "equity_sentences": lambda equity: list(equity_sentences(equity)),
    "equity_warnings": equity_warnings,
    "equity_notes": equity_notes,
    "place_lines": place_lines,
    "is_a_place": is_a_place,
}
