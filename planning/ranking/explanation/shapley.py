"""What each criterion gives to a score of any method: Shapley (1953), A value for n-person games, Contributions to the
Theory of Games II: 307-317."""

from __future__ import annotations

from collections.abc import Callable
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
    scoring, measurement = Scoring(ranking), ranking.measurement
    own = measurement.values[:, place], measurement.raw[:, place]
    mean = _mean(measurement.values), _mean(measurement.raw)

    def score(absent: NDArray[np.int64]) -> float:
        return float(scoring.with_profile(place, *_mixed(own, mean, absent)).score[place])

    return _game(players_of(ranking, place), score, progress, len(ranking.criteria))


def shapley_differences(ranking: Ranking, one: int, other: int, progress: Progress = SILENT) -> NDArray[np.float64]:
    """What each criterion gives to the lead of one alternative over another (m,), NaN where both are unknown or it is
    idle: exact Shapley values, which sum to the difference of their scores.

    A coalition's lead is the one that the first would have in this list if it were like the other on the criteria
    outside the coalition. Raises PlanError for more than 12 criteria.
    """
    scoring, measurement = Scoring(ranking), ranking.measurement
    own, others = ((measurement.values[:, place], measurement.raw[:, place]) for place in (one, other))

    def lead(absent: NDArray[np.int64]) -> float:
        score = scoring.with_profile(one, *_mixed(own, others, absent)).score
        return float(score[one] - score[other])

    known = ~np.isnan(measurement.values[:, [one, other]]).all(axis=1)
    return _game(np.flatnonzero((measurement.acting > 0) & known), lead, progress, len(ranking.criteria))


def players_of(ranking: Ranking, place: int) -> NDArray[np.int64]:
    """The criteria (by their places) that count and are known for an alternative."""
    measurement = ranking.measurement
    return np.flatnonzero((measurement.acting > 0) & ~np.isnan(measurement.values[:, place]))


def _game(
    players: NDArray[np.int64], score: Callable[[NDArray[np.int64]], float], progress: Progress, count: int
) -> NDArray[np.float64]:
    """Shapley values (count,) of a game that tells its score by who is absent, NaN for who does not play."""
    if len(players) > MOST:
        raise PlanError(
            tr(
                "The parts of a score of this method can be told for up to {most} criteria, and {count} count here.",
                most=MOST,
                count=len(players),
            )
        )
    scores = np.empty(1 << len(players))
    for coalition in progress.over(range(len(scores)), len(scores)):
        scores[coalition] = score(players[[not coalition >> bit & 1 for bit in range(len(players))]])
    found = np.full(count, np.nan)
    found[players] = _values(np.nan_to_num(scores), len(players))
    return found


def _mixed(
    own: tuple[NDArray[np.float64], ...], others: tuple[NDArray[np.float64], ...], absent: NDArray[np.int64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Values and raw values (m,) of a profile that is another's on some criteria."""
    values, raw = own[0].copy(), own[1].copy()
    values[absent], raw[absent] = others[0][absent], others[1][absent]
    return values, raw


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
