from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ...progress import SILENT, Progress
from ..need.grid import Grid
from ..shapes import middles_of
from .density import GAUSSIAN, GAUSSIAN_ENDS, default_bandwidth, kernel_density

if TYPE_CHECKING:
    from numpy.typing import NDArray

CELLS_OF_A_BANDWIDTH = 5
SQUARE_KILOMETRE = 1e6


@dataclass(frozen=True)
class Surface:
    """A density over cells (c,), those that any event reaches: density (c,) for each square kilometre, events (c,) that
    fall to the cell; the bandwidth in metres, the sum of all weights, and how many events were left out as unknown."""

    cells: NDArray[np.object_]
    density: NDArray[np.float64]
    events: NDArray[np.float64]
    bandwidth: float
    total: float
    left_out: int


def density_surface(
    geometries: NDArray[np.object_],
    weights: NDArray[np.float64],
    bandwidth: float | None,
    kernel: str,
    kind: str,
    size: float | None,
    progress: Progress = SILENT,
) -> Surface:
    """The kernel density of events (e,) at the middles of a grid's cells. Raises PlanError for too many cells."""
    spots = middles_of(geometries)
    known = np.isfinite(spots).all(axis=1) & ~np.isnan(weights)
    spots, weights, left_out = spots[known], np.maximum(weights[known], 0), int((~known).sum())
    width = bandwidth or default_bandwidth(spots, weights)
    grid = Grid(kind, size or width / CELLS_OF_A_BANDWIDTH)
    if not len(spots):
        return Surface(np.empty(0, dtype=object), np.empty(0), np.empty(0), width, 0.0, left_out)
    reach = width * (GAUSSIAN_ENDS if kernel == GAUSSIAN else 1)
    cells = grid.cells_over(np.concatenate([spots.min(axis=0) - reach, spots.max(axis=0) + reach]))
    density = kernel_density(spots, weights, grid.middles(cells), width, kernel, progress)
    met = density > 0
    return Surface(
        grid.polygons(cells[met]),
        density[met] * SQUARE_KILOMETRE,
        density[met] * grid.area,
        float(width),
        float(weights.sum()),
        left_out,
    )
