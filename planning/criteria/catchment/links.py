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
        compact, spots = box_sizes(wanted) <= self._reach, _coordinates(wanted)
        for rows in chunks(len(facilities), progress):
            small, large = (rows.start + np.flatnonzero(kind) for kind in (compact[rows], ~compact[rows]))
            near, found = (
                self._around.of_small(wanted[small], self._reach),
                self._around.of_any(wanted[large], self._reach),
            )
            facility = np.concatenate([small[near[0]], large[found[0]]])
            unit = np.concatenate([near[1], found[1]])
            yield rows, facility - rows.start, unit, self._metres(wanted, spots, facility, unit)

    def _metres(
        self,
        wanted: NDArray[np.object_],
        spots: NDArray[np.float64] | None,
        facility: NDArray[np.intp],
        unit: NDArray[np.intp],
    ) -> NDArray[np.float64]:
        if not self._measured:
            return np.zeros(len(unit))
        if spots is None or self._spots is None:
            metres: NDArray[np.float64] = require("shapely").distance(wanted[facility], self._around.units[unit])
            return metres
        apart = spots[facility] - self._spots[unit]
        return np.hypot(apart[:, 0], apart[:, 1])


def _coordinates(geometries: NDArray[np.object_]) -> NDArray[np.float64] | None:
    """The coordinates (n, 2) of points, None where some geometry is no point."""
    shapely = require("shapely")
    if not np.isin(shapely.get_type_id(geometries), (-1, 0)).all():
        return None
    return np.column_stack([shapely.get_x(geometries), shapely.get_y(geometries)])
