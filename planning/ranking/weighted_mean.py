"""The weighted mean of known values: Churchman & Ackoff (1954), Operations Research 2(2): 172-187."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def weighted_mean(values: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Sum of w·v over the known values of each alternative, divided by the sum of their weights.

    values (m criteria, n alternatives) with NaN where unknown, weights (m,); returns (n,), NaN where no criterion
    of positive weight is known.
    """
    total = weights.sum()
    if total > 0:
        scores = weights @ values
        scores /= total
        if not np.isnan(scores).any():
            return scores
    known = known_weight(values, weights)
    sums = np.zeros(values.shape[1])
    for weight, column in zip(weights, values):
        sums += weight * np.nan_to_num(column)
    return np.divide(sums, known, out=np.full(sums.shape, np.nan), where=known > 0)


def contributions(values: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """What each criterion adds to the weighted mean (m, n): the known ones of an alternative sum to its score."""
    known = known_weight(values, weights)
    parts = values * weights[:, None]
    return np.divide(parts, known, out=parts, where=known > 0)


def known_weight(values: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """The sum of the weights (n,) of the criteria known for each alternative."""
    if not np.isnan(values.sum()):
        return np.full(values.shape[1], weights.sum())
    known = np.zeros(values.shape[1])
    for weight, column in zip(weights, values):
        known += weight * ~np.isnan(column)
    return known
