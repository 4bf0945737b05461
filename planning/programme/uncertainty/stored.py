"""How firm the programme of a run is, from the plan file and back into it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from ...plan.runs import RunRecord, store_run
from ...plan.store import PlanFile, Row
from ...progress import SILENT, Progress
from ..chosen import choice_of_run, run_with_programme
from ..payments import Payment
from ..problem import Problem
from .budget import BudgetRisk, budget_risk
from .core import Core, core_index, drawn_problem
from .costs import cost_factors
from .near import near_programmes
from .values import drawn_values
from .wanted import Wanted

KIND = "firmness"
BUDGET_DRAWS = 10_000
NEAR_TIME = 0.15


@dataclass(frozen=True)
class Firmness:
    """The choice whose programme was looked at, and what was found."""

    run: Row
    problem: Problem
    starts: Mapping[str, int]
    core: Core
    risk: BudgetRisk
    wanted: Wanted


def firmness_of(
    plan: PlanFile, wanted: Wanted, run_id: str = "", scenario: str = "", progress: Progress = SILENT
) -> Firmness:
    """Draw weights and costs and choose each time anew; look for other programmes nearly as good; draw costs of the
    programme that was chosen. Raises PlanError where the plan has no such run or has changed since."""
    run = run_with_programme(plan, run_id, scenario)
    problem, starts = choice_of_run(plan, run)
    problem = _with_ranges(problem, wanted)
    generator = np.random.default_rng(wanted.seed)
    drawn = _drawn(plan, run, problem, wanted, generator)
    part = progress.part(0, NEAR_TIME)
    near = near_programmes(problem, starts, wanted.near_share, wanted.near, generator, progress=part)
    part = progress.part(NEAR_TIME, 1)
    core = core_index(problem, starts, drawn, near, wanted.gap, wanted.time_limit, part)
    factors = cost_factors(problem.candidates, BUDGET_DRAWS, generator, wanted.shape, wanted.correlation)
    risk = budget_risk(problem, _payments(plan, run), factors)
    return Firmness(run, problem, starts, core, risk, wanted)


def keep_firmness(plan: PlanFile, found: Firmness) -> RunRecord:
    """Store what was found as a run of its own."""
    run = RunRecord(KIND, vars(found.wanted), found.run["scenario_id"], seed=found.wanted.seed)
    run.summary = {"programme_run": found.run["run_id"], **summary_of_firmness(found)}
    run.results = {"core": core_rows(found)}
    with plan.transaction():
        store_run(plan, run)
    return run


def core_rows(found: Firmness) -> list[dict[str, Any]]:
    """Rows of table "core", for every candidate."""
    core = found.core
    return [
        {
            "measure_id": key,
            "core_index": core.share[key],
            "error": core.error(key),
            "near_share": core.near_share[key] if core.near else None,
            "core_class": core.class_of(key),
        }
        for key in found.problem.by_id
    ]


def summary_of_firmness(found: Firmness) -> dict[str, Any]:
    """What the run tells of itself: counts by class, and the chances of the budgets."""
    core, risk = found.core, found.risk
    classes = [core.class_of(key) for key in found.problem.by_id]
    return {
        "draws": core.draws,
        "impossible": core.impossible,
        "complete": core.complete,
        "near": core.near,
        "by_clock": core.by_clock,
        "classes": {name: classes.count(name) for name in ("core", "borderline", "out")},
        "within_budget": risk.whole,
        "within_budget_by_year": {str(year): chance for year, chance in risk.years.items()},
        "within_budget_by_fund": [[fund, year, chance] for (fund, year), chance in risk.funds.items()],
        "reserve": [[year, level, amount] for (year, level), amount in risk.reserve.items()],
        "uncertain_costs": sum(c.cost_range != (1.0, 1.0) for c in found.problem.candidates),
    }


def _drawn(plan: PlanFile, run: Row, problem: Problem, wanted: Wanted, generator: np.random.Generator) -> list[Problem]:
    values = drawn_values(plan, run, wanted)
    factors = np.ones((wanted.draws, len(problem.candidates)))
    if wanted.costs:
        factors = cost_factors(problem.candidates, wanted.draws, generator, wanted.shape, wanted.correlation)
    keys = [candidate.id for candidate in problem.candidates]
    return [drawn_problem(problem, worth, dict(zip(keys, factor))) for worth, factor in zip(values, factors.tolist())]


def _with_ranges(problem: Problem, wanted: Wanted) -> Problem:
    """The same choice; measures that state no range of their cost get the one that is assumed."""
    assumed = (min(wanted.cheapest, 1.0), max(wanted.dearest, 1.0))
    ranged = (replace(c, cost_range=assumed) if c.cost_range == (1.0, 1.0) else c for c in problem.candidates)
    return replace(problem, candidates=tuple(ranged))


def _payments(plan: PlanFile, run: Row) -> list[Payment]:
    funds = {row["fund_id"]: row["code"] for row in plan.rows("fund")}
    rows = plan.rows("draw_down", run_id=run["run_id"])
    return [Payment(row["measure_id"], funds[row["fund_id"]], row["year"], round(row["amount"])) for row in rows]
