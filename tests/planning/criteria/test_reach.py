from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.affinity import rotate, translate
from vidnova.planning.criteria.reach import CHUNK_SECONDS, chunks, sum_within
from vidnova.planning.errors import Cancelled
from vidnova.planning.progress import Progress

whole = st.integers(-50, 50)
points = st.builds(shapely.Point, whole, whole)
boxes = st.builds(
    lambda x, y, w, h: shapely.box(x, y, x + w, y + h), whole, whole, st.integers(1, 9), st.integers(1, 9)
)
lines = st.builds(lambda x, y: shapely.LineString([(x, y), (x + 7, y + 3), (x - 2, y + 9)]), whole, whole)
shapes = st.one_of(points, boxes, lines, st.builds(lambda a, b: shapely.GeometryCollection([a, b]), points, boxes))
geometries = st.lists(st.one_of(shapes, st.none(), st.just(shapely.Point())), min_size=1, max_size=12)
numbers = st.one_of(st.integers(0, 9), st.just(np.nan))


def array(items) -> np.ndarray:
    made = np.empty(len(items), dtype=object)
    made[:] = items
    return made


def by_hand(place, units, people, reach) -> tuple[float, int, int]:
    """Sum, unknown and number of units in reach, one pair after the other."""
    if place is None or place.is_empty:
        return np.nan, 0, 0
    near = [p for unit, p in zip(units, people) if unit is not None and unit.distance(place) <= reach]
    known = [p for p in near if not np.isnan(p)]
    return (np.nan if near and not known else float(sum(known))), len(near) - len(known), len(near)


@st.composite
def towns(draw):
    units = draw(geometries)
    people = draw(st.lists(numbers, min_size=len(units), max_size=len(units)))
    return draw(geometries), units, people, draw(st.integers(0, 40)) + 0.001


@given(towns())
def test_equal_to_looking_at_every_pair(town):
    places, units, people, reach = town
    found = sum_within(array(places), array(units), np.array(people, dtype=float)[:, None], reach)
    expected = [by_hand(place, units, people, reach) for place in places]
    np.testing.assert_array_equal(found.total[:, 0], [total for total, _, _ in expected])
    np.testing.assert_array_equal(found.unknown[:, 0], [unknown for _, unknown, _ in expected])
    np.testing.assert_array_equal(found.units, [units for _, _, units in expected])
    anywhere = shapely.GeometryCollection([p for p in places if p is not None and not p.is_empty])
    once = 0.0 if anywhere.is_empty else by_hand(anywhere, units, people, reach)[0]
    np.testing.assert_array_equal(found.once[0], once)


@given(towns(), st.randoms(use_true_random=False))
def test_the_order_of_units_and_places_does_not_matter(town, shuffler):
    places, units, people, reach = town
    order, other = list(range(len(units))), list(range(len(places)))
    shuffler.shuffle(order)
    shuffler.shuffle(other)
    people = np.array(people, dtype=float)[:, None]
    straight = sum_within(array(places), array(units), people, reach).total
    mixed = sum_within(array(places)[other], array(units)[order], people[order], reach).total
    np.testing.assert_array_equal(mixed, straight[other])


@given(towns(), st.integers(-500, 500), st.sampled_from([90, 180, 270]))
def test_moving_and_turning_the_town_changes_nothing(town, shift, angle):
    places, units, people, reach = town
    people = np.array(people, dtype=float)[:, None]

    def moved(geometry):
        return None if geometry is None else rotate(translate(geometry, shift, -shift), angle, origin=(0, 0))

    straight = sum_within(array(places), array(units), people, reach)
    turned = sum_within(array([moved(p) for p in places]), array([moved(u) for u in units]), people, reach)
    np.testing.assert_array_equal(turned.units, straight.units)
    np.testing.assert_array_equal(turned.total, straight.total)


@given(towns())
def test_a_wider_reach_never_serves_fewer(town):
    places, units, people, reach = town
    people = np.array(people, dtype=float)[:, None]
    near, far = (sum_within(array(places), array(units), people, r) for r in (reach, 2 * reach))
    assert (far.units >= near.units).all()
    assert (np.nan_to_num(far.total) >= np.nan_to_num(near.total)).all()


@given(towns())
def test_people_near_two_parts_of_a_measure_count_once(town):
    places, units, people, reach = town
    placed = [p for p in places if p is not None and not p.is_empty]
    people = np.array(people, dtype=float)[:, None]
    once = sum_within(array(placed), array(units), people, reach).once
    together = sum_within(array([shapely.GeometryCollection(placed)]), array(units), people, reach)
    np.testing.assert_array_equal(together.total[0] if placed else [0.0], once)


def test_several_groups_at_once():
    units = array([shapely.Point(0, 0), shapely.Point(100, 0), shapely.Point(1000, 0)])
    people = np.array([[10, 2], [5, np.nan], [100, 50]])
    found = sum_within(array([shapely.Point(50, 0), None]), units, people, 60)
    assert found.total.tolist()[0] == [15, 2]
    assert found.unknown.tolist() == [[0, 1], [0, 0]]
    assert np.isnan(found.total[1]).all()
    assert found.once.tolist() == [15, 2]


def test_community_wide_serves_everyone_even_those_whose_house_is_not_on_the_map():
    units = array([shapely.Point(0, 0), None, shapely.Point(9e5, 0)])
    people = np.array([[10], [4], [np.nan]])
    found = sum_within(array([None, shapely.Point(0, 0)]), units, people, 5, np.array([True, False]))
    assert found.total[:, 0].tolist() == [14, 10]
    assert found.unknown[:, 0].tolist() == [1, 0]
    assert found.once.tolist() == [14]


def test_where_nothing_is_known_the_sum_is_unknown_and_where_no_one_lives_it_is_zero():
    units = array([shapely.Point(0, 0), shapely.Point(1, 0)])
    places = array([shapely.Point(0, 0), shapely.Point(500, 0)])
    found = sum_within(places, units, np.full((2, 1), np.nan), 10)
    assert np.isnan(found.total[0, 0]) and found.total[1, 0] == 0


def test_a_building_is_in_reach_when_its_nearest_part_is():
    building = shapely.box(100, 0, 300, 10)
    for reach, served in ((99, 0), (100, 7)):
        assert sum_within(array([shapely.Point(0, 5)]), array([building]), np.array([[7.0]]), reach).total == served


def test_broken_and_endless_shapes_survive():
    bowtie = shapely.Polygon([(0, 0), (2, 2), (2, 0), (0, 2)])
    units = array([bowtie, shapely.Point(np.nan, 1), shapely.Point(np.inf, 1), shapely.LineString([(1, 1), (1, 1)])])
    found = sum_within(units, units, np.ones((4, 1)), 5)
    assert found.units.tolist() == [2, 0, 0, 2]


def test_no_places_and_no_units():
    empty = array([])
    assert sum_within(empty, array([shapely.Point(0, 0)]), np.ones((1, 2)), 5).total.shape == (0, 2)
    found = sum_within(array([shapely.Point(0, 0)]), empty, np.ones((0, 1)), 5)
    assert found.total.tolist() == [[0]] and found.once.tolist() == [0]


def test_work_stops_when_asked():
    asked = iter([False, False, True])
    grid = shapely.points(np.random.default_rng(1).random((50, 2)))
    with pytest.raises(Cancelled):
        sum_within(grid, grid, np.ones((50, 1)), 1, progress=Progress(cancelled=lambda: next(asked)))


def test_chunks_cover_everything_once_and_grow_while_quick():
    shown = []
    parts = list(chunks(1000, Progress(show=shown.append)))
    assert [row for part in parts for row in range(part.start, part.stop)] == list(range(1000))
    assert len(parts) < 15 and shown == sorted(shown)
    assert CHUNK_SECONDS <= 0.2
