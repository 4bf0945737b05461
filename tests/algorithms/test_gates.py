from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest
from qgis.core import QgsFeatureRequest, QgsProcessingException, QgsVectorLayer
from vidnova.planning.plan.runs import RunRecord, plan_hash, store_run
from vidnova.planning.plan.store import PlanFile

MILLION = 1_000_000
OWN = {
    "code": "council",
    "name_uk": "Рішення ради",
    "name_en": "Council's decision",
    "rules": [
        {"field": "cost_total", "at_most": 40 * MILLION, "uk": "не дорожче 40 млн", "en": "at most 40 million"},
        {"field": "support", "is": [True], "uk": "підтримано на слуханнях", "en": "backed at the hearing"},
    ],
}
SUPPORT = {"support": {"values": {"А-1": True, "А-2": True, "А-3": False}}}


@pytest.fixture
def plan_path(run, tmp_path) -> Path:
    """Four ranked measures of 50, 25, 25 and 30 million, and two funds with 50 million each in one year."""
    path = tmp_path / "план" / "plan.gpkg"
    run("createplan", COMMUNITY="Тест", CRS="EPSG:6386", PLAN=str(path))
    put_scenario(run, path, {})
    with PlanFile(path) as plan, plan.transaction():
        for fund in plan.insert("fund", [{"code": c, "name_uk": c} for c in ("local", "state")]):
            budget = {"variant": "base", "fund_id": fund, "year": 2026, "amount": 50 * MILLION, "currency": "UAH"}
            plan.insert("budget", [budget])
        measures = [("А-1", 50, 0.9), ("А-2", 25, 0.6), ("А-3", 25, 0.5), ("А-4", 30, 0.2)]
        rows = [
            {"code": c, "title_uk": c, "place_state": "unknown", "stage": 4, "cost_total": m * MILLION}
            for c, m, _ in measures
        ]
        ranking = [
            {"measure_id": key, "score": score, "rank": rank}
            for rank, (key, (_, _, score)) in enumerate(zip(plan.insert("measure", rows), measures), 1)
        ]
        scenario = plan.row("scenario", name="base")
        ranked = RunRecord("prioritise", scenario["definition"], scenario["scenario_id"], results={"ranking": ranking})
        store_run(plan, ranked)
    return path


def put_scenario(run, path, gates):
    definition = {
        "name": "base",
        "criteria": [{"code": "stage", "kind": "field", "field": "stage"}],
        "budget": {"variant": "base", "first_year": 2026, "last_year": 2026},
        **({"gates": gates} if gates else {}),
    }
    file = path.parent / "scenario.json"
    file.write_text(json.dumps(definition), "utf-8")
    run("setscenario", PLAN=str(path), INPUT=str(file))


def lines(layer: QgsVectorLayer) -> dict[tuple[str, str], dict]:
    features = layer.getFeatures(QgsFeatureRequest())
    rows = [dict(zip(layer.fields().names(), feature.attributes())) for feature in features]
    return {(row["code"], row["gate"]): row for row in rows}


def test_all_presets_at_once(run, plan_path):
    told = run("gates", PLAN=str(plan_path), OUTPUT="memory:")
    found = lines(told["OUTPUT"])
    assert len(found) == 4 * 6 == told["PASSED"] + told["FAILED"] + told["UNKNOWN"]
    assert told["PASSED"] == told["FAILED"] == 0
    row = found["А-1", "UNDP-pilot-2023"]
    assert (row["result"], row["missing"], row["missing_words"]) == ("unknown", "front_km", "Distance to hostilities")


def test_some_presets(run, plan_path):
    told = run("gates", PLAN=str(plan_path), PRESETS=["EIB-URP-III"], OUTPUT="memory:")
    assert {gate for _, gate in lines(told["OUTPUT"])} == {"EIB-URP-III"}


def test_own_gates_of_a_scenario(run, plan_path):
    put_scenario(run, plan_path, {"check": [OWN], "facts": SUPPORT})
    told = run("gates", PLAN=str(plan_path), SCENARIO="base", OUTPUT="memory:")
    found = {code: row for (code, _), row in lines(told["OUTPUT"]).items()}
    assert {code: row["result"] for code, row in found.items()} == {
        "А-1": "fail",
        "А-2": "pass",
        "А-3": "fail",
        "А-4": "unknown",
    }
    assert (told["PASSED"], told["FAILED"], told["UNKNOWN"]) == (1, 2, 1)
    assert (found["А-1"]["failed"], found["А-3"]["failed"]) == ("at most 40 million", "backed at the hearing")
    assert found["А-4"]["missing_words"] == "support"


def test_an_empty_plan_has_no_lines(run, tmp_path):
    run("createplan", COMMUNITY="Тест", CRS="EPSG:6386", PLAN=str(tmp_path / "план.gpkg"))
    told = run("gates", PLAN=str(tmp_path / "план.gpkg"), OUTPUT="memory:")
    assert told["OUTPUT"].featureCount() == 0 == told["UNKNOWN"]


def test_an_unknown_scenario_is_told(run, plan_path):
    with pytest.raises(QgsProcessingException, match="no scenario «rich»"):
        run("gates", PLAN=str(plan_path), SCENARIO="rich", OUTPUT="memory:")


def chosen_and_paid(run, path) -> tuple[dict, set[tuple[str, str]]]:
    made = run("portfolio", PLAN=str(path), SCENARIO="base")
    with PlanFile(path) as plan:
        codes = {row["measure_id"]: row["code"] for row in plan.rows("measure")}
        funds = {row["fund_id"]: row["code"] for row in plan.rows("fund")}
        items = {codes[row["measure_id"]]: row for row in plan.rows("programme_item", run_id=made["RUN"])}
        paid = plan.rows("draw_down", run_id=made["RUN"])
        return items, {(codes[row["measure_id"]], funds[row["fund_id"]]) for row in paid}


def test_gates_inform_and_change_nothing_unless_asked(run, plan_path):
    put_scenario(run, plan_path, {"check": [OWN], "facts": SUPPORT})
    with PlanFile(plan_path) as plan:
        before = plan_hash(plan)
    items, _ = chosen_and_paid(run, plan_path)
    assert [code for code, row in items.items() if row["chosen"]] == ["А-1", "А-2", "А-3"]
    with PlanFile(plan_path) as plan:
        assert plan_hash(plan) == before
        results = plan.rows("gate_result")
        assert [row["result"] for row in results] == ["fail", "pass", "fail", "unknown"]
        assert results[3]["missing_field"] == "support"
        assert plan.row("gate_rule", code="council")["definition"]["rules"] == OWN["rules"]


def test_what_fails_is_no_candidate_where_gates_bar(run, plan_path):
    put_scenario(run, plan_path, {"check": [OWN], "facts": SUPPORT, "effect": "bar"})
    items, _ = chosen_and_paid(run, plan_path)
    assert [code for code, row in items.items() if row["chosen"]] == ["А-2", "А-4"]
    assert items["А-1"]["reason_code"] == "gate"
    assert items["А-1"]["reason_uk"] == "Не виконує умову допуску «Рішення ради»: не дорожче 40 млн."


def test_a_fund_pays_only_for_what_passes(run, plan_path):
    put_scenario(run, plan_path, {"check": [OWN], "facts": SUPPORT, "funds": {"state": "council"}})
    items, paid = chosen_and_paid(run, plan_path)
    assert {code for code, fund in paid if fund == "state"} == {"А-2"}
    assert [code for code, row in items.items() if row["chosen"]] == ["А-1", "А-2"]


@pytest.mark.parametrize(("code", "sheet", "words"), [("uk", "Умови допуску", "Бракує"), ("en", "Gates", "Missing")])
def test_report_and_workbook_show_them(run, plan_path, tmp_path, code, sheet, words):
    put_scenario(run, plan_path, {"check": [OWN, "UNDP-pilot-2023"], "facts": SUPPORT})
    run("prioritise", PLAN=str(plan_path), SCENARIO="base")
    page, book = tmp_path / "звіт.html", tmp_path / "книга.xlsx"
    run("report", PLAN=str(plan_path), LANGUAGE=code, OUTPUT=str(page))
    section = page.read_text("utf-8").split('<section id="gates">')[1].split("</section>")[0]
    run("exportworkbook", PLAN=str(plan_path), LANGUAGE=code, OUTPUT=str(book))
    rows = list(openpyxl.load_workbook(book)[sheet].values)
    [last] = [row for row in rows if row[0] == "А-4"]
    for text in (section, " ".join(str(cell) for cell in last)):
        assert f"{words}: support" in text
