"""What a plan says of its measures without naming it. Nothing is guessed: where the plan leaves it open, there is the
least and the greatest possible number (n, 2), infinite where nothing is known."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from ...plan.store import PlanFile, Row
from ..inputs.candidates import currency_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

LOCAL = "localBudget"
DESIGN_BY_STAGE = {0: "none", 1: "none", 2: "none", 3: "in_work"}
MONTHS = 12


def derived_columns(plan: PlanFile, rows: Sequence[Row]) -> dict[str, NDArray[Any]]:
    """Columns of n measures: `cost_total` between its estimates or as the sum of its parts; `duration_months` from the
    years (2026-2028: 12 to 36); `cofinancing_pct` from what the local budget gives, and may give at most where not all
    of the cost has a source; `design_docs` from stages up to 3."""
    cost = _costs(plan, rows)
    return {
        "cost_total": cost,
        "duration_months": _ranges([_months(row) for row in rows]),
        "cofinancing_pct": _local_shares(plan, rows, cost),
        "design_docs": _objects([row["design_docs"] or DESIGN_BY_STAGE.get(row["stage"]) for row in rows]),
    }


def in_currency(
    plan: PlanFile, rows: Sequence[Row], costs: NDArray[np.float64], code: str, rate: float = np.nan
) -> NDArray[np.float64]:
    """Costs (n, 2) in a currency; `rate` is what one unit of it costs in the plan's currency."""
    own = currency_of(plan)
    rates = {own: rate, code: 1.0}
    return costs / np.array([rates.get(row["currency"] or own, np.nan) for row in rows])[:, None]


def _costs(plan: PlanFile, rows: Sequence[Row]) -> NDArray[np.float64]:
    parts: dict[str, list[float | None]] = defaultdict(list)
    for row in plan.rows("measure"):
        if row["parent_id"]:
            parts[row["parent_id"]].append(row["cost_total"])
    return _ranges([_cost(row, parts[row["measure_id"]]) for row in rows])


def _cost(row: Row, parts: Sequence[float | None]) -> tuple[float, float]:
    estimates = (row["cost_min"], row["cost_max"])
    if row["cost_total"] is not None:
        return (row["cost_total"], row["cost_total"])
    known = [cost for cost in parts if cost is not None]
    if estimates == (None, None) and parts and len(known) == len(parts):
        return (sum(known), sum(known))
    return (estimates[0] or 0.0, np.inf if estimates[1] is None else estimates[1])


def _months(row: Row) -> tuple[float, float]:
    if row["duration_months"] is not None:
        return (row["duration_months"], row["duration_months"])
    start, end = row["start_year"], row["end_year"]
    if start is None or end is None or end < start:
        return (0.0, np.inf)
    years = end - start + 1
    return (MONTHS * max(0, years - 2), MONTHS * years)


def _local_shares(plan: PlanFile, rows: Sequence[Row], costs: NDArray[np.float64]) -> NDArray[np.float64]:
    categories = {row["fund_id"]: row["category"] for row in plan.rows("fund")}
    funding: dict[str, list[Row]] = defaultdict(list)
    for row in plan.rows("funding"):
        funding[row["measure_id"]].append({**row, "category": row["category"] or categories.get(row["fund_id"])})
    own = currency_of(plan)
    return _ranges(
        [
            (row["cofinancing_pct"],) * 2
            if row["cofinancing_pct"] is not None
            else _local_share(cost, funding[row["measure_id"]], row["currency"] or own)
            for row, cost in zip(rows, costs.tolist())
        ]
    )


def _local_share(cost: Sequence[float], money: Sequence[Row], currency: str) -> tuple[float, float]:
    """In percent of the cost, where that is known and each source is of a known kind."""
    clear = all(row["category"] and row["currency"] == currency for row in money)
    if not money or not clear or cost[0] != cost[1] or cost[0] <= 0:
        return (0.0, 100.0)
    local = sum(row["amount"] for row in money if row["category"] == LOCAL)
    named = sum(row["amount"] for row in money)
    whole = max(cost[0], named)
    return (round(100 * local / whole, 9), round(100 * (local + whole - named) / whole, 9))


def _ranges(pairs: Sequence[tuple[Any, Any]]) -> NDArray[np.float64]:
    return np.array(pairs, dtype=float).reshape(-1, 2)


def _objects(values: Sequence[Any]) -> NDArray[np.object_]:
    found = np.empty(len(values), dtype=object)
    found[:] = values
    return found
