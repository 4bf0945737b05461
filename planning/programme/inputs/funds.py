"""Budgets of a scenario, and the funds with what they may pay for."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from ...errors import PlanError
from ...language import named, tr
from ...plan.schema import codes
from ...plan.store import PlanFile
from ..candidate import Budget, Fund
from ..words import listed
from .forms import known_code, number_setting, object_of

LISTS = {"sectors": "sector", "owners": "ownership", "statuses": "status"}
KEYS = (*LISTS, "least", "most")


def funds_of(plan: PlanFile, wanted: Mapping[str, Any]) -> tuple[Fund, ...]:
    """The funds, each with what it may pay for and its share. Raises PlanError for what does not exist."""
    names = {row["code"]: named(row, "name") for row in plan.rows("fund")}
    limits = wanted.get("funds") or {}
    for code in limits:
        known_code(code, names, "funds", tr("fund"))
    return tuple(_fund(code, name, object_of(limits.get(code) or {}, "funds", KEYS)) for code, name in names.items())


def cofinancing_fund(wanted: Mapping[str, Any], funds: tuple[Fund, ...]) -> Fund | None:
    """The fund that pays a measure's co-financing, None where the scenario names none."""
    if wanted.get("cofinancing_fund") is None:
        return None
    by_code = {fund.code: fund for fund in funds}
    return by_code[known_code(wanted["cofinancing_fund"], by_code, "cofinancing_fund", tr("fund"))]


def budgets_of(plan: PlanFile, definition: Mapping[str, Any], currency: str) -> tuple[range, tuple[Budget, ...]]:
    """The programme's years, and the money of the scenario's variant."""
    wanted = definition.get("budget") or {}
    variant = wanted.get("variant", "base")
    rows = plan.rows("budget", variant=variant)
    if not rows:
        known = listed(row["variant"] for row in plan.rows("budget")) or tr("none yet")
        raise PlanError(
            tr(
                "The plan has no budget of variant «{variant}»: import it with «Import budgets». "
                "Its variants: {known}.",
                variant=variant,
                known=known,
            )
        )
    first = wanted.get("first_year") or min(row["year"] for row in rows)
    last = wanted.get("last_year") or max(row["year"] for row in rows)
    if first > last:
        raise PlanError(
            tr("The scenario's years run from {first} to {last}: put them in order.", first=first, last=last)
        )
    foreign = sorted({row["currency"] for row in rows} - {currency})
    if foreign:
        raise PlanError(
            tr(
                "Budget «{variant}» is in {found}, the plan is in {currency}: import it in {currency}.",
                variant=variant,
                found=foreign[0],
                currency=currency,
            )
        )
    fund_codes = {row["fund_id"]: row["code"] for row in plan.rows("fund")}
    amounts = ((fund_codes[row["fund_id"]], row["year"], math.floor(round(row["amount"], 2))) for row in rows)
    return range(first, last + 1), tuple(Budget(*amount) for amount in amounts)


def _fund(code: str, name: str, limits: Mapping[str, Any]) -> Fund:
    least, most = (number_setting(limits, key, default, 0.0, 1.0) for key, default in (("least", 0.0), ("most", 1.0)))
    if most < least:
        raise PlanError(tr("Fund «{fund}» of the scenario pays at least more than at most.", fund=code))
    sectors, owners, statuses = (_codes(code, limits, key) for key in LISTS)
    return Fund(code, name, sectors, owners, statuses, least, most)


def _codes(fund: str, limits: Mapping[str, Any], key: str) -> frozenset[str] | None:
    if key not in limits:
        return None
    known = codes(LISTS[key])
    unknown = [value for value in limits[key] if value not in known]
    if unknown:
        raise PlanError(
            tr(
                "Fund «{fund}» of the scenario names «{value}» in «{key}», which does not exist. There are: {known}.",
                fund=fund,
                value=unknown[0],
                key=key,
                known=listed(known),
            )
        )
    return frozenset(limits[key])
