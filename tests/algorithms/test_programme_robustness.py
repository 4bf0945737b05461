from __future__ import annotations

import json

import openpyxl
import pytest
from qgis.core import QgsProcessingException, QgsProcessingFeedback
from vidnova.planning.plan.store import PlanFile

MILLION = 1_000_000
FEW = {"DRAWS": 12, "NEAR": 3, "NEAR_SHARE": 0.4, "GAP": 0}
MEASURES = [
    ("А-1", 40, (900, 9), (30, 60)),
    ("А-2", 30, (700, 3), (None, None)),
    ("А-3", 30, (300, 7), (None, None)),
    ("А-4", 90, (100, 1), (None, None)),
]
DEFINITION = {
    "name": "base",
    "criteria": [
        {"code": "people", "kind": "field", "field": "beneficiaries", "weight": 1},
        {"code": "stage", "kind": "field", "field": "stage", "weight": 1},
    ],
    "budget": {"variant": "base", "first_year": 2026, "last_year": 2026},
}


@pytest.fixture
def plan_path(run, tmp_path):
    """Four measures, one of them with an uncertain cost, and 75 million; «А-1» is best by both criteria."""
    path = tmp_path / "Мар'янівка" / "план.gpkg"
    run("createplan", COMMUNITY="Тест", CRS="EPSG:6386", PLAN=str(path))
    file = path.parent / "scenario.json"
    file.write_text(json.dumps(DEFINITION), "utf-8")
    run("setscenario", PLAN=str(path), INPUT=str(file))
    with PlanFile(path) as plan, plan.transaction():
        [fund] = plan.insert("fund", [{"code": "local", "name_uk": "Місцевий бюджет", "name_en": "Local budget"}])
        budget = {"variant": "base", "fund_id": fund, "year": 2026, "amount": 75 * MILLION, "currency": "UAH"}
        plan.insert("budget", [budget])
        for code, cost, (people, stage), (least, greatest) in MEASURES:
            row = {"code": code, "title_uk": f"Захід {code}", "place_state": "unknown", "cost_total": cost * MILLION}
            row |= {"cost_min": least and least * MILLION, "cost_max": greatest and greatest * MILLION}
            plan.insert("measure", [{**row, "beneficiaries": people, "stage": stage}])
    run("prioritise", PLAN=str(path), SCENARIO="base")
    return path


def test_the_firm_the_doubtful_and_the_hopeless(run, plan_path, column):
    result = run("programmerobustness", PLAN=str(plan_path), TABLE="memory:", BUDGETS="memory:", **FEW)
    table = result["TABLE"]
    share = dict(zip(column(table, "code"), column(table, "core_index")))
    classes = dict(zip(column(table, "code"), column(table, "class")))
    assert share["А-4"] == 0 and classes["А-4"] == "out", "90 million are more than there is"
    assert 0 < share["А-2"] < 1 and classes["А-2"] == "borderline"
    assert all(0 <= each <= 1 for each in share.values())
    assert result["DRAWN"] == 12 and result["CORE"] == list(classes.values()).count("core")


def test_the_chance_of_the_year_is_that_of_the_triangle(run, plan_path, column):
    """40 (30 to 60) and 30 million are planned, 75 there: the first may cost up to 45, 1 - 15² / (30 × 20) = 0.625."""
    result = run("programmerobustness", PLAN=str(plan_path), BUDGETS="memory:", LANGUAGE="en", **FEW)
    assert result["WITHIN_BUDGET"] == pytest.approx(0.625, abs=0.02)
    assert column(result["BUDGETS"], "fund") == ["Local budget", "all funds"]
    quantile = 60 - (0.1 * 30 * 20) ** 0.5
    assert column(result["BUDGETS"], "reserve_90")[1] == pytest.approx((quantile - 40) * MILLION, rel=0.02)


def test_one_seed_gives_one_result_and_the_run_is_kept(run, plan_path, column):
    def shares(seed):
        table = run("programmerobustness", PLAN=str(plan_path), TABLE="memory:", SEED=seed, **FEW)["TABLE"]
        return list(zip(column(table, "code"), column(table, "core_index")))

    assert shares(5) == shares(5)
    with PlanFile(plan_path) as plan:
        kept = plan.rows("run", kind="firmness")
        assert len(kept) == 2 and kept[0]["seed"] == 5
        assert {row["core_class"] for row in plan.rows("core", run_id=kept[0]["run_id"])} <= {
            "core",
            "borderline",
            "out",
        }


@pytest.mark.parametrize("stated", [True, False])
def test_uncertain_values_alone_make_a_choice_doubtful(run, plan_path, column, stated):
    """Weights and costs stay as they are; «А-2» and «А-3» are alike but for people."""
    fixed = {"SPREAD": 0, "COSTS": False, "TABLE": "memory:", **FEW, "NEAR": 0}

    def share(**parameters):
        table = run("programmerobustness", PLAN=str(plan_path), **fixed, **parameters)["TABLE"]
        return dict(zip(column(table, "code"), column(table, "core_index")))

    assert set(share().values()) == {0, 1}
    if stated:
        criteria = [{**each, "uncertainty": {"kind": "interval", "spread": 0.6}} for each in DEFINITION["criteria"]]
        (plan_path.parent / "scenario.json").write_text(json.dumps({**DEFINITION, "criteria": criteria}), "utf-8")
        run("setscenario", PLAN=str(plan_path), INPUT=str(plan_path.parent / "scenario.json"))
        run("prioritise", PLAN=str(plan_path), SCENARIO="base")
    found = share(**({} if stated else {"VALUES": 0.6}))
    assert 0 < found["А-2"] < 1 and 0 < found["А-3"] < 1


def test_costs_without_a_range_stay_unless_one_is_assumed(run, plan_path):
    with PlanFile(plan_path) as plan, plan.transaction():
        for row in plan.rows("measure"):
            plan.update("measure", row["measure_id"], {"cost_min": None, "cost_max": None})
    run("prioritise", PLAN=str(plan_path), SCENARIO="base")
    assert run("programmerobustness", PLAN=str(plan_path), **FEW)["WITHIN_BUDGET"] == 1
    dearer = run("programmerobustness", PLAN=str(plan_path), DEAREST=1.5, **FEW)
    assert 0 < dearer["WITHIN_BUDGET"] < 1


@pytest.mark.parametrize(
    ("code", "title", "sheet"),
    [("uk", "Наскільки надійний вибір", "Надійність"), ("en", "How firm the choice is", "Firmness")],
)
def test_picture_report_and_workbook_in_both_languages(run, plan_path, tmp_path, code, title, sheet):
    picture, page, book = tmp_path / "твердість.svg", tmp_path / "звіт.html", tmp_path / "книга.xlsx"
    run("programmerobustness", PLAN=str(plan_path), PICTURE=str(picture), LANGUAGE=code, **FEW)
    assert picture.read_text("utf-8").startswith("<svg")
    run("report", PLAN=str(plan_path), LANGUAGE=code, OUTPUT=str(page))
    assert title in page.read_text("utf-8")
    run("exportworkbook", PLAN=str(plan_path), LANGUAGE=code, OUTPUT=str(book))
    rows = list(openpyxl.load_workbook(book)[sheet].values)
    assert {row[0] for row in rows} >= {"А-1", "А-4"}


def test_what_is_not_there_or_has_changed_is_told(run, plan_path, tmp_path):
    empty = tmp_path / "порожній.gpkg"
    run("createplan", COMMUNITY="Тест", CRS="EPSG:6386", PLAN=str(empty))
    with pytest.raises(QgsProcessingException, match="no such run with a programme"):
        run("programmerobustness", PLAN=str(empty), **FEW)
    with PlanFile(plan_path) as plan, plan.transaction():
        [row] = plan.rows("budget")
        plan.update("budget", row["budget_id"], {"amount": 10 * MILLION})
    with pytest.raises(QgsProcessingException, match="have changed since run"):
        run("programmerobustness", PLAN=str(plan_path), **FEW)


def test_a_stop_leaves_the_plan_as_it_was(provider, plan_path):
    from qgis import processing

    feedback = QgsProcessingFeedback()
    feedback.cancel()
    result = processing.run(f"{provider.id()}:programmerobustness", {"PLAN": str(plan_path), **FEW}, feedback=feedback)
    assert "RUN_ID" not in result
    with PlanFile(plan_path) as plan:
        assert plan.rows("core") == []
