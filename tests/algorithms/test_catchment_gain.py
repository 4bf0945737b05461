from __future__ import annotations

import numpy as np
import pytest
from qgis.core import QgsVectorLayer

HOMES = "Point?crs=EPSG:6386&field=people:integer"
SCHOOLS = "Point?crs=EPSG:6386&field=seats:integer&field=open:boolean"
MEASURES = "Point?crs=EPSG:6386&field=code:string&field=seats:integer"


@pytest.fixture
def gain(run, made_layer):
    """100 people share the 10 seats of a school that works; at 3 km 50 people live by a closed one."""
    homes = made_layer(HOMES, ("POINT(0 0)", 60), ("POINT(100 0)", 40), ("POINT(3000 0)", 50))
    schools = made_layer(SCHOOLS, ("POINT(100 0)", 10, True), ("POINT(3000 0)", 20, False))
    fixed = {"DEMAND": homes, "PEOPLE_FIELD": "people", "FACILITIES": schools, "CAPACITY_FIELD": "seats"}
    defaults = {**fixed, "WORKING_FIELD": "open", "METHOD": "2sfca", "REACH": 500, "NORM": 400, "OUTPUT": "memory:"}
    return lambda **parameters: run("catchmentgain", **{**defaults, **parameters})


@pytest.fixture
def measures(made_layer):
    """Enlarge the school, restore the closed one, build a new one, one of unknown capacity, one without a place."""
    rows = (("POINT(110 0)", 15), ("POINT(3010 0)", None), ("POINT(2800 0)", 30), ("POINT(500 0)", None), (None, 5))
    return made_layer(MEASURES, *[(place, f"О-{row}", seats) for row, (place, seats) in enumerate(rows)])


def test_what_each_measure_brings(gain, measures, column):
    """75 of 100 people lack a seat, 0.4 being the norm: 15 seats more serve 37.5 of them. The closed school's 20 seats
    serve all 50 people there, and so do 30 new ones."""
    result = gain(INPUT=measures, ADDED_FIELD="seats")
    out = result["OUTPUT"]
    assert column(out, "capacity_added") == [15, 20, 30, None, 5]
    assert column(out, "people_in_reach") == [100, 50, 50, 100, None]
    assert column(out, "served") == pytest.approx([37.5, 50, 50, None, None])
    assert column(out, "lifted") == [0, 50, 50, None, None]
    assert column(out, "access_gain") == pytest.approx([150, 400, 600, None, None])
    assert [result[name] for name in ("UNSERVED", "LARGEST", "UNKNOWN", "COUNT")] == [125, 50, 2, 5]


def test_without_a_field_only_closed_facilities_come_back(gain, measures, column):
    assert column(gain(INPUT=measures)["OUTPUT"], "served") == pytest.approx([None, 50, None, None, None])
    far = gain(INPUT=measures, SAME_PLACE=5)
    assert column(far["OUTPUT"], "served") == [None] * 5 and far["LARGEST"] is None


@pytest.mark.parametrize("method", ["2sfca", "e2sfca", "3sfca"])
def test_the_gain_is_the_difference_of_two_computations(run, made_layer, column, method):
    random = np.random.default_rng(8)
    homes = made_layer(HOMES, *[(f"POINT({x} {y})", 20) for x, y in random.random((150, 2)) * 3e3])
    schools = [(f"POINT({x} {y})", int(random.integers(10, 200)), True) for x, y in random.random((8, 2)) * 3e3]
    fixed = {"PEOPLE_FIELD": "people", "CAPACITY_FIELD": "seats", "REACH": 900, "NORM": 300, "METHOD": method}
    measures = made_layer(MEASURES, ("POINT(1500 1500)", "О-1", 120), ("POINT(400 700)", "О-2", 60))
    gains = run("catchmentgain", INPUT=measures, ADDED_FIELD="seats", DEMAND=homes,
                FACILITIES=made_layer(SCHOOLS, *schools), OUTPUT="memory:", **fixed)  # fmt: skip
    for row, place in enumerate([("POINT(1500 1500)", 120, True), ("POINT(400 700)", 60, True)]):
        more = made_layer(SCHOOLS, *schools, place)
        after = run("floatingcatchment", INPUT=homes, FACILITIES=more, OUTPUT="memory:", **fixed)
        served = gains["UNSERVED"] - after["UNSERVED"]
        assert column(gains["OUTPUT"], "served")[row] == pytest.approx(served, rel=1e-9)


def test_a_geopackage_keeps_its_map_style(gain, measures, tmp_path):
    path = str(tmp_path / "приріст.gpkg")
    gain(INPUT=measures, ADDED_FIELD="seats", OUTPUT=path)
    layer = QgsVectorLayer(path, "result", "ogr")
    layer.loadDefaultStyle()
    assert [item.label() for item in layer.renderer().legendSymbolItems()][0] == "serves 38 and more"


def test_the_worked_example_of_the_pages(run, sample, column):
    """Numbers printed in docs/criteria/catchment and docs/criteria/need."""
    layer = str(sample / "community.gpkg") + "|layername="
    kindergartens = {"FACILITIES": layer + "kindergartens", "CAPACITY_FIELD": "capacity", "WORKING_FIELD": "working"}
    asked = {**kindergartens, "PEOPLE_FIELD": "residents", "SERVICE": "kindergarten", "OUTPUT": "memory:"}
    access = run("floatingcatchment", INPUT=layer + "buildings", DISTRICTS=layer + "districts",
                 OUTPUT_DISTRICTS="memory:", **asked)  # fmt: skip
    assert [round(access[name]) for name in ("PEOPLE", "UNSERVED", "OUT_OF_REACH", "CAPACITY")] == [
        13737, 3374, 2959, 850,
    ]  # fmt: skip
    assert column(access["OUTPUT_DISTRICTS"], "unserved") == pytest.approx([464, 498, 1275, 619, 376, 142], abs=0.5)
    measures = {"INPUT": layer + "kindergartens", "DEMAND": layer + "buildings", **asked}
    restored, doubled = run("catchmentgain", **measures), run("catchmentgain", ADDED_FIELD="capacity", **measures)
    assert column(restored["OUTPUT"], "served") == [None, None, 580, None, None, None, None, None]
    assert [round(people) for people in column(doubled["OUTPUT"], "served")] == [0, 234, 580, 181, 0, 0, 0, 0]
    need = {"NEED_FIELDS": ["unserved"], "BENEFIT_FIELD": "served", "REACH": 750, "OUTPUT": "memory:"}
    cells = run("needsurface", INPUT=access["OUTPUT"], MEASURES=restored["OUTPUT"], SIZE=400, **need)
    counts = [cells[name] for name in ("NEED_ONLY", "BOTH", "MEASURE_ONLY", "NEITHER", "COUNT")]
    assert counts == [38, 9, 8, 127, 182]
    own = run("needsurface", INPUT=access["OUTPUT_DISTRICTS"], MEASURES=doubled["OUTPUT"], CELLS="own", **need)
    assert column(own["OUTPUT"], "brought_sum") == pytest.approx([163, 318, 358, 0, 108, 48], abs=0.5)
    assert [own["BOTH"], own["NEED_ONLY"], own["MEASURE_ONLY"], own["NEITHER"]] == [3, 1, 1, 1]
