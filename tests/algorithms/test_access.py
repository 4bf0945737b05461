from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from qgis import processing
from qgis.core import QgsProcessingContext, QgsProcessingException, QgsProcessingFeedback

PLACES = "Point?crs=EPSG:6386&field=id:integer"
SCHOOLS = "Point?crs=EPSG:6386&field=name:string&field=working:boolean"
STREETS = "LineString?crs=EPSG:6386&field=name:string&field=way:string&field=kmh:integer"
ADDED = ["access_cost", "access_to", "access_state", "snap_m", "facilities_in_reach"]


@pytest.fixture
def streets(made_layer):
    """A street of 1 km, a one-way street that ends in it, and an island."""
    return made_layer(
        STREETS,
        ("LINESTRING(0 0, 1000 0)", "Головна", "", 60),
        ("LINESTRING(1000 0, 1000 300)", "В один бік", "F", None),
        ("LINESTRING(0 9000, 500 9000)", "Хутір", None, None),
    )


@pytest.fixture
def schools(made_layer):
    return made_layer(
        SCHOOLS,
        ("POINT(0 0)", "Школа «О'Браєн»", True),
        ("POINT(400 20)", "Зачинена", False),
        (None, "Без місця", None),
    )


@pytest.fixture
def places(made_layer):
    spots = ["POINT(700 30)", "POINT(1000 200)", "POINT(100 9000)", "POINT(300 -4000)", None]
    return made_layer(PLACES, *[(spot, number) for number, spot in enumerate(spots)])


@pytest.fixture
def access(run, schools, streets):
    defaults = {"FACILITIES": schools, "STREETS": streets, "WORKING_FIELD": "working", "NAME_FIELD": "name"}
    return lambda layer, **parameters: run("access", INPUT=layer, **{**defaults, "OUTPUT": "memory:", **parameters})


def test_the_layer_comes_back_with_ways_and_states(access, places, column):
    result = access(places, REACH=800)
    out = result["OUTPUT"]
    assert out.fields().names() == ["id", *ADDED]
    assert column(out, "access_cost") == [730, 1200, None, None, None]
    assert column(out, "access_to") == ["Школа «О'Браєн»"] * 2 + [None] * 3
    states = ["reached", "reached", "unreachable", "too_far_from_streets", "no_place"]
    assert column(out, "access_state") == states
    assert column(out, "snap_m") == [30, 0, 0, 4000, None]
    assert column(out, "facilities_in_reach") == [1, 0, 0, 0, 0]
    numbers = [result[name] for name in ("FARTHEST", "WITHIN", "UNREACHABLE", "TOO_FAR", "FAR_SHARE", "COUNT")]
    assert numbers == [1200, 1, 1, 1, 0.25, 5]


def test_by_car_direction_and_speed_count(access, places, column):
    """1 km at 60 km/h is a minute; the one-way street leads away from the school, unless the school comes out."""
    fields = {
        "MODE": "car",
        "MEASURE_BY": "minutes",
        "DIRECTION_FIELD": "way",
        "SPEED_FIELD": "kmh",
        "COUNT_SNAP": False,
    }
    to = access(places, **fields)["OUTPUT"]
    assert column(to, "access_cost") == [pytest.approx(0.7), None, None, None, None]
    assert column(to, "access_state")[1] == "unreachable"
    outwards = access(places, **fields, DIRECTION="from")["OUTPUT"]
    assert column(outwards, "access_cost")[1] == pytest.approx(1 + 0.2 / 40 * 60)


def test_a_damaged_bridge_cuts_off(access, places, made_layer, column):
    bridges = made_layer("Point?crs=EPSG:6386", ("POINT(500 2)",), ("POINT(500 600)",))
    result = access(places, BARRIERS=bridges)
    assert column(result["OUTPUT"], "access_state")[:2] == ["unreachable"] * 2
    assert result["UNREACHABLE"] == 3
    rules = '{"walking": {"plain_speed": 0}}'
    with pytest.raises(QgsProcessingException, match="no street in it is open"):
        access(places, RULES=rules)


def test_without_streets_distances_are_straight(access, places, column):
    out = access(places, STREETS=None, REACH=5000)["OUTPUT"]
    expected = [np.hypot(700, 30), np.hypot(1000, 200), np.hypot(100, 9000), np.hypot(300, 4000)]
    assert column(out, "access_cost")[:4] == pytest.approx(expected) and column(out, "access_cost")[4] is None
    assert column(out, "access_state") == ["reached"] * 4 + ["no_place"]
    assert column(out, "snap_m") == [None] * 5 and column(out, "facilities_in_reach") == [1, 1, 0, 1, 0]


def test_what_was_found_is_said(access, places, schools, streets, provider):
    said = []
    feedback = QgsProcessingFeedback(False)
    feedback.pushWarning = said.append
    parameters = {"INPUT": places, "FACILITIES": schools, "STREETS": streets, "OUTPUT": "memory:"}
    processing.run("vidnova:access", parameters, feedback=feedback)
    assert any("fall apart into 2 networks" in words for words in said)
    assert "25.0 % of the places lie more than 100.0 m from a street." in said
    assert "1 features can reach no facility." in said


@pytest.mark.parametrize(
    ("parameters", "sentence"),
    [
        ({"RULES": "{"}, "RULES is not JSON"),
        ({"RULES": '{"tram": {}}'}, "there is no «tram»"),
        ({"WORKING_FIELD": "name"}, "is neither yes nor no"),
    ],
)
def test_bad_input_gets_a_sentence(access, places, parameters, sentence):
    with pytest.raises(QgsProcessingException, match=sentence):
        access(places, **parameters)


def test_it_stops_when_asked(places, schools, streets, provider):
    feedback = QgsProcessingFeedback(False)
    feedback.cancel()
    parameters = {"INPUT": places, "FACILITIES": schools, "STREETS": streets, "OUTPUT": "memory:"}
    results, completed = provider.algorithm("access").create().run(parameters, QgsProcessingContext(), feedback)
    assert results == {} and completed


def test_the_streets_of_liechtenstein(run, real_data, made_layer, column):
    """Every building of the country, on foot, by wheelchair and by car, over streets as OpenStreetMap has them."""
    osm = str(real_data / "osm_liechtenstein/liechtenstein-latest.osm.pbf") + "|layername="
    houses = processing.run(
        "native:extractbyexpression",
        {"INPUT": osm + "multipolygons", "EXPRESSION": "building is not null", "OUTPUT": "memory:"},
    )["OUTPUT"]
    schools = processing.run(
        "native:extractbyexpression",
        {
            "INPUT": osm + "points",
            "EXPRESSION": "other_tags like '%\"amenity\"=>\"school\"%' or other_tags like '%kindergarten%'",
            "OUTPUT": "memory:",
        },
    )["OUTPUT"]
    states, costs = {}, {}
    for mode in ("walking", "wheelchair", "car"):
        out = run("access", INPUT=houses, FACILITIES=schools, STREETS=osm + "lines", MODE=mode, OUTPUT="memory:")[
            "OUTPUT"
        ]
        states[mode] = Counter(column(out, "access_state"))
        costs[mode] = np.array(column(out, "access_cost"), dtype=float)
    straight = run("access", INPUT=houses, FACILITIES=schools, OUTPUT="memory:")["OUTPUT"]
    for mode in costs:
        assert states[mode]["reached"] > 0.9 * houses.featureCount(), states
        assert (costs[mode] >= np.array(column(straight, "access_cost"), dtype=float) - 1e-6)[
            ~np.isnan(costs[mode])
        ].all()
