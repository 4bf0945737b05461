"""Methods that ask for a number or a place of each criterion."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from ...errors import PlanError
from ...language import tr
from ...progress import SILENT, Progress
from .answers import Answers, numbers_for
from .hierarchy import Question
from .judged import Judged
from .method import POINTS, RANKS, Settings, WeightMethod
from .points import MOST_SWING, point_weights
from .rank_order import rank_order_centroid, rank_reciprocal, rank_sum, rank_weights

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Direct(WeightMethod):
    NAME = "direct"
    ASKS = POINTS

    def title(self) -> str:
        return tr("direct points")

    def about(self) -> str:
        return tr("points for each criterion, their shares are the weights.")

    def judge(self, question: Question, answers: Answers, settings: Settings, progress: Progress = SILENT) -> Judged:
        points = numbers_for(question, answers.numbers, tr("Points"))
        for item, number in zip(question.items, points):
            if not np.isfinite(number) or number < 0:
                raise PlanError(
                    tr("«{name}» has {value} points: give a number from 0 on.", name=item.name, value=f"{number:g}")
                )
        return Judged(point_weights(points), notes=self.remarks(points))

    def remarks(self, points: NDArray[np.float64]) -> tuple[str, ...]:
        return ()


class Swing(Direct):
    NAME = "swing"

    def title(self) -> str:
        return tr("swing weights")

    def about(self) -> str:
        return tr("100 points for the most wanted swing from the worst to the best, fewer for the others.")

    def remarks(self, points: NDArray[np.float64]) -> tuple[str, ...]:
        if points.max() == MOST_SWING:
            return ()
        return (
            tr(
                "The most wanted swing has {points} points, not 100; only the proportions count.",
                points=f"{points.max():g}",
            ),
        )


class RankSum(WeightMethod):
    NAME = "rank_sum"
    ASKS = RANKS

    def title(self) -> str:
        return tr("rank sum")

    def about(self) -> str:
        return tr("from places 1, 2, …: the weight falls evenly.")

    def judge(self, question: Question, answers: Answers, settings: Settings, progress: Progress = SILENT) -> Judged:
        ranks = numbers_for(question, answers.numbers, tr("Places of criteria"))
        for item, number in zip(question.items, ranks):
            if not np.isfinite(number) or number <= 0:
                raise PlanError(
                    tr("«{name}» has place {value}: places are 1, 2, …", name=item.name, value=f"{number:g}")
                )
        return Judged(rank_weights(ranks, self.of_places()))

    def of_places(self) -> Callable[[int], NDArray[np.float64]]:
        return rank_sum


class RankReciprocal(RankSum):
    NAME = "rank_reciprocal"

    def title(self) -> str:
        return tr("rank reciprocal")

    def about(self) -> str:
        return tr("from places: the weight is proportional to 1/place.")

    def of_places(self) -> Callable[[int], NDArray[np.float64]]:
        return rank_reciprocal


class RankOrderCentroid(RankSum):
    NAME = "rank_order_centroid"

    def title(self) -> str:
        return tr("rank-order centroid")

    def about(self) -> str:
        return tr("from places: the centre of all weights that keep the order (ROC).")

    def of_places(self) -> Callable[[int], NDArray[np.float64]]:
        return rank_order_centroid
