from __future__ import annotations

import csv
import re
from pathlib import Path

import openpyxl
import pytest
from qgis.core import (
    QgsExpression,
    QgsExpressionContext,
    QgsExpressionContextUtils,
    QgsProcessingException,
    QgsVectorLayer,
)
from vidnova.planning.plan.runs import RunRecord, store_run
from vidnova.planning.plan.store import PlanFile

DISTRICTS = {"D1": (1000, 100.0), "D2": (3000, 60.0), "D3": (6000, None)}
CRS = "EPSG:6386"
CRITERIA = [{"code": "stage", "kind": "field", "field": "stage", "value": {"worst": 0, "best": 9}}]


def outline(position):
    left = 316_000 + 1000 * position
    return f"MULTIPOLYGON((({left} 0, {left + 1000} 0, {left + 1000} 1000, {left} 1000, {left} 0)))"


@pytest.fixture
def plan_path(run, made_layer, tmp_path):
    """Three districts, measures chosen in two of them, and one for the whole community."""
    path = tmp_path / "Мар'янівка" / "план.gpkg"
    run("createplan", COMMUNITY="Тест", CRS=CRS, PLAN=str(path))
    rows = [(outline(n), code, f"Район {code}", people) for n, (code, (people, _)) in enumerate(DISTRICTS.items())]
    layer = made_layer(f"MultiPolygon?crs={CRS}&field=code:string&field=name:string&field=people:integer", *rows)
    fields = {"NAME_FIELD": "name", "CODE_FIELD": "code", "POPULATION_FIELD": "people"}
    run("importareas", PLAN=str(path), INPUT=layer, **fields)
    with PlanFile(path) as plan, plan.transaction():
        record = RunRecord("prioritise", {"criteria": CRITERIA})
        record.results["programme_item"] = []
        for code, cost, area, state in (
            ("А", 100, "D1", "placed"),
            ("Б", 60, "D2", "placed"),
            ("В", 40, "", "community_wide"),
        ):
            row = {"code": code, "title_uk": f"Захід {code}", "place_state": state, "cost_total": cost}
            [key] = plan.insert("measure", [row])
            record.results["programme_item"].append({"measure_id": key, "chosen": True, "cost": cost})
            if area:
                area_id = plan.row("focus_area", code=area)["area_id"]
                link = {"measure_id": key, "area_id": area_id, "share": 1, "method": "place", "review": "automatic"}
                plan.insert("measure_area", [link])
        store_run(plan, record)
    return path


@pytest.fixture
def damage(made_layer):
    """Much of it in D3, where nothing is chosen."""
    sites = [(f"POINT({x} 500)", "destroyed") for x in (318_100, 318_200, 318_300, 318_400, 316_500)]
    return made_layer(f"Point?crs={CRS}&field=class:string", *sites, name="пошкодження")


def shown(layer):
    """For each area, the words of the legend entries that it falls under."""
    found = {}
    for feature in layer.getFeatures():
        context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
        context.setFeature(feature)
        rules = layer.renderer().rootRule().children()
        found[feature["code"]] = [r.label() for r in rules if QgsExpression(r.filterExpression()).evaluate(context)]
    return found


def test_money_by_district_as_a_layer(run, plan_path, column):
    result = run("equity", PLAN=str(plan_path), OUTPUT="memory:", TABLE="memory:")
    layer = result["OUTPUT"]
    assert layer.crs().authid() == CRS and layer.featureCount() == 3
    assert column(layer, "code") == ["D1", "D2", "D3"]
    assert column(layer, "money") == [100, 60, 0]
    assert column(layer, "per_head") == pytest.approx([0.1, 0.02, 0])
    assert column(layer, "lq") == pytest.approx([(100 / 160) / 0.1, (60 / 160) / 0.3, 0])
    assert column(layer, "neglected") == [None] * 3
    assert column(result["TABLE"], "kind") == ["area"] * 3 + ["community_wide", "settlement", "group"]
    assert column(result["TABLE"], "lq")[3] is None
    below = 0.6 * 0 + 0.3 * 60 / 2 + 0.1 * (60 + 160) / 2
    assert result["GINI"] == pytest.approx(1 - 2 * below / 160) == column(layer, "gini")[0]
    assert (result["MONEY"], result["NEGLECTED"], result["CONCENTRATION"]) == (200, None, None)
    assert result["WARNINGS"] == ""


def test_a_neglected_district_is_warned_of_and_outlined(run, plan_path, damage, column):
    result = run("equity", PLAN=str(plan_path), DAMAGE=damage, CLASS_FIELD="class", OUTPUT="memory:")
    assert column(result["OUTPUT"], "damage") == pytest.approx([1, 0, 4])
    assert column(result["OUTPUT"], "neglected") == [False, False, True]
    assert result["NEGLECTED"] == 1 and "«Район D3»" in result["WARNINGS"]
    assert shown(result["OUTPUT"])["D3"][-1] == "великі пошкодження, жодного обраного заходу"
    # by damage per head D2, D3, D1: people .3 .9 1, money .375 .375 1
    assert result["CONCENTRATION"] == pytest.approx(1 - (0.3 * 0.375 + 0.6 * 0.75 + 0.1 * 1.375))


@pytest.mark.parametrize(
    ("code", "words"),
    [("uk", "значно більше за частку (від ×2,0)"), ("en", "far more than its share (×2.0 and above)")],
)
def test_the_map_keeps_its_look_in_the_language(run, plan_path, tmp_path, code, words):
    target = str(tmp_path / "рівність.gpkg")
    layer = QgsVectorLayer(run("equity", PLAN=str(plan_path), OUTPUT=target, LANGUAGE=code)["OUTPUT"], "a", "ogr")
    classes = shown(layer)
    assert classes["D1"] == [words] and len(classes["D3"]) == 1
    assert layer.labelsEnabled()


def test_people_of_a_layer_count_by_group(run, plan_path, made_layer, column):
    houses = [(f"POINT({x} 500)", n, idp) for x, n, idp in ((316_100, 10, 5), (317_100, 30, 1), (318_100, 60, None))]
    people = made_layer(f"Point?crs={CRS}&field=n:integer&field=впо:integer", *houses, name="будинки")
    fields = {"INPUT": people, "POPULATION_FIELD": "n", "IDP_FIELD": "впо"}
    result = run("equity", PLAN=str(plan_path), OUTPUT="memory:", TABLE="memory:", LANGUAGE="uk", **fields)
    assert column(result["OUTPUT"], "people") == [10, 30, 60]
    groups = [(f["key"], f["name"], f["people"]) for f in result["TABLE"].getFeatures() if f["kind"] == "group"]
    assert groups == [("all", "Усі мешканці", 100), ("idp", "ВПО", 6)]
    assert "1" in result["WARNINGS"]


def test_an_unknown_population_is_null_in_the_layer(run, plan_path, column):
    with PlanFile(plan_path) as plan, plan.transaction():
        plan.update("focus_area", plan.row("focus_area", code="D1")["area_id"], {"population": None})
    result = run("equity", PLAN=str(plan_path), SPREAD=True, OUTPUT="memory:")
    layer = result["OUTPUT"]
    assert [column(layer, name)[0] for name in ("people", "per_head", "lq", "people_share")] == [None] * 4
    assert shown(layer)["D1"] == ["населення або кошти невідомі"]
    assert len(result["WARNINGS"].splitlines()) == 2


@pytest.mark.parametrize("ending", ["svg", "png"])
def test_the_picture(run, plan_path, tmp_path, ending):
    path = run("equity", PLAN=str(plan_path), PICTURE=str(tmp_path / f"крива.{ending}"))["PICTURE"]
    start = {"svg": b"<svg", "png": b"\x89PNG"}[ending]
    assert Path(path).read_bytes()[:4] == start


def test_report_and_workbook_show_what_was_kept(run, plan_path, damage, tmp_path):
    run("equity", PLAN=str(plan_path), DAMAGE=damage, CLASS_FIELD="class", SPREAD=True)
    page, book = tmp_path / "звіт.html", tmp_path / "книга.xlsx"
    run("report", PLAN=str(plan_path), LANGUAGE="uk", OUTPUT=str(page))
    section = re.search(r'<section id="equity">.*?</section>', page.read_text("utf-8"), re.DOTALL)[0]
    assert "«Район D3»: пошкодження (4) перевищують" in section and "<svg" in section
    assert "розподілено між територіями" in section
    run("exportworkbook", PLAN=str(plan_path), LANGUAGE="en", OUTPUT=str(book))
    rows = list(openpyxl.load_workbook(book)["Equity"].values)
    [first] = [row for row in rows if row[0] == "Район D1"]
    assert first[2] == pytest.approx(0.104) and first[4] == 1000
    assert any(str(row[0]).startswith("«Район D3»: its damage (4)") for row in rows)


def test_report_without_areas_or_without_a_programme_stands(run, finished_plan, tmp_path):
    page = tmp_path / "звіт.html"
    run("report", PLAN=str(finished_plan), LANGUAGE="uk", OUTPUT=str(page))
    assert 'id="equity"' not in page.read_text("utf-8")
    with pytest.raises(QgsProcessingException, match="Import focus areas"):
        run("equity", PLAN=str(finished_plan))


def test_nothing_is_kept_unless_asked(run, plan_path, damage):
    before = plan_path.read_bytes()
    run("equity", PLAN=str(plan_path), DAMAGE=damage, STORE=False)
    assert plan_path.read_bytes() == before


def test_a_plan_without_a_run_asks_for_one(run, tmp_path):
    run("createplan", COMMUNITY="Тест", CRS=CRS, PLAN=str(tmp_path / "план.gpkg"))
    with pytest.raises(QgsProcessingException, match="run «Prioritise» first"):
        run("equity", PLAN=str(tmp_path / "план.gpkg"))


def test_a_table_can_be_a_csv(run, plan_path, tmp_path):
    path = run("equity", PLAN=str(plan_path), TABLE=str(tmp_path / "рядки.csv"))["TABLE"]
    rows = list(csv.DictReader(Path(path).read_text("utf-8").splitlines()))
    assert [row["name"] for row in rows][3] == "Для всієї громади" and rows[3]["lq"] == ""
