"""Sums over what places reach."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

NO_PLACE = -1


@dataclass(frozen=True)
class Reached:
    """What lies within reach of n places, as sums of g amounts over u units.

    total (n, g) sums the known amounts; it is NaN for a place that is unknown, and where every unit in reach is of
    unknown amount. unknown (n, g) counts the units in reach whose amount is unknown: where it is not 0, total is a
    lower bound. units (n,) counts the units in reach. once (g,) is the amount within reach of at least one place, each
    unit counted once; NaN where all of it is unknown. only (n, g) is the part of total that no other place reaches.
    """

    total: NDArray[np.float64]
    unknown: NDArray[np.intp]
    units: NDArray[np.intp]
    once: NDArray[np.float64]
    only: NDArray[np.float64]


class Tally:
    """Adds up amounts (u, g) for n places from pairs of places and units, run by run."""

    def __init__(self, places: int, amounts: NDArray[np.float64]) -> None:
        self._amounts, self._known, self._missing = amounts, np.nan_to_num(amounts), np.isnan(amounts)
        self._total = np.zeros((places, amounts.shape[1]))
        self._unknown = np.zeros((places, amounts.shape[1]), dtype=np.intp)
        self._units = np.zeros(places, dtype=np.intp)
        self._times = np.zeros(len(amounts), dtype=np.intp)
        self._reached_by = np.full(len(amounts), NO_PLACE, dtype=np.intp)

    def add(
        self,
        rows: slice,
        place: NDArray[np.intp],
        unit: NDArray[np.intp],
        share: NDArray[np.float64] | None = None,
    ) -> None:
        """Pairs (p,) of the places `rows`, each pair once; place counts from the first of them. share (p,) is the part
        of each unit that is reached, None for all of it."""
        size = len(self._units[rows])
        amounts = self._known[unit] if share is None else self._known[unit] * share[:, None]
        self._total[rows] = _sums(place, amounts, size)
        self._unknown[rows] = _sums(place, self._missing[unit], size)
        self._units[rows] = np.bincount(place, minlength=size)
        self._times += np.bincount(unit, minlength=len(self._times))
        self._reached_by[unit] = rows.start + place

    def add_everything(self, everyone: NDArray[np.bool_]) -> None:
        """The places (n,) that reach all units."""
        self._total[everyone], self._unknown[everyone] = self._known.sum(axis=0), self._missing.sum(axis=0)
        self._units[everyone] = len(self._amounts)
        self._times += everyone.sum()
        if everyone.any():
            self._reached_by[self._times == 1] = np.flatnonzero(everyone)[0]

    def reached(self, placed: NDArray[np.bool_]) -> Reached:
        """The sums; `placed` (n,) says which places are known. `once` and `only` hold for whole units."""
        alone = np.flatnonzero(self._times == 1)
        only = _sums(self._reached_by[alone], self._known[alone], len(self._units))
        nothing_known = (self._unknown == self._units[:, None]) & (self._units > 0)[:, None]
        unknown = nothing_known | ~placed[:, None]
        total, only = np.where(unknown, np.nan, self._total), np.where(unknown, np.nan, only)
        return Reached(total, self._unknown, self._units, sum_of_known(self._amounts[self._times > 0]), only)


def sum_of_known(amounts: NDArray[np.float64]) -> NDArray[np.float64]:
    """The sums (g,) of amounts (u, g) over what is known; NaN where there are units and none is known."""
    nothing_known = np.isnan(amounts).all(axis=0) & (len(amounts) > 0)
    return np.where(nothing_known, np.nan, np.nansum(amounts, axis=0))


def _sums(group: NDArray[np.intp], values: NDArray[np.generic], size: int) -> NDArray[np.float64]:
    return np.column_stack([np.bincount(group, weights=column, minlength=size) for column in values.T])
