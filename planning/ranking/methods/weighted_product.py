"""The weighted product: Bridgman (1922), Dimensional Analysis; Miller & Starr (1969), Executive Decisions and
Operations Research."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from ...language import tr
from ...progress import SILENT, Progress
from ..weighted_mean import known_weight
from .method import RATIO, VALUES, Method, Outcome
from .normalisation import normalised

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ..engine import Ranking
    from ..measurement import Measurement
    from .settings import Settings


class WeightedProduct(Method):
    NAME = "weighted_product"
    NORMALISATIONS = (RATIO, VALUES)

    def title(self) -> str:
        return tr("weighted product (Bridgman, 1922; Miller and Starr, 1969)")

    def about(self) -> str:
        return tr("ratios to the best, multiplied: a very weak criterion is hard to make up for, and 0 is a veto.")

    def outcome(self, measurement: Measurement, settings: Settings, progress: Progress = SILENT) -> Outcome:
        worth = normalised(measurement, settings, progress)
        return Outcome(geometric_mean(worth, measurement.acting, progress), worth)

    def notes(self, ranking: Ranking) -> Iterator[str]:
        yield tr("A product has no exact contributions: shown is the weight share of each criterion times its ratio.")
        vetoed = int(np.count_nonzero(ranking.score == 0))
        if vetoed and vetoed < len(ranking.rank) - ranking.rank.count(None):
            yield tr(
                "{count} have the score 0 because a criterion that counts is 0 for them: 0 is a veto.", count=vetoed
            )


def geometric_mean(
    matrix: NDArray[np.float64], weights: NDArray[np.float64], progress: Progress = SILENT
) -> NDArray[np.float64]:
    """Π x^w over the known numbers of each alternative, its root taken by the sum of their weights.

    matrix (m, n) from 0 on with NaN where unknown, weights (m,); returns (n,), NaN where no criterion of positive
    weight is known.
    """
    logarithms = np.zeros(matrix.shape[1])
    for place in progress.over(np.flatnonzero(weights), np.count_nonzero(weights)):
        with np.errstate(divide="ignore"):
            logarithm = np.log(matrix[place])
        logarithms += weights[place] * np.where(np.isnan(logarithm), 0.0, logarithm)
    known = known_weight(matrix, weights)
    return np.exp(np.divide(logarithms, known, out=np.full(known.shape, np.nan), where=known > 0))
