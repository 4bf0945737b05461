"""Prices from the relaxation, in which measures can be chosen in parts: one quick linear programme for all of them.

Its dual values say what a little more of a limit would bring, and its reduced costs how much value a measure lacks
(Dantzig 1963, Linear Programming and Extensions, ch. 12). They are indicative: whole measures do not fit like parts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ...libraries import require
from ..formulation import build_model, unit_of
from ..model import Limit, Model
from ..problem import Problem
from ..solver.linear import linear_of

NONE = 1e-9


@dataclass(frozen=True)
class Indicative:
    """lacks: value that a measure lacks to be chosen, 0 where it is, wholly or in part. money: value that one more unit
    of money brings, by fund and year. rules: rules that cost value."""

    lacks: Mapping[str, float]
    money: Mapping[tuple[str, int], float]
    rules: frozenset[Limit]


def indicative(problem: Problem) -> Indicative | None:
    """None where even the relaxation has no solution. Raises MissingLibrary without scipy."""
    model = build_model(problem)
    found = _relaxed(model)
    if found is None:
        return None
    columns, rows = found
    lacks: dict[str, float] = {}
    for (key, _), price in zip(model.choices, columns * model.value_unit):
        lacks[key] = min(lacks.get(key, np.inf), max(float(price), 0.0))
    by_limit: dict[Limit, float] = defaultdict(float)
    for row, price in zip(model.rows, rows):
        if row.limit and price > NONE:
            by_limit[row.limit] += float(price)
    return Indicative(lacks, _money(problem, model, by_limit), frozenset(by_limit))


def _relaxed(model: Model) -> tuple[np.ndarray, np.ndarray] | None:
    """What each column would add to the optimum (n,), and what a unit of each row would bring (m,)."""
    optimize, sparse = require("scipy.optimize"), require("scipy.sparse")
    linear = linear_of(model.arrays)
    above, below = np.flatnonzero(np.isfinite(linear.upper)), np.flatnonzero(np.isfinite(linear.lower))
    found = optimize.linprog(
        linear.objective,
        A_ub=sparse.vstack([linear.matrix[above], -linear.matrix[below]], format="csr"),
        b_ub=np.append(linear.upper[above], -linear.lower[below]),
        bounds=np.column_stack([linear.floor, linear.ceiling]),
        method="highs",
    )
    if found.status != 0:
        return None
    rows = np.zeros(len(model.rows))
    np.add.at(rows, np.append(above, below), np.abs(found.ineqlin.marginals))
    return (found.lower.marginals + found.upper.marginals)[: len(model.choices)], rows


def _money(problem: Problem, model: Model, by_limit: Mapping[Limit, float]) -> dict[tuple[str, int], float]:
    """With carry-over, money of a year is worth what it brings in that year and in all that follow."""
    unit = model.value_unit / unit_of(problem)
    found = {}
    for fund in problem.funds:
        prices = {year: by_limit.get(Limit("budget", (fund.code, year)), 0.0) * unit for year in problem.years}
        for year in problem.years:
            later = [prices[other] for other in problem.years if other >= year]
            found[fund.code, year] = sum(later) if problem.rules.carry_over else prices[year]
    return found
