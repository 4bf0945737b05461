"""The programme of a finished run, and the choice that it was made from."""

from __future__ import annotations

from collections.abc import Mapping
from math import isclose

from ..errors import PlanError
from ..language import tr
from ..plan.store import PlanFile, Row
from .again import RANKED_BY, counted_in, values_in
from .problem import Problem
from .scenario import choice_of_scenario
from .solve import keeps_rules

SAME = 1e-6


def run_with_programme(plan: PlanFile, run_id: str = "", scenario: str = "") -> Row:
    """The run, without `run_id` the newest with a programme, of the scenario where one is named.

    Raises PlanError where there is none.
    """
    names = {row["scenario_id"]: row["name"] for row in plan.rows("scenario")}
    runs = [
        run
        for run in plan.rows("run", status="finished")
        if run["kind"] in RANKED_BY
        and run_id in ("", run["run_id"])
        and scenario in ("", names.get(run["scenario_id"]))
        and plan.row("programme_item", run_id=run["run_id"], chosen=True)
    ]
    if not runs:
        raise PlanError(
            tr(
                "The plan has no such run with a programme (run «{run}», scenario «{scenario}»): "
                "run «Prioritise» or «Choose the programme» first.",
                run=run_id or "—",
                scenario=scenario or "—",
            )
        )
    return max(runs, key=lambda run: run["finished"])


def choice_of_run(plan: PlanFile, run: Row) -> tuple[Problem, dict[str, int]]:
    """The choice of a run as it was made, with its scores as values, and the start years that were chosen.

    Raises PlanError where the plan has changed since: the programme breaks its rules, or is worth something else.
    """
    problem = choice_of_scenario(plan, run["parameters"], values_in(plan, run), counted_in(plan, run)).problem
    items = plan.rows("programme_item", run_id=run["run_id"], chosen=True)
    starts = {row["measure_id"]: row["start_year"] for row in items}
    if not _still(problem, starts, (run["summary"] or {}).get("value")):
        raise PlanError(
            tr(
                "Costs, budgets or links of the plan have changed since run «{run}»: run «Choose the programme» again.",
                run=run["run_id"],
            )
        )
    return problem, starts


def _still(problem: Problem, starts: Mapping[str, int], value: float | None) -> bool:
    if not keeps_rules(problem, starts):
        return False
    return value is None or isclose(problem.value_of(starts), value, rel_tol=SAME, abs_tol=SAME)
