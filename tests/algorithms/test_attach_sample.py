from __future__ import annotations

import csv
import re

import pytest
from qgis.core import QgsVectorLayer
from vidnova.planning.plan.store import PlanFile

LAYERS = {"schools": "school_id", "kindergartens": "kindergarten_id", "health_points": "health_id"}


@pytest.fixture(scope="module")
def truth(root):
    """Measure → code of the facility from which the sample's programme was written."""
    with (root / "tools/sample/measures.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    named = ((row["code"], re.fullmatch(r"\{([A-Z]+-\d+)\}", row["place"] or "")) for row in rows)
    return {code: found.group(1) for code, found in named if found}


@pytest.fixture
def plan_path(run, sample, tmp_path):
    path = tmp_path / "plan.gpkg"
    run("createplan", COMMUNITY="Вербівська громада", CRS="EPSG:6386", PLAN=str(path))
    run("importmeasures", PLAN=str(path), INPUT=str(sample / "programme.xlsx"))
    return path


def facility_codes(source, key):
    layer = QgsVectorLayer(source, "layer", "ogr")
    return {feature[key]: feature["code"] for feature in layer.getFeatures()}


def test_each_facility_of_the_programme_is_found_and_no_other(run, sample, plan_path, truth):
    codes = {}
    for name, key in LAYERS.items():
        source = f"{sample / 'community.gpkg'}|layername={name}"
        run("attachmeasures", PLAN=str(plan_path), LAYER=source, KEY_FIELD=key)
        codes.update(facility_codes(source, key))
    with PlanFile(plan_path) as plan:
        measures = {row["measure_id"]: row["code"] for row in plan.rows("measure")}
        attached = plan.rows("measure_object")
        anchors = [row["measure_id"] for row in plan.rows("measure_point")]

    assert {(measures[row["measure_id"]], codes[row["object_key"]]) for row in attached} == set(truth.items())
    assert {row["review"] for row in attached} == {"automatic"}
    assert sorted(measures[measure] for measure in anchors) == sorted(truth)


def test_streets_are_found_where_the_street_itself_is_repaired(run, sample, plan_path):
    source = f"{sample / 'community.gpkg'}|layername=streets"
    run("attachmeasures", PLAN=str(plan_path), LAYER=source, KEY_FIELD="street_id")
    with PlanFile(plan_path) as plan:
        titles = {row["measure_id"]: row["title_uk"] for row in plan.rows("measure")}
        rows = plan.rows("measure_object", review="automatic")
        repaired = {(titles[row["measure_id"]], row["object_label"]) for row in rows}
        lines = plan.rows("measure_line")
    assert ("Капітальний ремонт вул. Лісової", "вул. Лісова") in repaired
    assert not [title for title, _ in repaired if "мосту" in title or "Гуртожитку" in title]
    assert len(lines) == len(rows)
