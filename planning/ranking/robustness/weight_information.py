"""What is known of the weights, and weight vectors drawn evenly from all that agree with it.

Uniform and ordinal draws: Tervonen & Lahdelma (2007), European Journal of Operational Research 178(2): 500-513. Narrow
intervals by hit-and-run: Smith (1984), Operations Research 32(6): 1296-1308; along directions that are not all alike:
Bélisle, Romeijn & Smith (1993), Mathematics of Operations Research 18(2): 255-266; for weights: Tervonen et al. (2013),
EJOR 224(3): 552-559.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ...errors import PlanError
from ...language import tr

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

SLACK = 1e-9
REJECTIONS = 20
SWEEPS = 200


@dataclass(frozen=True)
class WeightInformation:
    """All weight vectors of m criteria, 0 or more and summing to 1, that agree with what is known.

    low and high (m,) bound the shares. places (m,) is the order of importance, 1 first; criteria of one place come in
    any order; None where no order is known. Bounds and an order exclude each other.
    """

    low: NDArray[np.float64]
    high: NDArray[np.float64]
    places: NDArray[np.int64] | None = None

    def draw(self, generator: np.random.Generator, count: int) -> NDArray[np.float64]:
        """Weight vectors (count, m), drawn evenly from all that agree."""
        if self.places is not None:
            return _ordered(generator, count, self.places)
        if (self.low <= SLACK).all() and (self.high >= 1 - SLACK).all():
            return _simplex(generator, count, len(self.low))
        return _bounded(generator, count, self.low, self.high)


def any_weights(count: int) -> WeightInformation:
    """Nothing is known of the weights of `count` criteria."""
    return WeightInformation(np.zeros(count), np.ones(count))


def ordered_weights(places: Sequence[int]) -> WeightInformation:
    """Only the order of importance is known: places (m,), 1 first."""
    found = np.asarray(places, dtype=np.int64)
    return WeightInformation(np.zeros(len(found)), np.ones(len(found)), found)


def weights_between(low: ArrayLike, high: ArrayLike, names: Sequence[str]) -> WeightInformation:
    """Each share lies between two bounds. Raises PlanError where no weights can agree with them."""
    lows, highs = np.clip(np.asarray(low, dtype=float), 0, 1), np.clip(np.asarray(high, dtype=float), 0, 1)
    for name, least, most in zip(names, lows, highs):
        if least > most:
            raise PlanError(
                tr(
                    "The weight of «{name}» cannot be at least {low} and at most {high}.",
                    name=name,
                    low=f"{least:g}",
                    high=f"{most:g}",
                )
            )
    if lows.sum() > 1 + SLACK:
        raise PlanError(tr("The least weights sum to {sum}, more than 1: lower some of them.", sum=f"{lows.sum():.3g}"))
    if highs.sum() < 1 - SLACK:
        raise PlanError(tr("The greatest weights sum to {sum}, less than 1: raise some.", sum=f"{highs.sum():.3g}"))
    return WeightInformation(lows, highs)


def weights_around(shares: NDArray[np.float64], spread: float, names: Sequence[str]) -> WeightInformation:
    """Each share may be lower or higher by the part `spread` of itself (0.2: a fifth)."""
    return weights_between(shares * (1 - spread), shares * (1 + spread), names)


def _simplex(generator: np.random.Generator, count: int, criteria: int) -> NDArray[np.float64]:
    parts = generator.standard_exponential((count, criteria))
    return parts / parts.sum(axis=1, keepdims=True)


def _ordered(generator: np.random.Generator, count: int, places: NDArray[np.int64]) -> NDArray[np.float64]:
    falling = -np.sort(-_simplex(generator, count, len(places)), axis=1)
    order = np.argsort(places, kind="stable")
    for start, stop in _runs(places[order]):
        falling[:, start:stop] = generator.permuted(falling[:, start:stop], axis=1)
    weights = np.empty_like(falling)
    weights[:, order] = falling
    return weights


def _runs(places: NDArray[np.int64]) -> Iterator[tuple[int, int]]:
    edges = [0, *(np.flatnonzero(np.diff(places)) + 1).tolist(), len(places)]
    return ((start, stop) for start, stop in zip(edges, edges[1:]) if stop - start > 1)


def _bounded(
    generator: np.random.Generator, count: int, low: NDArray[np.float64], high: NDArray[np.float64]
) -> NDArray[np.float64]:
    """By rejection while that is cheap, else by hit-and-run."""
    room, taken = 1 - low.sum(), np.empty((0, len(low)))
    tries = max(count, 1000)
    for _ in range(REJECTIONS):
        drawn = low + room * _simplex(generator, tries, len(low))
        taken = np.concatenate([taken, drawn[(drawn <= high + SLACK).all(axis=1)]])
        if len(taken) >= count:
            return taken[:count]
        if len(taken) * REJECTIONS < count:
            break
    return _hit_and_run(generator, count, low, high)


def _hit_and_run(
    generator: np.random.Generator, count: int, low: NDArray[np.float64], high: NDArray[np.float64]
) -> NDArray[np.float64]:
    """One chain for each draw, all stepped together from the same inner point."""
    free = high - low > SLACK
    width = (high - low).sum()
    inner = low + (high - low) * ((1 - low.sum()) / width if width > 0 else 0.0)
    if free.sum() < 2:
        return np.tile(inner, (count, 1))
    points = np.tile(inner[free], (count, 1)).T.copy()
    for _ in range(SWEEPS):
        _sweep(generator, points, low[free, None], high[free, None])
    weights = np.tile(inner, (count, 1))
    weights[:, free] = np.clip(points.T, low[free], high[free])
    return weights


def _sweep(
    generator: np.random.Generator, points: NDArray[np.float64], low: NDArray[np.float64], high: NDArray[np.float64]
) -> None:
    """Pair the criteria by lot; in each of the points (m, count) move between the two of every pair as much as their
    bounds (m, 1) allow, evenly, which keeps the sum."""
    order = generator.permutation(len(points))
    half = len(order) // 2
    one, other = order[:half], order[half : 2 * half]
    least = np.maximum(low[one] - points[one], points[other] - high[other])
    most = np.minimum(high[one] - points[one], points[other] - low[other])
    moved = least + (most - least) * generator.random(least.shape)
    points[one] += moved
    points[other] -= moved
