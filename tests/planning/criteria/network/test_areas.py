from __future__ import annotations

import numpy as np
import pytest
import shapely
from vidnova.planning.criteria.network.access import Travel, search_from
from vidnova.planning.criteria.network.areas import service_areas

Line, Point = shapely.LineString, shapely.Point
ON_STREET = Travel(off_street=None)


def array(items) -> np.ndarray:
    made = np.empty(len(items), dtype=object)
    made[:] = items
    return made


@pytest.fixture
def cross(network_of):
    return network_of([Line([(-500, 0), (500, 0)]), Line([(0, -500), (0, 500)])], mode="walking")


def test_streets_are_cut_where_the_reach_ends(cross):
    """From 100 m east of the crossing, 300 m reach 200 m into the three other arms."""
    [area] = service_areas(search_from(cross, array([Point(100, 0)])), [300])
    expected = shapely.union_all([Line([(-200, 0), (400, 0)]), Line([(0, -200), (0, 200)])])
    assert shapely.hausdorff_distance(area.streets, expected) < 1e-6 and area.streets.length == pytest.approx(1000)
    assert area.area.buffer(0.5).covers(expected.buffer(39)) and expected.buffer(41).covers(area.area)


def test_the_way_from_the_facility_to_the_street_is_taken_off(cross):
    [area] = service_areas(search_from(cross, array([Point(250, 50)])), [300])
    assert area.streets.length == pytest.approx(500)
    [whole] = service_areas(search_from(cross, array([Point(250, 50)]), ON_STREET), [300])
    assert whole.streets.length == pytest.approx(550 + 2 * 50)
    assert [a.streets.is_empty for a in service_areas(search_from(cross, array([Point(250, 50)])), [50, 60])] == [1, 0]


def test_one_way_streets_bring_people_to_the_facility_or_the_facility_to_them(network_of):
    network = network_of([Line([(-500, 0), (500, 0)])], ["yes"])
    for direction, expected in (("to", Line([(-300, 0), (0, 0)])), ("from", Line([(0, 0), (300, 0)]))):
        [area] = service_areas(search_from(network, array([Point(0, 0)]), Travel(direction=direction)), [300])
        assert shapely.hausdorff_distance(area.streets, expected) < 1e-6


def test_an_edge_reached_from_both_sides_is_whole_or_has_a_hole(network_of):
    """A ring of 400 m: from one side 150 m each way leave 100 m, 200 m leave nothing."""
    network = network_of([shapely.box(0, 0, 100, 100).exterior], mode="walking")
    search = search_from(network, array([Point(50, 0)]))
    found = [area.streets.length for area in service_areas(search, [150, 200, 900])]
    assert found == [pytest.approx(300), pytest.approx(400), pytest.approx(400)]


def test_greater_reaches_hold_the_smaller_ones_or_leave_them_out(cross):
    search = search_from(cross, array([Point(100, 0), Point(-400, 30)]))
    nested = list(service_areas(search, [500, 300, 800]))
    assert [(a.source, a.limit) for a in nested] == [(s, b) for s in (0, 1) for b in (300, 500, 800)]
    assert nested[1].area.covers(nested[0].area) and {area.above for area in nested} == {0}
    rings = list(service_areas(search, [300, 500, 800], rings=True))
    assert [area.above for area in rings[:3]] == [0, 300, 500]
    assert rings[1].area.intersection(rings[0].area).area < 1e-6
    assert sum(ring.area.area for ring in rings[:3]) == pytest.approx(nested[2].area.area)


def test_together_the_nearest_facility_counts(cross):
    search = search_from(cross, array([Point(300, 0), Point(-300, 0)]))
    [area] = service_areas(search, [250], together=True)
    singles = list(service_areas(search, [250]))
    assert area.source == -1
    assert shapely.equals(area.area.normalize(), shapely.union_all([s.area for s in singles]).normalize()) or (
        area.area.symmetric_difference(shapely.union_all([s.area for s in singles])).area < 1
    )


def test_yards_are_filled_and_woods_are_not(network_of):
    for side, holes in ((200, 0), (400, 1)):
        network = network_of([shapely.box(0, 0, side, side).exterior], mode="walking")
        [area] = service_areas(search_from(network, array([Point(0, 0)])), [2000])
        assert sum(len(part.interiors) for part in area.area.geoms) == holes


def test_a_facility_that_lies_nowhere_has_an_empty_area(cross):
    found = list(service_areas(search_from(cross, array([None, Point(9e5, 0)])), [300]))
    assert [area.area.is_empty and area.streets.is_empty for area in found] == [True, True]


def test_reached_streets_are_those_whose_ways_are_within_reach(network_of):
    """Points spread over the streets lie in the area exactly where their own way is within the reach."""
    from vidnova.planning.criteria.network.access import access_over_streets

    random = np.random.default_rng(5)
    lines = [Line(ends) for ends in random.random((40, 2, 2)) * 1000]
    network = network_of(lines, random.choice(["", "yes", "-1"], 40).tolist())
    facility = array([Point(480, 520)])
    spots = array([line.interpolate(share, normalized=True) for line in lines for share in random.random(20)])
    cost = access_over_streets(network, spots, facility).cost
    for area in service_areas(search_from(network, facility), [200, 500]):
        inside = shapely.distance(area.streets, spots) < 1e-6
        clear = ~(np.abs(cost - area.limit) < 1e-3)
        assert inside[clear].tolist() == (cost <= area.limit)[clear].tolist() and inside.any()


def test_an_island_of_land_in_a_filled_hole_belongs_to_the_area(network_of):
    """Over a bridge a street inside the ring is reached that touches nothing of the ring's land."""
    ring, inside = shapely.box(0, 0, 220, 220).exterior, Line([(110, 105), (110, 115)])
    bridge = Line([(110, 220), (110, 115)])
    network = network_of([ring, inside, bridge], mode="walking")
    for hole in (0, 40_000):
        [area] = service_areas(search_from(network, array([Point(110, 105)])), [2000], width=20, hole=hole)
        assert area.area.is_valid and area.area.geom_type == "MultiPolygon"
    closed = network.taken(network.rows != 2)
    search = search_from(closed, array([shapely.MultiPoint([(110, 105), (0, 0)])]))
    [area] = service_areas(search, [2000], width=20)
    assert area.area.is_valid and len(area.area.geoms) == 1
    [area] = service_areas(search, [2000], width=20, hole=0)
    assert area.area.is_valid and len(area.area.geoms) == 2
