"""From the measures of a plan file to candidates of a programme."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ...language import tr
from ...plan.schema import code_label
from ...plan.store import PlanFile, Row
from ..candidate import Candidate, Fund
from ..explanation.reasons import Reason
from .prices import Prices
from .timing import UNDER_WAY, Timing

ENDED = ("completed", "cancelled", "rejected")
EVERYONE, DISPLACED = "all", "idp"


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


@dataclass(frozen=True)
class Terms:
    """What a scenario says of all its measures: time, prices, who pays co-financing, the people that criteria count (by
    group and measure), and the groups and areas that measures are in."""

    timing: Timing
    prices: Prices
    cofinancing: Fund | None
    people: Mapping[str, Mapping[str, float]]
    groups: Mapping[str, frozenset[str]]
    areas: Mapping[str, frozenset[str]]


def candidate_of(row: Row, cost: int, value: float | None, terms: Terms) -> Candidate:
    """The candidate for a measure that nothing bars, its cost in prices of the programme's first year."""
    scored = value is not None and not math.isnan(value)
    key, start = row["measure_id"], terms.timing.earliest(row)
    profile = terms.timing.profile(row, math.ceil(round(terms.prices.converted(cost, row["price_year"]), 2)))
    return Candidate(
        id=key,
        code=name_of(row),
        title=row["title_uk"],
        value=max(float(value or 0.0), 0.0) if scored else 0.0,
        profile=profile,
        earliest=start,
        latest=terms.timing.latest(row, len(profile)),
        sector=row["sector"] or "",
        areas=terms.areas.get(key, frozenset()),
        running=row["status"] == UNDER_WAY and start <= terms.timing.years[0],
        scored=scored,
        owner=row["ownership"] or "",
        status=row["status"] or "",
        settlement=row["settlement"] or "",
        groups=frozenset(name for name, members in terms.groups.items() if key in members),
        people=_people(row, terms.people),
        running_cost=round(terms.prices.converted(row["opex_year"] or 0.0, row["price_year"])),
        cost_range=_cost_range(row),
        shares=_shares(row, terms.cofinancing),
    )


def _people(row: Row, counted: Mapping[str, Mapping[str, float]]) -> dict[str, int]:
    """People by group: as the measure states, else as criteria count; a group of which nothing is known is left out."""
    stated = {EVERYONE: row["beneficiaries"], DISPLACED: row["idp_beneficiaries"]}
    found = {group: by_measure.get(row["measure_id"]) for group, by_measure in counted.items()}
    found.update({group: number for group, number in stated.items() if number is not None})
    return {group: round(number) for group, number in found.items() if number is not None and not math.isnan(number)}


def _cost_range(row: Row) -> tuple[float, float]:
    """The least and greatest cost as multiples of the likely one."""
    likely = row["cost_total"] if row["cost_total"] is not None else row["cost_max"]
    if not likely:
        return (1.0, 1.0)
    least, most = (likely if row[name] is None else row[name] for name in ("cost_min", "cost_max"))
    return (min(least / likely, 1.0), max(most / likely, 1.0))


def _shares(row: Row, fund: Fund | None) -> dict[str, tuple[float, float]]:
    """The fund that co-finances pays at least the measure's own share of co-financing."""
    if fund is None or not row["cofinancing_pct"]:
        return {}
    own = row["cofinancing_pct"] / 100
    return {fund.code: (max(own, fund.least), max(own, fund.most))}


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
