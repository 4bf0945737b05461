"""Choosing again from a ranking that was made before: other money or rules, the same values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..errors import PlanError
from ..language import tr
from ..plan.runs import RunRecord, store_run
from ..plan.scenarios import scenario_named
from ..plan.schema import tables
from ..plan.store import PlanFile, Row
from ..progress import SILENT, Progress
from .gates.admission import gate_rows, store_gates
from .scenario import choice_of_scenario, choose, programme_rows, summary_of

RANKED_BY = ("prioritise", "portfolio")
CARRIED_OVER = ("score", "ranking", "finding")


def choose_again(plan: PlanFile, name: str, run_id: str = "", progress: Progress = SILENT) -> RunRecord:
    """Choose the programme of scenario `name` as it is now, and store it as a run of its own.

    The values are the scores of run `run_id`, of the scenario's newest ranking where it is empty; that ranking is kept
    with the new run. Raises PlanError where there is no ranking, and for what stands in `choice_of_scenario` and
    `choose_programme`; nothing is stored then.
    """
    scenario = scenario_named(plan, name)
    ranked = _ranked_run(plan, scenario, run_id)
    definition = scenario["definition"]
    if _valued_by(definition) != _valued_by(ranked["parameters"] or {}):
        progress.warn(
            tr(
                "The criteria or weights of «{name}» have changed since its ranking: run «Prioritise» to renew it.",
                name=name,
            )
        )
    choice = choice_of_scenario(plan, definition, values_in(plan, ranked), counted_in(plan, ranked))
    programme = choose(choice, progress)
    run = RunRecord("portfolio", definition, scenario["scenario_id"], inputs=_inputs(plan, ranked))
    run.summary = {"ranked_by": ranked["run_id"], **(ranked["summary"] or {}), **summary_of(choice, programme)}
    fund_ids = {row["code"]: row["fund_id"] for row in plan.rows("fund")}
    kept, chosen = _carried_over(plan, ranked), programme_rows(choice, programme, fund_ids)
    of_the_ranking = [finding for finding in kept["finding"] if finding["rule"] != "programme"]
    run.results = {**kept, **chosen, "finding": [*of_the_ranking, *chosen["finding"]]}
    with plan.transaction():
        run.results["gate_result"] = gate_rows(choice.admission, store_gates(plan, choice.admission))
        store_run(plan, run)
    return run


def newest_ranking(plan: PlanFile, scenario: Row) -> Row | None:
    """The newest run that ranked measures for a scenario, None where there is none."""
    runs = plan.rows("run", scenario_id=scenario["scenario_id"], status="finished")
    return max((run for run in runs if run["kind"] in RANKED_BY), key=lambda run: run["finished"], default=None)


def values_in(plan: PlanFile, run: Row) -> dict[str, float]:
    """Measure → what it is worth to a programme by a run's ranking: its score, NaN where unknown; scores that reach
    below 0 are all raised until the lowest is 0."""
    scores = {row["measure_id"]: row["score"] for row in plan.rows("ranking", run_id=run["run_id"])}
    lowest = min([0.0, *(score for score in scores.values() if score is not None)])
    return {key: float("nan") if score is None else score - lowest for key, score in scores.items()}


def counted_in(plan: PlanFile, run: Row) -> dict[str, dict[str, float]]:
    """Criterion → measure → what was measured in a run."""
    criteria = {row["criterion_id"]: row["code"] for row in plan.rows("criterion")}
    counted: dict[str, dict[str, float]] = {code: {} for code in criteria.values()}
    for row in plan.rows("score", run_id=run["run_id"]):
        if row["raw"] is not None:
            counted[criteria[row["criterion_id"]]][row["measure_id"]] = row["raw"]
    return counted


def _ranked_run(plan: PlanFile, scenario: Row, run_id: str) -> Row:
    found = [
        run
        for run in plan.rows("run", scenario_id=scenario["scenario_id"], status="finished")
        if run["kind"] in RANKED_BY and run_id in ("", run["run_id"]) and plan.row("ranking", run_id=run["run_id"])
    ]
    if found:
        return max(found, key=lambda run: run["finished"])
    if run_id:
        raise PlanError(tr("Scenario «{name}» has no ranking in run «{run}».", name=scenario["name"], run=run_id))
    raise PlanError(tr("Scenario «{name}» has no ranking yet: run «Prioritise» first.", name=scenario["name"]))


def _valued_by(definition: Mapping[str, Any]) -> tuple:
    return definition.get("criteria"), definition.get("ranking"), definition.get("layers")


def _inputs(plan: PlanFile, run: Row) -> list[dict[str, Any]]:
    return [_copy(row, "input_id") for row in plan.rows("run_input", run_id=run["run_id"])]


def _carried_over(plan: PlanFile, run: Row) -> dict[str, list[dict[str, Any]]]:
    keys = {table: tables()[table].key for table in CARRIED_OVER}
    return {table: [_copy(row, key) for row in plan.rows(table, run_id=run["run_id"])] for table, key in keys.items()}


def _copy(row: Row, key: str) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in (key, "run_id")}
