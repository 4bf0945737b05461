from __future__ import annotations

import pytest
import shapely
from qgis.core import QgsProcessingException

SCHOOLS = "Point?crs=EPSG:6386&field=name:string"
STREETS = "LineString?crs=EPSG:6386&field=id:integer"


@pytest.fixture
def areas(run, made_layer):
    schools = made_layer(SCHOOLS, ("POINT(0 0)", "Школа «О'Браєн»"), (None, "Без місця"), ("POINT(3000 0)", "Ліцей"))
    streets = made_layer(STREETS, ("LINESTRING(-2000 0, 5000 0)", 1), ("LINESTRING(0 -900, 0 900)", 2))
    defaults = {"FACILITIES": schools, "STREETS": streets, "NAME_FIELD": "name", "OUTPUT": "memory:"}
    return lambda **parameters: run("serviceareas", **{**defaults, **parameters})


def shape(feature):
    return shapely.from_wkb(bytes(feature.geometry().asWkb()))


def test_a_polygon_for_each_facility_and_reach(areas, column):
    result = areas(BREAKS="300; 500", LINES="memory:")
    out, lines = result["OUTPUT"], result["LINES"]
    assert column(out, "facility") == ["Школа «О'Браєн»"] * 2 + ["Ліцей"] * 2
    assert column(out, "up_to") == [300, 500] * 2 and column(out, "above") == [0] * 4
    assert column(lines, "metres") == pytest.approx([1200, 2000, 600, 1000])
    first = shape(next(out.getFeatures()))
    assert first.covers(shapely.LineString([(-300, 0), (300, 0)])) and first.bounds == pytest.approx(
        (-340, -340, 340, 340), abs=0.5
    )
    assert column(out, "hectares")[0] == pytest.approx(first.area / 1e4)
    assert (result["COUNT"], result["EMPTY"]) == (4, 1)


def test_together_and_as_rings(areas, column):
    out = areas(BREAKS="300 500", TOGETHER=True, RINGS=True)["OUTPUT"]
    assert column(out, "facility") == [None, None] and column(out, "above") == [0, 300]
    inner, outer = (shape(feature) for feature in out.getFeatures())
    assert inner.intersection(outer).area < 1e-6


def test_degrees_come_back_as_degrees(run, made_layer, column):
    schools = made_layer("Point?crs=EPSG:4326", ("POINT(36.2 50)",))
    streets = made_layer("LineString?crs=EPSG:4326", ("LINESTRING(36.18 50, 36.22 50)",))
    given = {"FACILITIES": schools, "STREETS": streets, "BREAKS": "1000", "COUNT_SNAP": False}
    result = run("serviceareas", **given, OUTPUT="memory:", LINES="memory:")
    assert result["OUTPUT"].crs().authid() == "EPSG:4326"
    [line] = [shape(feature) for feature in result["LINES"].getFeatures()]
    assert line.bounds == pytest.approx((36.2 - 0.01395, 50, 36.2 + 0.01395, 50), abs=2e-5)
    assert column(result["LINES"], "metres") == pytest.approx([2000], rel=1e-3)


def test_reaches_that_are_none_get_a_sentence(areas):
    for breaks in ("near", "0; 300", "inf"):
        with pytest.raises(QgsProcessingException, match="are no reaches"):
            areas(BREAKS=breaks)
