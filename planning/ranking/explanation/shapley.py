"""What each criterion gives to a score of any method: Shapley (1953), A value for n-person games, Contributions to the
Theory of Games II: 307-317."""

from __future__ import annotations

from math import factorial
from typing import TYPE_CHECKING

import numpy as np

from ...errors import PlanError
from ...language import tr
from ...progress import SILENT, Progress
from .scoring import Scoring

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ..engine import Ranking

MOST = 12


def shapley_values(ranking: Ranking, place: int, progress: Progress = SILENT) -> NDArray[np.float64]:
    """The exact Shapley values (m,) of the criteria in the score of the alternative at a place, NaN where it is unknown
    or idle.

    A coalition's score is the one that the alternative would have in this list with the mean value, and the mean raw
    value, of all on the criteria outside the coalition. The parts sum to its score minus the score of the mean profile.
    2^k scorings of the list for k criteria. Raises PlanError for more than 12 of them.
    """
    players = players_of(ranking, place)
    if len(players) > MOST:
        raise PlanError(
            tr(
                "The parts of a score of this method can be told for up to {most} criteria, and {count} count here.",
                most=MOST,
                count=len(players),
            )
        )
    found = np.full(len(ranking.criteria), np.nan)
    found[players] = _values(_scores(ranking, place, players, progress), len(players))
    return found


def players_of(ranking: Ranking, place: int) -> NDArray[np.int64]:
    """The criteria (by their places) that count and are known for an alternative."""
    measurement = ranking.measurement
    return np.flatnonzero((measurement.acting > 0) & ~np.isnan(measurement.values[:, place]))


def _scores(ranking: Ranking, place: int, players: NDArray[np.int64], progress: Progress) -> NDArray[np.float64]:
    """The score (2^k,) of each coalition, whose bits are its players."""
    scoring, measurement = Scoring(ranking), ranking.measurement
    own = measurement.values[:, place], measurement.raw[:, place]
    mean = _mean(measurement.values), _mean(measurement.raw)
    scores = np.empty(1 << len(players))
    for coalition in progress.over(range(len(scores)), len(scores)):
        absent = players[[not coalition >> bit & 1 for bit in range(len(players))]]
        values, raw = own[0].copy(), own[1].copy()
        values[absent], raw[absent] = mean[0][absent], mean[1][absent]
        scores[coalition] = scoring.with_profile(place, values, raw).score[place]
    return np.nan_to_num(scores)


def _values(scores: NDArray[np.float64], count: int) -> NDArray[np.float64]:
    coalitions = np.arange(1 << count)
    sizes = sum((coalitions >> bit & 1 for bit in range(count)), np.zeros_like(coalitions))
    share = np.array([factorial(size) * factorial(count - size - 1) / factorial(count) for size in range(count)])
    return np.array([_part(scores, coalitions[coalitions >> bit & 1 == 0], bit, sizes, share) for bit in range(count)])


def _part(
    scores: NDArray[np.float64],
    without: NDArray[np.int64],
    bit: int,
    sizes: NDArray[np.int64],
    share: NDArray[np.float64],
) -> float:
    return float(share[sizes[without]] @ (scores[without | 1 << bit] - scores[without]))


def _mean(matrix: NDArray[np.float64]) -> NDArray[np.float64]:
    """The mean (m,) of what is known and finite."""
    known = np.isfinite(matrix)
    return np.where(known, matrix, 0.0).sum(axis=1) / np.maximum(known.sum(axis=1), 1)
