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
        self._total, self._only = np.zeros((2, places, amounts.shape[1]))
        self._unknown = np.zeros((places, amounts.shape[1]), dtype=np.intp)
        self._units = np.zeros(places, dtype=np.intp)
        self._covered, self._times = np.zeros(len(amounts)), np.zeros(len(amounts), dtype=np.intp)
        self._reached_by = np.full(len(amounts), NO_PLACE, dtype=np.intp)

    def add(self, rows: slice, place: NDArray[np.intp], unit: NDArray[np.intp]) -> None:
        """Pairs (p,) of the places `rows`, each pair once; place counts from the first of them."""
        self._sum(rows, place, unit, self._known[unit])
        self._times += np.bincount(unit, minlength=len(self._times))
        self._reached_by[unit] = rows.start + place

    def add_shares(
        self, rows: slice, place: NDArray[np.intp], unit: NDArray[np.intp], share: NDArray[np.float64]
    ) -> None:
        """Pairs whose units are reached by a share (p,) only: what they add to `once` and `only` is told apart."""
        self._sum(rows, place, unit, self._known[unit] * share[:, None])

    def cover(self, units: NDArray[np.intp], share: NDArray[np.float64]) -> None:
        """The share of some units that at least one place reaches."""
        self._covered[units] = np.maximum(self._covered[units], share)

    def add_only(self, place: NDArray[np.intp], unit: NDArray[np.intp], share: NDArray[np.float64]) -> None:
        """The share (p,) of units that only this place reaches."""
        self._only += _sums(place, self._known[unit] * share[:, None], len(self._only))

    def add_everything(self, everyone: NDArray[np.bool_]) -> None:
        """The places (n,) that reach all units."""
        self._total[everyone], self._unknown[everyone] = self._known.sum(axis=0), self._missing.sum(axis=0)
        self._units[everyone] = len(self._amounts)
        self._times += everyone.sum()
        if everyone.any():
            self._only[:] = 0
            self._reached_by[self._times == 1] = np.flatnonzero(everyone)[0]

    def reached(self, placed: NDArray[np.bool_]) -> Reached:
        """The sums; `placed` (n,) says which places are known."""
        alone = np.flatnonzero(self._times == 1)
        rest = self._known[alone] * (1 - self._covered[alone])[:, None]
        only = self._only + _sums(self._reached_by[alone], rest, len(self._units))
        nothing_known = (self._unknown == self._units[:, None]) & (self._units > 0)[:, None]
        unknown = nothing_known | ~placed[:, None]
        total, only = np.where(unknown, np.nan, self._total), np.where(unknown, np.nan, only)
        return Reached(total, self._unknown, self._units, self._once(), only)

    def _once(self) -> NDArray[np.float64]:
        covered = np.where(self._times > 0, 1.0, self._covered)[:, None]
        met = covered[:, 0] > 0
        return sum_of_known((self._amounts * covered)[met])

    def _sum(self, rows: slice, place: NDArray[np.intp], unit: NDArray[np.intp], amounts: NDArray[np.float64]) -> None:
        size = len(self._units[rows])
        self._total[rows] += _sums(place, amounts, size)
        self._unknown[rows] += _sums(place, self._missing[unit], size).astype(np.intp)
        self._units[rows] += np.bincount(place, minlength=size)


def sum_of_known(amounts: NDArray[np.float64]) -> NDArray[np.float64]:
    """The sums (g,) of amounts (u, g) over what is known; NaN where there are units and none is known."""
    nothing_known = np.isnan(amounts).all(axis=0) & (len(amounts) > 0)
    return np.where(nothing_known, np.nan, np.nansum(amounts, axis=0))


def _sums(group: NDArray[np.intp], values: NDArray[np.generic], size: int) -> NDArray[np.float64]:
    return np.column_stack([np.bincount(group, weights=column, minlength=size) for column in values.T])
