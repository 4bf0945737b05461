"""Where high or low values cluster more than chance would have it: Getis-Ord Gi*.

Ord & Getis 1995, «Local spatial autocorrelation statistics: distributional issues and an application», Geographical
Analysis 27(4): 286-306. Correction for many tests: false discovery rate, Benjamini & Hochberg 1995, for local
statistics Caldas de Castro & Singer 2006, Geographical Analysis 38(2): 180-208.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ...libraries import require
from ...progress import SILENT, Progress
from ..reach import chunks
from .near import pairs_near, side_by_side
from .permutation import permuted_p

if TYPE_CHECKING:
    from numpy.typing import NDArray

LEVELS = (0.01, 0.05, 0.10)


@dataclass(frozen=True)
class HotSpots:
    """Gi* of n features.

    z (n,) is NaN where the value or the place is unknown, or where all values are alike; p (n,) is two-sided. level
    (n,) is 3 for a hot spot with 99 % confidence, 2 with 95 %, 1 with 90 %, negative for cold spots, else 0.
    neighbours (n,) counts the features that each was compared with, itself among them.
    """

    z: NDArray[np.float64]
    p: NDArray[np.float64]
    level: NDArray[np.intp]
    neighbours: NDArray[np.intp]


def hot_spots(
    spots: NDArray[np.float64],
    values: NDArray[np.float64],
    band: float | None = None,
    nearest: int = 8,
    corrected: bool = True,
    progress: Progress = SILENT,
    draws: int = 0,
    seed: int = 1,
) -> HotSpots:
    """Gi* of values (n,) at spots (n, 2), in metres, with binary weights: 1 within `band` metres, or for the `nearest`
    neighbours where there is no band, and for the feature itself.

    z = (Σ xⱼ − x̄ W) / (s √((n W − W²) / (n − 1))), with W neighbours and the mean and standard deviation over all n
    known values. p is that of a normal distribution, or with `draws` that of so many conditional permutations.
    `corrected` takes the false discovery rate into account. A feature whose neighbours are all features tells nothing:
    z is NaN.
    """
    known = np.flatnonzero(~np.isnan(values) & np.isfinite(spots).all(axis=1))
    z, p = np.full(len(values), np.nan), np.full(len(values), np.nan)
    count, level = np.zeros(len(values), dtype=np.intp), np.zeros(len(values), dtype=np.intp)
    search = progress.part(0, 0.3) if draws else progress
    if band is None:
        sums, count[known] = _sums_of_nearest(spots[known], values[known], nearest, search)
    else:
        sums, count[known] = _sums_within(spots[known], values[known], band, search)
    z[known] = _z_scores(sums, count[known], values[known])
    p[known] = 2 * require("scipy.stats").norm.sf(np.abs(z[known]))
    if draws:
        others = sums - values[known], count[known] - 1
        permuted = permuted_p(values[known], *others, draws, seed, progress.part(0.3, 1))
        p[known] = np.where(np.isnan(z[known]), np.nan, permuted)
    level[known] = _levels(z[known], p[known], corrected)
    return HotSpots(z, p, level, count)


def _sums_within(
    spots: NDArray[np.float64], values: NDArray[np.float64], band: float, progress: Progress
) -> tuple[NDArray[np.float64], NDArray[np.intp]]:
    """Sums and numbers of all within the band; features on one spot are taken together, so that piles cost nothing."""
    places, at = np.unique(spots @ np.array([1, 1j]), return_inverse=True)
    order = side_by_side(np.column_stack([places.real, places.imag]))
    places, at = places[order], np.argsort(order)[at]
    held, many = np.bincount(at, weights=values), np.bincount(at)
    sums, count = np.zeros(len(places)), np.zeros(len(places), dtype=np.intp)
    plane = np.column_stack([places.real, places.imag])
    for rows, pairs in pairs_near(plane, plane, band, progress):
        size = rows.stop - rows.start
        sums[rows] = np.bincount(pairs["i"], weights=held[pairs["j"]], minlength=size)
        count[rows] = np.bincount(pairs["i"], weights=many[pairs["j"]], minlength=size)
    return sums[at], count[at]


def _sums_of_nearest(
    spots: NDArray[np.float64], values: NDArray[np.float64], nearest: int, progress: Progress
) -> tuple[NDArray[np.float64], NDArray[np.intp]]:
    """Sums and numbers of each feature and its nearest others."""
    wanted, sums = min(nearest, len(spots) - 1), values.astype(float)
    if wanted < 1:
        return sums, np.ones(len(values), dtype=np.intp)
    around, order = require("scipy.spatial").cKDTree(spots), side_by_side(spots)
    for run in chunks(len(spots), progress):
        rows = order[run]
        found = around.query(spots[rows], k=wanted + 1)[1]
        itself = found == rows[:, None]
        itself[~itself.any(axis=1), -1] = True  # among many on one spot it may not find itself
        sums[rows] += np.where(itself, 0, values[found]).sum(axis=1)
    return sums, np.full(len(values), wanted + 1)


def _z_scores(sums: NDArray[np.float64], count: NDArray[np.intp], values: NDArray[np.float64]) -> NDArray[np.float64]:
    total = len(values)
    if total < 2 or np.ptp(values) == 0:
        return np.full(total, np.nan)
    spread = values.std() * np.sqrt((total * count - count.astype(float) ** 2) / (total - 1))
    return np.divide(sums - values.mean() * count, spread, out=np.full(total, np.nan), where=spread > 0)


def _levels(z: NDArray[np.float64], p: NDArray[np.float64], corrected: bool) -> NDArray[np.intp]:
    level = np.zeros(len(z), dtype=np.intp)
    for alpha in LEVELS:
        bound = _largest_false_discovery(p[~np.isnan(p)], alpha) if corrected else alpha
        level += np.nan_to_num(p, nan=1.0) <= bound
    return np.where(z < 0, -level, level)


def _largest_false_discovery(p: NDArray[np.float64], alpha: float) -> float:
    """The largest p that is still significant when a share alpha of all that are called so may be false."""
    ordered = np.sort(p)
    below = ordered <= alpha * np.arange(1, len(p) + 1) / max(len(p), 1)
    return float(ordered[below][-1]) if below.any() else -1.0
