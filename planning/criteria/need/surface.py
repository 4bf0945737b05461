"""Where there is need without a measure, and a measure without need."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ...errors import PlanError
from ...language import tr
from ...libraries import require
from ...progress import SILENT, Progress
from ..reach import chunks
from ..shapes import has_place, measurable, only_where
from ..shares import catchments, shares_within
from .grid import Grid

if TYPE_CHECKING:
    from numpy.typing import NDArray

RANK, LARGEST = "rank", "largest"
SAME_AMOUNT = 1e-9
SCALES = (RANK, LARGEST)
NEED_ONLY, MEASURE_ONLY, BOTH, NEITHER, UNKNOWN = (
    "need_without_measure",
    "measure_without_need",
    "both",
    "neither",
    "unknown",
)
FITS = (NEED_ONLY, BOTH, MEASURE_ONLY, NEITHER, UNKNOWN)


@dataclass(frozen=True)
class Brought:
    """What measures bring to c cells: amount (c,) and the number of measures that reach it (c,)."""

    amount: NDArray[np.float64]
    measures: NDArray[np.intp]


@dataclass(frozen=True)
class Fit:
    """c cells from 0 to 1: need (c,), NaN where unknown, brought (c,), and which of FITS each is (c,)."""

    need: NDArray[np.float64]
    brought: NDArray[np.float64]
    fit: NDArray[np.object_]


def cells_around(
    grid: Grid,
    units: NDArray[np.object_],
    places: NDArray[np.object_],
    reach: float,
    progress: Progress = SILENT,
) -> NDArray[np.object_]:
    """The cells of a grid that hold some need or are reached by a measure; those under no unit and in no catchment are
    left out. Raises PlanError for too many cells, and where nothing has a place."""
    shapely = require("shapely")
    shapes = np.concatenate([measurable(units), around(places, reach)])
    shapes = shapes[has_place(shapes)]
    if not len(shapes):
        raise PlanError(tr("Neither a need nor a measure has a place on the map."))
    cells = grid.polygons(grid.cells_over(shapely.total_bounds(shapes)))
    tree, met = shapely.STRtree(cells), np.zeros(len(cells), dtype=bool)
    for rows in chunks(len(shapes), progress):
        met[tree.query(shapes[rows], predicate="intersects")[1]] = True
    return cells[met]


def amounts_in_cells(
    cells: NDArray[np.object_], units: NDArray[np.object_], amounts: NDArray[np.float64], progress: Progress = SILENT
) -> NDArray[np.float64]:
    """The amounts (u, g) of units (u,) summed by cell (c, g): an area by the part of it in a cell, anything smaller
    than a hundredth of a cell, and a line or point, by its middle. NaN where a cell has units and none is known."""
    shapely = require("shapely")
    area = shapely.area(units)
    large = has_place(units) & (area > 0.01 * np.median(shapely.area(cells)))
    small, tree, sums = np.flatnonzero(has_place(units) & ~large), shapely.STRtree(cells), _Sums(len(cells), amounts)
    for rows in chunks(len(small), progress.part(0, 0.5)):
        middles = shapely.point_on_surface(measurable(units[small[rows]]))
        unit, cell = tree.query(middles, predicate="intersects")
        first = np.unique(unit, return_index=True)[1]
        sums.add(cell[first], small[rows][unit[first]], np.ones(len(first)))
    whole = _mended(only_where(units, large))
    for rows, place, area_unit, share in shares_within(cells, whole, progress.part(0.5, 1)):
        sums.add(rows.start + place, area_unit, share)
    return sums.known()


def brought_to_cells(
    cells: NDArray[np.object_],
    places: NDArray[np.object_],
    benefits: NDArray[np.float64],
    reach: float,
    progress: Progress = SILENT,
) -> Brought:
    """What measures at places (n,) bring to cells (c,): each benefit (n,) is spread evenly over all that is no further
    than `reach` metres from the place, so that a cell has the part of it that lies there. An unknown benefit counts as
    a measure that brings nothing known."""
    amount, count = np.zeros(len(cells)), np.zeros(len(cells), dtype=np.intp)
    for rows, cell, place, share in shares_within(cells, around(places, reach), progress):
        size = rows.stop - rows.start
        amount[rows] += np.bincount(cell, weights=share * np.nan_to_num(benefits[place]), minlength=size)
        count[rows] += np.bincount(cell, minlength=size)
    return Brought(amount, count)


def around(places: NDArray[np.object_], reach: float) -> NDArray[np.object_]:
    """What measures at places (n,) reach; the places themselves where they reach no further."""
    return catchments(places, reach) if reach else _mended(measurable(places))


def fit_of(
    need: NDArray[np.float64],
    brought: NDArray[np.float64],
    need_from: float,
    brought_from: float,
    scale: str = RANK,
) -> Fit:
    """Which cells have need, from `need_from` on, and which are brought something, from `brought_from` on, both 0..1.

    need (c, g) may be of several kinds: each is scaled to 0..1, and their mean over what is known counts.
    """
    scaled = np.column_stack([scaled_to_one(column, scale) for column in need.T])
    known = ~np.isnan(scaled)
    mean = np.divide(
        np.nansum(scaled, axis=1), known.sum(axis=1), out=np.full(len(scaled), np.nan), where=known.any(axis=1)
    )
    brings = scaled_to_one(brought, scale)
    needy, served = mean >= need_from, (brings >= brought_from) & (brings > 0)
    fit = np.select(
        [np.isnan(mean), needy & served, needy, served], [UNKNOWN, BOTH, NEED_ONLY, MEASURE_ONLY], NEITHER
    ).astype(object)
    return Fit(mean, brings, fit)


def scaled_to_one(amounts: NDArray[np.float64], scale: str) -> NDArray[np.float64]:
    """Amounts (c,) from 0 to 1, 0 staying 0: as shares of the largest, or by rank, as the share of the amounts above 0
    that are no larger."""
    above = np.sort(amounts[amounts > 0])
    if not len(above):
        return amounts * 0
    if scale == LARGEST:
        return np.maximum(amounts, 0) / above[-1]
    alike = amounts * (1 + SAME_AMOUNT)  # sums of parts of areas differ in their last digits
    ranked = np.searchsorted(above, alike, side="right") / len(above)
    return np.where(np.isnan(amounts), np.nan, np.where(amounts > 0, ranked, 0.0))


class _Sums:
    """Adds up shares of amounts (u, g) by cell."""

    def __init__(self, cells: int, amounts: NDArray[np.float64]) -> None:
        self._amounts, self._silent = np.nan_to_num(amounts), np.isnan(amounts)
        self._total = np.zeros((cells, amounts.shape[1]))
        self._told, self._met = np.zeros((2, cells, amounts.shape[1]))

    def add(self, cell: NDArray[np.intp], unit: NDArray[np.intp], share: NDArray[np.float64]) -> None:
        size = len(self._total)
        for group in range(self._total.shape[1]):
            silent = self._silent[unit, group]
            self._total[:, group] += np.bincount(cell, weights=share * self._amounts[unit, group], minlength=size)
            self._met[:, group] += np.bincount(cell, minlength=size)
            self._told[:, group] += np.bincount(cell[~silent], minlength=size)

    def known(self) -> NDArray[np.float64]:
        return np.where((self._met > 0) & (self._told == 0), np.nan, self._total)


def _mended(geometries: NDArray[np.object_]) -> NDArray[np.object_]:
    shapely = require("shapely")
    broken = has_place(geometries) & ~shapely.is_valid(geometries)
    mended = geometries.copy()
    mended[broken] = shapely.make_valid(geometries[broken])
    return mended
