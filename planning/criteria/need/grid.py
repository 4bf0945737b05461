"""Grids of equal cells over a plane."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ...errors import PlanError
from ...language import tr
from ...libraries import require

if TYPE_CHECKING:
    from numpy.typing import NDArray

HEXAGONS, SQUARES = "hexagons", "squares"
GRIDS = (HEXAGONS, SQUARES)
MOST_CELLS = 1_000_000


@dataclass(frozen=True)
class Grid:
    """Hexagons or squares, `size` metres from side to side, of which the first has its middle at the origin.

    A cell is all that is nearer to its middle than to any other one; the middles of hexagons lie in two lattices, each
    in the gaps of the other.
    """

    kind: str
    size: float

    @property
    def rise(self) -> float:
        """From a row of a lattice to the next."""
        return self.size * np.sqrt(3) if self.kind == HEXAGONS else self.size

    @property
    def area(self) -> float:
        return self.size * self.rise / (2 if self.kind == HEXAGONS else 1)

    def cells_of(self, spots: NDArray[np.float64]) -> NDArray[np.intp]:
        """The cell of each spot (p, 2), as lattice, column and row (p, 3)."""
        found = [self._nearest(spots, lattice) for lattice in range(2 if self.kind == HEXAGONS else 1)]
        apart = [np.hypot(*(self.middles(cells) - spots).T) for cells in found]
        return np.where((apart[0] <= apart[-1])[:, None], found[0], found[-1])

    def middles(self, cells: NDArray[np.intp]) -> NDArray[np.float64]:
        """The middles (c, 2) of cells (c, 3)."""
        lattice, column, row = cells.T
        return np.column_stack([(column + lattice / 2) * self.size, (row + lattice / 2) * self.rise])

    def polygons(self, cells: NDArray[np.intp]) -> NDArray[np.object_]:
        """The cells (c, 3) as polygons."""
        corners = self.middles(cells)[:, None] + self._corners()
        made: NDArray[np.object_] = require("shapely").polygons(corners)
        return made

    def cells_over(self, bounds: NDArray[np.float64]) -> NDArray[np.intp]:
        """All cells (c, 3) that touch a box (xmin, ymin, xmax, ymax), row by row. Raises PlanError for too many."""
        count = (bounds[2] - bounds[0] + 2 * self.size) * (bounds[3] - bounds[1] + 2 * self.rise) / self.area
        if not count <= MOST_CELLS:
            raise PlanError(
                tr(
                    "A grid of {size} m would have {count} cells here: take a larger size.",
                    size=self.size,
                    count=f"{count:.0f}",
                )
            )
        first, last = (self._nearest(np.array([corner]), 0)[0, 1:] for corner in (bounds[:2], bounds[2:]))
        columns, rows = (np.arange(low - 1, high + 2) for low, high in zip(first, last))
        lattices = np.arange(2 if self.kind == HEXAGONS else 1)
        row, lattice, column = (axis.ravel() for axis in np.meshgrid(rows, lattices, columns, indexing="ij"))
        return np.column_stack([lattice, column, row])

    def _nearest(self, spots: NDArray[np.float64], lattice: int) -> NDArray[np.intp]:
        steps = np.array([self.size, self.rise])
        place = np.floor(spots / steps - lattice / 2 + 0.5).astype(np.intp)
        return np.column_stack([np.full(len(place), lattice), place])

    def _corners(self) -> NDArray[np.float64]:
        if self.kind == SQUARES:
            return self.size / 2 * np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)])
        angles = np.radians(np.arange(30, 390, 60))
        return self.size / np.sqrt(3) * np.column_stack([np.cos(angles), np.sin(angles)])


def checked_grid(kind: str, size: float) -> Grid:
    """A grid. Raises PlanError for a size that is not above 0."""
    if not 0 < size < np.inf:
        raise PlanError(tr("The size of a cell must be above 0 metres."))
    return Grid(kind, float(size))
