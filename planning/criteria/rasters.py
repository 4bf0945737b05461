from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ..libraries import require

if TYPE_CHECKING:
    from numpy.typing import NDArray

Reader = Callable[[int, int, int, int], "NDArray[np.float64]"]


@dataclass(frozen=True)
class Grid:
    """One band of a raster, north up, read by windows.

    left and top are the outer corner, width and height the size of a cell, in units of `crs`. read(row, column, rows,
    columns) gives the values of a window that lies within the raster, NaN where it has none.
    """

    name: str
    crs: str
    left: float
    top: float
    width: float
    height: float
    rows: int
    columns: int
    read: Reader

    def window(self, bounds: NDArray[np.float64]) -> NDArray[np.intp]:
        """The cells that boxes (n, 4: min x, min y, max x, max y) meet: first and end row, first and end column (n, 4),
        cut to the raster; a point on an edge belongs to the cell right or below."""
        x, y = (bounds[:, [0, 2]] - self.left) / self.width, (self.top - bounds[:, [3, 1]]) / self.height
        row, column = (np.floor(ends).astype(np.intp) + [0, 1] for ends in (y, x))
        return np.column_stack([np.clip(row, 0, self.rows), np.clip(column, 0, self.columns)])

    def boxes(self, row: NDArray[np.intp], column: NDArray[np.intp]) -> NDArray[np.object_]:
        """The outlines of cells (c,)."""
        left, top = self.left + column * self.width, self.top - row * self.height
        return require("shapely").box(left, top - self.height, left + self.width, top)


@dataclass(frozen=True)
class Raster:
    """A grid, and what moves geometries (n,) from the system of the places into the grid's."""

    grid: Grid
    source: str
    into: Callable[[NDArray[np.object_]], NDArray[np.object_]]


def grid_of_array(
    name: str, crs: str, corner: tuple[float, float], cell: tuple[float, float], values: NDArray[np.float64]
) -> Grid:
    """A raster held in memory: corner (left, top), cell (width, height), values (rows, columns)."""

    def read(row: int, column: int, rows: int, columns: int) -> NDArray[np.float64]:
        return values[row : row + rows, column : column + columns]

    rows, columns = values.shape
    return Grid(name, crs, *corner, *cell, rows, columns, read)
