"""Weights from an order alone: the first counts most, and nothing is known of how much more.

Rank sum and rank reciprocal: Stillwell, Seaver & Edwards (1981), Organizational Behavior and Human Performance
28(1): 62-77. Rank-order centroid: Barron & Barrett (1996), Management Science 42(11): 1515-1523.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def rank_sum(places: int) -> NDArray[np.float64]:
    """Weights (places,) of the places 1, 2, …: proportional to n + 1 − place."""
    return _shares(np.arange(places, 0, -1.0))


def rank_reciprocal(places: int) -> NDArray[np.float64]:
    """Weights (places,) of the places 1, 2, …: proportional to 1 / place."""
    return _shares(1 / np.arange(1.0, places + 1))


def rank_order_centroid(places: int) -> NDArray[np.float64]:
    """Weights (places,) of the places 1, 2, …: the centre of all weights in that order, Σ 1/k over k ≥ place, / n."""
    return np.cumsum((1 / np.arange(1.0, places + 1))[::-1])[::-1] / places


def rank_weights(ranks: NDArray[np.float64], of_places: Callable[[int], NDArray[np.float64]]) -> NDArray[np.float64]:
    """Weights (k,) of ranks (k,), 1 the most important; only their order counts.

    Equal ranks share the mean weight of the places that they take together.
    """
    _, group, sizes = np.unique(ranks, return_inverse=True, return_counts=True)
    by_place = of_places(len(ranks))
    starts = np.cumsum(sizes) - sizes
    return (np.add.reduceat(by_place, starts) / sizes)[group]


def _shares(numbers: NDArray[np.float64]) -> NDArray[np.float64]:
    return numbers / numbers.sum()
