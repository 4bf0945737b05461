"""Stochastic multicriteria acceptability analysis, SMAA-2.

Lahdelma & Salminen (2001), Operations Research 49(3): 444-454; pairwise winning index: Leskinen et al. (2006), European
Journal of Operational Research 173(2): 411-427.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ...progress import SILENT, Progress
from ..ranks import TIE
from .draws import Model

if TYPE_CHECKING:
    from numpy.typing import NDArray

SAMPLED = 16


@dataclass(frozen=True)
class Firsts:
    """How often each of n alternatives is first and among the first `top`, as shares of the draws (n,); where it is
    first, the mean weights central (n, m), NaN where it never is."""

    top: int
    first: NDArray[np.float64]
    among_top: NDArray[np.float64]
    central: NDArray[np.float64]


def first_places(model: Model, draws: int, top: int, progress: Progress = SILENT) -> Firsts:
    """Acceptability of the first place and of the first `top`, without sorting. Ties share a place."""
    n, m = model.alternatives, len(model.acting)
    first, among, central = np.zeros(n), np.zeros(n), np.zeros((n, m))
    for block in model.watched(draws, progress):
        scores = block.scores if model.complete else np.nan_to_num(block.scores, nan=-1.0)
        drawn, winners = _winners(scores)
        np.add.at(first, winners, 1)
        np.add.at(central, winners, block.weights[drawn])
        among += (scores >= _least_of_top(scores, top)[:, None] - TIE).sum(axis=0)
    among[model.unknown] = 0.0
    with np.errstate(invalid="ignore"):
        central /= first[:, None]
    return Firsts(top, first / draws, among / draws, central)


def confidence_factors(
    model: Model, central: NDArray[np.float64], draws: int, progress: Progress = SILENT
) -> NDArray[np.float64]:
    """How surely each alternative is first under its own central weights (n,), NaN where it has none.

    Without uncertain values it is 1 or 0: the central weights of a set of weights that is not convex may miss it.
    """
    factors = np.full(len(central), np.nan)
    chosen = np.flatnonzero(~np.isnan(central).any(axis=1))
    repeats, wins = draws if model.uncertain else 1, np.zeros(len(chosen))
    for start in range(0, repeats, model.block):
        count = min(model.block, repeats - start)
        drawn = model.drawn_values(start, count)
        for row, place in enumerate(chosen):
            progress.step(start + count * row / len(chosen), repeats)
            scores = model.scores_of(central[[place]], drawn)
            wins[row] += (scores[:, place] >= np.nanmax(scores, axis=1) - TIE).sum()
    factors[chosen] = wins / repeats
    return factors


def pairwise_wins(model: Model, draws: int, progress: Progress = SILENT) -> NDArray[np.float64]:
    """The share of the draws in which the one of the row is above the one of the column (n, n); ties are no wins."""
    n = model.alternatives
    wins = np.zeros((n, n))
    for block in model.watched(draws, progress):
        for column in range(n):
            wins[:, column] += (block.scores > block.scores[:, [column]] + TIE).sum(axis=0)
    return wins / draws


def _winners(scores: NDArray[np.float64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Rows and columns of the best scores (k, n) of each row."""
    best = scores.max(axis=1)
    wins = scores >= best[:, None] - TIE
    if (np.count_nonzero(wins, axis=1) == 1).all():
        return np.arange(len(scores)), scores.argmax(axis=1)
    rows, columns = np.nonzero(wins)
    return rows, columns


def _least_of_top(scores: NDArray[np.float64], top: int) -> NDArray[np.float64]:
    """The score (k,) on place `top` of each row of scores (k, n).

    Every sixteenth score tells a bound that a few more than `top` are likely to reach, so that few are put in order.
    """
    sample, wanted = scores[:, ::SAMPLED], int(1.3 * top / SAMPLED) + 8
    if 2 * wanted >= sample.shape[1]:
        return _on_place(scores, top)
    bounds = _on_place(sample, wanted)
    high = (row[row >= bound] for row, bound in zip(scores, bounds))
    return np.array([_on_place(few if len(few) >= top else row, top) for few, row in zip(high, scores)])


def _on_place(scores: NDArray[np.float64], top: int) -> NDArray[np.float64]:
    place = max(scores.shape[-1] - top, 0)
    return np.partition(scores, place)[..., place]
