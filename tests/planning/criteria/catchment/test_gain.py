from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from vidnova.planning.criteria.catchment.access import Demand
from vidnova.planning.criteria.catchment.additions import Additions, read_additions
from vidnova.planning.criteria.catchment.decay import DECAYS, EQUAL, Decay
from vidnova.planning.criteria.catchment.gain import Gains, catchment_gains
from vidnova.planning.criteria.catchment.links import StraightLinks
from vidnova.planning.criteria.catchment.shortage import below, shortage
from vidnova.planning.criteria.catchment.supply import Supply
from vidnova.planning.criteria.shapes import has_place

NORM = 0.5
REACH = 40.001
whole = st.integers(-50, 50)
points = st.builds(shapely.Point, whole, whole)
boxes = st.builds(lambda x, y, w: shapely.box(x, y, x + w, y + w), whole, whole, st.integers(1, 9))
shapes = st.one_of(points, boxes, st.none())
numbers = st.one_of(st.integers(0, 50), st.just(np.nan))
decays = st.sampled_from([EQUAL, *DECAYS]).map(lambda kind: Decay(kind, REACH))
norms = st.sampled_from([None, NORM])


def towns(number):
    def several(least, most):
        return st.lists(st.tuples(shapes, number), min_size=least, max_size=most)

    return st.tuples(several(1, 10), several(0, 6))


@pytest.fixture(scope="module")
def gains_of(array, access_of):
    def gains(units, facilities, additions, decay, choice=False, norm=NORM) -> Gains:
        shapes, places = array([shape for shape, _ in units]), array([shape for shape, _ in facilities])
        demand = Demand(np.array([people for _, people in units], dtype=float), has_place(shapes))
        capacity = np.array([number for _, number in facilities], dtype=float)
        now = access_of(units, facilities, decay, choice)
        return catchment_gains(StraightLinks(shapes, decay.reach), now, places, capacity, demand, additions, norm)

    return gains


@pytest.fixture(scope="module")
def added(array):
    def additions(measures, new=True) -> Additions:
        places = array([shape for shape, _ in measures])
        return Additions(places, np.array([number for _, number in measures], dtype=float), np.full(len(measures), new))

    return additions


def from_scratch(units, before, after, people_in_reach, norm) -> tuple[float, float, float]:
    """Served, lifted and increase of access from two computations of the whole town."""
    people = np.array([number for _, number in units], dtype=float)
    served = np.nansum(shortage(people, before, norm) - shortage(people, after, norm))
    lifted = np.nansum(below(people, before, norm) - below(people, after, norm))
    more = np.nansum(people * (after - before))
    return served, lifted, more / people_in_reach if people_in_reach else 0.0


@given(
    towns(st.integers(0, 50)), st.lists(st.tuples(shapes, st.integers(0, 50)), max_size=4), decays, st.booleans(), norms
)
def test_a_new_place_as_if_all_were_computed_anew(gains_of, added, access_of, town, measures, decay, choice, norm):
    units, facilities = town
    gains = gains_of(units, facilities, added(measures), decay, choice, norm)
    before = access_of(units, facilities, decay, choice).access
    for row, (place, capacity) in enumerate(measures):
        if place is None:
            assert np.isnan([gains.served[row], gains.lifted[row], gains.people[row], gains.access[row]]).all()
            continue
        after = access_of(units, [*facilities, (place, capacity)], decay, choice).access
        near = sum(people for unit, people in units if unit is not None and unit.distance(place) <= REACH)
        expected = from_scratch(units, before, after, near, norm)
        assert gains.people[row] == near
        assert (gains.served[row], gains.lifted[row], gains.access[row]) == pytest.approx(expected, rel=1e-6, abs=1e-9)


@given(towns(st.integers(0, 50)), st.integers(0, 50), decays, st.booleans())
def test_a_larger_facility_as_if_all_were_computed_anew(gains_of, added, access_of, town, more, decay, choice):
    units, facilities = town
    if not facilities or facilities[0][0] is None:
        return
    place, capacity = facilities[0]
    gains = gains_of(units, facilities, added([(place, more)], new=False), decay, choice)
    before = access_of(units, facilities, decay, choice).access
    after = access_of(units, [(place, capacity + more), *facilities[1:]], decay, choice).access
    expected = from_scratch(units, before, after, gains.people[0], NORM)
    assert (gains.served[0], gains.lifted[0], gains.access[0]) == pytest.approx(expected, rel=1e-6, abs=1e-9)


@given(towns(numbers), st.lists(st.tuples(shapes, numbers), min_size=1, max_size=3), decays, st.booleans())
def test_one_measure_says_nothing_of_another(gains_of, added, town, measures, decay, choice):
    together = gains_of(*town, added(measures), decay, choice)
    for row, measure in enumerate(measures):
        alone = gains_of(*town, added([measure]), decay, choice)
        assert alone.served[0] == pytest.approx(together.served[row], nan_ok=True)
        assert alone.unknown[0] == together.unknown[row]


def spots(*places) -> list:
    return [(shapely.Point(x, 0), number) for x, number in places]


def test_by_hand(gains_of, added):
    """100 people share 30 places, 0.3 each, where 0.5 is the norm: 40 have none. 30 more places serve 40 of them, and
    all 100 come up to the norm; 10 more serve 20 and lift nobody. At the far end 50 people have nothing."""
    units, facilities = spots((0, 60), (5, 40), (100, 50)), spots((2, 30))
    gains = gains_of(units, facilities, added(spots((2, 30), (2, 10), (100, 5))), Decay(EQUAL, 10))
    assert gains.served.tolist() == pytest.approx([40, 20, 10])
    assert gains.lifted.tolist() == [100, 0, 0]
    assert gains.people.tolist() == [100, 100, 50]
    assert gains.access.tolist() == pytest.approx([0.3, 0.1, 0.1])
    without = gains_of(units, facilities, added(spots((2, 30), (100, 5))), Decay(EQUAL, 10), norm=None)
    assert (without.served.tolist(), without.lifted.tolist()) == ([0, 50], [0, 50])


def test_what_is_unknown_of_a_measure_stays_unknown(gains_of, added):
    gains = gains_of(spots((0, 10), (1, np.nan)), [], added([*spots((0, np.nan)), (None, 5)]), Decay(EQUAL, 10))
    assert np.isnan(gains.served).all() and np.isnan(gains.access).all()
    assert gains.people.tolist() == pytest.approx([10, np.nan], nan_ok=True)
    assert gains.unknown.tolist() == [1, 0]


def test_what_a_measure_adds(array):
    """At 20 m from a school that works it enlarges this one; at a closed one it brings back the school's places."""
    places = array([shapely.Point(0, 0), shapely.Point(1000, 0), None])
    supply = Supply(places, np.array([100.0, 60, 70]), np.array([True, False, False]))
    measures = array([shapely.Point(x, 0) for x in (20, 990, 1010, 500, 0)] + [None])
    found = read_additions(measures, np.array([30.0, np.nan, 90, 40, np.nan, 5]), supply)
    assert found.added.tolist() == pytest.approx([30, 60, 90, 40, np.nan, 5], nan_ok=True)
    assert found.new.tolist() == [False, True, True, True, False, True]
    assert [place and place.x for place in found.places] == [0, 1000, 1000, 500, 0, None]
    assert np.isnan(read_additions(measures, np.full(6, -1.0), supply).added[3])
    assert read_additions(measures, np.ones(6), Supply(array([]), np.zeros(0), np.zeros(0, bool))).new.all()


def test_shortage_and_below(array):
    people, access = np.array([10, 10, 10, np.nan, 10]), np.array([0, 0.25, 0.5, 0, np.nan])
    assert shortage(people, access, 0.5).tolist() == pytest.approx([10, 5, 0, np.nan, np.nan], nan_ok=True)
    assert below(people, access, 0.5).tolist() == pytest.approx([10, 10, 0, np.nan, np.nan], nan_ok=True)
    assert shortage(people, access, None).tolist() == pytest.approx([10, 0, 0, np.nan, np.nan], nan_ok=True)
