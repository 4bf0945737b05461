from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.affinity import rotate, translate
from vidnova.planning.criteria.catchment.access import Demand, floating_catchment
from vidnova.planning.criteria.catchment.decay import CURVES, DECAYS, EQUAL, Decay, checked_decay
from vidnova.planning.criteria.catchment.links import StraightLinks
from vidnova.planning.criteria.shapes import has_place
from vidnova.planning.errors import Cancelled, PlanError
from vidnova.planning.progress import Progress

REACH = 40.001
whole = st.integers(-50, 50)
points = st.builds(shapely.Point, whole, whole)
boxes = st.builds(lambda x, y, w: shapely.box(x, y, x + w, y + w), whole, whole, st.integers(1, 9))
shapes = st.one_of(points, boxes, st.none())
numbers = st.one_of(st.integers(0, 50), st.just(np.nan))
decays = st.sampled_from([EQUAL, *DECAYS]).map(lambda kind: Decay(kind, REACH))


@st.composite
def towns(draw, number=numbers):
    units = draw(st.lists(st.tuples(shapes, number), min_size=1, max_size=10))
    facilities = draw(st.lists(st.tuples(shapes, number), min_size=0, max_size=6))
    return units, facilities


def by_hand(units, facilities, decay, choice):
    """The formulas as they are written, one pair after the other: access, facilities in reach, unknown ones."""

    def weight(unit, facility):
        if unit is None or facility is None or unit.distance(facility) > decay.reach:
            return 0.0
        return float(decay.weights(np.array([unit.distance(facility)]))[0])

    def effective(unit, facility):
        total = sum(weight(unit, other) for other, _ in facilities)
        return weight(unit, facility) * (weight(unit, facility) / total if choice and total else 1)

    ratios = []
    for place, capacity in facilities:
        near = [(people, effective(unit, place)) for unit, people in units if effective(unit, place)]
        load = sum(people * w for people, w in near if people == people)
        if capacity != capacity or (not load and any(people != people for people, _ in near)):
            ratios.append(None)
        else:
            ratios.append(capacity / load if load else 0.0)
    found = []
    for unit, _ in units:
        reached = [
            (ratio, effective(unit, place))
            for (place, _), ratio in zip(facilities, ratios)
            if unit is not None and place is not None and unit.distance(place) <= decay.reach
        ]
        unknown = sum(ratio is None for ratio, _ in reached)
        nothing = unit is None or (reached and unknown == len(reached))
        found.append((np.nan if nothing else sum(r * w for r, w in reached if r is not None), len(reached), unknown))
    return found


@given(towns(), decays, st.booleans())
def test_equal_to_looking_at_every_pair(access_of, town, decay, choice):
    found, expected = access_of(*town, decay, choice), by_hand(*town, decay, choice)
    np.testing.assert_allclose(found.access, [access for access, _, _ in expected], rtol=1e-9)
    np.testing.assert_array_equal(found.facilities, [count for _, count, _ in expected])
    np.testing.assert_array_equal(found.unknown, [unknown for _, _, unknown in expected])


@given(towns(st.integers(0, 50)), decays, st.booleans())
def test_all_capacity_that_people_reach_is_shared_out(access_of, town, decay, choice):
    units, facilities = town
    found = access_of(units, facilities, decay, choice)
    people = np.array([number for _, number in units], dtype=float)
    capacity = np.array([number for _, number in facilities], dtype=float)
    assert np.nansum(found.access * people) == pytest.approx(capacity[found.ratios.load > 0].sum())


@given(towns(), decays, st.booleans(), st.integers(-500, 500), st.sampled_from([90, 180, 270]))
def test_moving_and_turning_the_town_changes_nothing(access_of, town, decay, choice, shift, angle):
    def moved(things):
        return [(g and rotate(translate(g, shift, -shift), angle, origin=(0, 0)), number) for g, number in things]

    straight, turned = (access_of(*pair, decay, choice) for pair in (town, [moved(things) for things in town]))
    np.testing.assert_allclose(turned.access, straight.access, rtol=1e-6)


@given(towns(), decays, st.booleans(), st.randoms(use_true_random=False))
def test_the_order_does_not_matter(access_of, town, decay, choice, shuffler):
    units, facilities = town
    order = list(range(len(units)))
    shuffler.shuffle(order)
    mixed = access_of([units[i] for i in order], facilities[::-1], decay, choice).access
    np.testing.assert_allclose(mixed, access_of(units, facilities, decay, choice).access[order], rtol=1e-9)


@given(towns(), decays)
def test_a_facility_split_into_two_changes_nothing(access_of, town, decay):
    units, facilities = town
    halves = [(place, capacity / 2) for place, capacity in facilities for _ in range(2)]
    once, twice = access_of(units, facilities, decay), access_of(units, halves, decay)
    np.testing.assert_allclose(twice.access, once.access, rtol=1e-9)
    np.testing.assert_array_equal(twice.facilities, 2 * once.facilities)


@given(towns(st.integers(1, 50)), decays, st.booleans())
def test_a_unit_split_into_two_changes_nothing(access_of, town, decay, choice):
    units, facilities = town
    halves = [(place, people / 2) for place, people in units for _ in range(2)]
    once, twice = access_of(units, facilities, decay, choice), access_of(halves, facilities, decay, choice)
    np.testing.assert_allclose(twice.access[::2], once.access, rtol=1e-9)


@given(towns(st.integers(0, 50)), decays, shapes, st.integers(0, 50))
def test_a_facility_more_never_lowers_access(access_of, town, decay, place, capacity):
    units, facilities = town
    before, after = access_of(units, facilities, decay), access_of(units, [*facilities, (place, capacity)], decay)
    placed = ~np.isnan(before.access)
    assert (after.access[placed] >= before.access[placed] * (1 - 1e-12)).all()


@given(towns(st.integers(0, 50)), decays, st.booleans(), st.integers(1, 50))
def test_more_capacity_never_lowers_access_even_with_choice(access_of, town, decay, choice, more):
    units, facilities = town
    larger = [(place, capacity + more * (row == 0)) for row, (place, capacity) in enumerate(facilities)]
    before, after = access_of(units, facilities, decay, choice), access_of(units, larger, decay, choice)
    placed = ~np.isnan(before.access)
    assert (after.access[placed] >= before.access[placed] * (1 - 1e-12)).all()


def spots(*places) -> list:
    return [(shapely.Point(x, 0), number) for x, number in places]


def test_two_overlapping_catchments_by_hand(access_of):
    """Units of one person along a street, each facility with one place and a reach of 3: the first is shared by four
    people (0.25 each), the second by five (0.2 each), and who lives between reaches both (0.45)."""
    units = spots((0, 1), (1, 1), (2, 1), (5, 1), (8, 1), (9, 1), (10, 1), (11, 1))
    found = access_of(units, spots((2, 1), (8, 1)), Decay(EQUAL, 3))
    assert found.access.tolist() == pytest.approx([0.25] * 3 + [0.45] + [0.2] * 4)
    assert found.facilities.tolist() == [1, 1, 1, 2, 1, 1, 1, 1]


def test_zones_by_hand(access_of):
    """100 people in each zone weigh 100, 68 and 22: 190 people share 19 places, 0.1 each, less with the zones."""
    found = access_of(spots((5, 100), (15, 100), (25, 100)), spots((0, 19)), Decay("zones", 30))
    assert found.access.tolist() == pytest.approx([0.1, 0.068, 0.022])
    own = checked_decay("zones", 30, zones=[[10, 1], [20, 0.42], [30, 0.09]])
    assert own.weights(np.array([0, 10, 10.1, 20, 30, 31])).tolist() == [1, 1, 0.42, 0.42, 0.09, 0]


def test_choice_by_hand(access_of):
    """The one person between both weighs ½ at each; at the first facility 1 + ½ people share 3 places, 2 each."""
    units, facilities = spots((0, 1), (10, 1), (20, 1)), spots((0, 3), (20, 3))
    found = access_of(units, facilities, Decay(EQUAL, 10), choice=True)
    assert found.access.tolist() == [2, 2, 2]
    assert access_of(units, facilities, Decay(EQUAL, 10)).access.tolist() == [1.5, 3, 1.5]


def test_gaussian_as_another_package_prints_it(access_of):
    """Printed in the introduction to the package sdc-catchment (University of Virginia, Social Data Commons): people at
    0, 1 and 2, places at 0 and 2, a Gaussian of scale 1."""
    decay = Decay("gaussian", 6, edge=np.exp(-18))
    found = access_of(spots((0, 100), (1, 100), (2, 100)), spots((0, 10), (2, 10)), decay)
    assert found.access.round(6).tolist() == [0.065179, 0.069641, 0.065179]


@pytest.mark.parametrize("kind", CURVES)
def test_weights_fall_from_one_to_the_edge(kind):
    weights = Decay(kind, 500, 0.05).weights(np.linspace(0, 500, 101))
    assert weights[0] == 1 and (np.diff(weights) <= 0).all()
    assert weights[-1] == pytest.approx({EQUAL: 1, "linear": 0}.get(kind, 0.05))
    assert np.isfinite(Decay(kind, 0).weights(np.zeros(3))).all()


def test_unknown_is_not_zero(access_of):
    units = spots((0, np.nan), (1, 10), (100, np.nan), (200, 5), (300, 5))
    found = access_of(units, spots((0, 5), (1, np.nan), (100, 7), (200, np.nan)), Decay(EQUAL, 10))
    assert found.access.tolist() == pytest.approx([0.5, 0.5, np.nan, np.nan, 0], nan_ok=True)
    assert found.unknown.tolist() == [1, 1, 1, 1, 0]


def test_places_that_nobody_reaches_are_shared_by_nobody(access_of):
    found = access_of(spots((0, 0), (50, 3)), spots((0, 7), (500, 9)), Decay(EQUAL, 10))
    assert found.access.tolist() == [0, 0] and found.ratios.load.tolist() == [0, 0]
    assert access_of(spots((0, 3)), [], Decay(EQUAL, 10), choice=True).access.tolist() == [0]


def test_broken_and_endless_shapes_survive(access_of):
    bowtie = shapely.Polygon([(0, 0), (2, 2), (2, 0), (0, 2)])
    short = shapely.LineString([(1, 1), (1, 1)])
    units = [(shape, 2) for shape in (bowtie, shapely.Point(np.nan, 1), shapely.Point(), short, None)]
    found = access_of(units, [(bowtie, 4), (None, 9), (short, 4)], Decay("gaussian", 5))
    assert np.isnan(found.access).tolist() == [False, True, True, False, True]


@pytest.mark.parametrize(
    ("parameters", "sentence"),
    [
        (("steep", 5), "not known. Known ones: zones, gaussian"),
        (("gaussian", 5, 1.0), "edge must be between 0 and 1"),
        (("zones", 5, 0.1, [[5, 1], [4, 0.5]]), "distance that grows"),
        (("zones", 5, 0.1, [[5, 2]]), "weight from 0 to 1"),
        (("zones", 5, 0.1, [5]), "pairs of a distance"),
        (("zones", 5, 0.1, [["a", 1]]), "pairs of a distance"),
    ],
)
def test_an_unusable_decay_is_refused(parameters, sentence):
    with pytest.raises(PlanError, match=sentence):
        checked_decay(*parameters)


def test_work_stops_when_asked():
    asked = iter([False, False, True])
    grid = shapely.points(np.random.default_rng(1).random((50, 2)))
    with pytest.raises(Cancelled):
        floating_catchment(
            StraightLinks(grid, 1), grid, np.ones(50), Demand(np.ones(50), has_place(grid)), Decay(EQUAL, 1), True,
            Progress(cancelled=lambda: next(asked)),
        )  # fmt: skip
