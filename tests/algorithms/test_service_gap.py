from __future__ import annotations

import numpy as np
import pytest
from qgis import processing
from qgis.core import QgsProcessingException

SCHOOLS = "Point?crs=EPSG:6386&field=name:string&field=working:boolean"
PLACES = "Point?crs=EPSG:6386&field=id:integer"


@pytest.fixture
def schools(made_layer):
    return made_layer(
        SCHOOLS,
        ("POINT(0 0)", "Школа №1", True),
        ("POINT(300 0)", "Школа №2", False),
        ("POINT(700 0)", "Ліцей «О'Браєн»", None),
    )


@pytest.fixture
def gap(run, schools):
    defaults = {"FACILITIES": schools, "WORKING_FIELD": "working", "NAME_FIELD": "name", "OUTPUT": "memory:"}
    return lambda layer, **parameters: run("servicegap", INPUT=layer, **{**defaults, **parameters})


def test_to_the_nearest_other_school_that_works(gap, made_layer, column):
    """A measure 10 m from school 1: school 2 is closed, so the lyceum 690 m away is the nearest other one."""
    result = gap(made_layer(PLACES, ("POINT(10 0)", 1), ("POINT(100 0)", 2), (None, 3)), REACH=500)
    assert column(result["OUTPUT"], "gap_m") == [690, 100, None]
    assert column(result["OUTPUT"], "gap_to") == ["Ліцей «О'Браєн»", "Школа №1", None]
    assert [result[name] for name in ("FARTHEST", "BEYOND", "WITHOUT", "COUNT")] == [690, 1, 0, 3]


def test_without_a_field_all_work_and_are_numbered(gap, made_layer, column):
    result = gap(made_layer(PLACES, ("POINT(10 0)", 1)), WORKING_FIELD=None, NAME_FIELD=None)
    assert (column(result["OUTPUT"], "gap_m"), column(result["OUTPUT"], "gap_to")) == ([290], ["2"])


def test_what_counts_as_the_place_itself_can_be_changed(gap, made_layer, column):
    place = made_layer(PLACES, ("POINT(10 0)", 1))
    assert column(gap(place, SAME_PLACE=5)["OUTPUT"], "gap_m") == [10]
    assert column(gap(place, SAME_PLACE=700)["OUTPUT"], "gap_m") == [None]


def test_no_other_working_facility_is_null_and_counted(gap, made_layer, schools, column):
    schools.setSubsetString("name = 'Школа №2'")
    result = gap(made_layer(PLACES, ("POINT(10 0)", 1), ("POINT(20 0)", 2)), REACH=500)
    assert column(result["OUTPUT"], "gap_m") == [None, None]
    assert [result[name] for name in ("FARTHEST", "BEYOND", "WITHOUT")] == [None, 2, 2]


def test_equal_to_the_native_nearest_on_a_random_town(run, made_layer, column):
    random = np.random.default_rng(3)
    schools = made_layer(
        SCHOOLS, *[(f"POINT({x} {y})", str(i), True) for i, (x, y) in enumerate(random.random((40, 2)) * 5e3)]
    )
    places = made_layer(PLACES, *[(f"POINT({x} {y})", i) for i, (x, y) in enumerate(random.random((300, 2)) * 5e3)])
    ours = run("servicegap", INPUT=places, FACILITIES=schools, NAME_FIELD="name", SAME_PLACE=0, OUTPUT="memory:")
    native = processing.run(
        "native:joinbynearest",
        {"INPUT": places, "INPUT_2": schools, "NEIGHBORS": 1, "DISCARD_NONMATCHING": False, "OUTPUT": "memory:"},
    )["OUTPUT"]
    assert column(ours["OUTPUT"], "gap_to") == column(native, "name")
    np.testing.assert_allclose(column(ours["OUTPUT"], "gap_m"), column(native, "distance"), rtol=1e-12)


def test_the_health_points_of_kharkiv(run, real_data, column):
    """From each health point to the nearest other one more than 30 m away, by the native join of 12 nearest."""
    health = str(real_data / "city_kharkiv/kharkiv_city.gpkg") + "|layername=health_points"
    metric = processing.run(
        "native:reprojectlayer", {"INPUT": health, "TARGET_CRS": "EPSG:32637", "OUTPUT": "memory:"}
    )["OUTPUT"]
    ours = run("servicegap", INPUT=health, FACILITIES=health, OUTPUT="memory:")
    native = processing.run(
        "native:joinbynearest",
        {"INPUT": metric, "INPUT_2": metric, "NEIGHBORS": 12, "DISCARD_NONMATCHING": False, "OUTPUT": "memory:"},
    )["OUTPUT"]
    nearest: dict[int, float] = {}
    for feature in native.getFeatures():
        if feature["distance"] > 30:
            nearest[feature["fid"]] = min(feature["distance"], nearest.get(feature["fid"], np.inf))
    assert len(nearest) == ours["COUNT"] == 109
    np.testing.assert_allclose(column(ours["OUTPUT"], "gap_m"), [nearest[fid] for fid in sorted(nearest)], rtol=1e-9)


def test_a_state_that_is_neither_yes_nor_no_is_named(gap, made_layer):
    with pytest.raises(QgsProcessingException, match="feature 1: «Школа №1» is neither yes nor no"):
        gap(made_layer(PLACES, ("POINT(10 0)", 1)), WORKING_FIELD="name")
