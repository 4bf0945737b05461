from __future__ import annotations

import pytest
from qgis.core import QgsFeature, QgsGeometry, QgsProcessingException, QgsVectorLayer
from vidnova.planning.plan.store import PlanFile

GOALS = (("1.1", "Відновлення житла мешканців"), ("1.11", "Безпечне освітнє середовище"), ("2", "Чисте довкілля"))
WEST, EAST = "POLYGON((0 0,10 0,10 10,0 10,0 0))", "POLYGON((10 0,20 0,20 10,10 10,10 0))"


def wkb(wkt, multi=False):
    geometry = QgsGeometry.fromWkt(wkt)
    if multi:
        geometry.convertToMultiType()
    return bytes(geometry.asWkb())


@pytest.fixture
def plan_path(run, tmp_path):
    path = tmp_path / "plan.gpkg"
    run("createplan", COMMUNITY="Тест", CRS="EPSG:6386", PLAN=str(path))
    with PlanFile(path) as plan, plan.transaction():
        [doc] = plan.insert("document", [{"kind": "KIR", "title_uk": "Концепція"}])
        rows = [{"doc_id": doc, "level": "operational_goal", "code": code, "title_uk": title} for code, title in GOALS]
        plan.insert("goal", rows)
        for code, name, shape in (("D1", "Західний район", WEST), ("D2", "Східний район", EAST)):
            area = {"code": code, "name_uk": name, "kind": "planning_district", "geom": wkb(shape, multi=True)}
            plan.insert("focus_area", [area])
    return path


def add_measure(path, code, title="Захід", place=None, **values):
    with PlanFile(path) as plan, plan.transaction():
        row = {"code": code, "title_uk": title, "place_state": "placed" if place else "unknown", **values}
        [measure_id] = plan.insert("measure", [row])
        if place:
            kind, multi = ("measure_polygon", True) if place.startswith("POLYGON") else ("measure_point", False)
            plan.insert(kind, [{"measure_id": measure_id, "origin": "drawn", "geom": wkb(place, multi)}])
    return measure_id


def links(path, table, subject, other):
    with PlanFile(path) as plan:
        codes = {row["measure_id"]: row["code"] for row in plan.rows("measure")}
        codes.update(
            (row[f"{t}_id" if t == "goal" else "area_id"], row["code"]) for t in ("goal",) for row in plan.rows(t)
        )
        codes.update((row["area_id"], row["code"]) for row in plan.rows("focus_area"))
        return sorted((codes[row[subject]], codes[row[other]], row["review"]) for row in plan.rows(table))


def goals_of(path):
    return links(path, "measure_goal", "measure_id", "goal_id")


def areas_of(path):
    return links(path, "measure_area", "measure_id", "area_id")


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"description": "Відповідає цілі 1.1 концепції"}, [("M", "1.1", "automatic")]),
        ({"description": "Цілі 1.11 та 2"}, [("M", "1.11", "automatic"), ("M", "2", "automatic")]),
        ({"rationale": "Сприяє: безпечне освітнє середовище"}, [("M", "1.11", "automatic")]),
        ({"source_cells": ["3", "1.1. Відновлення житла мешканців", "1.11"]}, [("M", "1.1", "automatic")]),
        ({"source_cells": ["Відновлення житла  мешканців"]}, [("M", "1.1", "automatic")]),
        ({"source_cells": ["Чисте довкілля"]}, [("M", "2", "automatic")]),
        ({"title": "Чисте довкілля у дворі"}, []),
        ({"source_cells": ["2", "1.1", "1.11 тис. грн"]}, []),
        ({"description": "2 поверх, 1.1 км"}, []),
    ],
)
def test_measures_are_linked_to_the_goals_they_name(run, plan_path, values, expected):
    add_measure(plan_path, "M", **values)
    result = run("attachgoals", PLAN=str(plan_path))
    assert goals_of(plan_path) == expected
    assert result["MEASURE_GOAL"] == len(expected)


def test_measures_lie_in_areas_with_their_share(run, plan_path):
    add_measure(plan_path, "point", place="POINT(5 5)")
    add_measure(plan_path, "both", place="POLYGON((7 0,11 0,11 1,7 1,7 0))")
    add_measure(plan_path, "outside", place="POINT(50 50)")
    add_measure(plan_path, "nowhere")
    add_measure(plan_path, "everywhere", place="POINT(5 5)", place_state="community_wide")
    result = run("attachgoals", PLAN=str(plan_path))

    assert areas_of(plan_path) == [
        ("both", "D1", "automatic"),
        ("both", "D2", "automatic"),
        ("point", "D1", "automatic"),
    ]
    with PlanFile(plan_path) as plan:
        assert sorted(row["share"] for row in plan.rows("measure_area")) == [0.25, 0.75, 1.0]
    assert (result["MEASURE_AREA"], result["TO_REVIEW"]) == (3, 0)


def test_a_measure_that_moved_leaves_its_old_area(run, plan_path):
    measure = add_measure(plan_path, "M", place="POINT(5 5)")
    run("attachgoals", PLAN=str(plan_path))
    with PlanFile(plan_path) as plan, plan.transaction():
        [place] = plan.rows("measure_point", measure_id=measure)
        plan.update("measure_point", place["place_id"], {"geom": wkb("POINT(15 5)")})
    run("attachgoals", PLAN=str(plan_path))
    assert areas_of(plan_path) == [("M", "D2", "automatic")]


def test_a_decision_about_a_link_stays(run, plan_path):
    add_measure(plan_path, "M", description="ціль 1.1")
    run("attachgoals", PLAN=str(plan_path))
    with PlanFile(plan_path) as plan, plan.transaction():
        plan.update("measure_goal", plan.row("measure_goal")["link_id"], {"review": "rejected"})
    assert run("attachgoals", PLAN=str(plan_path))["MEASURE_GOAL"] == 0
    assert goals_of(plan_path) == [("M", "1.1", "rejected")]


@pytest.fixture
def zones():
    layer = QgsVectorLayer("Polygon?crs=EPSG:6386&field=id:string&field=strategy:string", "zones", "memory")
    shapes = (
        "POLYGON((1 1,2 1,2 2,1 2,1 1))",
        "POLYGON((9 1,14 1,14 2,9 2,9 1))",
        "POLYGON((30 0,31 0,31 1,30 1,30 0))",
    )
    for key, strategy, wkt in zip("abc", ("1.1", "1.11", "1.1"), shapes):
        feature = QgsFeature(layer.fields())
        feature.setAttributes([key, strategy])
        feature.setGeometry(QgsGeometry.fromWkt(wkt))
        layer.dataProvider().addFeature(feature)
    return layer


def test_goals_and_areas_are_put_on_the_features_of_a_layer(run, plan_path, zones):
    result = run(
        "attachgoals", PLAN=str(plan_path), LAYER=zones, KEY_FIELD="id", CODE_FIELD="strategy", OUTPUT="memory:"
    )

    assert (result["GOAL_OBJECT"], result["AREA_OBJECT"], result["TO_REVIEW"]) == (3, 2, 1)
    with PlanFile(plan_path) as plan:
        codes = {row["goal_id"]: row["code"] for row in plan.rows("goal")}
        names = {row["area_id"]: row["code"] for row in plan.rows("focus_area")}
        goals = sorted((codes[row["goal_id"]], row["object_key"]) for row in plan.rows("goal_object"))
        areas = sorted(
            (names[r["area_id"]], r["object_key"], r["score"], r["review"]) for r in plan.rows("area_object")
        )
    assert goals == [("1.1", "a"), ("1.1", "c"), ("1.11", "b")]
    assert areas == [("D1", "a", 1.0, "automatic"), ("D1", "b", 0.2, "to_review"), ("D2", "b", 0.8, "automatic")]
    assert result["OUTPUT"].featureCount() == 6


def test_a_plan_without_concept_is_refused(run, tmp_path):
    path = tmp_path / "empty.gpkg"
    run("createplan", COMMUNITY="Тест", CRS="EPSG:6386", PLAN=str(path))
    with pytest.raises(QgsProcessingException, match="neither goals nor focus areas"):
        run("attachgoals", PLAN=str(path))
