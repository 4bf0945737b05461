"""Ways and service areas beside those of QGIS's own network analysis, which measures on the ellipsoid."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from qgis import processing

DIRECTION = "case when speed_against = 0 then 'F' when speed_along = 0 then 'T' else 'B' end"
ON_ELLIPSOID = 5e-4
SCHOOL = 'other_tags like \'%"amenity"=>"school"%\''


@pytest.fixture
def native(provider):
    return lambda name, **parameters: processing.run(f"native:{name}", {"OUTPUT": "memory:", **parameters})["OUTPUT"]


@pytest.fixture
def country(real_data, native):
    """The streets of Liechtenstein, a hundred of its buildings and its first school, in metres."""
    osm = str(real_data / "osm_liechtenstein/liechtenstein-latest.osm.pbf") + "|layername="
    some = native(
        "extractbyexpression", INPUT=osm + "multipolygons", EXPRESSION="building is not null and $id % 80 = 0"
    )
    school = native("extractbyexpression", INPUT=osm + "points", EXPRESSION=SCHOOL)
    layers = (osm + "lines", native("centroids", INPUT=some), native("extractspecificvertices", INPUT=school))
    streets, houses, schools = (native("reprojectlayer", INPUT=layer, TARGET_CRS="EPSG:32632") for layer in layers)
    return streets, houses, native("extractbyexpression", INPUT=schools, EXPRESSION="$id = 1"), {"MODE": "car"}


@pytest.fixture
def town(sample, native):
    source = f"{sample / 'community.gpkg'}|layername="
    corners = native("extractspecificvertices", INPUT=source + "buildings", VERTICES="0")
    houses = native("extractbyexpression", INPUT=corners, EXPRESSION="$id % 28 = 0")
    school = native("extractbyexpression", INPUT=source + "schools", EXPRESSION="$id = 3")
    fields = {"MODE": "car", "DIRECTION_FIELD": "oneway", "SPEED_FIELD": "speed"}
    return source + "streets", houses, school, fields


@pytest.fixture(params=["town", "country"])
def place(request):
    return request.getfixturevalue(request.param)


@pytest.fixture
def theirs(run, native):
    """Our cut streets with what QGIS's network analysis asks for: it joins streets at their corners only."""

    def prepared(streets, fields):
        cut = run("cleanstreets", STREETS=streets, **fields, OUTPUT="memory:")["OUTPUT"]
        way = native("fieldcalculator", INPUT=cut, FIELD_NAME="way", FIELD_TYPE=2, FORMULA=DIRECTION)
        fastest = {"FIELD_NAME": "speed", "FIELD_TYPE": 0, "FORMULA": "max(speed_along, speed_against)"}
        words = {"VALUE_FORWARD": "F", "VALUE_BACKWARD": "T", "VALUE_BOTH": "B"}
        layer = native("fieldcalculator", INPUT=way, **fastest)
        return {"INPUT": layer, "DIRECTION_FIELD": "way", "SPEED_FIELD": "speed", **words}

    return prepared


@pytest.mark.parametrize(("measure", "strategy", "unit"), [("metres", 0, 1), ("minutes", 1, 60)])
def test_equal_to_the_native_shortest_path(run, native, theirs, place, column, measure, strategy, unit):
    streets, houses, school, fields = place
    on_street = {"MEASURE_BY": measure, "COUNT_SNAP": False, "MAX_SNAP": 1e6}
    ours = run("access", INPUT=houses, FACILITIES=school, STREETS=streets, **fields, **on_street, OUTPUT="memory:")
    end = next(school.getFeatures()).geometry().asPoint()
    ways = native(
        "shortestpathlayertopoint",
        **theirs(streets, fields),
        STRATEGY=strategy,
        START_POINTS=houses,
        END_POINT=f"{end.x()},{end.y()} [{school.crs().authid()}]",
    )
    found = np.array(column(ours["OUTPUT"], "access_cost"), dtype=float)
    expected = np.array(column(ways, "cost"), dtype=float) * unit
    assert np.isfinite(found).sum() >= 90
    np.testing.assert_allclose(np.sort(found), np.sort(expected), rtol=ON_ELLIPSOID, atol=1e-6)


@pytest.mark.parametrize("reach", [400, 1500])
def test_equal_to_the_native_service_area(run, native, theirs, place, reach):
    """The native search goes out from the school, so ours does too. The native lines overlap, hence ribbons of them."""
    streets, _, school, fields = place
    outwards = {"DIRECTION": "from", "COUNT_SNAP": False, "BREAKS": str(reach), "LINES": "memory:"}
    ours = run("serviceareas", FACILITIES=school, STREETS=streets, **fields, **outwards, OUTPUT="memory:")
    area = {"STRATEGY": 0, "TRAVEL_COST2": reach, "START_POINTS": school}
    area = {**theirs(streets, fields), **area, "OUTPUT": "memory:", "OUTPUT_LINES": "memory:"}
    lines = processing.run("native:serviceareafromlayer", area)
    found, expected = _shape(ours["LINES"]), _shape(lines["OUTPUT_LINES"] or lines["OUTPUT"])
    assert shapely.hausdorff_distance(found, expected, densify=0.1) < reach * ON_ELLIPSOID
    assert found.buffer(1).area == pytest.approx(expected.buffer(1).area, rel=1e-3)
    [polygon] = [feature.geometry() for feature in ours["OUTPUT"].getFeatures()]
    assert _shapely(polygon).buffer(0.1).covers(found)


def _shapely(geometry):
    return shapely.from_wkb(bytes(geometry.asWkb()))


def _shape(layer):
    return shapely.union_all([_shapely(feature.geometry()) for feature in layer.getFeatures()])
