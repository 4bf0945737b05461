from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from vidnova.planning.criteria.gap import NOBODY, read_facilities, service_gap
from vidnova.planning.errors import PlanError
from vidnova.planning.features import FeatureTable

coordinates = st.one_of(st.integers(-100, 100), st.integers(-20000, 20000))
points = st.builds(shapely.Point, coordinates, coordinates)
boxes = st.builds(lambda x, y, w: shapely.box(x, y, x + w, y + w), coordinates, coordinates, st.integers(1, 60))
shapes = st.lists(st.one_of(points, boxes, st.none()), min_size=1, max_size=15)


def array(items) -> np.ndarray:
    made = np.empty(len(items), dtype=object)
    made[:] = items
    return made


def by_hand(place, facilities, same_place) -> float:
    if place is None:
        return np.nan
    distances = [place.distance(f) for f in facilities if f is not None]
    return min((d for d in distances if d > same_place), default=np.inf)


@given(shapes, shapes, st.sampled_from([0, 30, 500]))
def test_equal_to_looking_at_every_pair(places, facilities, same_place):
    found = service_gap(array(places), array(facilities), same_place)
    np.testing.assert_array_equal(found.metres, [by_hand(place, facilities, same_place) for place in places])
    for place, facility, metres in zip(places, found.facility, found.metres):
        assert (facility == NOBODY) == (not np.isfinite(metres))
        assert facility == NOBODY or place.distance(facilities[facility]) == metres


@given(shapes, shapes, points)
def test_one_facility_more_never_lengthens_a_gap(places, facilities, more):
    before = service_gap(array(places), array(facilities)).metres
    after = service_gap(array(places), array([*facilities, more])).metres
    known = ~np.isnan(before)
    assert (after[known] <= before[known]).all()


@given(shapes, shapes)
def test_a_facility_written_twice_changes_nothing(places, facilities):
    once = service_gap(array(places), array(facilities)).metres
    np.testing.assert_array_equal(service_gap(array(places), array(facilities * 2)).metres, once)


def test_the_schools_own_site_is_passed_over():
    """A measure on school A, 10 m beside its point; school B is 400 m away, C 5 km."""
    schools = array([shapely.Point(0, 0), shapely.Point(0, 410), shapely.Point(5000, 0)])
    found = service_gap(array([shapely.Point(0, 10)]), schools)
    assert (found.metres.tolist(), found.facility.tolist()) == ([400], [1])


def test_the_ring_widens_as_far_as_needed():
    found = service_gap(array([shapely.Point(0, 0)]), array([shapely.Point(0, 0), shapely.Point(0, 3e6)]))
    assert found.metres.tolist() == [3e6]


def test_nobody_else_is_infinite_and_no_place_unknown():
    places = array([shapely.Point(0, 0), None])
    for facilities in (array([shapely.Point(0, 1)]), array([None]), array([])):
        found = service_gap(places, facilities)
        assert np.isinf(found.metres[0]) and np.isnan(found.metres[1])
        assert found.facility.tolist() == [NOBODY, NOBODY]


def layer(**columns) -> FeatureTable:
    rows = len(next(iter(columns.values())))
    return FeatureTable("школи", "schools.gpkg", "EPSG:6386", columns, [shapely.Point(i, 0).wkb for i in range(rows)])


def test_which_facilities_work():
    table = layer(working=[True, False, None, 1, 0, "так", "Ні", "true", "0", 1.0])
    assert read_facilities(table, "working").rows.tolist() == [0, 2, 3, 5, 7, 9]
    assert read_facilities(table).rows.tolist() == list(range(10))
    [found] = read_facilities(table, "working").findings
    assert found["rule"] == "facility_state_unknown" and "1 of 10" in found["message_en"]


@pytest.mark.parametrize("value", ["зачинено", 7, "2"])
def test_neither_yes_nor_no_is_refused(value):
    with pytest.raises(PlanError, match="feature 2: «.*» is neither yes nor no"):
        read_facilities(layer(working=[True, value]), "working")
