"""Which cells regions cover: blocks of cells are divided only where an outline passes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from ...libraries import require
from ...progress import Progress
from ..rasters import Grid

if TYPE_CHECKING:
    from numpy.typing import NDArray

SIDES = (64, 16, 4, 1)
CELLS_AT_ONCE = 200_000
FEWEST_AT_ONCE = 40
Cells = tuple["NDArray[np.intp]", "NDArray[np.intp]", "NDArray[np.intp]", "NDArray[np.float64]"]


def cells_under(
    grid: Grid, regions: NDArray[np.object_], windows: NDArray[np.intp], progress: Progress
) -> Iterator[Cells]:
    """The cells within windows (n, 4) that valid regions (n,) cover, some at a time: position of the region, row,
    column, and weight: the share 0..1 of the cell inside a polygon, the length of a line in it, for a point 1 shared
    out among the points of the region."""
    require("shapely").prepare(regions)
    dimensions = require("shapely").get_dimensions(regions)
    yield _under_points(grid, regions, np.flatnonzero(dimensions == 0))
    blocks = _divided(np.column_stack([np.arange(len(windows)), windows[:, [0, 2]]])[dimensions > 0], windows, SIDES[0])
    for number, side in enumerate(SIDES):
        outline = [np.empty((0, 3), dtype=np.intp)]
        for piece in _pieces(blocks, side, progress.part(number / len(SIDES), (number + 1) / len(SIDES))):
            boxes = _boxes(grid, piece, windows, side)
            inside, partly = _inside(regions[piece[:, 0]], boxes)
            whole = _divided(piece[inside], windows, 1, side)
            yield *whole.T, np.ones(len(whole))
            if side == 1:
                yield *piece[partly].T, _weights(grid, regions[piece[partly, 0]], boxes[partly])
            else:
                outline.append(_divided(piece[partly], windows, SIDES[number + 1], side))
        blocks = np.concatenate(outline)


def _under_points(grid: Grid, regions: NDArray[np.object_], chosen: NDArray[np.intp]) -> Cells:
    spots, place = require("shapely").get_coordinates(regions[chosen], return_index=True)
    cells = grid.window(np.column_stack([spots, spots]))
    met = (cells[:, 0] < cells[:, 1]) & (cells[:, 2] < cells[:, 3])
    weight = 1 / np.bincount(place, minlength=len(chosen))[place]
    return chosen[place[met]], cells[met, 0], cells[met, 2], weight[met]


def _pieces(blocks: NDArray[np.intp], side: int, progress: Progress) -> Iterator[NDArray[np.intp]]:
    size = max(1, CELLS_AT_ONCE // max(side * side, FEWEST_AT_ONCE))
    for start in range(0, len(blocks), size):
        progress.step(start, len(blocks))
        yield blocks[start : start + size]


def _divided(
    blocks: NDArray[np.intp], windows: NDArray[np.intp], side: int, of_side: int | None = None
) -> NDArray[np.intp]:
    """Blocks (b, 3: region, row, column) divided into blocks of a smaller side, or whole windows where theirs is not
    given; what would begin beyond the window is left out."""
    ends = windows[blocks[:, 0]][:, [1, 3]]
    if of_side is not None:
        ends = np.minimum(ends, blocks[:, 1:] + of_side)
    down, across = (-(-np.maximum(ends - blocks[:, 1:], 0) // side)).T
    count = down * across
    parent = np.repeat(np.arange(len(blocks)), count)
    number = np.arange(len(parent)) - np.repeat(np.cumsum(count) - count, count)
    step = np.column_stack(np.divmod(number, across[parent]))
    return np.column_stack([blocks[parent, 0], blocks[parent, 1:] + side * step])


def _boxes(grid: Grid, blocks: NDArray[np.intp], windows: NDArray[np.intp], side: int) -> NDArray[np.object_]:
    row, column = blocks[:, 1], blocks[:, 2]
    end_row, end_column = np.minimum(blocks[:, 1:] + side, windows[blocks[:, 0]][:, [1, 3]]).T
    x, y = grid.left + grid.width * np.array([column, end_column]), grid.top - grid.height * np.array([row, end_row])
    return require("shapely").box(x[0], y[1], x[1], y[0])


def _inside(regions: NDArray[np.object_], boxes: NDArray[np.object_]) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Whether a block lies in its region as a whole, and whether in part."""
    shapely = require("shapely")
    met = shapely.intersects(regions, boxes)
    whole = met.copy()
    whole[met] = shapely.covers(regions[met], boxes[met])
    return whole, met & ~whole


def _weights(grid: Grid, regions: NDArray[np.object_], boxes: NDArray[np.object_]) -> NDArray[np.float64]:
    shapely = require("shapely")
    inside = shapely.intersection(regions, boxes)
    area = shapely.get_dimensions(regions) == 2
    return np.where(area, shapely.area(inside) / (grid.width * grid.height), shapely.length(inside))
