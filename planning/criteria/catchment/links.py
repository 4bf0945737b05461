"""Which demand units lie in the reach of which facilities, and at what cost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import numpy as np

from ...libraries import require
from ...progress import SILENT, Progress
from ..neighbourhood import Neighbourhood, box_sizes
from ..reach import chunks
from ..shapes import measurable

if TYPE_CHECKING:
    from numpy.typing import NDArray

Links = tuple[slice, "NDArray[np.intp]", "NDArray[np.intp]", "NDArray[np.float64]"]
Linking = Callable[["NDArray[np.object_]", Progress], Iterator[Links]]
"""For facilities (f,): every link with a demand unit in reach, a run of facilities at a time: the run, positions of
facilities within it and of units, and costs in the unit of the reach. All links of a facility come in one run."""


class StraightLinks:
    """Links to demand units (u,) by a straight line of at most `reach` metres, between the geometries themselves.

    Where only being in reach matters, `measured` may be False: then all costs are 0.
    """

    def __init__(self, units: NDArray[np.object_], reach: float, measured: bool = True) -> None:
        self._around, self._reach, self._measured = Neighbourhood(measurable(units)), reach, measured
        self._spots = _coordinates(self._around.units)

    def __call__(self, facilities: NDArray[np.object_], progress: Progress = SILENT) -> Iterator[Links]:
        wanted = measurable(facilities)
        spots = _coordinates(wanted)
        for rows in chunks(len(facilities), progress):
            if spots is not None and self._spots is not None:
                yield (rows, *self._of_points(spots[:, rows], self._spots))
            else:
                facility, unit = self._of_shapes(wanted[rows])
                yield rows, facility, unit, self._metres(wanted[rows], facility, unit)

    def _of_points(
        self, spots: NDArray[np.float64], units: NDArray[np.float64]
    ) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.float64]]:
        (x, y), (east, north) = spots, units
        reach = self._reach
        boxes = require("shapely").box(x - reach, y - reach, x + reach, y + reach)
        facility, unit = self._around.tree.query(boxes)
        metres = np.hypot(x[facility] - east[unit], y[facility] - north[unit])
        near = metres <= self._reach
        return facility[near], unit[near], metres[near]

    def _of_shapes(self, places: NDArray[np.object_]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        compact = box_sizes(places) <= self._reach
        small, large = np.flatnonzero(compact), np.flatnonzero(~compact)
        near = self._around.of_small(places[small], self._reach)
        found = self._around.of_any(places[large], self._reach)
        return np.concatenate([small[near[0]], large[found[0]]]), np.concatenate([near[1], found[1]])

    def _metres(
        self, places: NDArray[np.object_], facility: NDArray[np.intp], unit: NDArray[np.intp]
    ) -> NDArray[np.float64]:
        if not self._measured:
            return np.zeros(len(unit))
        metres: NDArray[np.float64] = require("shapely").distance(places[facility], self._around.units[unit])
        return metres


def _coordinates(geometries: NDArray[np.object_]) -> NDArray[np.float64] | None:
    """x and y (2, n) of points, None where some geometry is no point."""
    shapely = require("shapely")
    if not np.isin(shapely.get_type_id(geometries), (-1, 0)).all():
        return None
    return np.stack([shapely.get_x(geometries), shapely.get_y(geometries)])
