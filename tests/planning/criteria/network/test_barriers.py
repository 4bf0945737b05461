from __future__ import annotations

import numpy as np
import pytest
import shapely
from vidnova.planning.criteria.network.access import access_over_streets
from vidnova.planning.criteria.network.barriers import with_barriers

Line, Point = shapely.LineString, shapely.Point
MAIN = Line([(0, 0), (1000, 0)])
SIDES = [Line([(x, -200), (x, 200)]) for x in (300, 600)]


def array(items) -> np.ndarray:
    made = np.empty(len(items), dtype=object)
    made[:] = items
    return made


@pytest.fixture
def town(network_of):
    return network_of([MAIN, *SIDES, Line([(300, 200), (600, 200)])], mode="walking")


@pytest.fixture
def closed(town, layer_of):
    """Metres closed on the main street and on the others."""

    def of(*barriers, tolerance=5.0):
        network = with_barriers(town, layer_of(barriers), tolerance)
        shut = ~network.is_open
        assert network.metres.sum() == pytest.approx(town.metres.sum())
        main = network.rows == 0
        return round(network.metres[shut & main].sum(), 3), round(network.metres[shut & ~main].sum(), 3)

    return of


def test_a_point_closes_the_street_it_is_on(closed):
    assert closed(Point(450, 0)) == (10, 0)
    assert closed(Point(450, 3)) == (pytest.approx(8, abs=0.1), 0)
    assert closed(Point(450, 30)) == (0, 0)
    assert closed(Point(450, 0), tolerance=50) == (100, 0)


def test_a_point_near_a_crossing_still_closes(closed):
    assert closed(Point(304, 0)) == (9, 0)
    on_all = closed(Point(300, 0))
    assert on_all == (10, 10)


def test_a_line_along_a_street_closes_it_and_not_the_side_streets(closed):
    assert closed(Line([(300, 0), (600, 0)])) == (300, 0)
    assert closed(Line([(300, 2), (600, 2)]))[1] == 0
    assert closed(MAIN) == (1000, 0)


def test_a_line_across_streets_and_a_polygon_close_what_they_touch(closed):
    assert closed(Line([(0, 100), (1000, 100)])) == (0, 20)
    assert closed(shapely.box(400, -50, 500, 50), tolerance=0) == (pytest.approx(100, abs=0.01), 0)
    bowtie = shapely.Polygon([(400, -50), (500, 50), (500, -50), (400, 50)])
    assert closed(bowtie, tolerance=0)[0] == pytest.approx(100, abs=0.01)


def test_a_ring_is_closed_where_the_barrier_is_even_at_its_seam(network_of, layer_of):
    ring = network_of([shapely.box(0, 0, 100, 100).exterior], mode="walking")
    for corner in shapely.box(0, 0, 100, 100).exterior.coords:
        network = with_barriers(ring, layer_of([Point(corner)]))
        assert network.metres[~network.is_open].sum() == pytest.approx(10)


def test_overlapping_barriers_close_once(closed):
    assert closed(Point(450, 0), Point(453, 0), shapely.box(440, -5, 470, 5)) == (40, 0)


def test_the_way_leads_round_a_damaged_bridge(town, layer_of):
    ends = array([Point(100, 0)]), array([Point(900, 0)])
    assert access_over_streets(town, *ends).cost == pytest.approx([800])
    network = with_barriers(town, layer_of([Point(450, 0)]))
    assert access_over_streets(network, *ends).cost == pytest.approx([1200])
    cut = with_barriers(town, layer_of([Point(450, 0), Point(450, 200)]))
    assert access_over_streets(cut, *ends).state.tolist() == ["unreachable"]
    assert [found["rule"] for found in cut.findings] == ["streets_closed"]


def test_a_house_at_a_closed_place_is_cut_off_and_its_neighbour_is_not(town, layer_of):
    network = with_barriers(town, layer_of([shapely.box(400, -50, 500, 50)]), 0)
    houses, school = array([Point(450, 20), Point(390, 20), Point(510, 20)]), array([Point(0, 0)])
    found = access_over_streets(network, houses, school)
    assert found.state.tolist() == ["unreachable", "reached", "reached"]
    np.testing.assert_allclose(found.cost[1:], [410, 300 + 200 + 300 + 200 + 90 + 20], atol=1e-6)


@pytest.mark.parametrize("seed", range(6))
def test_closing_a_street_never_shortens_a_way(network_of, layer_of, seed):
    random = np.random.default_rng(seed)
    lines = [Line(ends) for ends in random.random((30, 2, 2)) * 1000]
    network = network_of(lines, mode="walking")
    places, facilities = ([Point(xy) for xy in random.random((n, 2)) * 1000] for n in (40, 3))
    barriers = [Point(xy).buffer(40) for xy in random.random((5, 2)) * 1000]
    barriers += [Line(ends) for ends in random.random((2, 2, 2)) * 1000]
    before = access_over_streets(network, array(places), array(facilities)).cost
    after = access_over_streets(with_barriers(network, layer_of(barriers)), array(places), array(facilities)).cost
    assert (np.nan_to_num(after, nan=np.inf) >= np.nan_to_num(before, nan=np.inf) - 1e-6).all()
    assert np.isnan(after).sum() > np.isnan(before).sum()


def test_barriers_that_close_nothing_are_told(town, layer_of):
    network = with_barriers(town, layer_of([Point(450, 90), None, Point(450, 0)], name="мости"))
    rules = {found["rule"]: found["message_en"] for found in network.findings}
    assert set(rules) == {"layer_without_geometry", "barrier_without_street", "streets_closed"}
    assert "«мости»: 1 of 3 barriers" in rules["barrier_without_street"]
