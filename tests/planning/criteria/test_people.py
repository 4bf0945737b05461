"""People of districts and buildings: evenly over areas, spread over buildings, and what each place adds to others."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from vidnova.planning.criteria.people.population import Population, population_of_buildings, population_of_units
from vidnova.planning.criteria.people.served import people_served
from vidnova.planning.criteria.shares import catchments, shares_of_union
from vidnova.planning.errors import Cancelled
from vidnova.planning.features import FeatureTable
from vidnova.planning.progress import Progress

CIRCLE = 0.001
BOWTIE = shapely.from_wkt("POLYGON((0 0, 20 20, 20 0, 0 20, 0 0))")

coordinate = st.integers(-400, 400)
points = st.builds(shapely.Point, coordinate, coordinate)
boxes = st.builds(
    lambda x, y, w, h: shapely.box(x, y, x + w, y + h), coordinate, coordinate, *[st.integers(1, 300)] * 2
)
people = st.one_of(st.none(), st.integers(0, 500))


def array(items) -> np.ndarray:
    made = np.empty(len(items), dtype=object)
    made[:] = items
    return made


def population(shapes, numbers, by_share) -> Population:
    return Population(array(shapes), np.array(numbers, dtype=float)[:, None], np.array(by_share, dtype=bool))


@st.composite
def towns(draw):
    shapes = draw(st.lists(st.tuples(boxes, people, st.booleans()), min_size=1, max_size=8))
    places = draw(st.lists(points, min_size=1, max_size=5))
    return array(places), population(*zip(*shapes)), draw(st.sampled_from([30, 120, 400]))


def by_definition(places, town, reach) -> float:
    """People whom at least one of the places reaches: whole units by distance, areas by the area of the overlap."""
    reached = shapely.union_all(catchments(array(places), reach))
    sums = 0.0
    for shape, number, evenly in zip(town.geometries, np.nan_to_num(town.people[:, 0]), town.by_share):
        near = any(shapely.distance(place, shape) <= reach for place in places)
        sums += number * (shapely.intersection(reached, shape).area / shape.area if evenly else near)
    return sums


@given(towns())
@settings(deadline=None)
def test_totals_equal_looking_at_every_pair(town):
    places, living, reach = town
    found = people_served(places, living, reach).reached
    for place, total in zip(places, found.total[:, 0]):
        expected = by_definition([place], living, reach)
        assert np.isnan(total) or total == pytest.approx(expected, abs=1e-6)
    assert np.isnan(found.once[0]) or found.once[0] == pytest.approx(by_definition(places, living, reach), abs=1e-6)


@given(towns())
@settings(deadline=None)
def test_what_only_one_place_serves_is_what_would_be_lost_without_it(town):
    places, living, reach = town
    only, once = people_served(places, living, reach).reached.only[:, 0], by_definition(places, living, reach)
    for row, lost in enumerate(only):
        expected = once - by_definition([p for n, p in enumerate(places) if n != row], living, reach)
        assert np.isnan(lost) or lost == pytest.approx(expected, abs=1e-6)


@given(towns(), st.lists(points, max_size=3))
@settings(deadline=None)
def test_what_a_place_adds_is_what_the_union_with_those_already_there_gains(town, there):
    places, living, reach = town
    added = people_served(places, living, reach, existing=array(there)).added[:, 0]
    before = by_definition(there, living, reach)
    for place, gained in zip(places, added):
        expected = by_definition([place, *there], living, reach) - before
        assert np.isnan(gained) or gained == pytest.approx(expected, abs=1e-6)


@given(towns(), st.integers(-5000, 5000), st.floats(0, 360))
@settings(deadline=None)
def test_moving_the_town_changes_nothing_and_turning_it_only_the_corners_of_circles(town, shift, angle):
    places, living, reach = town

    def moved(shapes):
        turned = [shapely.affinity.rotate(shape, angle, origin=(0, 0)) for shape in shapes]
        return array([shapely.affinity.translate(shape, shift, -shift) for shape in turned])

    by_area = Population(living.geometries, living.people, np.ones(len(living), dtype=bool))
    elsewhere = Population(moved(by_area.geometries), by_area.people, by_area.by_share)
    here, there = (people_served(*t, reach).reached.total for t in ((places, by_area), (moved(places), elsewhere)))
    np.testing.assert_allclose(here, there, atol=CIRCLE * np.nansum(by_area.people) + 1e-6)


@given(st.lists(points, min_size=1, max_size=4), boxes, st.integers(1, 9), st.sampled_from([50, 300]))
@settings(deadline=None)
def test_splitting_a_district_changes_nothing(places, district, tenths, reach):
    left, bottom, right, top = district.bounds
    cut = left + (right - left) * tenths / 10
    halves = [shapely.box(left, bottom, cut, top), shapely.box(cut, bottom, right, top)]
    whole = people_served(array(places), population([district], [1000], [True]), reach).reached
    parts = population(halves, [100 * tenths, 1000 - 100 * tenths], [True, True])
    split = people_served(array(places), parts, reach).reached
    np.testing.assert_allclose(split.total, whole.total, atol=1e-6)
    np.testing.assert_allclose(split.only, whole.only, atol=1e-6)
    np.testing.assert_allclose(split.once, whole.once, atol=1e-6)


def test_half_a_district_by_hand():
    """A place on the edge of a district of 2,000 × 1,000 m reaches half a circle of 500 m."""
    town = population([shapely.box(-1000, 0, 1000, 1000)], [2000], [True])
    served = people_served(array([shapely.Point(0, 0), None]), town, 500).reached
    assert served.total[0, 0] == pytest.approx(2000 * np.pi * 500**2 / 2 / 2e6, rel=CIRCLE)
    assert np.isnan(served.total[1, 0]) and served.units.tolist() == [1, 0]


def test_community_wide_serves_all_of_an_area_and_leaves_nothing_to_others_alone():
    town = population([shapely.box(0, 0, 100, 100), shapely.Point(0, 0)], [100, 10], [True, False])
    served = people_served(array([None, shapely.Point(50, 50)]), town, 10, np.array([True, False])).reached
    assert served.total[0, 0] == 110 and served.once[0] == 110
    assert served.only[1, 0] == 0 and served.only[0, 0] == pytest.approx(110 - np.pi, abs=0.01)


def layer(name, shapes, **columns) -> FeatureTable:
    return FeatureTable(name, name, "EPSG:6386", columns, [shape and shape.wkb for shape in shapes])


@pytest.fixture
def districts():
    shapes = [shapely.box(0, 0, 100, 100), shapely.box(100, 0, 200, 100), shapely.box(200, 0, 300, 100), None]
    return layer("райони", shapes, people=[300, None, 60, 5], older=[30, 20, 6, 0])


@pytest.fixture
def buildings():
    shapes = [shapely.box(x, 10, x + 10, 10 + height) for x, height in ((0, 10), (50, 20), (110, 10), (900, 10))]
    return layer("будинки", shapes, dwellings=[1, None, 4, 9])


def test_people_of_districts_are_spread_over_buildings_by_footprint(districts, buildings):
    spread = population_of_buildings(districts, ["people", "older"], buildings)
    np.testing.assert_allclose(spread.people[:3, 0], [100, 200, np.nan])
    np.testing.assert_allclose(spread.people[:3, 1], [10, 20, 20])
    assert spread.by_share.tolist() == [False, False, False, True, True]
    assert spread.people[3].tolist() == [60, 6], "a district without buildings keeps its people"
    rules = [found["rule"] for found in spread.findings]
    assert rules == ["layer_without_geometry", "area_without_buildings"]


def test_a_weight_that_is_not_known_is_the_median(districts, buildings):
    spread = population_of_buildings(districts, ["people"], buildings, "dwellings")
    np.testing.assert_allclose(spread.people[:2, 0], [300 * 1 / 5, 300 * 4 / 5])
    assert [found["rule"] for found in spread.findings][-1] == "building_without_weight"


def test_a_broken_district_counts_by_what_it_covers():
    town = population_of_units(layer("райони", [BOWTIE], people=[100]), ["people"], by_share=True)
    half = people_served(array([shapely.box(0, 0, 20, 10)]), town, 0).reached
    assert half.total[0, 0] == pytest.approx(50)


def test_no_areas_no_places():
    town = population([shapely.box(0, 0, 1, 1)], [1], [True])
    assert people_served(array([]), town, 5).reached.total.shape == (0, 1)
    nobody = people_served(array([shapely.Point(0, 0)]), population([], np.empty(0), []), 5, existing=array([None]))
    assert nobody.reached.total[0, 0] == 0 and nobody.added[0, 0] == 0
    assert shares_of_union(array([None]), array([shapely.Point(0, 0)])).tolist() == [0]


def test_work_stops_when_asked():
    asked = iter([False] * 3 + [True] * 100)
    town = population([shapely.box(x, 0, x + 10, 10) for x in range(50)], [1] * 50, [True] * 50)
    with pytest.raises(Cancelled):
        people_served(town.geometries, town, 5, progress=Progress(cancelled=lambda: next(asked)))
