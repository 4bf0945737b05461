from __future__ import annotations

import numpy as np
import pytest
import shapely
from vidnova.planning.criteria.alternatives import Alternatives
from vidnova.planning.criteria.evaluate import KINDS, evaluate
from vidnova.planning.errors import PlanError
from vidnova.planning.features import FeatureTable


def layer(name, places, **columns) -> FeatureTable:
    return FeatureTable(name, name, "EPSG:6386", columns, [shapely.Point(x, 0).wkb for x in places])


@pytest.fixture
def measures(array) -> Alternatives:
    """A school to be restored, a new one, one without a stated capacity, a clinic, and one for all."""
    places = [shapely.Point(5, 0), shapely.Point(2000, 0), shapely.Point(4000, 0), shapely.Point(0, 0), None]
    return Alternatives(
        ids=list("abcde"),
        codes=["О-1", "О-2", "О-3", "З-1", "О-4"],
        places=array(places),
        community_wide=np.array([False, False, False, False, True]),
        sectors=["education_science", "education_science", "education_science", "health", "education_science"],
        fields={},
    )


@pytest.fixture
def layers() -> dict[str, FeatureTable]:
    return {
        "homes": layer("homes", [0, 100, 2000], residents=[60, 40, 50]),
        "schools": layer("schools", [0, 100], capacity=[20, 10], working=[False, True]),
    }


GAIN = {
    "code": "gain",
    "kind": "catchmentgain",
    "layer": "homes",
    "layers": {"education_science": "schools"},
    "reach": 500,
    "norm": 400,
    "method": "2sfca",
    "added": {"О-2": 30},
}


def test_the_gain_of_each_measure(measures, layers):
    """100 people share 10 places, 0.1 each, where the norm is 0.4: 75 lack one. The restored 20 places serve 50 of
    them; the 30 new ones serve all of the 50 people who had nothing but 20."""
    column = evaluate(GAIN, measures, layers)
    assert column.raw.tolist() == pytest.approx([50, 50, np.nan, np.nan, np.nan], nan_ok=True)
    assert column.notes[:2] == ("", "") and "not known what capacity" in column.notes[2]
    assert "its sector" in column.notes[3] and "whole community" in column.notes[4]
    assert column.findings == ()
    assert KINDS["catchmentgain"]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"counts": "lifted"}, [0, 50]),
        ({"counts": "access"}, [200, 600]),
        ({"norm": 2000}, [10, 15]),
        (
            {"services": {"education_science": "school"}, "norms": {"school": {"per_1000": 2000, "reach_m": 50}}},
            [10, 15],
        ),
    ],
)
def test_what_is_counted_can_be_changed(measures, layers, change, expected):
    assert evaluate({**GAIN, **change}, measures, layers).raw[:2].tolist() == pytest.approx(expected)


def test_capacity_in_a_field_of_the_alternatives(measures, layers):
    fields = {"capacity_added": [None, None, None, None, None], "seats": [5, "15", None, None, None]}
    measures = Alternatives(**{**vars(measures), "fields": fields})
    found = evaluate({**GAIN, "added": {}, "fields": {"added": "seats"}}, measures, layers)
    assert found.raw[:2].tolist() == pytest.approx([12.5, 37.5])


def test_without_its_layers_it_is_unknown(measures, layers):
    for missing in ({"layer": "nowhere"}, {"layers": {"education_science": "nowhere"}}, {"layers": {}}):
        column = evaluate({**GAIN, **missing}, measures, layers)
        assert np.isnan(column.raw).all() and column.findings[0]["rule"] == "layer_missing"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"counts": "souls"}, "must be one of served, lifted, access"),
        ({"method": "4sfca"}, "Known methods: 2sfca, e2sfca, 3sfca"),
        ({"added": {"О-2": "багато"}}, "«added» of О-2 is no number"),
        ({"services": {"education_science": "zoo"}}, "no norm for service «zoo»"),
        ({"services": {"education_science": "school"}, "norms": {"school": 5}}, "«norms» must be as in"),
        ({"fields": {"capacity": "beds"}}, "no field «beds»"),
    ],
)
def test_bad_definitions_get_a_sentence(measures, layers, change, sentence):
    with pytest.raises(PlanError, match=sentence):
        evaluate({**GAIN, **change}, measures, layers)
