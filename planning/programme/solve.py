from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass

from ..errors import Cancelled, PlanError
from ..language import tr
from ..progress import SILENT, Progress
from .check import broken_rules
from .explanation.impossible import impossible
from .finish import finished
from .formulation import build_choice_model
from .greedy import greedy_programme, ranking_cut, value_bound
from .payments import payments_of
from .problem import Problem
from .result import CANCELLED, OPTIMAL, QUICK, TIME_LIMIT, WITHIN_GAP, Programme
from .runner import solve_apart
from .solver.linear import FAILED, INFEASIBLE
from .timing import Solver, earlier_starts

PROVEN = 1e-6
EQUAL = 1e-9
ATTEMPTS = 5


@dataclass(frozen=True)
class _Found:
    """Start years that keep every rule (None: none found), how the search ended, and its bound."""

    starts: Mapping[str, int] | None
    status: str
    bound: float


def choose_programme(
    problem: Problem,
    gap: float = 0.0,
    time_limit: float = 30.0,
    progress: Progress = SILENT,
    solver: Solver = solve_apart,
    first: Mapping[str, int] | None = None,
    early: bool = True,
) -> Programme:
    """The most valuable programme within money and rules, with starts as early as that choice allows.

    `gap` is the share of value that may be missing, `time_limit` is in seconds, `first` the start years of a programme
    to begin from; without `early` starts stay as the search has found them. Without a solver the choice is made by
    value for money and says so; where the user stops the search it is the best one so far. What is returned has passed
    `check.broken_rules`. Raises PlanError that names the clashing limits, and the least change that repairs them,
    where no programme is possible, Cancelled where the user stops before there is any.
    """
    began = time.monotonic()
    quick = greedy_programme(problem, progress.part(0, 0.05))
    cut = ranking_cut(problem, progress.part(0.05, 0.1))
    start = _better(problem, first, quick.starts if quick else None)
    found = _search(problem, gap, time_limit, progress.part(0.1, 0.8), solver, start)
    chosen = _better(problem, found.starts, start)
    if chosen is None:
        raise _nothing_found(problem, found, time_limit, progress, solver)
    as_found = found.status == CANCELLED or not early
    starts = chosen if as_found else _timed(problem, chosen, found, time_limit, progress, solver)
    value = problem.value_of(starts)
    bound = min(found.bound, value_bound(problem))
    status = _status(found.status, bound, value)
    payments = payments_of(problem, starts) or ()
    return Programme(problem, starts, payments, status, bound, time.monotonic() - began, cut.value if cut else None)


def keeps_rules(problem: Problem, starts: Mapping[str, int]) -> bool:
    """Whether these start years, all of candidates, can be paid for and break no rule."""
    if starts.keys() - problem.by_id.keys():
        return False
    payments = payments_of(problem, starts)
    return payments is not None and not broken_rules(problem, starts, payments)


def _search(
    problem: Problem,
    gap: float,
    time_limit: float,
    progress: Progress,
    solver: Solver,
    start: Mapping[str, int] | None,
) -> _Found:
    """The solver's choice. One that breaks a rule by a hair, within the solver's tolerance, is forbidden and the search
    repeated; what is forbidden is no programme, so that every bound holds."""
    model = build_choice_model(problem)
    bound = float("inf")
    for attempt in range(ATTEMPTS):
        answer = solver(model.beginning(start) if start else model, gap, time_limit, progress)
        if answer.status == INFEASIBLE:
            return _Found(None, INFEASIBLE if attempt == 0 else FAILED, bound)
        bound = min(bound, answer.bound)
        if answer.solution is None:
            return _Found(None, answer.status, bound)
        starts = model.starts(answer.solution)
        if keeps_rules(problem, starts) or answer.status == CANCELLED:
            return _Found(starts, answer.status, bound)
        model = model.without(starts)
    return _Found(None, TIME_LIMIT, bound)


def _timed(
    problem: Problem,
    chosen: Mapping[str, int],
    found: _Found,
    time_limit: float,
    progress: Progress,
    solver: Solver,
) -> Mapping[str, int]:
    """The choice with its years settled, unless the user stops that: then as it was chosen."""
    try:
        if found.status == FAILED:
            progress.warn(
                tr("The solver could not be run: this is a quick choice by value for money, not the best one.")
            )
            return _settled(problem, chosen, chosen, progress.part(0.8, 1))
        early = earlier_starts(problem, chosen, solver, time_limit, progress.part(0.8, 0.95))
        return _settled(problem, early, chosen, progress.part(0.95, 1))
    except Cancelled:
        return chosen


def _better(problem: Problem, *choices: Mapping[str, int] | None) -> Mapping[str, int] | None:
    kept = [starts for starts in choices if starts is not None and keeps_rules(problem, starts)]
    return max(kept, key=problem.value_of, default=None)


def _settled(
    problem: Problem, early: Mapping[str, int], chosen: Mapping[str, int], progress: Progress
) -> Mapping[str, int]:
    """The choice with its years settled; the choice as it was where that would break a rule or lose value."""
    worth = problem.value_of(chosen)
    kept = early if problem.value_of(early) >= worth - EQUAL and keeps_rules(problem, early) else chosen
    settled = finished(problem, kept, progress).starts
    return settled if problem.value_of(settled) >= worth - EQUAL and keeps_rules(problem, settled) else kept


def _status(search: str, bound: float, value: float) -> str:
    if bound - value <= PROVEN * max(1.0, value):
        return OPTIMAL
    return {OPTIMAL: WITHIN_GAP, FAILED: QUICK, INFEASIBLE: QUICK, CANCELLED: CANCELLED}.get(search, TIME_LIMIT)


def _nothing_found(
    problem: Problem, found: _Found, time_limit: float, progress: Progress, solver: Solver
) -> Cancelled | PlanError:
    if found.status == CANCELLED:
        return Cancelled()
    if found.status == INFEASIBLE:
        return impossible(problem, solver, time_limit, progress)
    if found.status == FAILED:
        return PlanError(
            tr(
                "Choosing by value for money found no programme that keeps every rule, and the exact solver could not "
                "be run. Install scipy for the Python of this QGIS (Debian: apt install python3-scipy), "
                "or loosen a rule."
            )
        )
    return PlanError(
        tr("No programme that keeps every rule was found in the time given: give more time or loosen a rule.")
    )
