"""Limits that cannot hold together."""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np

from .linear import INFEASIBLE, Linear, relax, solve

SECONDS_FOR_A_LIMIT = 5.0
NONE = 1e-9


def clashing_limits(linear: Linear, limit: np.ndarray, deadline: float) -> np.ndarray:
    """Limits that cannot hold together, though they can without any one of them: each is dropped that can be.

    Deletion filter (Chinneck & Dravnieks 1991), over the limits that bear the relaxation's infeasibility where it has
    one. `limit` numbers the limit of each row, -1 for none. Past the deadline what is left is not filtered.
    """
    nothing = replace(linear, objective=np.zeros(len(linear.objective)))
    kept = (limit < 0) | np.isin(limit, _bearing(nothing, limit))
    if not _impossible(nothing.only(kept)):
        kept = np.ones(len(limit), dtype=bool)
    clash = []
    for number in np.unique(limit[kept & (limit >= 0)]):
        without = kept & (limit != number)
        if time.monotonic() < deadline + SECONDS_FOR_A_LIMIT and _impossible(nothing.only(without)):
            kept = without
        else:
            clash.append(number)
    return np.array(clash, dtype=int)


def _bearing(linear: Linear, limit: np.ndarray) -> np.ndarray:
    """Limits with a price where breaking them as little as possible is all that counts (Farkas 1902); all of them
    where the relaxation is possible."""
    from scipy.optimize import linprog
    from scipy.sparse import csr_matrix, hstack, vstack

    rows, count = np.flatnonzero(limit >= 0), len(linear.objective)
    loose = csr_matrix((np.ones(len(rows)), (rows, np.arange(len(rows)))), shape=(len(limit), len(rows)))
    above, below = np.flatnonzero(np.isfinite(linear.upper)), np.flatnonzero(np.isfinite(linear.lower))
    wide_above, wide_below = hstack([linear.matrix, -loose], "csr"), hstack([-linear.matrix, -loose], "csr")
    found = linprog(
        np.append(np.zeros(count), np.ones(len(rows))),
        A_ub=vstack([wide_above[above], wide_below[below]], format="csr"),
        b_ub=np.append(linear.upper[above], -linear.lower[below]),
        bounds=np.column_stack(
            [np.append(linear.floor, np.zeros(len(rows))), np.append(linear.ceiling, np.full(len(rows), np.inf))]
        ),
        method="highs",
    )
    if found.status != 0 or found.fun < NONE:
        return np.unique(limit[limit >= 0])
    priced = np.append(above, below)[np.abs(found.ineqlin.marginals) > NONE]
    return np.unique(limit[priced])


def _impossible(linear: Linear) -> bool:
    if relax(linear) is None:
        return True
    return all(solve(linear, 0.0, SECONDS_FOR_A_LIMIT, presolve).status == INFEASIBLE for presolve in (True, False))
