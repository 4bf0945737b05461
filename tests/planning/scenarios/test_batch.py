from __future__ import annotations

import pytest
from vidnova.planning.errors import Cancelled, PlanError
from vidnova.planning.features import FeatureTable
from vidnova.planning.plan.runs import RunRecord, plan_hash, store_run
from vidnova.planning.plan.scenarios import scenario_named
from vidnova.planning.prioritise import prioritise
from vidnova.planning.progress import Progress
from vidnova.planning.scenarios.batch import Prepared, run_scenarios, unchanged_run
from vidnova.planning.scenarios.copying import copy_scenario


def statuses(lines):
    return [line.status for line in lines]


def test_one_that_fails_is_kept_and_does_not_stop_the_others(town):
    copy_scenario(town.plan, "base", "broken", {"budget": {"variant": "none"}})
    copy_scenario(town.plan, "base", "less", {"budget": {"variant": "less"}})
    told = []
    lines = town.run("base", "broken", "less", progress=Progress(warn=told.append))
    assert statuses(lines) == ["finished", "failed", "finished"]
    assert town.chosen(lines[0].run_id) == {"А-1": 2026, "А-3": 2027}
    assert town.chosen(lines[2].run_id) == {"А-1": 2026}
    row = town.plan.row("run", run_id=lines[1].run_id)
    assert row["status"] == "failed" and "variant «none»" in row["message"]
    assert "«broken» failed" in told[0]


def test_what_is_unchanged_is_not_run_again_and_what_failed_is(town):
    copy_scenario(town.plan, "base", "broken", {"budget": {"variant": "none"}})
    first = town.run("base", "broken")
    told = []
    second = town.run("base", "broken", progress=Progress(say=told.append))
    assert statuses(second) == ["unchanged", "failed"]
    assert second[0].run_id == first[0].run_id and second[0].summary["value"] == first[0].summary["value"]
    assert any("Unchanged since" in sentence for sentence in told)
    assert statuses(town.run("base", again=True)) == ["finished"]


def test_a_run_of_prioritise_counts_too(town):
    run = prioritise(town.plan, "base", {})
    assert town.run("base")[0].run_id == run.run_id


@pytest.mark.parametrize("what", ["definition", "plan", "libraries", "stopped"])
def test_any_change_makes_a_run_due(town, what):
    run = prioritise(town.plan, "base", {})
    scenario = scenario_named(town.plan, "base")
    assert unchanged_run(town.plan, scenario, {})["run_id"] == run.run_id
    with town.plan.transaction():
        if what == "plan":
            town.plan.update("measure", town.ids["А-2"], {"cost_total": 49})
        elif what == "libraries":
            town.plan.update("run", run.run_id, {"versions": {"numpy": "0.1"}})
        elif what == "stopped":
            town.plan.update("run", run.run_id, {"summary": {**run.summary, "status": "cancelled"}})
    if what == "definition":
        copy_scenario(town.plan, "base", "base", {"programme": {"must": ["А-2"]}}, replace=True)
        scenario = scenario_named(town.plan, "base")
    assert unchanged_run(town.plan, scenario, {}) is None


def test_runs_and_other_scenarios_do_not_change_the_plans_content(town):
    before = plan_hash(town.plan)
    copy_scenario(town.plan, "base", "x", {"criteria": {"people": {"weight": 9}}})
    town.run("x")
    assert plan_hash(town.plan) == before


def test_a_layer_with_other_content_makes_a_run_due(town):
    layer = FeatureTable("houses", "houses.gpkg", "EPSG:6386", {"people": [1, 2]}, [None, None])
    changed = FeatureTable("houses", "houses.gpkg", "EPSG:6386", {"people": [1, 3]}, [None, None])
    run = prioritise(town.plan, "base", {"houses": layer, "again": layer})
    scenario = scenario_named(town.plan, "base")
    assert unchanged_run(town.plan, scenario, {"houses": layer})["run_id"] == run.run_id
    assert unchanged_run(town.plan, scenario, {"houses": changed}) is None
    assert unchanged_run(town.plan, scenario, {}) is None


def test_an_input_without_a_hash_is_never_taken_for_unchanged(town):
    scenario = scenario_named(town.plan, "base")
    record = RunRecord("prioritise", scenario["definition"], scenario["scenario_id"])
    record.summary = {"plan_hash": plan_hash(town.plan)}
    record.inputs = [{"name": "dem", "source": "PG: raster", "content_hash": None}]
    with town.plan.transaction():
        store_run(town.plan, record)
    assert unchanged_run(town.plan, scenario, {}) is None


def test_a_stop_keeps_what_is_finished(town):
    for name in ("second", "third"):
        copy_scenario(town.plan, "base", name, {})

    def prepare(definition, progress):
        if definition["name"] == "second":
            raise Cancelled
        return Prepared({}, {})

    lines = run_scenarios(town.plan, ["base", "second", "third"], prepare)
    assert statuses(lines) == ["finished", "cancelled", "waiting"]
    assert [row["status"] for row in town.plan.rows("run")] == ["finished", "cancelled"]
    assert statuses(town.run("base", "second", "third")) == ["unchanged", "finished", "finished"]


def test_a_fault_in_the_program_is_told_as_a_failure(town):
    def prepare(definition, progress):
        raise ZeroDivisionError

    [line] = run_scenarios(town.plan, ["base"], prepare)
    assert (line.status, line.message) == ("failed", "ZeroDivisionError")


def test_a_name_that_the_plan_does_not_have_stops_the_batch_before_it_begins(town):
    with pytest.raises(PlanError, match="no scenario «x»"):
        town.run("base", "x")
    assert town.plan.rows("run") == []
