from __future__ import annotations

import json

import pytest
import shapely
from qgis.core import QgsProcessingException
from vidnova.planning.plan.store import PlanFile

MEASURES = """Код;Назва заходу;Термін реалізації;Вартість, грн;Кількість вигодоотримувачів;Стадія готовності
А-1;Ремонт школи;2026;60;600;експертизу пройдено
А-2;Ремонт лікарні;2026;50;500;ідея
А-3;Нове укриття;2027;40;400;дозволи отримано
А-4;Без вартості;2027;–;900;ідея
"""
BUDGETS = "Рік;Джерело;Сума, грн\n2026;Місцевий бюджет;60\n2027;Місцевий бюджет;50\n"
HECTARE = shapely.MultiPolygon([shapely.box(316_600, 5_540_200, 316_700, 5_540_300)]).wkb
SCENARIO = {
    "name": "base",
    "criteria": [
        {"code": "people", "kind": "field", "field": "beneficiaries", "index": "SEI", "weight": 3,
         "value": {"worst": 0, "best": 1000}},
        {"code": "ready", "kind": "field", "field": "stage", "index": "FEI", "weight": 1,
         "value": {"worst": 0, "best": 5}},
    ],
    "programme": {},
}  # fmt: skip


@pytest.fixture
def plan_path(run, tmp_path):
    path = tmp_path / "plan.gpkg"
    run("createplan", COMMUNITY="Тест", CRS="EPSG:6386", PLAN=str(path))
    for name, algorithm, text in (("m.csv", "importmeasures", MEASURES), ("b.csv", "importbudgets", BUDGETS)):
        (tmp_path / name).write_text(text, "utf-8")
        run(algorithm, PLAN=str(path), INPUT=str(tmp_path / name))
    return path


@pytest.fixture
def prioritise(run, plan_path, tmp_path):
    def compute(**changes):
        (tmp_path / "s.json").write_text(json.dumps({**SCENARIO, **changes}), "utf-8")
        run("setscenario", PLAN=str(plan_path), INPUT=str(tmp_path / "s.json"))
        return run("prioritise", PLAN=str(plan_path), SCENARIO="base")

    return compute


def result(plan_path, table, run_id, *fields):
    """Rows of a result table by measure code."""
    with PlanFile(plan_path) as plan:
        codes = {row["measure_id"]: row["code"] for row in plan.rows("measure")}
        rows = plan.rows(table, run_id=run_id)
        return {codes[row["measure_id"]]: tuple(row[field] for field in fields) for row in rows}


def test_scores_are_as_computed_by_hand(prioritise, plan_path):
    """А-1: (3·0.6 + 1·0.8) / 4 = 0.65; А-2: 0.375; А-3: (1.2 + 1) / 4 = 0.55; А-4: 2.7 / 4 = 0.675."""
    found = result(plan_path, "ranking", prioritise()["RUN"], "score", "rank", "coverage")
    assert {code: score for code, (score, _, _) in found.items()} == {
        "А-1": pytest.approx(0.65),
        "А-2": pytest.approx(0.375),
        "А-3": pytest.approx(0.55),
        "А-4": pytest.approx(0.675),
    }
    assert {code: rank for code, (_, rank, _) in found.items()} == {"А-4": 1, "А-1": 2, "А-3": 3, "А-2": 4}
    assert {coverage for _, _, coverage in found.values()} == {1.0}


def test_the_best_affordable_programme_is_chosen_and_every_measure_has_a_reason(prioritise, plan_path):
    outputs = prioritise()
    found = result(plan_path, "programme_item", outputs["RUN"], "chosen", "start_year", "reason_code", "reason_uk")
    assert {code: year for code, (chosen, year, _, _) in found.items() if chosen} == {"А-1": 2026, "А-3": 2027}
    assert found["А-4"][2] == "no_cost"
    assert all(reason for _, _, _, reason in found.values())
    assert (outputs["CHOSEN"], outputs["SPENT"], outputs["STATUS"]) == (2, 100, "optimal")
    assert outputs["VALUE"] == pytest.approx(1.2)


def test_the_same_inputs_give_the_same_result(prioritise, plan_path):
    first, second = prioritise()["RUN"], prioritise()["RUN"]
    assert first != second
    for table, fields in (("ranking", ("score", "rank", "sei", "fei", "quadrant")), ("draw_down", ("year", "amount"))):
        assert result(plan_path, table, first, *fields) == result(plan_path, table, second, *fields)


def test_weights_act(prioritise, plan_path):
    criteria = [{**SCENARIO["criteria"][0], "weight": 0}, SCENARIO["criteria"][1]]
    found = result(plan_path, "ranking", prioritise(criteria=criteria)["RUN"], "rank")
    assert found["А-3"] == (1,)


def test_a_criterion_that_tells_nobody_apart_is_a_finding_in_both_languages(prioritise, plan_path):
    same = {"code": "same", "name_uk": "Однакове", "name_en": "Alike", "kind": "field", "field": "jobs"}
    run_id = prioritise(criteria=[*SCENARIO["criteria"], same])["RUN"]
    with PlanFile(plan_path) as plan:
        [finding] = plan.rows("finding", run_id=run_id)
    assert "«Alike» has no values at all" in finding["message_en"] and "«Однакове»" in finding["message_uk"]


def test_what_cannot_be_is_explained_and_nothing_is_stored(prioritise, plan_path):
    with pytest.raises(QgsProcessingException, match="А-1.*А-2|А-2.*А-1"):
        prioritise(programme={"must": ["А-1", "А-2", "А-3"]})
    with PlanFile(plan_path) as plan:
        assert [row for row in plan.rows("run") if row["kind"] == "prioritise"] == []


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"programme": {"must": ["Я-9"]}}, "Я-9"),
        ({"programme": {"floors": [{"area": "D9", "share": 0.1}]}}, "D9"),
        ({"budget": {"variant": "other"}}, "other"),
        ({"criteria": [{"code": "x", "kind": "magic"}]}, "magic"),
    ],
)
def test_a_scenario_that_does_not_fit_the_plan_gets_a_sentence(prioritise, changes, sentence):
    with pytest.raises(QgsProcessingException, match=sentence):
        prioritise(**changes)


def test_an_unknown_scenario_lists_those_that_there_are(prioritise, run, plan_path):
    prioritise()
    with pytest.raises(QgsProcessingException, match="no scenario «best». Its scenarios: «base»"):
        run("prioritise", PLAN=str(plan_path), SCENARIO="best")


def test_the_run_keeps_what_it_was_made_from(prioritise, plan_path):
    run_id = prioritise()["RUN"]
    with PlanFile(plan_path) as plan:
        row = plan.row("run", run_id=run_id)
    assert row["parameters"]["criteria"] == SCENARIO["criteria"]
    assert row["status"] == "finished" and row["versions"]["numpy"]
    assert row["summary"]["status"] == "optimal"


def expression(words: str) -> dict:
    return {"code": "e", "kind": "expression", "expression": words, "weight": 1, "value": {"worst": 0, "best": 10}}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("cost_total / 10", {"А-1": 6, "А-2": 5, "А-3": 4, "А-4": None}),
        ("CASE WHEN title_uk LIKE 'Ремонт%' THEN 1 ELSE 0 END", {"А-1": 1, "А-2": 1, "А-3": 0, "А-4": 0}),
        ("beneficiaries > 450", {"А-1": 1, "А-2": 1, "А-3": 0, "А-4": 1}),
        ("round($area)", {"А-1": 10_000, "А-2": None, "А-3": None, "А-4": None}),
    ],
)
def test_any_qgis_expression_is_a_criterion(prioritise, plan_path, words, expected):
    """А-1 has a place of a hectare; the others have none, so their area is NULL: unknown."""
    with PlanFile(plan_path) as plan, plan.transaction():
        [school] = [row["measure_id"] for row in plan.rows("measure") if row["code"] == "А-1"]
        plan.insert("measure_polygon", [{"measure_id": school, "origin": "drawn", "geom": HECTARE}])
    run_id = prioritise(criteria=[expression(words)])["RUN"]
    found = result(plan_path, "score", run_id, "raw")
    for code, value in expected.items():
        assert found[code][0] == (None if value is None else pytest.approx(value, rel=0.002)), code


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("", "cannot be used"),
        ("cost_total /", "syntax error"),
        ("no_such_field + 1", "no_such_field"),
        ("title_uk", "no number"),
    ],
)
def test_an_expression_that_is_none_gets_a_sentence(prioritise, words, sentence):
    with pytest.raises(QgsProcessingException, match=sentence):
        prioritise(criteria=[expression(words)])
