from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest
import shapely
from qgis.core import (
    QgsExpression,
    QgsExpressionContext,
    QgsExpressionContextUtils,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProject,
    QgsVectorLayer,
)
from vidnova.planning.plan.runs import RunRecord, store_run
from vidnova.planning.plan.scenarios import store_scenario
from vidnova.planning.plan.store import PlanFile

CRITERIA = [{"code": "stage", "kind": "field", "field": "stage", "value": {"worst": 0, "best": 9}}]
CODES = ("А-1", "А-2", "А-3", "А-4", "А-5")
RUNS = {
    "base": ((1, 2, 3, 4, None), {"А-1": 2026, "А-2": 2026, "А-3": 2027}),
    "менше «20 %»": ((2, 1, 3, 4, None), {"А-2": 2027, "А-4": 2026, "А-3": 2027}),
    "third": ((4, 3, 2, 1, 5), {"А-1": 2026, "А-2": 2026, "А-3": 2027}),
}
PLACES = {
    "measure_point": {"А-1": shapely.Point(316_600, 5_540_200), "А-4": shapely.Point(316_700, 5_540_200)},
    "measure_line": {"А-2": shapely.MultiLineString([[(316_600, 5_540_200), (316_900, 5_540_200)]])},
    "measure_polygon": {"А-3": shapely.MultiPolygon([shapely.box(316_600, 5_540_300, 316_700, 5_540_400)])},
}


@pytest.fixture
def plan_path(run, tmp_path):
    """A plan with five measures, the last without a place, and a finished run of each of three scenarios."""
    path = tmp_path / "Мар'янівка" / "план.gpkg"
    run("createplan", COMMUNITY="Тест", CRS="EPSG:6386", PLAN=str(path))
    with PlanFile(path) as plan:
        with plan.transaction():
            [fund] = plan.insert("fund", [{"code": "local", "name_uk": "Місцевий бюджет"}])
            rows = [{"code": code, "title_uk": f"Захід <{code}>", "place_state": "unknown"} for code in CODES]
            ids = dict(zip(CODES, plan.insert("measure", [{**row, "beneficiaries": 100} for row in rows])))
            for table, places in PLACES.items():
                drawn = [{"measure_id": ids[c], "origin": "drawn", "geom": shape.wkb} for c, shape in places.items()]
                plan.insert(table, drawn)
        for name in RUNS:
            store_scenario(plan, {"name": name, "criteria": CRITERIA, "programme": {"gap": 0.01}}, path.parent)
        with plan.transaction():
            for name, (ranks, starts) in RUNS.items():
                store_run(plan, finished(plan.row("scenario", name=name), ids, ranks, starts, fund))
    return path


def finished(scenario, ids, ranks, starts, fund):
    record = RunRecord("prioritise", scenario["definition"], scenario["scenario_id"])
    record.summary = {"status": "optimal", "value": 1.5, "gap": 0.0, "budget": 100, "plan_hash": "same"}
    ranked = zip(ids.values(), ranks)
    record.results = {
        "ranking": [{"measure_id": key, "rank": rank, "score": rank and 1 / rank} for key, rank in ranked],
        "programme_item": [
            {"measure_id": key, "chosen": code in starts, "start_year": starts.get(code), "value": 0.5}
            for code, key in ids.items()
        ],
        "draw_down": [
            {"measure_id": ids[code], "fund_id": fund, "year": year, "amount": 10} for code, year in starts.items()
        ],
    }
    return record


def by_code(layer, *fields):
    return {feature["code"]: tuple(feature[field] for field in fields) for feature in layer.getFeatures()}


def classes(layer):
    """For each measure, the words of the legend entries that it falls under."""
    rules = layer.renderer().rootRule().children()
    found = {}
    for feature in layer.getFeatures():
        context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
        context.setFeature(feature)
        told = [rule.label() for rule in rules if QgsExpression(rule.filterExpression()).evaluate(context)]
        found[feature["code"]] = told
    return found


def test_scenarios_stand_side_by_side(run, plan_path, column):
    result = run("comparescenarios", PLAN=str(plan_path), OUTPUT="memory:", SUMMARY="memory:", TOTALS="memory:")
    table = result["OUTPUT"]
    assert column(table, "code") == list(CODES)
    assert column(table, "change") == ["left", "kept", "kept", "entered", "never"]
    assert column(table, "chosen_in") == [2, 3, 3, 1, 0]
    assert column(table, "rank_third") == [4, 3, 2, 1, 5]
    assert column(table, "shift_third") == [-3, -1, 1, 3, None]
    assert column(table, "shift") == [-3, 1, 1, 3, None]
    told = ["dropped out", "kept, another year", "kept", "entered", "not chosen"]
    assert column(table, "change_менше_20") == told
    assert column(table, "start_менше_20") == [None, 2027, 2027, 2026, None]
    assert column(table, "place") == ["point", "line", "polygon", "point", ""]
    assert column(result["SUMMARY"], "scenario") == list(RUNS)
    assert column(result["SUMMARY"], "tau") == pytest.approx([1, 4 / 6, -1])
    assert column(result["SUMMARY"], "jaccard") == pytest.approx([1, 2 / 4, 1])
    assert column(result["TOTALS"], "people")[:1] == [300]
    assert (result["COMPARED"], result["KEPT"], result["ENTERED"], result["LEFT"]) == (3, 2, 1, 1)
    assert (result["TAU"], result["JACCARD"]) == (pytest.approx(-1), 0.5)


def test_what_is_not_ranked_stays_unknown_in_the_table(run, plan_path, column):
    table = run("comparescenarios", PLAN=str(plan_path), OUTPUT="memory:")["OUTPUT"]
    assert column(table, "rank_base")[-1] is None and column(table, "score_base")[-1] is None
    assert column(table, "cost") == [None] * 5


@pytest.mark.parametrize("target", ["memory:", "карта.gpkg"])
def test_the_map_tells_kept_entered_and_dropped_out_apart(run, plan_path, tmp_path, target):
    asked = {n: target if ":" in target else str(tmp_path / f"{n} {target}") for n in ("POINTS", "LINES", "POLYGONS")}
    result = run("comparescenarios", PLAN=str(plan_path), SCENARIOS="base;менше «20 %»", **asked)
    layers = {n: result[n] if ":" in target else QgsVectorLayer(result[n], n, "ogr") for n in asked}
    assert classes(layers["POINTS"]) == {"А-1": ["dropped out (1)"], "А-4": ["entered (1)"]}
    assert classes(layers["LINES"]) == {"А-2": ["in every programme (1)"]}
    assert by_code(layers["POLYGONS"], "change", "chosen_in") == {"А-3": ("kept", 2)}
    assert layers["POINTS"].crs().authid() == "EPSG:6386"
    symbols = [rule.symbol() for rule in layers["POINTS"].renderer().rootRule().children()]
    assert len({symbol.color().name() for symbol in symbols}) == 4
    assert len({symbol.symbolLayer(0).shape() for symbol in symbols}) == 3
    patterns = {rule.symbol().symbolLayer(0).penStyle() for rule in layers["LINES"].renderer().rootRule().children()}
    assert len(patterns) == 3


def test_the_shifts_of_rank_are_styles_of_the_same_layer(run, plan_path, tmp_path):
    layer = run("comparescenarios", PLAN=str(plan_path), POINTS="memory:")["POINTS"]
    manager = layer.styleManager()
    assert manager.styles() == ["In the programme", "Ranks: third", "Ranks: менше «20 %»"]
    manager.setCurrentStyle("Ranks: third")
    assert classes(layer) == {"А-1": ["falls by 2 places and more"], "А-4": ["rises by 2 places and more"]}
    path = tmp_path / "точки.gpkg"
    run("comparescenarios", PLAN=str(plan_path), POINTS=str(path))
    with sqlite3.connect(path) as connection:
        styles = connection.execute("SELECT styleName, useAsDefault FROM layer_styles ORDER BY id").fetchall()
    connection.close()
    assert [default for _, default in styles] == [1, 0, 0]
    assert [name for name, _ in styles[1:]] == ["Ranks: менше «20 %»", "Ranks: third"]


def test_a_part_shows_what_becomes_of_its_whole(run, plan_path):
    with PlanFile(plan_path) as plan, plan.transaction():
        whole = plan.row("measure", code="А-5")["measure_id"]
        part = {"code": "А-5.1", "title_uk": "частина", "parent_id": whole, "place_state": "unknown"}
        [key] = plan.insert("measure", [part])
        place = shapely.Point(316_650, 5_540_250).wkb
        plan.insert("measure_point", [{"measure_id": key, "origin": "drawn", "geom": place}])
    result = run("comparescenarios", PLAN=str(plan_path), OUTPUT="memory:", POINTS="memory:")
    assert by_code(result["POINTS"], "change")["А-5"] == ("never",)
    assert by_code(result["OUTPUT"], "place")["А-5"] == ("point",)


@pytest.mark.parametrize(("code", "words"), [("uk", "Порівняння сценаріїв"), ("en", "Scenarios compared")])
def test_page_and_pictures_in_both_languages(run, plan_path, tmp_path, code, words):
    files = {name: str(tmp_path / "вихід" / file) for name, file in
             (("PAGE", "сторінка.html"), ("RANKS", "r.svg"), ("PROGRAMMES", "p.png"))}  # fmt: skip
    result = run("comparescenarios", PLAN=str(plan_path), LANGUAGE=code, **files)
    page = Path(result["PAGE"]).read_text("utf-8")
    assert f"<h1>{words}</h1>" in page and page.count("<svg") == 2
    assert "Захід &lt;А-1&gt;" in page and "<А-1>" not in page
    assert "://" not in page.replace("http://www.w3.org", "")
    assert Path(result["RANKS"]).read_text("utf-8").startswith("<svg")
    assert Path(result["PROGRAMMES"]).read_bytes().startswith(b"\x89PNG")


def test_values_of_different_scenarios_are_said_not_to_be_comparable(run, plan_path, tmp_path):
    path = tmp_path / "page.html"
    run("comparescenarios", PLAN=str(plan_path), LANGUAGE="en", PAGE=str(path))
    assert "values of different scenarios cannot be compared" in path.read_text("utf-8")


def test_what_is_asked_for_wrongly_is_told(run, plan_path):
    with pytest.raises(QgsProcessingException, match="two runs at least"):
        run("comparescenarios", PLAN=str(plan_path), SCENARIOS="base")
    with pytest.raises(QgsProcessingException, match="no scenario «x»"):
        run("comparescenarios", PLAN=str(plan_path), SCENARIOS="base; x")


def test_a_base_of_ones_own(run, plan_path, column):
    result = run("comparescenarios", PLAN=str(plan_path), BASE="third", OUTPUT="memory:")
    assert column(result["OUTPUT"], "code") == ["А-4", "А-3", "А-2", "А-1", "А-5"]
    with PlanFile(plan_path) as plan:
        third = plan.row("scenario", name="third")["scenario_id"]
        assert plan.row("run", run_id=result["BASE_RUN"])["scenario_id"] == third


def test_copies_are_made_and_run_in_a_batch(run, plan_path, tmp_path, column):
    """А-1 is the one measure with a cost, and there is money for it in «base» alone."""
    with PlanFile(plan_path) as plan, plan.transaction():
        fund, key = plan.rows("fund")[0]["fund_id"], plan.row("measure", code="А-1")["measure_id"]
        plan.insert("budget", [{"variant": "base", "fund_id": fund, "year": 2026, "amount": 9, "currency": "UAH"}])
        plan.update("measure", key, {"cost_total": 9, "stage": 1})
    copy = {"PLAN": str(plan_path), "SCENARIO": "base"}
    made = run("copyscenario", **copy, NAME="без грошей", CHANGES=json.dumps({"budget": {"variant": "none"}}))
    assert (made["COPY"], made["CHANGED"]) == ("без грошей", 1)
    with pytest.raises(QgsProcessingException, match="already"):
        run("copyscenario", **copy, NAME="без грошей")
    with pytest.raises(QgsProcessingException, match="CHANGES is not JSON"):
        run("copyscenario", **copy, NAME="y", CHANGES="{")
    batch = {"PLAN": str(plan_path), "SCENARIOS": "base; без грошей"}
    first = run("runscenarios", **batch, OUTPUT="memory:")
    assert column(first["OUTPUT"], "status") == ["finished", "failed"]
    assert column(first["OUTPUT"], "chosen") == [1, None] and column(first["OUTPUT"], "spent") == [9, None]
    assert "variant «none»" in column(first["OUTPUT"], "message")[1]
    assert (first["FINISHED"], first["FAILED"], first["UNCHANGED"]) == (1, 1, 0)
    second = run("runscenarios", **batch)
    assert (second["FINISHED"], second["FAILED"], second["UNCHANGED"]) == (0, 1, 1)
    assert second["RUNS"] == first["RUNS"] and second["RUNS"].count("-") == 4


@pytest.mark.parametrize("target", ["TEMPORARY_OUTPUT", "точки.gpkg"])
def test_the_styles_arrive_with_a_layer_that_is_opened_at_the_end(provider, plan_path, tmp_path, target):
    from qgis import processing

    place = target if target.isupper() else str(tmp_path / target)
    processing.runAndLoadResults(f"{provider.id()}:comparescenarios", {"PLAN": str(plan_path), "POINTS": place})
    try:
        [layer] = QgsProject.instance().mapLayers().values()
        names = layer.styleManager().styles()
        assert names == ["In the programme", "Ranks: third", "Ranks: менше «20 %»"]
        assert layer.styleManager().currentStyle() == names[0] and layer.labelsEnabled()
        assert classes(layer)["А-4"] == ["entered (1)"]
    finally:
        QgsProject.instance().clear()


def test_a_batch_that_is_stopped_keeps_the_plan_and_says_what_waits(provider, plan_path, column):
    from qgis import processing

    feedback = QgsProcessingFeedback()
    feedback.cancel()
    asked = {"PLAN": str(plan_path), "OUTPUT": "memory:"}
    result = processing.run(f"{provider.id()}:runscenarios", asked, feedback=feedback)
    assert column(result["OUTPUT"], "status") == ["cancelled", "waiting", "waiting"]
    with PlanFile(plan_path) as plan:
        assert [row["status"] for row in plan.rows("run")] == ["finished"] * 3 + ["cancelled"]
