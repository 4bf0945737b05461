"""Linear and mixed-integer programmes in scipy's hands."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

OPTIMAL, STOPPED, INFEASIBLE, FAILED = "optimal", "time_limit", "infeasible", "failed"
MEANINGS = {0: OPTIMAL, 1: STOPPED, 2: INFEASIBLE}


@dataclass(frozen=True)
class Linear:
    """Minimise objective (n,) · x over lower ≤ matrix (m, n) · x ≤ upper, 0 ≤ x, binary columns in floor..ceiling."""

    objective: np.ndarray
    binary: np.ndarray
    matrix: Any
    lower: np.ndarray
    upper: np.ndarray
    floor: np.ndarray
    ceiling: np.ndarray

    def with_rows(self, rows: Any, upper: np.ndarray) -> Linear:
        """The same with more rows, each at most its `upper`."""
        from scipy.sparse import vstack

        return replace(
            self,
            matrix=vstack([self.matrix, rows], format="csr"),
            lower=np.append(self.lower, np.full(len(upper), -np.inf)),
            upper=np.append(self.upper, upper),
        )

    def only(self, rows: np.ndarray) -> Linear:
        """The same with some of its rows."""
        found = np.flatnonzero(rows)
        return replace(self, matrix=self.matrix[found], lower=self.lower[found], upper=self.upper[found])


@dataclass(frozen=True)
class Relaxed:
    """The optimum with parts of measures allowed: its value, x (n,), and what a unit of each column would add (n,)."""

    value: float
    x: np.ndarray
    reduced: np.ndarray


@dataclass(frozen=True)
class Solved:
    """How a search ended: status, x (n,) where it has one, and a bound that no x goes below."""

    status: str
    x: np.ndarray | None
    bound: float


def linear_of(model: dict) -> Linear:
    """From the arrays of a model; an idle column stands at the end, since scipy refuses a model without any."""
    from scipy.sparse import csr_matrix

    shape = (len(model["lower"]), len(model["objective"]) + 1)
    binary = np.append(model["binary"], True)
    return Linear(
        objective=np.append(model["objective"], 0.0),
        binary=binary,
        matrix=csr_matrix((model["entry"], (model["row"], model["column"])), shape=shape),
        lower=model["lower"],
        upper=model["upper"],
        floor=np.zeros(shape[1]),
        ceiling=np.where(binary, 1.0, np.inf),
    )


def relax(linear: Linear) -> Relaxed | None:
    """The relaxation's optimum, None where there is none."""
    from scipy.optimize import linprog
    from scipy.sparse import vstack

    above, below = np.isfinite(linear.upper), np.isfinite(linear.lower)
    found = linprog(
        linear.objective,
        A_ub=vstack([linear.matrix[np.flatnonzero(above)], -linear.matrix[np.flatnonzero(below)]], format="csr"),
        b_ub=np.append(linear.upper[above], -linear.lower[below]),
        bounds=np.column_stack([linear.floor, linear.ceiling]),
        method="highs",
    )
    if found.status != 0:
        return None
    return Relaxed(found.fun, found.x, found.lower.marginals + found.upper.marginals)


def solve(linear: Linear, gap: float, seconds: float, presolve: bool = True) -> Solved:
    """Search for whole measures until the gap or the clock ends it."""
    from scipy.optimize import Bounds, LinearConstraint, milp

    rows = LinearConstraint(linear.matrix, linear.lower, linear.upper) if len(linear.lower) else None
    found = milp(
        linear.objective,
        integrality=linear.binary.astype(int),
        bounds=Bounds(linear.floor, linear.ceiling),
        constraints=rows,
        options={"mip_rel_gap": gap, "time_limit": seconds, "presolve": presolve},
    )
    bound = getattr(found, "mip_dual_bound", None)
    status = MEANINGS.get(found.status, FAILED)
    return Solved(status, found.x, -np.inf if bound is None or np.isnan(bound) else float(bound))
