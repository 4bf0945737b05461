from __future__ import annotations

from itertools import pairwise

import networkx
import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.affinity import rotate, translate
from shapely.ops import substring
from vidnova.planning.criteria.network.access import Travel, access_over_streets, access_straight, search_from
from vidnova.planning.criteria.network.entrances import entrances_of
from vidnova.planning.criteria.network.routes import pairs_within_streets
from vidnova.planning.errors import Cancelled
from vidnova.planning.progress import Progress

SIZE = 4
STEP = 100.0
WORDS = ("", "", "yes", "-1")
ON_STREET = Travel(off_street=None)
NEIGHBOURS = [
    ((x, y), (x + dx, y + dy))
    for x in range(SIZE)
    for y in range(SIZE)
    for dx, dy in ((1, 0), (0, 1))
    if x + dx < SIZE and y + dy < SIZE
]
bent = st.integers(-30, 30)
streets = st.lists(
    st.tuples(st.sampled_from(NEIGHBOURS), st.sampled_from(WORDS), bent, st.booleans()),
    min_size=1,
    max_size=20,
    unique_by=lambda street: street[0],
)
Line = shapely.LineString
spots = st.lists(st.tuples(st.integers(0, 99), st.integers(1, 99)), min_size=1, max_size=6)


def array(items) -> np.ndarray:
    made = np.empty(len(items), dtype=object)
    made[:] = items
    return made


def line_of(street) -> shapely.LineString:
    """A bent street between two corners, drawn one way or the other."""
    (start, end), _, bend, turned = street
    a, b = np.array(start) * STEP, np.array(end) * STEP
    across = np.array([-(b - a)[1], (b - a)[0]]) / STEP
    line = shapely.LineString([a, (a + b) / 2 + across * bend, b])
    return shapely.reverse(line) if turned else line


def points_on(lines, spots) -> np.ndarray:
    return array([lines[i % len(lines)].interpolate(share / 100, normalized=True) for i, share in spots])


def graph_of(streets, lines, marks) -> networkx.DiGraph:
    """The streets as a graph by hand; marks (street, share) are nodes on them."""
    graph = networkx.DiGraph()
    for number, (line, street) in enumerate(zip(lines, streets)):
        stops = [(0.0, line.coords[0]), (1.0, line.coords[-1])]
        stops += [(share, (at, share)) for at, share in set(marks) if at == number]
        for (before, a), (after, b) in pairwise(sorted(stops)):
            length = (after - before) * line.length
            if street[1] != "-1":
                graph.add_edge(a, b, weight=length)
            if street[1] != "yes":
                graph.add_edge(b, a, weight=length)
    return graph


def by_networkx(streets, lines, places, facilities) -> np.ndarray:
    """The way from every place to every facility (n, f), infinite where there is none."""
    starts, ends = ([(i % len(lines), share / 100) for i, share in spots] for spots in (places, facilities))
    graph = graph_of(streets, lines, [*starts, *ends])
    costs = np.full((len(places), len(facilities)), np.inf)
    for k, start in enumerate(starts):
        lengths = networkx.single_source_dijkstra_path_length(graph, start)
        costs[k] = [lengths.get(end, np.inf) for end in ends]
    return costs


@given(streets, spots, spots)
def test_equal_to_networkx_with_one_way_streets(network_of, streets, places, facilities):
    lines = [line_of(street) for street in streets]
    network = network_of(lines, [street[1] for street in streets])
    expected = by_networkx(streets, lines, places, facilities)
    found = access_over_streets(network, points_on(lines, places), points_on(lines, facilities), ON_STREET)
    least = expected.min(axis=1)
    np.testing.assert_allclose(found.cost, np.where(np.isinf(least), np.nan, least), atol=1e-6)
    assert found.state.tolist() == ["unreachable" if np.isinf(cost) else "reached" for cost in least]
    chosen = [expected[k, f] for k, f in enumerate(found.facility) if f >= 0]
    np.testing.assert_allclose(chosen, least[np.isfinite(least)], atol=1e-6)


@given(streets, spots, spots, st.integers(10, 600))
def test_pairs_in_reach_are_those_of_networkx(network_of, streets, places, facilities, reach):
    lines = [line_of(street) for street in streets]
    network = network_of(lines, [street[1] for street in streets])
    expected = by_networkx(streets, lines, places, facilities).T
    search = search_from(network, points_on(lines, facilities), ON_STREET)
    found = np.full(expected.shape, np.inf)
    for rows, source, unit, cost in pairs_within_streets(
        search, entrances_of(network, points_on(lines, places)), reach + 0.5
    ):
        assert np.isinf(found[rows.start + source, unit]).all()
        found[rows.start + source, unit] = cost
    np.testing.assert_allclose(found, np.where(expected <= reach + 0.5, expected, np.inf), atol=1e-6)


@given(streets, spots, spots)
def test_the_other_direction_is_the_graph_turned_round(network_of, streets, places, facilities):
    lines = [line_of(street) for street in streets]
    network = network_of(lines, [street[1] for street in streets])
    expected = by_networkx(streets, lines, facilities, places).T.min(axis=1)
    outwards = Travel(direction="from", off_street=None)
    found = access_over_streets(network, points_on(lines, places), points_on(lines, facilities), outwards).cost
    np.testing.assert_allclose(found, np.where(np.isinf(expected), np.nan, expected), atol=1e-6)


def random_town(seed: int, count: int = 40, people: int = 30):
    """Streets that cross at random, places beside them, facilities."""
    random = np.random.default_rng(seed)
    ends = random.random((count, 2, 2)) * 1000
    middles = ends.mean(axis=1, keepdims=True) + random.normal(0, 60, (count, 1, 2))
    lines = [shapely.LineString(corners) for corners in np.concatenate([ends[:, :1], middles, ends[:, 1:]], axis=1)]
    spread = lambda number: array([shapely.Point(xy) for xy in random.random((number, 2)) * 1000])  # noqa: E731
    return lines, spread(people), spread(3), random


@pytest.mark.parametrize("seed", range(8))
def test_crossings_are_those_of_geos(network_of, seed):
    """Another way to the same network: GEOS nodes the lines, networkx searches, places are split in by GEOS too."""
    lines, places, facilities, _ = random_town(seed)
    network = network_of(lines, mode="walking", gap=0)
    noded = shapely.get_parts(shapely.node(shapely.multilinestrings(lines)))
    assert network.metres.sum() == pytest.approx(sum(line.length for line in lines), rel=1e-12)
    assert len(noded) == len(network)
    graph = networkx.MultiGraph()
    for line in noded:
        a, b = (tuple(np.round(xy, 3)) for xy in (line.coords[0], line.coords[-1]))
        graph.add_edge(a, b, weight=line.length)

    def entered(point, name):
        line = noded[shapely.distance(noded, point).argmin()]
        at = line.project(point)
        graph.add_edge(name, tuple(np.round(line.coords[0], 3)), weight=at)
        graph.add_edge(name, tuple(np.round(line.coords[-1], 3)), weight=line.length - at)
        return line, at

    spots = [entered(place, ("place", k)) for k, place in enumerate(places)]
    ends = [entered(facility, ("facility", k)) for k, facility in enumerate(facilities)]
    found = access_over_streets(network, places, facilities, ON_STREET)
    for k, (line, at) in enumerate(spots):
        lengths = networkx.single_source_dijkstra_path_length(graph, ("place", k))
        ways = [lengths.get(("facility", f), np.inf) for f in range(len(facilities))]
        ways += [abs(at - end) for other, end in ends if other is line]
        if np.isinf(min(ways)):
            assert found.state[k] == "unreachable"
        else:
            assert found.cost[k] == pytest.approx(min(ways), abs=1e-3)


def compare(one, other):
    assert one.state.tolist() == other.state.tolist()
    np.testing.assert_allclose(one.cost, other.cost, atol=1e-5)


@pytest.mark.parametrize("seed", range(4))
def test_moving_turning_shuffling_splitting_and_reversing_change_nothing(network_of, seed):
    lines, places, facilities, random = random_town(seed)
    plain = access_over_streets(network_of(lines), places, facilities)

    def moved(shape):
        return rotate(translate(shape, 5000, -700), 33, origin=(0, 0))

    turned = network_of([moved(line) for line in lines])
    compare(
        access_over_streets(turned, array([moved(p) for p in places]), array([moved(f) for f in facilities])), plain
    )
    order, other = random.permutation(len(lines)), random.permutation(len(places))
    mixed = access_over_streets(network_of([lines[k] for k in order]), places[other], facilities[::-1])
    back = np.argsort(other)
    assert mixed.state[back].tolist() == plain.state.tolist()
    np.testing.assert_allclose(mixed.cost[back], plain.cost, atol=1e-5)
    halves = [substring(line, a, b, True) for line in lines for a, b in ((0, 0.37), (0.37, 1))]
    compare(access_over_streets(network_of(halves), places, facilities), plain)
    compare(access_over_streets(network_of([shapely.reverse(line) for line in lines]), places, facilities), plain)


@pytest.mark.parametrize("seed", range(4))
def test_one_facility_more_never_lengthens_a_way_and_ways_are_never_shorter_than_straight(network_of, seed):
    lines, places, facilities, _ = random_town(seed)
    network = network_of(lines)
    few = access_over_streets(network, places, facilities[:2])
    many = access_over_streets(network, places, facilities)
    assert (np.nan_to_num(many.cost, nan=np.inf) <= np.nan_to_num(few.cost, nan=np.inf)).all()
    straight = access_straight(places, facilities)
    assert (np.nan_to_num(many.cost, nan=np.inf) >= straight.cost - 1e-9).all()


@pytest.mark.parametrize("seed", range(4))
def test_there_and_back_are_as_long_where_all_streets_are_open_both_ways(network_of, seed):
    lines, places, _, _ = random_town(seed, people=12)
    network = network_of(lines)
    costs = np.array([access_over_streets(network, places, places[k : k + 1]).cost for k in range(len(places))])
    np.testing.assert_allclose(costs, costs.T, atol=1e-6)
    assert np.nanmax(np.abs(np.diag(costs) - 2 * access_over_streets(network, places, places).metres_to_street)) < 1e-6


def test_minutes_choose_the_quick_way_and_metres_the_short_one(network_of, layer_of):
    """1 km at 20 km/h takes 3 minutes; the bypass of 2 km at 60 km/h takes 2."""
    slow = shapely.LineString([(0, 0), (1000, 0)])
    quick = shapely.LineString([(0, 0), (0, 500), (1000, 500), (1000, 0)])
    network = network_of([slow, quick], highway=["residential", "primary"], maxspeed=["20", "60"])
    ends = array([shapely.Point(0, 0)]), array([shapely.Point(1000, 0)])
    assert access_over_streets(network, *ends).cost == pytest.approx([1000])
    assert access_over_streets(network, *ends, Travel("minutes")).cost == pytest.approx([2])


def test_the_way_to_the_street_counts_unless_told_otherwise(network_of):
    """40 m to the street, 300 m along it, 20 m to the school; at 4.8 km/h 80 m take a minute."""
    network = network_of([shapely.LineString([(0, 0), (1000, 0)])], mode="walking")
    ends = array([shapely.Point(100, 40)]), array([shapely.Point(400, -20)])
    assert access_over_streets(network, *ends).cost == pytest.approx([360])
    assert access_over_streets(network, *ends, Travel("minutes")).cost == pytest.approx([4.5])
    assert access_over_streets(network, *ends, ON_STREET).cost == pytest.approx([300])
    assert access_over_streets(network, *ends).metres_to_street.tolist() == [40]


def test_what_cannot_be_reached_has_a_state_and_no_number(network_of):
    one_way = [shapely.LineString([(0, 0), (100, 0)]), shapely.LineString([(100, 0), (200, 0)])]
    network = network_of([*one_way, shapely.LineString([(0, 5000), (100, 5000)])], ["yes", "yes", ""])
    places = array([shapely.Point(10, 0), shapely.Point(150, 0), shapely.Point(50, 5000), shapely.Point(50, 900), None])
    found = access_over_streets(network, places, array([shapely.Point(60, 0), None]), reach=100)
    assert found.state.tolist() == ["reached", "unreachable", "unreachable", "too_far_from_streets", "no_place"]
    np.testing.assert_array_equal(found.cost, [50, np.nan, np.nan, np.nan, np.nan])
    np.testing.assert_array_equal(found.metres_to_street, [0, 0, 0, 900, np.nan])
    assert found.in_reach.tolist() == [1, 0, 0, 0, 0] and found.facility.tolist() == [0, -1, -1, -1, -1]


def test_without_any_facility_nothing_is_reached(network_of):
    network = network_of([shapely.LineString([(0, 0), (100, 0)])])
    places = array([shapely.Point(10, 0), None])
    for facilities in (array([]), array([None]), array([shapely.Point(9e5, 0)])):
        found = access_over_streets(network, places, facilities, reach=5)
        assert found.state.tolist() == ["unreachable", "no_place"] and np.isnan(found.cost).all()
    assert access_straight(places, array([])).state.tolist() == ["unreachable", "no_place"]


def test_a_building_is_entered_from_its_side_and_a_park_from_all_sides(network_of):
    """A school yard of 200 m between two streets is entered from either; a house of 10 m only from the nearer one."""
    lines = [shapely.LineString([(0, y), (1000, y)]) for y in (0, 220)]
    network = network_of(lines, mode="walking")
    yard, house = shapely.box(400, 10, 600, 210), shapely.box(495, 8, 505, 18)
    places = array([shapely.Point(100, 0), shapely.Point(100, 220)])
    assert access_over_streets(network, places, array([yard])).cost == pytest.approx([310, 310], abs=0.1)
    assert access_over_streets(network, places, array([house])).state.tolist() == ["reached", "unreachable"]


def test_parts_of_a_place_are_entered_each_by_itself(network_of):
    lines = [shapely.LineString([(0, y), (1000, y)]) for y in (0, 500)]
    network = network_of(lines, mode="walking")
    sites = array([shapely.MultiPoint([(100, 0), (200, 500)])])
    facilities = array([shapely.Point(900, 0), shapely.Point(900, 500)])
    found = access_over_streets(network, sites, facilities, reach=900)
    assert found.cost.tolist() == [700] and found.in_reach.tolist() == [2]


def test_straight_distances_and_their_states():
    places = array([shapely.Point(0, 0), shapely.box(30, 0, 40, 10), None])
    found = access_straight(places, array([None, shapely.Point(100, 0), shapely.Point(3, 4)]), reach=98)
    np.testing.assert_allclose(found.cost, [5, 27, np.nan])
    assert found.facility.tolist() == [2, 2, -1] and found.state.tolist() == ["reached", "reached", "no_place"]
    assert found.in_reach.tolist() == [1, 2, 0] and np.isnan(found.metres_to_street).all()


def test_work_stops_when_asked(network_of):
    lines, places, facilities, _ = random_town(1)
    network = network_of(lines)
    asked = iter([False, True])
    with pytest.raises(Cancelled):
        access_over_streets(network, places, facilities, progress=Progress(cancelled=lambda: next(asked)))


def test_a_street_to_be_repaired_is_entered_along_all_of_it_however_it_is_cut(network_of):
    """A measure drawn along 400 m of a street, a district over it: what stands on it is there already."""
    street = Line([(0, 0), (1000, 0)])
    whole, cut = network_of([street]), network_of([Line([(0, 0), (420, 0)]), Line([(420, 0), (1000, 0)])])
    places = array([Line([(300, 0), (700, 0)]), shapely.box(300, -200, 700, 200)])
    for facility, way in ((500, 0), (100, 200), (900, 200), (300, 0)):
        for network in (whole, cut):
            found = access_over_streets(network, places, array([shapely.Point(facility, 0)]))
            np.testing.assert_allclose(found.cost, [way, way], atol=1e-6)
