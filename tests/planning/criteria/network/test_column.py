from __future__ import annotations

import numpy as np
import pytest
import shapely
from vidnova.planning.criteria.alternatives import Alternatives
from vidnova.planning.criteria.evaluate import evaluate
from vidnova.planning.errors import PlanError

UNKNOWN = pytest.approx(np.nan, nan_ok=True)
DEFINITION = {"code": "way", "kind": "access", "layer": "schools", "streets": "streets"}


@pytest.fixture
def measures() -> Alternatives:
    """On the street, on an island, far from streets, for the whole community, and of unknown place."""
    spots = [shapely.Point(500, 40), shapely.Point(100, 9000), shapely.Point(0, 4000), None, None]
    places = np.empty(5, dtype=object)
    places[:] = spots
    wide = np.array([False, False, False, True, False])
    return Alternatives(list("abcde"), list("abcde"), places, wide, [None] * 5, {})


@pytest.fixture
def layers(layer_of):
    return {
        "schools": layer_of([shapely.Point(0, 0), shapely.Point(400, 0)], working=[True, False]),
        "streets": layer_of(
            [shapely.LineString([(0, 0), (1000, 0)]), shapely.LineString([(0, 9000), (500, 9000)])],
            way=["F", ""],
            kmh=[30, 60],
        ),
        "bridges": layer_of([shapely.Point(200, 0)]),
    }


def test_over_streets_and_in_a_straight_line(measures, layers):
    column = evaluate(DEFINITION, measures, layers)
    assert column.raw.tolist() == [540, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN]
    words = ["", "No facility can be reached", "too far from the streets", "whole community", "place is not known"]
    assert all(word in note for word, note in zip(words, column.notes)) and column.notes[0] == ""
    assert [found["rule"] for found in column.findings] == ["street_islands"]
    straight = evaluate({"code": "way", "kind": "access", "layer": "schools"}, measures, layers)
    np.testing.assert_allclose(straight.raw, [np.hypot(500, 40), np.hypot(100, 9000), 4000, np.nan, np.nan])


def test_only_what_is_unreachable_can_be_given_a_value(measures, layers):
    column = evaluate({**DEFINITION, "none_is": 9999, "barriers": "bridges"}, measures, layers)
    assert column.raw.tolist() == [9999, 9999, UNKNOWN, UNKNOWN, UNKNOWN]
    assert "streets_closed" in [found["rule"] for found in column.findings]


def test_by_car_against_the_one_way_street(measures, layers):
    car = {**DEFINITION, "mode": "car", "measure": "minutes", "fields": {"direction": "way", "speed": "kmh"}}
    assert evaluate(car, measures, layers).raw[0] == UNKNOWN
    both = {**car, "fields": {"speed": "kmh"}, "farthest": 5000}
    column = evaluate(both, measures, layers)
    assert column.raw[0] == pytest.approx(1 + 0.04 / 4.8 * 60)
    assert column.raw[2] == pytest.approx(4 / 4.8 * 60)


def test_without_its_layers_it_is_unknown_and_says_so(measures, layers):
    for missing in ("schools", "streets"):
        column = evaluate(DEFINITION, measures, {name: layers[name] for name in layers if name != missing})
        assert np.isnan(column.raw).all() and [found["rule"] for found in column.findings] == ["layer_missing"]
    column = evaluate({**DEFINITION, "barriers": "mines"}, measures, layers)
    assert column.raw[0] == 540 and "barriers_missing" in [found["rule"] for found in column.findings]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"mode": "tram"}, "«tram» is not known"),
        ({"measure": "miles"}, "«measure» is «miles», but must be one of metres, minutes"),
        ({"rules": {"car": 1}}, "«car»"),
        ({"farthest": -1}, "«farthest» must be a number"),
        ({"fields": {"working": "open"}}, "no field «open»"),
    ],
)
def test_a_wrong_definition_gets_a_sentence(measures, layers, change, sentence):
    with pytest.raises(PlanError, match=sentence):
        evaluate({**DEFINITION, **change}, measures, layers)
