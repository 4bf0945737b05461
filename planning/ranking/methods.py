from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from ..errors import PlanError
from ..language import tr
from .measurement import Measurement
from .missing import POLICIES, RENORMALISE, WORST, with_worst
from .topsis import closeness
from .value_definitions import known_word
from .value_functions import BENEFIT, Linear
from .weighted_sum import weighted_mean

if TYPE_CHECKING:
    from numpy.typing import NDArray

WEIGHTED_SUM, TOPSIS = "weighted_sum", "topsis"
VECTOR, VALUES = NORMALISATIONS = ("vector", "values")


@dataclass(frozen=True)
class Settings:
    """How to rank: the method, what an unknown value means, what TOPSIS measures, and given cut lines of indices."""

    method: str = WEIGHTED_SUM
    missing: str = RENORMALISE
    normalisation: str = VECTOR
    cuts: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        known_word(tr("method"), self.method, tuple(METHODS))
        known_word(tr("policy for missing values"), self.missing, POLICIES)
        known_word(tr("normalisation"), self.normalisation, NORMALISATIONS)

    def counted(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """The values 0..1 as they count: unknown ones stay NaN, or are 0 where unknown means worst."""
        return np.nan_to_num(values) if self.missing == WORST else values


def score_of(measurement: Measurement, settings: Settings) -> NDArray[np.float64]:
    """Scores (n,), 0..1, NaN where nothing that tells alternatives apart is known."""
    return METHODS[settings.method](measurement, settings)


def _weighted_sum(measurement: Measurement, settings: Settings) -> NDArray[np.float64]:
    return weighted_mean(settings.counted(measurement.values), measurement.acting)


def _topsis(measurement: Measurement, settings: Settings) -> NDArray[np.float64]:
    if settings.normalisation == VALUES:
        counted, every = settings.counted(measurement.values), np.ones(len(measurement.criteria), dtype=bool)
        return closeness(counted, measurement.acting, every, vector=False)
    matrix, benefit = _raw_numbers(measurement)
    matrix = with_worst(matrix, benefit) if settings.missing == WORST else matrix
    return closeness(matrix, measurement.shares, benefit)


def _raw_numbers(measurement: Measurement) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Raw rows of linear criteria and values of the others, whose function the planner chose, with directions."""
    linear = np.array([isinstance(criterion.value_function, Linear) for criterion in measurement.criteria])
    rising = np.array([criterion.direction == BENEFIT for criterion in measurement.criteria])
    matrix = measurement.raw if linear.all() else np.where(linear[:, None], measurement.raw, measurement.values)
    for criterion, row in zip(measurement.criteria, matrix):
        if np.isinf(row).any():
            raise PlanError(
                tr("Criterion «{name}» has an infinite value, which TOPSIS cannot measure.", name=criterion.name)
            )
    return matrix, rising | ~linear


METHODS = {WEIGHTED_SUM: _weighted_sum, TOPSIS: _topsis}
