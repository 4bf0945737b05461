"""Scales without a unit, each turned so that more is better.

Formulas as compared by Çelen (2014), Informatica 25(2): 185-208; rank is the count of Borda (1781).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from ...errors import PlanError
from ...language import tr
from ...progress import SILENT, Progress
from ..measurement import Measurement
from ..value.functions import NOISE, spread
from .inputs import counted_values, raw_numbers
from .method import RANK, RATIO, SUM, VALUES, VECTOR, Z

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .settings import Settings


def normalised(measurement: Measurement, settings: Settings, progress: Progress = SILENT) -> NDArray[np.float64]:
    """The matrix (m, n) on the scale of the settings, more is better, NaN where unknown, 0 where nothing acts.

    Raises PlanError, naming the criterion and another scale, for numbers that the scale cannot take.
    """
    if settings.scale == VALUES:
        return counted_values(measurement, settings)
    matrix, benefit = raw_numbers(measurement, settings)
    result = np.where(np.isnan(matrix), np.nan, 0.0)
    for place in progress.over(np.flatnonzero(measurement.acting), np.count_nonzero(measurement.acting)):
        known = ~np.isnan(matrix[place])
        if known.any():
            row, rising = matrix[place, known], bool(benefit[place])
            if settings.scale in (SUM, RATIO) and spread(row):
                _refuse(row, rising, measurement.criteria[place].name, settings.scale)
            result[place, known] = NORMALISERS[settings.scale](row, rising)
    return result


def vector(row: NDArray[np.float64], benefit: bool) -> NDArray[np.float64]:
    """x / √Σx², for a cost 1 − x / √Σx²."""
    length = float(np.sqrt(row @ row))
    share = row / length if length else np.zeros_like(row)
    return share if benefit else 1 - share


def share_of_sum(row: NDArray[np.float64], benefit: bool) -> NDArray[np.float64]:
    """x / Σx, for a cost (1/x) / Σ(1/x); all zeros have no share."""
    if not row.any():
        return row.copy()
    row = row if benefit else 1 / row
    return row / row.sum()


def standard_score(row: NDArray[np.float64], benefit: bool) -> NDArray[np.float64]:
    """(x − mean) / standard deviation (of all, not of a sample), turned for a cost; 0 where all are the same."""
    if spread(row) is None:
        return np.zeros_like(row)
    offset = row - row.mean()
    return (1 if benefit else -1) * offset / np.sqrt(np.mean(offset * offset))


def borda(row: NDArray[np.float64], benefit: bool) -> NDArray[np.float64]:
    """The share of the others that an alternative is better than, ties counting half; 1/2 where all are the same."""
    if spread(row) is None:
        return np.full_like(row, 0.5)
    better = row if benefit else -row
    order = np.argsort(better, kind="stable")
    starts = np.flatnonzero(np.diff(better[order], prepend=-np.inf) > NOISE * np.abs(row).max())
    ends = np.append(starts[1:], len(row)) - 1
    found = np.empty_like(row)
    found[order] = np.repeat((starts + ends) / 2, ends - starts + 1) / (len(row) - 1)
    return found


def ratio(row: NDArray[np.float64], benefit: bool) -> NDArray[np.float64]:
    """x / max, for a cost min / x; 1 where all are the same, zeros too."""
    if spread(row) is None:
        return np.ones_like(row)
    return row / row.max() if benefit else row.min() / row


def _refuse(row: NDArray[np.float64], benefit: bool, name: str, scale: str) -> None:
    if row.min() < 0:
        raise PlanError(
            tr(
                "Criterion «{name}» has numbers below 0, which the scale «{scale}» cannot take: "
                "choose the scale «values».",
                name=name,
                scale=scale,
            )
        )
    if not benefit and row.min() == 0:
        raise PlanError(
            tr(
                "Criterion «{name}» is a cost and is 0 somewhere, and the scale «{scale}» divides by it: "
                "choose the scale «values».",
                name=name,
                scale=scale,
            )
        )


NORMALISERS: dict[str, Callable[[NDArray[np.float64], bool], NDArray[np.float64]]] = {
    VECTOR: vector,
    SUM: share_of_sum,
    Z: standard_score,
    RANK: borda,
    RATIO: ratio,
}
