"""The programme of a run, and what was found of it, in the plan file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...errors import PlanError
from ...language import LANGUAGES, language, named, tr
from ...plan.store import PlanFile, Row
from ..again import RANKED_BY, counted_in, values_in
from ..scenario import choice_of_scenario
from ..solve import keeps_rules
from .explain import Known
from .resolving import SAME
from .told import Names, Speaker

KEY = "explanation"


def run_to_explain(plan: PlanFile, run_id: str = "", scenario: str = "") -> Row:
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


def known_of(plan: PlanFile, run: Row) -> Known:
    """The choice of a run as it was made: its rules, and its scores as values.

    Raises PlanError where the plan has changed since: the programme breaks its rules, or is worth something else.
    """
    problem = choice_of_scenario(plan, run["parameters"], values_in(plan, run), counted_in(plan, run)).problem
    items = plan.rows("programme_item", run_id=run["run_id"], chosen=True)
    starts = {row["measure_id"]: row["start_year"] for row in items}
    summary = run["summary"] or {}
    value = summary.get("value")
    gone = starts.keys() - problem.by_id.keys()
    if gone or not keeps_rules(problem, starts) or (value is not None and not _same(problem.value_of(starts), value)):
        raise PlanError(
            tr(
                "Costs, budgets or links of the plan have changed since run «{run}»: "
                "run «Choose the programme», then explain its programme.",
                run=run["run_id"],
            )
        )
    bound = summary.get("bound")
    return Known(problem, starts, float("inf") if bound is None else bound, _speaker(plan))


def keep(plan: PlanFile, run: Row, found: Mapping[str, Any]) -> None:
    """Put what was found into the run's summary."""
    with plan.transaction():
        plan.update("run", run["run_id"], {"summary": {**(run["summary"] or {}), KEY: dict(found)}})


def _speaker(plan: PlanFile) -> Speaker:
    areas, funds, names = plan.rows("focus_area"), plan.rows("fund"), {}
    for code in LANGUAGES:
        with language(code):
            by_area = {row["code"]: named(row, "name") for row in areas if row["code"]}
            names[code] = Names(by_area, {row["code"]: named(row, "name") for row in funds})
    return Speaker(names)


def _same(value: float, other: float) -> bool:
    return abs(value - other) <= SAME * max(1.0, abs(other))
