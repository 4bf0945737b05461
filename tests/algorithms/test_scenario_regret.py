from __future__ import annotations

import json

import pytest
from qgis.core import QgsProcessingException
from vidnova.planning.plan.store import PlanFile

MILLION = 1_000_000
WEIGHTS = {"people": (1, 0), "readiness": (0, 1)}
EXACT = {"GAP": 0, "REGRETS": "memory:"}


@pytest.fixture
def plan_path(run, tmp_path):
    """Three measures of 10 million, one of which can be paid: best for people, best for readiness, and between."""
    path = tmp_path / "план О'Браєн" / "план.gpkg"
    run("createplan", COMMUNITY="Тест", CRS="EPSG:6386", PLAN=str(path))
    for name, (people, stage) in WEIGHTS.items():
        put_scenario(run, path, name, people, stage)
    with PlanFile(path) as plan, plan.transaction():
        [fund] = plan.insert("fund", [{"code": "local", "name_uk": "Місцевий бюджет"}])
        budget = {"variant": "base", "fund_id": fund, "year": 2026, "amount": 10 * MILLION, "currency": "UAH"}
        plan.insert("budget", [budget])
        for code, people, stage in (("А", 1000, 0), ("Б", 0, 5), ("В", 700, 4)):
            row = {"code": code, "title_uk": f"Захід {code}", "place_state": "unknown", "cost_total": 10 * MILLION}
            plan.insert("measure", [{**row, "beneficiaries": people, "stage": stage}])
    return path


def put_scenario(run, path, name, people, stage):
    definition = {
        "name": name,
        "criteria": [
            {
                "code": "p",
                "kind": "field",
                "field": "beneficiaries",
                "weight": people,
                "value": {"worst": 0, "best": 1000},
            },
            {"code": "s", "kind": "field", "field": "stage", "weight": stage, "value": {"worst": 0, "best": 5}},
        ],
        "budget": {"variant": "base", "first_year": 2026, "last_year": 2026},
    }
    file = path.parent / "scenario.json"
    file.write_text(json.dumps(definition), "utf-8")
    run("setscenario", PLAN=str(path), INPUT=str(file))


@pytest.fixture
def ranked(run, plan_path):
    run("runscenarios", PLAN=str(plan_path))
    return plan_path


def test_the_compromise_regrets_least(run, ranked, column):
    """«А» and «Б» are worth all in one scenario and nothing in the other; «В» 0.7 and 0.8."""
    result = run("scenarioregret", PLAN=str(ranked), COMPROMISE="memory:", **EXACT)
    table = result["REGRETS"]
    pairs = zip(column(table, "programme"), column(table, "scenario"))
    assert dict(zip(pairs, column(table, "regret"))) == {
        ("people", "people"): 0,
        ("people", "readiness"): pytest.approx(1),
        ("readiness", "people"): pytest.approx(1),
        ("readiness", "readiness"): 0,
    }
    assert column(result["COMPROMISE"], "code") == ["В"]
    assert result["WORST"] == pytest.approx(0.3) == result["BOUND"]


def test_scenarios_are_listed_with_semicolons(run, ranked, column):
    put_scenario(run, ranked, "third", 1, 1)
    run("runscenarios", PLAN=str(ranked), SCENARIOS="third")
    result = run("scenarioregret", PLAN=str(ranked), SCENARIOS="third; people", RULES_OF="people", **EXACT)
    assert set(column(result["REGRETS"], "scenario")) == {"third", "people"}


def test_what_is_not_there_is_told(run, plan_path):
    with pytest.raises(QgsProcessingException, match="at least two scenarios with a ranking"):
        run("scenarioregret", PLAN=str(plan_path), **EXACT)
    with pytest.raises(QgsProcessingException, match="«people» has no ranking yet"):
        run("scenarioregret", PLAN=str(plan_path), SCENARIOS="people; readiness", **EXACT)
    with pytest.raises(QgsProcessingException, match="no scenario «x»"):
        run("scenarioregret", PLAN=str(plan_path), SCENARIOS="x; people", **EXACT)


def test_rules_of_a_stranger_are_refused(run, ranked):
    with pytest.raises(QgsProcessingException, match="«base» is none of the scenarios"):
        run("scenarioregret", PLAN=str(ranked), RULES_OF="base", **EXACT)
