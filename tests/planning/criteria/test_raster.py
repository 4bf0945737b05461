"""Statistics of cells within regions, each cell by the part of it that is covered."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from vidnova.planning.criteria.raster import zonal
from vidnova.planning.criteria.raster.statistics import STATISTICS, zonal_statistics
from vidnova.planning.criteria.rasters import Grid, grid_of_array
from vidnova.planning.errors import Cancelled
from vidnova.planning.progress import Progress

NOTHING = np.nan
VALUES = np.array([[1.0, 2, 3, 4], [5, 6, 7, NOTHING], [9, 9, 11, 12]])


def array(items) -> np.ndarray:
    made = np.empty(len(items), dtype=object)
    made[:] = items
    return made


def grid_of(values, left=0.0, top=30.0, width=10.0, height=10.0) -> Grid:
    return grid_of_array("люди", "EPSG:6386", (left, top), (width, height), np.asarray(values, dtype=float))


coordinate = st.floats(-15, 55, allow_nan=False)
boxes = st.builds(lambda x, y, w, h: shapely.box(x, y, x + w, y + h), coordinate, coordinate, *[st.floats(0.5, 40)] * 2)
circles = st.builds(lambda x, y, r: shapely.Point(x, y).buffer(r), coordinate, coordinate, st.floats(1, 30))
rasters = st.lists(st.one_of(st.just(NOTHING), st.integers(-3, 5).map(float)), min_size=20, max_size=20)


def by_hand(region, values, threshold) -> dict[str, float]:
    """Cell by cell with shapely alone."""
    found = [
        (value, region.intersection(shapely.box(10 * c, 40 - 10 * r, 10 * c + 10, 50 - 10 * r)).area / 100)
        for (r, c), value in np.ndenumerate(values)
    ]
    cells = sorted((value, share) for value, share in found if share > 0 and not np.isnan(value))
    if not cells:
        return {}
    numbers, shares = map(np.array, zip(*cells))
    total = shares.sum()
    groups = {value: shares[numbers == value].sum() for value in numbers}
    return {
        "sum": (numbers * shares).sum(),
        "mean": (numbers * shares).sum() / total,
        "min": numbers[0],
        "max": numbers[-1],
        "above": shares[numbers > threshold].sum() / total,
        "median": numbers[np.searchsorted(np.cumsum(shares), total / 2 * (1 - 1e-12))],
        "majority": min(groups, key=lambda value: (-round(groups[value], 9), value)),
        "known": total * 100 / region.area,
    }


@given(st.lists(st.one_of(boxes, circles), min_size=1, max_size=4), rasters)
@settings(deadline=None)
def test_equal_to_cell_by_cell(regions, numbers):
    values = np.array(numbers).reshape(5, 4)
    found = zonal_statistics(grid_of(values, top=50.0), array(regions), threshold=1.5)
    for row, region in enumerate(regions):
        expected = by_hand(region, values, 1.5)
        if not expected:
            assert all(np.isnan(found.values[name][row]) for name in STATISTICS) and found.known[row] == 0
            continue
        for name in ("sum", "mean", "above", "min", "max"):
            assert found.values[name][row] == pytest.approx(expected[name], abs=1e-6), name
        assert found.known[row] == pytest.approx(min(expected["known"], 1), abs=1e-6)


def test_by_hand():
    """Half of the four left lower cells, one of the four being 9, and a cell without data."""
    regions = [shapely.box(5, 0, 15, 20), shapely.box(30, 10, 40, 20), shapely.box(25, 10, 35, 20), None]
    found = zonal_statistics(grid_of(VALUES), array(regions), threshold=8)
    values = found.values
    assert values["sum"][0] == pytest.approx((5 + 6 + 9 + 9) / 2)
    assert values["mean"][0] == pytest.approx(29 / 4) and values["above"][0] == pytest.approx(0.5)
    assert (values["min"][0], values["max"][0], values["majority"][0], values["median"][0]) == (5, 9, 9, 6)
    assert np.isnan(values["sum"][[1, 3]]).all(), "no data is unknown, not zero"
    assert values["mean"][2] == 7
    np.testing.assert_allclose(found.known, [1, 0, 0.5, NOTHING])


def test_points_take_their_cell_and_lines_weigh_by_length():
    line = shapely.LineString([(5, 25), (20, 25)])
    found = zonal_statistics(grid_of(VALUES), array([shapely.Point(12, 25), shapely.Point(10, 20), line]))
    assert found.values["mean"].tolist() == [2, 6, pytest.approx((5 * 1 + 10 * 2) / 15)]
    assert found.known.tolist() == [1, 1, 1]


def test_a_region_that_leaves_the_raster_is_known_in_part():
    found = zonal_statistics(grid_of(VALUES), array([shapely.box(-10, 20, 10, 30), shapely.box(500, 0, 510, 10)]))
    assert found.known.tolist() == [0.5, 0]
    assert found.values["sum"][0] == 1 and np.isnan(found.values["sum"][1])


def test_the_sum_of_parts_is_the_sum_of_the_whole():
    whole = shapely.Point(20, 15).buffer(14)
    left, right = whole.intersection(shapely.box(0, 0, 17, 30)), whole.intersection(shapely.box(17, 0, 40, 30))
    sums = zonal_statistics(grid_of(np.nan_to_num(VALUES)), array([whole, left, right]), ("sum",)).values["sum"]
    assert sums[0] == pytest.approx(sums[1] + sums[2])


@pytest.mark.parametrize("cells", [1, 7, 100])
def test_the_same_in_small_runs(monkeypatch, cells):
    random = np.random.default_rng(1)
    regions = array([shapely.Point(x, y).buffer(r) for x, y, r in random.random((40, 3)) * [40, 30, 9]])
    at_once = zonal_statistics(grid_of(VALUES), regions, threshold=6)
    monkeypatch.setattr(zonal, "CELLS_AT_ONCE", cells)
    monkeypatch.setattr(zonal, "LARGEST_WINDOW", 4)
    piecewise = zonal_statistics(grid_of(VALUES), regions, threshold=6)
    for name in STATISTICS:
        np.testing.assert_allclose(piecewise.values[name], at_once.values[name], err_msg=name)


def test_only_the_window_that_is_needed_is_read():
    read = []

    def reader(*window):
        read.append(window)
        return np.ones(window[2:])

    endless = Grid("світ", "EPSG:6386", 0.0, 1e9, 1.0, 1.0, 10**9, 10**9, reader)
    found = zonal_statistics(endless, array([shapely.box(5e8, 5e8, 5e8 + 3, 5e8 + 2)]), ("sum",))
    assert found.values["sum"].tolist() == [6] and all(rows * columns < 50 for _, _, rows, columns in read)


def test_work_stops_when_asked():
    regions = array([shapely.box(0, 0, 40, 30)] * 5)
    with pytest.raises(Cancelled):
        zonal_statistics(grid_of(VALUES), regions, progress=Progress(cancelled=lambda: True))


def test_large_regions_are_covered_by_blocks_as_by_cells():
    """Blocks of 64, 16 and 4 cells, cut by the edge of the raster and by a hole."""
    random = np.random.default_rng(6)
    values = random.random((210, 170))
    values[random.random(values.shape) < 0.1] = NOTHING
    ring = shapely.Point(800, 1000).buffer(950).difference(shapely.box(700, 600, 1100, 1300))
    found = zonal_statistics(grid_of(values, top=2100.0), array([ring]), ("sum", "mean", "max"))
    row, column = np.indices(values.shape)
    cells = shapely.box(10 * column, 2090 - 10 * row, 10 * column + 10, 2100 - 10 * row)
    share = shapely.area(shapely.intersection(cells, ring)) / 100
    known = ~np.isnan(values)
    assert found.values["sum"][0] == pytest.approx((values * share)[known].sum())
    assert found.values["mean"][0] == pytest.approx((values * share)[known].sum() / share[known].sum())
    assert found.values["max"][0] == values[known & (share > 0)].max()
    assert found.known[0] == pytest.approx(share[known].sum() * 100 / ring.area)


def test_several_points_of_one_place_take_only_their_cells():
    points = shapely.MultiPoint([(5, 25), (35, 5), (35, 15), (500, 0)])
    found = zonal_statistics(grid_of(VALUES), array([points]), ("mean", "max", "sum"))
    assert (found.values["mean"][0], found.values["max"][0]) == (6.5, 12)
    assert found.known[0] == 0.5


def test_a_region_of_very_many_corners_counts_the_same():
    angles = np.linspace(0, 2 * np.pi, 4000, endpoint=False)
    radii = 14 + np.sin(60 * angles)
    star = shapely.Polygon(np.column_stack([20 + radii * np.cos(angles), 15 + radii * np.sin(angles)]))
    found = zonal_statistics(grid_of(VALUES), array([star]), threshold=6)
    share = {(r, c): star.intersection(shapely.box(10 * c, 20 - 10 * r, 10 * c + 10, 30 - 10 * r)).area / 100
             for (r, c), value in np.ndenumerate(VALUES) if not np.isnan(value)}  # fmt: skip
    assert found.values["sum"][0] == pytest.approx(sum(VALUES[cell] * part for cell, part in share.items()))
    assert found.values["above"][0] == pytest.approx(
        sum(part for cell, part in share.items() if VALUES[cell] > 6) / sum(share.values())
    )
    assert found.known[0] == pytest.approx(100 * sum(share.values()) / star.area)
