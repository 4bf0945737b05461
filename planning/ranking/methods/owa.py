"""Ordered weighted average with importances: Yager (1996), Quantifier guided aggregation using OWA operators,
International Journal of Intelligent Systems 11(1): 49-73; Torra (1997), The weighted OWA operator, 12(2): 153-166."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import numpy as np

from ...language import tr
from ...progress import SILENT, Progress
from .inputs import counted_values
from .method import Method, Option, Outcome

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ..engine import Ranking
    from ..measurement import Measurement
    from .settings import Settings

BLOCK = 16384


class Owa(Method):
    NAME = "owa"

    def title(self) -> str:
        return tr("ordered weighted average (Yager, 1996; Torra, 1997)")

    def about(self) -> str:
        return tr("a weighted sum that can lean to the weakest or to the strongest criterion of each alternative.")

    def options(self) -> Mapping[str, Option]:
        about = tr("0: only the weakest criterion counts; 0.5: the weighted sum; 1: only the strongest one counts.")
        return {"orness": Option(0.5, 0.0, 1.0, tr("OWA: leaning to the strongest criterion (orness)"), about)}

    def outcome(self, measurement: Measurement, settings: Settings, progress: Progress = SILENT) -> Outcome:
        acting = measurement.acting > 0
        values = counted_values(measurement, settings)[acting]
        return Outcome(
            ordered_weighted_average(values, measurement.acting[acting], settings.option("orness"), progress)
        )

    def notes(self, ranking: Ranking) -> Iterator[str]:
        if ranking.settings.option("orness") != 0.5:
            yield tr("OWA has no exact contributions: shown is the weight share of each criterion times its value.")


def ordered_weighted_average(
    values: NDArray[np.float64], weights: NDArray[np.float64], orness: float, progress: Progress = SILENT
) -> NDArray[np.float64]:
    """Values (m, n), best first, weighted by the rise of the quantifier Q(r) = r^((1 − orness) / orness) over the
    cumulated weights (m,), which are positive.

    The weights are renormalised over what is known of an alternative; NaN where nothing is. Returns (n,).
    """
    result = np.full(values.shape[1], np.nan)
    for start in progress.over(range(0, len(result), BLOCK), -(-len(result) // BLOCK)):
        block = values[:, start : start + BLOCK].T
        some = ~np.isnan(block).all(axis=1)
        result[start : start + BLOCK][some] = _averages(block[some], weights, orness)
    return result


def _averages(alternatives: NDArray[np.float64], weights: NDArray[np.float64], orness: float) -> NDArray[np.float64]:
    order = np.argsort(-alternatives, axis=1)
    best_first = np.take_along_axis(alternatives, order, axis=1)
    importance = np.where(np.isnan(best_first), 0.0, weights[order])
    reached = np.cumsum(importance, axis=1)
    reached = np.minimum(reached / reached[:, -1:], 1.0)
    reached[importance[:, ::-1].cumsum(axis=1)[:, ::-1] == importance] = 1.0
    counted = _quantifier(reached, orness)
    return (np.diff(counted, axis=1, prepend=0.0) * np.nan_to_num(best_first)).sum(axis=1)


def _quantifier(share: NDArray[np.float64], orness: float) -> NDArray[np.float64]:
    if orness == 0:
        return (share == 1).astype(float)
    return np.power(share, (1 - orness) / orness)
