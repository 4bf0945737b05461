"""Cells of a raster within regions, each by the part of it that is covered."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from ...libraries import require
from ...patience import patiently
from ...progress import SILENT, Progress
from ..conflict.dissolving import small_parts
from ..rasters import Grid
from ..shapes import has_place, valid
from ..shares import measure
from .covering import cells_under

if TYPE_CHECKING:
    from numpy.typing import NDArray

CELLS_AT_ONCE = 200_000
LARGEST_WINDOW = 20_000_000
ROWS_OF_A_BAND = 500
Window = tuple[int, int, int, int]
Covered = tuple["NDArray[np.intp]", "NDArray[np.intp]", "NDArray[np.float64]", "NDArray[np.float64]"]


def covered_cells(grid: Grid, regions: NDArray[np.object_], progress: Progress = SILENT) -> Iterator[Covered]:
    """The cells that regions (n,) in the grid's system cover, all of a region at once, a run of regions at a time.

    Yields the positions of the regions of the run, and for each cell the position in the run, its value (NaN for no
    data) and its weight; see cells_under.
    """
    windows = _windows(grid, regions)
    done = 0
    for rows in _runs(windows):
        here = progress.part(done / len(regions), (done + len(rows)) / len(regions))
        done += len(rows)
        yield rows, *_cells_of(grid, patiently(progress, valid, regions[rows]), windows[rows], here)


def _cells_of(
    grid: Grid, regions: NDArray[np.object_], windows: NDArray[np.intp], progress: Progress
) -> tuple[NDArray[np.intp], NDArray[np.float64], NDArray[np.float64]]:
    first, last = windows[:, [0, 2]].min(axis=0), windows[:, [1, 3]].max(axis=0)
    values = grid.read(first[0], first[1], *np.maximum(last - first, 0))
    parts, whose = small_parts(regions, progress.part(0, 0.3))
    found = []
    for part, row, column, weight in cells_under(grid, parts, _windows(grid, parts), progress.part(0.3, 1)):
        met = weight > 0
        found.append((whose[part[met]], values[row - first[0], column - first[1]][met], weight[met]))
    owners, cells, weights = zip(*found)
    return np.concatenate(owners), np.concatenate(cells), np.concatenate(weights)


def _windows(grid: Grid, regions: NDArray[np.object_]) -> NDArray[np.intp]:
    """The window (n, 4) of each region, empty where a region has no place."""
    windows = np.zeros((len(regions), 4), dtype=np.intp)
    placed = has_place(regions)
    windows[placed] = grid.window(require("shapely").bounds(regions[placed]))
    return windows


def _runs(windows: NDArray[np.intp]) -> Iterator[NDArray[np.intp]]:
    """Regions near each other, so many that neither their cells nor the window around them grow too large."""
    order = np.lexsort((windows[:, 2], windows[:, 0] // ROWS_OF_A_BAND))
    run: list[int] = []
    cells, around = 0, (0, 0, 0, 0)
    for place, window in zip(order.tolist(), map(tuple, windows[order].tolist())):
        wider = _around(around, window) if run else window
        if run and (cells + _size(window) > CELLS_AT_ONCE or _size(wider) > LARGEST_WINDOW):
            yield np.array(run)
            run, cells, wider = [], 0, window
        run.append(place)
        cells, around = cells + _size(window), wider
    if run:
        yield np.array(run)


def _around(first: Window, second: Window) -> Window:
    low, high = map(min, first, second), map(max, first, second)
    (top, _, left, _), (_, bottom, _, right) = low, high
    return top, bottom, left, right


def _size(window: Window) -> int:
    top, bottom, left, right = window
    return (bottom - top) * (right - left)


def cells_in(grid: Grid, regions: NDArray[np.object_]) -> NDArray[np.float64]:
    """How much there is of each region (n,), in the unit of the weights of its cells."""
    shapely = require("shapely")
    size = measure(regions)
    return np.where(shapely.get_dimensions(regions) == 2, size / (grid.width * grid.height), size)
