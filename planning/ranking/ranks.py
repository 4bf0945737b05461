from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

UNRANKED = 0
TIE = 1e-12


def competition_ranks(scores: NDArray[np.float64], tie: float = TIE) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Rank (n,) of each score, 1 for the highest, and whether it is shared (n,).

    Equal scores share the best rank of their group (1, 2, 2, 4). Scores that differ from the next by at most `tie`
    are equal: sums of the same numbers 0..1 in another order differ by about 1e-16. NaN is UNRANKED.
    """
    order = np.argsort(-scores)
    order = order[: len(order) - int(np.isnan(scores).sum())]
    sorted_scores = scores[order]
    starts = np.ones(len(order), dtype=bool)
    starts[1:] = sorted_scores[:-1] - sorted_scores[1:] > tie
    position = np.arange(1, len(order) + 1)
    rank, tied = np.full(len(scores), UNRANKED, dtype=np.int64), np.zeros(len(scores), dtype=bool)
    rank[order] = np.maximum.accumulate(np.where(starts, position, 0))
    alone = starts.copy()
    alone[:-1] &= starts[1:]
    tied[order] = ~alone
    return rank, tied


def rising_levels(scores: NDArray[np.float64], tie: float = TIE) -> NDArray[np.int64]:
    """The level (n,) of each score, 0 for the lowest; scores that differ from the next by at most `tie` share one."""
    order = np.argsort(scores, kind="stable")
    levels = np.zeros(len(scores), dtype=np.int64)
    levels[order[1:]] = np.cumsum(np.diff(scores[order]) > tie)
    return levels
