"""One set of weights from those of several people.

Aggregating judgements (AIJ) or priorities (AIP) by geometric means: Aczél & Saaty (1983), Journal of Mathematical
Psychology 27(1): 93-102; Forman & Peniwati (1998), European Journal of Operational Research 108(1): 165-169.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ...errors import PlanError
from ...language import tr

if TYPE_CHECKING:
    from numpy.typing import NDArray

MEAN, MEDIAN, AIP, AIJ = AGGREGATIONS = ("mean", "median", "aip", "aij")


def aggregated_weights(weights: NDArray[np.float64], importance: NDArray[np.float64], how: str) -> NDArray[np.float64]:
    """Weights (k,) of a group from those of its members (g, k); importance (g,) sums to 1.

    Raises PlanError where the members leave nothing in common.
    """
    weights, importance = weights[importance > 0], importance[importance > 0]
    if how == AIP:
        with np.errstate(divide="ignore"):
            found = np.exp(importance @ np.log(weights))
    elif how == MEDIAN:
        found = np.array([weighted_median(column, importance) for column in weights.T])
    else:
        found = importance @ weights
    if not found.any():
        raise PlanError(
            tr("aggregation «{how}» leaves no criterion a weight above 0: choose another, such as mean.", how=how)
        )
    return found / found.sum()


def aggregated_judgements(matrices: NDArray[np.float64], importance: NDArray[np.float64]) -> NDArray[np.float64]:
    """The geometric mean (n, n) of members' judgements (g, n, n), for each pair over those who judged it."""
    logs = np.log(matrices)
    acting = ~np.isnan(logs) * importance[:, None, None]
    total = acting.sum(axis=0)
    sums = (np.nan_to_num(logs) * acting).sum(axis=0)
    with np.errstate(invalid="ignore"):
        return np.exp(sums / np.where(total > 0, total, np.nan))


def weighted_median(numbers: NDArray[np.float64], importance: NDArray[np.float64]) -> float:
    """The number with half of the importance on each side; the middle of two where the halves are exact."""
    order = np.argsort(numbers, kind="stable")
    reached = np.cumsum(importance[order])
    low = int(np.searchsorted(reached, 0.5 - 1e-9))
    high = int(np.searchsorted(reached, 0.5 + 1e-9))
    return float(numbers[order[low]] + numbers[order[min(high, len(order) - 1)]]) / 2
