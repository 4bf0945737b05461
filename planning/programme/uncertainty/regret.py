"""What a programme loses where another scenario comes true (Savage 1951; Kouvelis & Yu 1997, Robust Discrete
Optimization)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from ...progress import SILENT, Progress
from ..formulation import build_choice_model
from ..model import INFINITY, Model, Row
from ..problem import Problem
from ..result import CANCELLED, Programme
from ..runner import solve_apart
from ..solve import choose_programme, keeps_rules
from ..timing import Solver


@dataclass(frozen=True)
class Regret:
    """value and regret by (programme, scenario): what the programme is worth under the scenario's values, and how much
    less that is than the scenario's best; None where it breaks the scenario's rules or money. `best` is by scenario,
    `compromise` the start years of the programme with the smallest worst regret that was found within the rules and
    money of `common`, be it a scenario's own; `bound` is a regret that none can stay under."""

    best: Mapping[str, float]
    value: Mapping[tuple[str, str], float | None]
    regret: Mapping[tuple[str, str], float | None]
    compromise: Mapping[str, int]
    worst: float
    bound: float
    common: str

    def worst_of(self, programme: str) -> float | None:
        """The greatest regret of a programme, None where it does not do in every scenario."""
        found = [self.regret[programme, scenario] for scenario in self.best]
        known = [regret for regret in found if regret is not None]
        return max(known, default=0.0) if len(known) == len(found) else None


def regret_of(
    problems: Mapping[str, Problem],
    common: str,
    gap: float = 0.002,
    time_limit: float = 30.0,
    progress: Progress = SILENT,
    solver: Solver = solve_apart,
) -> Regret:
    """Regrets of each scenario's best programme in every scenario, and the compromise under the rules of `common`.

    Raises PlanError where a scenario has no programme.
    """
    programmes: dict[str, Programme] = {}
    for number, (name, problem) in enumerate(problems.items()):
        part = progress.part(0.7 * number / len(problems), 0.7 * (number + 1) / len(problems))
        programmes[name] = choose_programme(problem, gap, time_limit, part, solver)
        progress.step(number + 1, len(problems) / 0.7)
    best = {name: programme.value for name, programme in programmes.items()}
    value = {
        (mine, theirs): problem.value_of(programmes[mine].starts)
        if keeps_rules(problem, programmes[mine].starts)
        else None
        for mine in problems
        for theirs, problem in problems.items()
    }
    regret = {
        (mine, theirs): None if worth is None else max(best[theirs] - worth, 0.0)
        for (mine, theirs), worth in value.items()
    }
    found, bound = least_worst_regret(problems, best, common, gap, time_limit, progress.part(0.7, 1), solver)
    own = [each.starts for each in programmes.values() if keeps_rules(problems[common], each.starts)]
    starts = min([*own, *([found] if found else [])], key=lambda each: _worst(problems, best, each))
    return Regret(best, value, regret, starts, _worst(problems, best, starts), bound, common)


def _worst(problems: Mapping[str, Problem], best: Mapping[str, float], starts: Mapping[str, int]) -> float:
    return max(0.0, *(best[name] - problem.value_of(starts) for name, problem in problems.items()))


def least_worst_regret(
    problems: Mapping[str, Problem],
    best: Mapping[str, float],
    common: str,
    gap: float = 0.002,
    time_limit: float = 30.0,
    progress: Progress = SILENT,
    solver: Solver = solve_apart,
) -> tuple[dict[str, int] | None, float]:
    """The programme, within rules and money of the scenario `common`, whose greatest regret is least; and a bound.

    Minimise z subject to z ≥ best - value of each scenario: one column more than the choice has.
    """
    model = _regretting(problems, best, common)
    answer = solver(model, gap, time_limit, progress)
    bound = max(-answer.bound, 0.0)
    if answer.status == CANCELLED or answer.solution is None:
        return None, bound
    starts = model.starts(answer.solution)
    return (starts if keeps_rules(problems[common], starts) else None), bound


def _regretting(problems: Mapping[str, Problem], best: Mapping[str, float], common: str) -> Model:
    base = problems[common]
    model = build_choice_model(base)
    columns = len(model.objective)
    rows = []
    for name, problem in problems.items():
        valued = build_choice_model(_valued_as(base, problem))
        worth = -valued.objective * valued.value_unit
        entries = {column: float(amount) for column, amount in enumerate(worth) if amount}
        rows.append(Row(None, {**entries, columns: 1.0}, best[name], INFINITY))
    purses = dict(model.purses)
    if purses:
        purses["terms"] = np.append(purses["terms"], 0)
        purses["costs"] = np.vstack([purses["costs"], np.zeros((1, purses["costs"].shape[1]))])
    objective = np.append(np.zeros(columns), 1.0)
    return replace(model, rows=(*model.rows, *rows), objective=objective, value_unit=1.0, purses=purses, start=None)


def _valued_as(base: Problem, other: Problem) -> Problem:
    """The choice of one scenario with the values of another; what the other does not know is worth nothing there."""
    worth = {candidate.id: candidate.value for candidate in other.candidates}
    return replace(
        base,
        candidates=tuple(replace(c, value=worth.get(c.id, 0.0)) for c in base.candidates),
        discount=other.discount,
    )
