from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from vidnova.planning.criteria.conflict.bands import bands, checked_breaks
from vidnova.planning.criteria.conflict.distance import distance_to
from vidnova.planning.criteria.conflict.outlines import CORNERS_OF_A_RUN, in_runs
from vidnova.planning.errors import PlanError

coordinate = st.integers(-500, 500)
points = st.builds(shapely.Point, coordinate, coordinate)
boxes = st.builds(
    lambda x, y, w, h: shapely.box(x, y, x + w, y + h), coordinate, coordinate, *[st.integers(1, 300)] * 2
)
lines = st.builds(lambda a, b: shapely.LineString([a, b]), *[st.tuples(coordinate, coordinate)] * 2)
shapes = st.lists(st.one_of(points, boxes, lines), min_size=1, max_size=6)


def array(items) -> np.ndarray:
    made = np.empty(len(items), dtype=object)
    made[:] = items
    return made


@given(shapes, shapes)
def test_equal_to_looking_at_every_pair(places, others):
    found = distance_to(array(places), array(others))
    expected = [min(shapely.distance(place, other) for other in others) for place in places]
    np.testing.assert_allclose(found.metres, expected, atol=1e-9)
    nearest = array(others)[found.facility]
    np.testing.assert_allclose(shapely.distance(array(places), nearest), expected, atol=1e-9)


@given(shapes, shapes, points)
def test_one_more_never_lengthens(places, others, more):
    before, after = distance_to(array(places), array(others)), distance_to(array(places), array([*others, more]))
    assert (after.metres <= before.metres + 1e-9).all()


@given(st.lists(points, min_size=1, max_size=5), st.lists(boxes, min_size=1, max_size=4))
def test_signed_is_the_distance_to_the_outlines_negative_inside(places, areas):
    signed = distance_to(array(places), array(areas), signed=True).metres
    for place, metres in zip(places, signed):
        assert abs(metres) == pytest.approx(min(shapely.distance(place, area.exterior) for area in areas))
        assert (metres < 0) == (any(area.contains(place) for area in areas) and metres != 0)


def test_nothing_to_measure_to_is_infinite_and_no_place_is_unknown():
    found = distance_to(array([shapely.Point(0, 0), None]), array([None, shapely.Polygon()]))
    assert np.isinf(found.metres[0]) and np.isnan(found.metres[1]) and found.facility.tolist() == [-1, -1]


def test_classes_of_distance():
    metres = np.array([-5, 500, 500.1, 1000, 7000, np.nan])
    names = ["up to 500 m", "up to 500 m", "500–1,000 m", "500–1,000 m", "over 1,000 m", None]
    assert bands(metres, checked_breaks("500; 1000")) == names
    assert bands(metres, checked_breaks("0"))[:2] == ["up to 0 m", "over 0 m"]
    assert checked_breaks("") == () and checked_breaks("0,5 2") == (0.5, 2)


@pytest.mark.parametrize("text", ["far", "5; 5", "9 1", "nan", "1; inf"])
def test_breaks_that_are_none_are_refused(text):
    with pytest.raises(PlanError, match="from small to great"):
        checked_breaks(text)


def test_a_border_of_very_many_corners_is_measured_in_runs():
    angles = np.linspace(0, 2 * np.pi, 5000, endpoint=False)
    radii = 1000 + 100 * np.sin(37 * angles)
    land = shapely.Polygon(np.column_stack([radii * np.cos(angles), radii * np.sin(angles)]))
    hole = shapely.Polygon(land.exterior, [shapely.Point(0, 0).buffer(300, quad_segs=200).exterior])
    river = shapely.LineString(land.exterior.coords[:3000])
    small = shapely.LineString([(2000, 0), (2000, 10)])
    random = np.random.default_rng(8)
    spots = array([shapely.Point(*spot) for spot in random.uniform(-2500, 2500, (300, 2))])
    for others in ([river, small], [hole, small], [shapely.MultiLineString([river, small]), None]):
        found = distance_to(spots, array(others))
        expected = np.array([[shapely.distance(spot, other) for other in others if other] for spot in spots])
        np.testing.assert_allclose(found.metres, expected.min(axis=1), atol=1e-9)
        np.testing.assert_array_equal(found.facility, expected.argmin(axis=1))
    signed = distance_to(spots, array([hole]), signed=True).metres
    np.testing.assert_allclose(np.abs(signed), shapely.distance(spots, hole.boundary), atol=1e-9)
    np.testing.assert_array_equal(signed < 0, shapely.contains_properly(hole, spots))
    runs, owner = in_runs(array([river, hole.boundary, small, shapely.Point(1, 1)]))
    assert shapely.get_num_coordinates(runs).max() <= CORNERS_OF_A_RUN
    lengths = np.bincount(owner, weights=shapely.length(runs))
    assert lengths.tolist() == pytest.approx([river.length, hole.boundary.length, 10, 0])


def test_the_middle_of_a_place_in_two_polygons_and_odd_geometries():
    areas = [
        shapely.box(0, 0, 10, 10),
        shapely.box(2, 2, 8, 8),
        shapely.GeometryCollection([shapely.box(50, 0, 60, 9)]),
    ]
    found = distance_to(array([shapely.Point(5, 5), shapely.Point(55, 5), shapely.box(9, 9, 12, 12)]), array(areas))
    assert found.metres.tolist() == [0, 0, 0]
    signed = distance_to(array([shapely.Point(5, 5), shapely.box(9, 9, 12, 12)]), array(areas[:2]), signed=True)
    assert signed.metres.tolist() == [-3, 0]
