from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from ..errors import PlanError
from ..language import tr
from ..progress import SILENT, Progress
from .check import broken_rules
from .clash import clash_sentence
from .greedy import quick_plan, ranking_cut
from .model import MONEY_UNIT, Model, build_model
from .payments import pay_as_solved, pay_in_turn
from .problem import Plan, Problem
from .runner import Answer, solve_apart

OPTIMAL, WITHIN_GAP, TIME_LIMIT, QUICK = "optimal", "within_gap", "time_limit", "quick"
PROVEN = 1e-6
TIMING_SHARE = 0.2


@dataclass(frozen=True)
class Programme:
    """The chosen plan with its certificate: no programme within the rules is worth more than `bound`.

    status: optimal, within_gap, time_limit (best plan found when the clock ended), quick (no solver: bound is NaN).
    cut is the plan that cutting the ranking at the money gives.
    """

    problem: Problem
    plan: Plan
    cut: Plan
    status: str
    bound: float
    seconds: float

    @property
    def value(self) -> float:
        return self.plan.value(self.problem)

    @property
    def gap(self) -> float:
        """Share by which a better programme could at most exceed this one."""
        return max(self.bound - self.value, 0.0) / self.value if self.value else 0.0


def choose_programme(
    problem: Problem, gap: float = 0.0, time_limit: float = 30.0, progress: Progress = SILENT
) -> Programme:
    """The most valuable programme within budgets and rules, started as early as that value allows.

    gap is the share of value that may be missing, time_limit is in seconds. Raises PlanError that names the clashing
    limits where no programme is possible, Cancelled when the user asks.
    """
    started = time.monotonic()
    model = build_model(problem)
    answer = solve_apart(model, gap, time_limit, progress.part(0, 1 - TIMING_SHARE))
    if answer.status == "infeasible":
        raise PlanError(clash_sentence(problem, answer.clash))
    plan, status = _best_plan(problem, model, answer)
    if status != QUICK:
        plan = _as_early_as_possible(problem, plan, time_limit, progress.part(1 - TIMING_SHARE, 1))
    bound = answer.bound if status != QUICK else float("nan")
    programme = Programme(problem, plan, ranking_cut(problem), status, bound, time.monotonic() - started)
    return replace(programme, status=WITHIN_GAP) if status == OPTIMAL and programme.gap > PROVEN else programme


def _best_plan(problem: Problem, model: Model, answer: Answer) -> tuple[Plan, str]:
    """The more valuable of the solver's and the quick plan that keep every rule."""
    quick = quick_plan(problem)
    found = [] if answer.x is None else [(plan_of(problem, model, answer.x), answer.status)]
    kept = [(plan, status) for plan, status in [*found, (quick, QUICK)] if not broken_rules(problem, plan)]
    if not kept:
        raise PlanError(
            tr(
                "No programme that keeps every rule was found in the time given. "
                "Give more time, or loosen a rule; this QGIS may also lack scipy."
            )
        )
    plan, status = max(kept, key=lambda item: item[0].value(problem))
    return plan, answer.status if found and status == QUICK else status


def plan_of(problem: Problem, model: Model, x: np.ndarray) -> Plan:
    """The solver's columns as start years and payments in whole units."""
    size = len(model.starts)
    starts = {key: year for (key, year), on in zip(model.starts, x[:size]) if on > 0.5}
    solved: Mapping[tuple, float] = {name: amount * MONEY_UNIT for name, amount in zip(model.pay, x[size:])}
    return pay_in_turn(problem, starts) or pay_as_solved(problem, starts, solved)


def _as_early_as_possible(problem: Problem, plan: Plan, time_limit: float, progress: Progress) -> Plan:
    """The same measures, the valuable ones as early as the money allows."""
    chosen = tuple(candidate for candidate in problem.candidates if candidate.id in plan.starts)
    rules = replace(problem.rules, must=frozenset(plan.starts), exclusive=(), requires=_among(problem, plan), floors=())
    same = replace(problem, candidates=chosen, rules=rules)
    model = build_model(same)
    worth = {candidate.id: candidate.value + PROVEN for candidate in chosen}
    early = [worth[key] * (problem.last_year + 1 - year) for key, year in model.starts]
    model.values = np.array(early + [0.0] * len(model.pay))
    answer = solve_apart(model, PROVEN, max(time_limit * TIMING_SHARE, 1.0), progress)
    if answer.x is None:
        return plan
    earlier = plan_of(same, model, answer.x)
    return plan if broken_rules(problem, earlier) else earlier


def _among(problem: Problem, plan: Plan) -> tuple[tuple[str, str], ...]:
    return tuple((later, earlier) for later, earlier in problem.rules.requires if later in plan.starts)
