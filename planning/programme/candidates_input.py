"""From the measures of a plan file to candidates of a programme."""

from __future__ import annotations

import math
from collections.abc import Sequence

from ..language import tr
from ..plan.schema import code_label
from ..plan.store import PlanFile, Row
from .candidate import Candidate, spread
from .explanation.reasons import Reason

ENDED = ("completed", "cancelled", "rejected")
UNDER_WAY = "in_progress"


def currency_of(plan: PlanFile) -> str:
    """The currency in which the plan counts."""
    return plan.community["currency"] or "UAH"


def cost_of(row: Row, parts: Sequence[Row]) -> int | None:
    """Whole cost: the total, else its upper estimate, else the sum of the parts; None where unknown."""
    own = row["cost_total"] if row["cost_total"] is not None else row["cost_max"]
    if own is None and parts and all(part["cost_total"] is not None for part in parts):
        own = sum(part["cost_total"] for part in parts)
    return None if own is None else math.ceil(round(own, 2))


def bar_to(row: Row, cost: int | None, currency: str, years: range) -> Reason | None:
    """Why a measure is no candidate, None where it is one."""
    if row["status"] in ENDED:
        return Reason("status", lambda: tr("Its status: {status}.", status=code_label("status", row["status"])))
    if cost is None:
        return Reason("no_cost", lambda: tr("Its cost is unknown, so that it cannot be budgeted."))
    if row["currency"] and row["currency"] != currency:
        return Reason(
            "no_cost",
            lambda: tr(
                "Its cost is in {found}, the budgets are in {currency}: give the cost in {currency}.",
                found=row["currency"],
                currency=currency,
            ),
        )
    if row["status"] == UNDER_WAY and row["end_year"] and row["end_year"] < years[0]:
        return Reason(
            "period",
            lambda: tr(
                "Under way, but its period ended in {year}: give the year in which it will end.", year=row["end_year"]
            ),
        )
    return None


def candidate_of(row: Row, cost: int, value: float | None, years: range) -> Candidate:
    """The candidate for a measure that nothing bars; a document's end is its wish, the programme's end is the limit."""
    scored = value is not None and not math.isnan(value)
    start = row["start_year"] or years[0]
    return Candidate(
        id=row["measure_id"],
        code=name_of(row),
        title=row["title_uk"],
        value=max(float(value or 0.0), 0.0) if scored else 0.0,
        profile=spread(cost, _duration(row)),
        earliest=start,
        latest=years[-1],
        sector=row["sector"] or "",
        running=row["status"] == UNDER_WAY and start <= years[0],
        scored=scored,
    )


def _duration(row: Row) -> int:
    """Years of work: by its months, else from start to end as the document has it, else one year."""
    if row["duration_months"]:
        return math.ceil(row["duration_months"] / 12)
    if row["start_year"] and row["end_year"]:
        return max(1, row["end_year"] - row["start_year"] + 1)
    return 1


def name_of(row: Row) -> str:
    """What a measure is called in sentences."""
    return row["code"] or row["title_uk"]


def areas_of(plan: PlanFile) -> dict[str, frozenset[str]]:
    """Measure → codes of the areas it lies in, doubtful and rejected attachments left out."""
    codes = {row["area_id"]: row["code"] for row in plan.rows("focus_area") if row["code"]}
    found: dict[str, set[str]] = {}
    for row in plan.rows("measure_area"):
        if row["review"] in ("automatic", "accepted") and row["area_id"] in codes:
            found.setdefault(row["measure_id"], set()).add(codes[row["area_id"]])
    return {key: frozenset(areas) for key, areas in found.items()}
