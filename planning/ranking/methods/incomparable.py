"""Pairs on which two orders disagree, counted in O(n log n)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..ranks import rising_levels

if TYPE_CHECKING:
    from numpy.typing import NDArray


def disagreements(one: NDArray[np.float64], other: NDArray[np.float64], tie: float) -> NDArray[np.int64]:
    """With how many alternatives each of n is in strictly opposite order in two scores; NaN disagrees with nobody.

    Scores that differ by at most `tie` are equal.
    """
    counts = np.zeros(len(one), dtype=np.int64)
    known = ~(np.isnan(one) | np.isnan(other))
    first, second = rising_levels(one[known], tie), rising_levels(-other[known], tie)
    counts[known] = _same_side(first, second)
    return counts


def _same_side(first: NDArray[np.int64], second: NDArray[np.int64]) -> NDArray[np.int64]:
    """How many alternatives are below each in both of two orders, or above it in both (n,)."""
    last = len(first) - 1
    if last < 0 or min(first.max(), second.max()) < last:
        return _below_in_both(first, second) + _below_in_both(-first, -second)
    sequence = np.empty_like(first)
    sequence[first] = np.arange(len(first))
    below = smaller_before(second[sequence])[first]
    return last - first - second + 2 * below


def _below_in_both(first: NDArray[np.int64], second: NDArray[np.int64]) -> NDArray[np.int64]:
    """How many alternatives are strictly below each in both of two orders (n,)."""
    sequence = np.argsort(first * len(first) - second)
    places = np.empty_like(sequence)
    places[np.argsort(second[sequence][::-1], kind="stable")] = np.arange(len(sequence))
    found = np.empty_like(sequence)
    found[sequence] = smaller_before(places[::-1])
    return found


def smaller_before(permutation: NDArray[np.int64]) -> NDArray[np.int64]:
    """How many smaller numbers stand before each in a permutation of 0..n−1.

    Bit by bit from the highest, as in a wavelet tree: numbers that agree in the higher bits stand together, in their
    first order; for one with the bit set, those without it that stand before it are smaller ones.
    """
    place = np.arange(len(permutation), dtype=np.int32)
    values, counts = permutation.astype(np.int32), np.zeros_like(place)
    unset_before = np.zeros(len(permutation) + 1, dtype=np.int32)
    for bit in reversed(range(max(len(permutation) - 1, 0).bit_length())):
        start = values >> (bit + 1) << (bit + 1)
        is_set = (values >> bit & 1).astype(bool)
        np.cumsum(~is_set, out=unset_before[1:])
        smaller = unset_before[:-1] - unset_before[start]
        counts += smaller * is_set
        target = np.where(is_set, place + (1 << bit) - smaller, start + smaller)
        values[target], counts[target] = values.copy(), counts.copy()
    return counts[permutation].astype(np.int64)
