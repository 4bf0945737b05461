from __future__ import annotations

import json

import pytest
from qgis.core import QgsProcessingException, QgsVectorLayer
from vidnova.planning.plan.store import PlanFile

MILLION = 1_000_000
QUICK = {"CURVE": "50, 100, 150", "MILLIONS": "5", "RULES": 1, "FIRST": 0, "TIME_LIMIT": 20}
DEFINITION = {
    "name": "base",
    "criteria": [{"code": "stage", "kind": "field", "field": "stage", "value": {"worst": 0, "best": 10}}],
    "budget": {"variant": "base", "first_year": 2026, "last_year": 2027},
    "programme": {"must_not": ["А-4"]},
}


@pytest.fixture
def plan_path(run, tmp_path):
    """A plan in a folder with a Ukrainian name: four measures of 50, 25, 25 and 5 million, and 50 in one year."""
    path = tmp_path / "Мар'янівка план" / "plan.gpkg"
    run("createplan", COMMUNITY="Тест", CRS="EPSG:6386", PLAN=str(path))
    file = path.parent / "scenario.json"
    file.write_text(json.dumps(DEFINITION), "utf-8")
    run("setscenario", PLAN=str(path), INPUT=str(file))
    with PlanFile(path) as plan, plan.transaction():
        [fund] = plan.insert("fund", [{"code": "local", "name_uk": "Місцевий бюджет", "name_en": "Local budget"}])
        budget = {"variant": "base", "fund_id": fund, "amount": 50 * MILLION, "currency": "UAH", "year": 2026}
        plan.insert("budget", [budget])
        base = {"place_state": "unknown", "price_year": 2026, "currency": "UAH"}
        measures = [("А-1", 50, 9), ("А-2", 25, 6), ("А-3", 25, 6), ("А-4", 5, 2)]
        rows = [{"code": code, "title_uk": code, "cost_total": m * MILLION, "stage": n} for code, m, n in measures]
        plan.insert("measure", [{**base, **row} for row in rows])
    return path


@pytest.fixture
def chosen(run, plan_path):
    run("prioritise", PLAN=str(plan_path), SCENARIO="base")
    return run("portfolio", PLAN=str(plan_path), SCENARIO="base")["RUN"]


def test_a_programme_is_explained_and_kept(run, plan_path, chosen, tmp_path):
    page, chart = tmp_path / "сторінка.html", tmp_path / "крива.svg"
    files = {"PAGE": str(page), "CHART": str(chart), "OUTPUT": "memory:"}
    result = run("explainprogramme", PLAN=str(plan_path), MEASURES="А-1", LANGUAGE="uk", **files, **QUICK)
    assert (result["RUN_ID"], result["STOPPED"]) == (chosen, False)
    assert result["VALUE"] == pytest.approx(1.2) == result["BOUND"]
    assert result["LOST_BY_CUT"] == pytest.approx(0.25)
    with PlanFile(plan_path) as plan:
        found = plan.row("run", run_id=chosen)["summary"]["explanation"]
    assert [point["value"] for point in found["curve"]] == pytest.approx([0.6, 1.2, 1.5])
    assert found["rules"][0]["kind"] == "must_not" and found["rules"][0]["lost"]["likely"] == 0
    assert "З ним цінність найкращої програми менша на 0,300." in page.read_text("utf-8")
    assert chart.read_text("utf-8").startswith("<svg")


@pytest.mark.parametrize(
    ("code", "title", "rule"),
    [
        ("uk", "Програма з поясненнями", "Чого коштує кожне правило"),
        ("en", "The programme explained", "What each rule costs"),
    ],
)
def test_the_report_tells_what_was_found(run, plan_path, chosen, tmp_path, code, title, rule):
    page = tmp_path / "звіт.html"
    run("report", PLAN=str(plan_path), LANGUAGE=code, OUTPUT=str(page))
    assert 'id="explained"' not in page.read_text("utf-8")
    run("explainprogramme", PLAN=str(plan_path), MEASURES="", **QUICK)
    run("report", PLAN=str(plan_path), LANGUAGE=code, OUTPUT=str(page))
    section = page.read_text("utf-8").split('<section id="explained">')[1].split("</section>")[0]
    assert title in section and rule in section and "<svg" in section


def test_the_table_tells_of_every_candidate(run, plan_path, chosen, column):
    result = run("explainprogramme", PLAN=str(plan_path), MEASURES="А-1, А-4", LANGUAGE="en", OUTPUT="memory:", **QUICK)
    table = result["OUTPUT"]
    assert isinstance(table, QgsVectorLayer)
    assert column(table, "code") == ["А-1", "А-2", "А-3", "А-4"]
    lost = column(table, "lost")
    assert lost[0] == pytest.approx(0.3) and lost[1:3] == [None, None]
    assert lost[3] == pytest.approx(0.4), "5 million more take the place of one of 25"
    assert "It would be chosen with a value of 1.200 instead of 0.900." in column(table, "why")[0]


def test_what_is_not_there_is_told(run, plan_path):
    with pytest.raises(QgsProcessingException, match="no such run with a programme"):
        run("explainprogramme", PLAN=str(plan_path))
    run("prioritise", PLAN=str(plan_path), SCENARIO="base")
    with pytest.raises(QgsProcessingException, match="knows no Я-1"):
        run("explainprogramme", PLAN=str(plan_path), MEASURES="Я-1")
    with pytest.raises(QgsProcessingException, match="numbers above 0"):
        run("explainprogramme", PLAN=str(plan_path), CURVE="50; багато")


def test_a_plan_that_has_changed_is_told(run, plan_path, chosen):
    with PlanFile(plan_path) as plan, plan.transaction():
        for row in plan.rows("budget"):
            plan.update("budget", row["budget_id"], {"amount": 10 * MILLION})
    with pytest.raises(QgsProcessingException, match="have changed since run"):
        run("explainprogramme", PLAN=str(plan_path), **QUICK)
