"""The least change of limits that makes a programme possible: an elastic programme.

Every limit may be passed for a price, and the price paid is least (Brown & Graves 1975; Chinneck 2008, Feasibility and
Infeasibility in Optimization, ch. 6). Amounts of money count one for one, more in a fund like less in a floor; people
at what the programme's money gives for one of them; a rule that is dropped as much as all the money.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ...progress import Progress
from ..check import broken_rules
from ..formulation import build_model, unit_of
from ..model import Limit
from ..payments import payments_of
from ..problem import Problem
from ..result import OPTIMAL
from ..rules import MONEY
from ..timing import Solver
from .changes import AMOUNT, Change, needed_changes, with_changes
from .elastic import Elastic

LEAST = 1e-6
ROUNDINGS = 3
Firm = Callable[[Limit], bool]


@dataclass(frozen=True)
class Repair:
    """Changes after which a programme is possible, with the start years of one; `least`: none cost less."""

    changes: tuple[Change, ...]
    starts: Mapping[str, int]
    least: bool

    @property
    def money(self) -> int:
        """Money that is added."""
        return sum(int(change.after - change.before) for change in self.changes if change.limit.kind == "budget")


def least_repair(
    problem: Problem,
    solver: Solver,
    time_limit: float,
    progress: Progress,
    firm: Firm = lambda limit: limit.kind == "share",
    worth: float | None = None,
) -> Repair | None:
    """The least change of all limits but the firm ones that makes a programme possible, one worth `worth` at least.

    None where there is none, or none was found in the time. What is returned keeps every rule once it is applied: that
    was checked without the solver.
    """
    elastic = Elastic(build_model(problem), problem, lambda limit: not firm(limit))
    for slack in elastic.slacks:
        elastic.price(slack.column, _weight(problem, slack.limit))
    if worth is not None:
        elastic.ask_for(worth)
    answer = solver(elastic.model, 0.0, time_limit, progress)
    if answer.solution is None:
        return None
    starts = elastic.model.starts(answer.solution)
    dropped = {s.limit for s in elastic.slacks if answer.solution[s.column] > 0.5}
    changes = (*needed_changes(problem, starts, dropped), *money_added(problem, elastic, answer.solution))
    return _checked(problem, changes, starts, answer.status == OPTIMAL)


def money_added(problem: Problem, elastic: Elastic, solution: NDArray[np.float64]) -> Iterator[Change]:
    """What each fund's year is given more, in whole units upwards."""
    for slack in elastic.slacks:
        amount = solution[slack.column] * unit_of(problem)
        if slack.limit.kind == "budget" and amount > 0.5:
            before = problem.money.get(slack.limit.about, 0)
            yield Change(slack.limit, AMOUNT, before, before + math.ceil(amount - 0.01))


def _checked(problem: Problem, changes: tuple[Change, ...], starts: Mapping[str, int], least: bool) -> Repair | None:
    for more in range(ROUNDINGS):
        rounded = tuple(_raised(change, more) for change in changes)
        changed = with_changes(problem, rounded)
        payments = payments_of(changed, starts)
        if payments is not None and not broken_rules(changed, starts, payments):
            return Repair(rounded, starts, least)
    return None


def _raised(change: Change, more: int) -> Change:
    return replace(change, after=change.after + more) if change.limit.kind == "budget" else change


def _weight(problem: Problem, limit: Limit) -> float:
    """The price of a row's unit; where all else is equal, the first fund for everything is chosen, and a later year."""
    money = max(sum(problem.money.values()), sum(candidate.cost for candidate in problem.candidates), 1)
    unit = unit_of(problem)
    if limit.kind == "budget":
        return 1.0 + LEAST * (problem.last_year - limit.about[1] + 10 * _funds(problem).index(limit.about[0]))
    if limit.kind == "running":
        return 1.0
    if limit.kind == "quota":
        counted = limit.about[2]
        people = sum(candidate.people.get(counted, 0) for candidate in problem.candidates) or 1
        return 1.0 if counted == MONEY else money / people * unit_of(problem, counted) / unit
    return money / unit


def _funds(problem: Problem) -> list[str]:
    return [fund.code for fund in sorted(problem.funds, key=lambda fund: fund.sectors is not None)]
