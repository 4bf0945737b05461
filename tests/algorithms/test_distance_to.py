from __future__ import annotations

import numpy as np
import pytest
from qgis import processing
from qgis.core import QgsProcessingException

PLACES = "Point?crs=EPSG:6386&field=name:string"
TARGETS = "{}?crs=EPSG:6386"


@pytest.fixture
def distance(run):
    return lambda places, targets, **more: run("distanceto", INPUT=places, TARGETS=targets, OUTPUT="memory:", **more)


def test_to_a_front_line(distance, made_layer, column):
    front = made_layer(TARGETS.format("LineString"), ("LINESTRING(0 0, 1000 0)",))
    places = made_layer(PLACES, ("POINT(500 300)", "а"), ("POINT(500 0)", "б"), ("POINT(1300 400)", "в"), (None, "?"))
    result = distance(places, front, NEARER=301)
    assert column(result["OUTPUT"], "distance_m") == [300, 0, 500, None]
    assert (result["NEAREST"], result["CLOSE"], result["COUNT"]) == (0, 2, 4)


def test_behind_the_line_is_negative_when_asked(distance, made_layer, column):
    occupied = made_layer(TARGETS.format("Polygon"), ("POLYGON((0 0, 100 0, 100 100, 0 100, 0 0))",))
    places = made_layer(PLACES, ("POINT(50 90)", "а"), ("POINT(50 130)", "б"))
    assert column(distance(places, occupied)["OUTPUT"], "distance_m") == [0, 30]
    assert column(distance(places, occupied, SIGNED=True)["OUTPUT"], "distance_m") == [-10, 30]


def test_equal_to_native_join_by_nearest(distance, made_layer, column):
    random = np.random.default_rng(9)
    town = made_layer(PLACES, *[(f"POINT({x} {y})", "") for x, y in random.random((200, 2)) * 3000])
    ends = random.random((15, 4)) * 3000
    rivers = made_layer(TARGETS.format("LineString"), *[(f"LINESTRING({a} {b}, {c} {d})",) for a, b, c, d in ends])
    ours = distance(town, rivers)["OUTPUT"]
    joined = {"INPUT": town, "INPUT_2": rivers, "FIELDS_TO_COPY": [], "NEIGHBORS": 1, "OUTPUT": "memory:"}
    native = processing.run("native:joinbynearest", joined)["OUTPUT"]
    np.testing.assert_allclose(column(ours, "distance_m"), column(native, "distance"), atol=1e-6)


def test_the_real_front_line_in_degrees(distance, made_layer, column, real_data):
    """Kharkiv's Freedom Square lay some tens of kilometres from the line of September 2022."""
    front = str(real_data / "kse_hromada" / "frontline_28092022.geojson")
    square = made_layer("Point?crs=EPSG:4326&field=name:string", ("POINT(36.2315 50.0050)", "Харків"))
    [metres] = column(distance(square, front)["OUTPUT"], "distance_m")
    assert 20_000 < metres < 120_000


def test_classes_by_breaks(distance, made_layer, column):
    front = made_layer(TARGETS.format("LineString"), ("LINESTRING(0 0, 1000 0)",))
    places = made_layer(PLACES, ("POINT(500 300)", "а"), ("POINT(500 700)", "б"), (None, "?"))
    out = distance(places, front, BREAKS="500; 1000")["OUTPUT"]
    assert out.fields().names() == ["name", "distance_m", "distance_class"]
    assert column(out, "distance_class") == ["up to 500 m", "500–1,000 m", None]
    with pytest.raises(QgsProcessingException, match="from small to great"):
        distance(places, front, BREAKS="1000; 500")
