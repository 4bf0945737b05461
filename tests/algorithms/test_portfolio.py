from __future__ import annotations

import json

import pytest
from qgis.core import QgsProcessingException
from vidnova.planning.plan.runs import RunRecord, store_run
from vidnova.planning.plan.store import PlanFile

MILLION = 1_000_000
DEFINITION = {
    "name": "base",
    "criteria": [{"code": "stage", "kind": "field", "field": "stage"}],
    "budget": {"variant": "base", "first_year": 2026, "last_year": 2027},
}


@pytest.fixture
def plan_path(run, tmp_path):
    """A plan in a folder with a Ukrainian name: four ranked measures, and 50 million in each of two years."""
    path = tmp_path / "Мар'янівка план" / "plan.gpkg"
    run("createplan", COMMUNITY="Тест", CRS="EPSG:6386", PLAN=str(path))
    put_scenario(run, path, {})
    with PlanFile(path) as plan, plan.transaction():
        [fund] = plan.insert("fund", [{"code": "local", "name_uk": "Місцевий бюджет"}])
        budget = {"variant": "base", "fund_id": fund, "amount": 50 * MILLION, "currency": "UAH"}
        plan.insert("budget", [{**budget, "year": year} for year in (2026, 2027)])
        measures = [("А-1", 50, 0.9), ("А-2", 25, 0.6), ("А-3", 25, 0.6), ("А-4", 30, 0.2)]
        base = {"place_state": "unknown", "price_year": 2026, "currency": "UAH"}
        rows = [{**base, "code": code, "title_uk": code, "cost_total": cost * MILLION} for code, cost, _ in measures]
        ranking = [
            {"measure_id": key, "score": score, "rank": rank}
            for rank, (key, (_, _, score)) in enumerate(zip(plan.insert("measure", rows), measures), 1)
        ]
        scenario = plan.row("scenario", name="base")
        ranked = RunRecord("prioritise", scenario["definition"], scenario["scenario_id"], results={"ranking": ranking})
        store_run(plan, ranked)
    return path


def put_scenario(run, path, programme):
    file = path.parent / "scenario.json"
    file.write_text(json.dumps({**DEFINITION, "programme": programme}), "utf-8")
    run("setscenario", PLAN=str(path), INPUT=str(file))


def test_the_best_programme_is_kept_as_a_run(run, plan_path):
    result = run("portfolio", PLAN=str(plan_path), SCENARIO="base")
    assert (result["STATUS"], result["CHOSEN"], result["COST"]) == ("optimal", 3, 100 * MILLION)
    assert result["VALUE"] == pytest.approx(2.1) == result["BOUND"]
    assert result["GAP"] == pytest.approx(0)
    with PlanFile(plan_path) as plan:
        items = plan.rows("programme_item", run_id=result["RUN"])
        paid = plan.rows("draw_down", run_id=result["RUN"])
        assert [item["chosen"] for item in items] == [1, 1, 1, 0]
        assert sum(row["amount"] for row in paid if row["year"] == 2026) == 50 * MILLION
        assert len(plan.rows("ranking", run_id=result["RUN"])) == 4


def test_rules_of_the_scenario_count(run, plan_path):
    put_scenario(run, plan_path, {"must": ["А-4"]})
    result = run("portfolio", PLAN=str(plan_path), SCENARIO="base")
    assert result["VALUE"] == pytest.approx(0.2 + 0.6 + 0.6)


def test_clashing_limits_are_named_and_nothing_is_stored(run, plan_path):
    put_scenario(run, plan_path, {"must": ["А-1", "А-2", "А-3", "А-4"]})
    with pytest.raises(QgsProcessingException, match=r"\(А-1, А-3, А-4\) need 105\.0 million UAH .*100\.0 million UAH"):
        run("portfolio", PLAN=str(plan_path), SCENARIO="base")
    with PlanFile(plan_path) as plan:
        assert plan.rows("run", kind="portfolio") == []


def test_an_unknown_scenario_or_ranking_is_told(run, plan_path):
    with pytest.raises(QgsProcessingException, match="no scenario «x»"):
        run("portfolio", PLAN=str(plan_path), SCENARIO="x")
    with pytest.raises(QgsProcessingException, match="no ranking in run «x»"):
        run("portfolio", PLAN=str(plan_path), SCENARIO="base", RANKING_RUN="x")
