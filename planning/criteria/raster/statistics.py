from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ...patience import patiently
from ...progress import SILENT, Progress
from ..rasters import Grid
from ..shapes import has_place, valid
from .zonal import cells_in, covered_cells

if TYPE_CHECKING:
    from numpy.typing import NDArray

STATISTICS = ("mean", "sum", "min", "max", "median", "majority", "above")
NEARLY_ALL = 1 - 1e-9


@dataclass(frozen=True)
class ZonalStatistics:
    """Statistics of a raster within n regions: values (n,) by name, NaN where nothing is known.

    known (n,) is the share of the region for which the raster has data; below 1 the sum is a lower bound.
    """

    values: dict[str, NDArray[np.float64]]
    known: NDArray[np.float64]


def zonal_statistics(
    grid: Grid,
    regions: NDArray[np.object_],
    names: tuple[str, ...] = STATISTICS,
    threshold: float = np.nan,
    progress: Progress = SILENT,
) -> ZonalStatistics:
    """Statistics of the cells that regions (n,) in the grid's system cover, each cell by the share that is covered.

    mean, median and majority weight cells by this share; sum adds value · share; above is the share of the region, as
    far as known, whose value is above the threshold. Cells without data are unknown, never zero.
    """
    found = {name: np.full(len(regions), np.nan) for name in names}
    known = np.zeros(len(regions))
    for rows, owner, value, weight in covered_cells(grid, regions, progress):
        here = ~np.isnan(value)
        cells = _Cells(len(rows), owner[here], value[here], weight[here])
        known[rows] = cells.weights
        for name in names:
            found[name][rows] = np.where(cells.weights > 0, cells.statistic(name, threshold), np.nan)
    size = cells_in(grid, patiently(progress, valid, regions))
    share = np.divide(known, size, out=np.zeros(len(regions)), where=size > 0)
    complete = np.where(share > NEARLY_ALL, 1.0, share)
    return ZonalStatistics(found, np.where(has_place(regions), complete, np.nan))


class _Cells:
    """The known cells of a run of regions: position of the region, value and weight of each cell."""

    def __init__(
        self, count: int, owner: NDArray[np.intp], value: NDArray[np.float64], weight: NDArray[np.float64]
    ) -> None:
        order = np.lexsort((value, owner))
        self.count, self.owner, self.value, self.weight = count, owner[order], value[order], weight[order]
        self.weights = self._sum(self.weight)

    def statistic(self, name: str, threshold: float) -> NDArray[np.float64]:
        with np.errstate(invalid="ignore", divide="ignore"):
            return self._above(threshold) if name == "above" else getattr(self, f"_{name}")()

    def _sum(self, amounts: NDArray[np.float64] | None = None) -> NDArray[np.float64]:
        given = self.value * self.weight if amounts is None else amounts
        return np.bincount(self.owner, weights=given, minlength=self.count).astype(float)

    def _mean(self) -> NDArray[np.float64]:
        return self._sum() / self.weights

    def _above(self, threshold: float) -> NDArray[np.float64]:
        return self._sum(self.weight * (self.value > threshold)) / self.weights

    def _min(self) -> NDArray[np.float64]:
        return self._at(np.searchsorted(self.owner, np.arange(self.count)))

    def _max(self) -> NDArray[np.float64]:
        return self._at(np.searchsorted(self.owner, np.arange(self.count), side="right") - 1)

    def _median(self) -> NDArray[np.float64]:
        """The value at which half of the weight is reached."""
        reached = np.cumsum(self.weight)
        before = np.concatenate([[0.0], np.cumsum(self.weights)])[:-1]
        half = np.searchsorted(reached, before + self.weights / 2 * (1 - 1e-12))
        last = np.searchsorted(self.owner, np.arange(self.count), side="right") - 1
        return self._at(np.minimum(half, last))

    def _majority(self) -> NDArray[np.float64]:
        """The value with the greatest weight; of several the least."""
        new = np.concatenate([[True], (np.diff(self.owner) != 0) | (np.diff(self.value) != 0)])[: len(self.owner)]
        starts = np.flatnonzero(new)
        weight = np.add.reduceat(self.weight, starts) if len(starts) else np.empty(0)
        owner, value = self.owner[starts], self.value[starts]
        order = np.lexsort((value, -weight, owner))
        firsts = np.searchsorted(owner[order], np.arange(self.count))
        return _taken(value[order], firsts)

    def _at(self, position: NDArray[np.intp]) -> NDArray[np.float64]:
        return _taken(self.value, position)


def _taken(values: NDArray[np.float64], position: NDArray[np.intp]) -> NDArray[np.float64]:
    """Values at positions; some value of no meaning where a region has none."""
    return values[np.clip(position, 0, len(values) - 1)] if len(values) else np.full(len(position), np.nan)
