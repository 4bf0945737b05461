"""Unicriterion PROMETHEE flows in O(n log n).

Calders & Van Assche (2018), PROMETHEE is not quadratic: an O(qn log(n)) algorithm, Omega 76: 63-69. Numbers are sorted
and the preferences over all others are summed by counts and prefix sums; the Gaussian function by `gauss`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..preference import Preference
from ..value.functions import NOISE
from .gauss import gauss_sums_before

if TYPE_CHECKING:
    from numpy.typing import NDArray


def unicriterion_flows(
    row: NDArray[np.float64], preference: Preference
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """How far each of n numbers is preferred to the others, and they to it: means over the n − 1 others, 0..1 each.

    More is better; differences that equal a threshold but for rounding are taken as equal. NaN stays NaN and is
    compared with nobody.
    """
    outgoing, incoming = np.full(row.shape, np.nan), np.full(row.shape, np.nan)
    order = np.argsort(row)
    order = order[: len(order) - int(np.isnan(row).sum())]
    if order.size:
        others = max(len(order) - 1, 1)
        preferred, surpassed = _sums(row[order], preference)
        outgoing[order], incoming[order] = preferred / others, surpassed / others
    return outgoing, incoming


def _sums(ascending: NDArray[np.float64], preference: Preference) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Σ over the others of the preference of each of the ascending numbers, and of the others' preference to it."""
    q, p = preference.q, preference.p
    if preference.function == "gaussian":
        mirrored = _bell(-ascending[::-1], preference.s)
        return _bell(ascending, preference.s), mirrored[::-1]
    if preference.function in ("linear", "v-shape") and p - q > NOISE * p:
        return _ramp(ascending, q, p)
    below, above = _counts(ascending, q)
    if preference.function == "level":
        further_below, further_above = _counts(ascending, p)
        return (below + further_below) / 2, (above + further_above) / 2
    return below.astype(float), above.astype(float)


def _counts(ascending: NDArray[np.float64], distance: float) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """How many numbers lie more than this distance below each, and above each, by more than rounding can make."""
    noise = np.abs(ascending)
    noise += distance
    noise *= NOISE
    below = np.searchsorted(ascending, ascending - distance - noise, side="left")
    reaching = np.cumsum(np.bincount(below, minlength=len(below))[: len(below)])
    return below, len(below) - reaching


def _ramp(ascending: NDArray[np.float64], q: float, p: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Σ of (difference − q) / (p − q), cut to 0..1; numbers are centred, so that prefix sums stay exact."""
    (below_q, above_q), (below_p, above_p) = _counts(ascending, q), _counts(ascending, p)
    centred = ascending - ascending[len(ascending) // 2]
    sums = np.concatenate(([0.0], np.cumsum(centred)))
    outgoing = (below_q - below_p) * (centred - q) - (sums[below_q] - sums[below_p])
    n = len(ascending)
    incoming = sums[n - above_p] - sums[n - above_q] - (above_q - above_p) * (centred + q)
    return below_p + outgoing / (p - q), above_p + incoming / (p - q)


def _bell(ascending: NDArray[np.float64], s: float) -> NDArray[np.float64]:
    return np.arange(len(ascending)) - gauss_sums_before(ascending, s)
