from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass

from ..errors import PlanError
from ..language import tr
from ..progress import SILENT, Progress
from .check import broken_rules
from .clash import clash_sentence
from .finish import finished
from .formulation import build_model
from .greedy import greedy_programme, ranking_cut, value_bound
from .model import Limit
from .payments import payments_of
from .problem import Problem
from .result import OPTIMAL, QUICK, TIME_LIMIT, WITHIN_GAP, Programme
from .runner import solve_apart
from .timing import Solver, earlier_starts
from .worker import FAILED, INFEASIBLE

PROVEN = 1e-6
ATTEMPTS = 5


@dataclass(frozen=True)
class _Found:
    """Start years that keep every rule (None: none found), how the search ended, its bound, and what clashes."""

    starts: Mapping[str, int] | None
    status: str
    bound: float
    clash: tuple[Limit, ...] = ()


def choose_programme(
    problem: Problem,
    gap: float = 0.0,
    time_limit: float = 30.0,
    progress: Progress = SILENT,
    solver: Solver = solve_apart,
) -> Programme:
    """The most valuable programme within money and rules, with starts as early as that choice allows.

    `gap` is the share of value that may be missing, `time_limit` is in seconds. Without a solver the choice is made by
    value for money and says so. What is returned has passed `check.broken_rules`. Raises PlanError that names the
    clashing limits where no programme is possible, Cancelled when the user asks.
    """
    began = time.monotonic()
    quick = greedy_programme(problem, progress.part(0, 0.05))
    cut = ranking_cut(problem, progress.part(0.05, 0.1))
    found = _search(problem, gap, time_limit, progress.part(0.1, 0.8), solver)
    chosen = _better(problem, found.starts, quick.starts if quick else None)
    if chosen is None:
        raise PlanError(_nothing_found(problem, found))
    if found.status == FAILED:
        progress.warn(tr("The solver could not be run: this is a quick choice by value for money, not the best one."))
        early = chosen
    else:
        early = earlier_starts(problem, chosen, solver, time_limit, progress.part(0.8, 0.95))
    starts = _settled(problem, early, chosen, progress.part(0.95, 1))
    value = problem.value_of(starts)
    bound = min(found.bound, value_bound(problem))
    status = _status(found.status, bound, value)
    payments = payments_of(problem, starts) or ()
    return Programme(problem, starts, payments, status, bound, time.monotonic() - began, cut.value if cut else None)


def keeps_rules(problem: Problem, starts: Mapping[str, int]) -> bool:
    """Whether these start years can be paid for and break no rule."""
    payments = payments_of(problem, starts)
    return payments is not None and not broken_rules(problem, starts, payments)


def _search(problem: Problem, gap: float, time_limit: float, progress: Progress, solver: Solver) -> _Found:
    """The solver's choice. One that breaks a rule by a hair, within the solver's tolerance, is forbidden and the search
    repeated; what is forbidden is no programme, so that every bound holds."""
    model = build_model(problem)
    bound = float("inf")
    for attempt in range(ATTEMPTS):
        answer = solver(model, gap, time_limit, progress)
        if answer.status == INFEASIBLE:
            return _Found(None, INFEASIBLE if attempt == 0 else FAILED, bound, answer.clash)
        bound = min(bound, answer.bound)
        if answer.solution is None:
            return _Found(None, answer.status, bound)
        starts = model.starts(answer.solution)
        if keeps_rules(problem, starts):
            return _Found(starts, answer.status, bound)
        model = model.without(starts)
    return _Found(None, TIME_LIMIT, bound)


def _better(problem: Problem, *choices: Mapping[str, int] | None) -> Mapping[str, int] | None:
    kept = [starts for starts in choices if starts is not None and keeps_rules(problem, starts)]
    return max(kept, key=problem.value_of, default=None)


def _settled(
    problem: Problem, early: Mapping[str, int], chosen: Mapping[str, int], progress: Progress
) -> Mapping[str, int]:
    """The choice with its years settled; the choice as it was where that would break a rule."""
    kept = early if keeps_rules(problem, early) else chosen
    settled = finished(problem, kept, progress).starts
    return settled if keeps_rules(problem, settled) else kept


def _status(search: str, bound: float, value: float) -> str:
    if bound - value <= PROVEN * max(1.0, value):
        return OPTIMAL
    return {OPTIMAL: WITHIN_GAP, FAILED: QUICK, INFEASIBLE: QUICK}.get(search, TIME_LIMIT)


def _nothing_found(problem: Problem, found: _Found) -> str:
    if found.status == INFEASIBLE:
        return clash_sentence(problem, found.clash)
    if found.status == FAILED:
        return tr(
            "Choosing by value for money found no programme that keeps every rule, and the exact solver could not be "
            "run. Install scipy for the Python of this QGIS (Debian: apt install python3-scipy), or loosen a rule."
        )
    return tr("No programme that keeps every rule was found in the time given: give more time or loosen a rule.")
