from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from vidnova.planning.criteria.need.grid import GRIDS, HEXAGONS, SQUARES, Grid, checked_grid
from vidnova.planning.criteria.need.surface import (
    BOTH,
    MEASURE_ONLY,
    NEED_ONLY,
    NEITHER,
    UNKNOWN,
    amounts_in_cells,
    brought_to_cells,
    cells_around,
    fit_of,
    scaled_to_one,
)
from vidnova.planning.errors import PlanError

grids = st.builds(Grid, st.sampled_from(GRIDS), st.integers(1, 300))
spots = st.lists(st.tuples(st.floats(-1e4, 1e4), st.floats(-1e4, 1e4)), min_size=1, max_size=30)


def array(items) -> np.ndarray:
    made = np.empty(len(items), dtype=object)
    made[:] = items
    return made


@given(grids, spots)
def test_every_spot_lies_in_its_cell(grid, spots):
    cells = grid.polygons(grid.cells_of(np.array(spots)))
    assert shapely.dwithin(cells, shapely.points(spots), 1e-6).all()


@given(grids)
def test_cells_cover_a_box_once(grid):
    box = shapely.box(*(np.array([-3.3, -2.1, 4.7, 2.9]) * grid.size))
    cells = grid.polygons(grid.cells_over(np.array(box.bounds)))
    assert len(cells) == len({cell.centroid.wkb for cell in cells})
    assert shapely.area(cells) == pytest.approx(grid.area)
    assert shapely.area(shapely.intersection(cells, box)).sum() == pytest.approx(box.area)
    assert shapely.area(shapely.union_all(cells)) == pytest.approx(shapely.area(cells).sum())


@pytest.mark.parametrize("kind", GRIDS)
def test_a_cell_is_as_wide_as_asked(kind):
    [cell] = Grid(kind, 200).polygons(np.array([[0, 0, 0]]))
    left, _, right, _ = cell.bounds
    assert right - left == pytest.approx(200)


@pytest.mark.parametrize(("size", "sentence"), [(0, "above 0"), (np.inf, "above 0"), (0.1, "larger size")])
def test_an_unusable_size_is_refused(size, sentence):
    with pytest.raises(PlanError, match=sentence):
        checked_grid(SQUARES, size).cells_over(np.array([0, 0, 1e4, 1e4]))


def test_without_any_place_there_is_no_grid():
    with pytest.raises(PlanError, match="place on the map"):
        cells_around(Grid(SQUARES, 10), array([None, shapely.Point()]), array([None]), 100)


def random_town(seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    random = np.random.default_rng(seed)
    corners = random.integers(0, 3000, (60, 2))
    units = np.array([shapely.box(x, y, x + w, y + w) for (x, y), w in zip(corners, random.choice([0.5, 9, 700], 60))])
    units[:20] = shapely.points(corners[:20])
    return units, random.integers(0, 50, (60, 2)).astype(float), shapely.points(random.integers(0, 3000, (7, 2)))


@pytest.mark.parametrize("kind", GRIDS)
@pytest.mark.parametrize("seed", range(5))
def test_nothing_is_lost_and_nothing_counted_twice(kind, seed):
    units, amounts, places = random_town(seed)
    cells = cells_around(Grid(kind, 250), units, places, 400)
    np.testing.assert_allclose(amounts_in_cells(cells, units, amounts).sum(axis=0), amounts.sum(axis=0), rtol=1e-9)
    benefits = np.arange(7.0)
    brought = brought_to_cells(cells, places, benefits, 400)
    assert brought.amount.sum() == pytest.approx(benefits.sum())
    circles = shapely.buffer(places, 400, quad_segs=32)
    by_hand = [sum(b * cell.intersection(c).area / c.area for b, c in zip(benefits, circles)) for cell in cells]
    np.testing.assert_allclose(brought.amount, by_hand, atol=1e-9)
    np.testing.assert_array_equal(
        brought.measures, [sum(c.intersection(cell).area > 0 for c in circles) for cell in cells]
    )


def test_moving_units_by_whole_cells_changes_nothing():
    units, amounts, places = random_town(9)
    grid, moved = Grid(SQUARES, 250), [500.0, -750.0]
    there = shapely.transform(units, lambda xy: xy + moved), shapely.transform(places, lambda xy: xy + moved)
    one = amounts_in_cells(cells_around(grid, units, places, 100), units, amounts)
    np.testing.assert_allclose(amounts_in_cells(cells_around(grid, *there, 100), there[0], amounts), one, atol=1e-9)


def test_a_measure_that_reaches_no_further_than_its_place():
    cells = Grid(SQUARES, 10).polygons(np.array([[0, 0, 0], [0, 1, 0]]))
    places = array([shapely.Point(1, 1), shapely.LineString([(0, 0), (10, 0)]), None, shapely.Point()])
    found = brought_to_cells(cells, places, np.array([3.0, np.nan, 8, 8]), 0)
    assert found.amount.tolist() == [3, 0] and found.measures.tolist() == [2, 1]


def test_unknown_need_stays_unknown():
    cells = Grid(SQUARES, 10).polygons(np.array([[0, 0, 0], [0, 1, 0], [0, 2, 0]]))
    units = array([shapely.Point(0, 0), shapely.Point(10, 0), shapely.Point(11, 0), None])
    found = amounts_in_cells(cells, units, np.array([[np.nan], [np.nan], [4], [9]]))
    assert found[:, 0].tolist() == pytest.approx([np.nan, 4, 0], nan_ok=True)


def test_scales_by_hand():
    amounts = np.array([0, 10, np.nan, 30, 10, -2])
    assert scaled_to_one(amounts, "largest").tolist() == pytest.approx([0, 1 / 3, np.nan, 1, 1 / 3, 0], nan_ok=True)
    assert scaled_to_one(amounts, "rank").tolist() == pytest.approx([0, 2 / 3, np.nan, 1, 2 / 3, 0], nan_ok=True)
    assert scaled_to_one(np.array([0, np.nan]), "rank").tolist() == pytest.approx([0, np.nan], nan_ok=True)


def test_the_four_classes_and_the_unknown():
    need = np.array([[4.0], [4], [1], [0], [np.nan]])
    found = fit_of(need, np.array([0.0, 9, 9, 0, 9]), 0.5, 0.5, "largest")
    assert found.fit.tolist() == [NEED_ONLY, BOTH, MEASURE_ONLY, NEITHER, UNKNOWN]
    assert found.need.tolist() == pytest.approx([1, 1, 0.25, 0, np.nan], nan_ok=True)


def test_several_needs_count_equally_over_what_is_known():
    need = np.array([[4, 1], [2, np.nan], [np.nan, np.nan]])
    found = fit_of(need, np.zeros(3), 0.5, 0.0, "largest")
    assert found.need.tolist() == pytest.approx([1, 0.5, np.nan], nan_ok=True)
    assert found.fit.tolist() == [NEED_ONLY, NEED_ONLY, UNKNOWN]


@given(st.lists(st.integers(0, 9), min_size=2, max_size=20), st.integers(1, 9), st.sampled_from(["rank", "largest"]))
def test_the_unit_of_an_amount_does_not_matter(amounts, times, scale):
    amounts = np.array(amounts, dtype=float)
    np.testing.assert_allclose(scaled_to_one(times * amounts, scale), scaled_to_one(amounts, scale), rtol=1e-12)


def test_hexagons_lie_in_the_gaps_of_each_other():
    cells = Grid(HEXAGONS, 10).cells_of(np.array([[0, 0], [5, 8.66], [4.9, 0], [5.1, 0]]))
    assert cells.tolist() == [[0, 0, 0], [1, 0, 0], [0, 0, 0], [0, 1, 0]]


def test_amounts_that_differ_in_their_last_digits_share_a_rank():
    third = 1 / 3
    amounts = np.array([third * 3 + 1e-12, 1.0, 1.0 - 1e-12, 0.5, 0, np.nan])
    np.testing.assert_allclose(scaled_to_one(amounts, "rank"), [1, 1, 1, 0.25, 0, np.nan])
