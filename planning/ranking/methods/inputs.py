from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ...errors import PlanError
from ...language import tr
from ..measurement import Measurement
from ..missing import WORST, with_worst
from ..value.functions import BENEFIT, Linear

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .settings import Settings


def raw_numbers(measurement: Measurement, settings: Settings) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Raw rows of linear criteria and values of the others, whose function the planner chose, with directions.

    The matrix (m, n) has NaN where unknown, or the worst known value where the settings say so; the second array (m,)
    is True where more is better. Raises PlanError for an infinite value.
    """
    linear = np.array([isinstance(criterion.value_function, Linear) for criterion in measurement.criteria])
    rising = np.array([criterion.direction == BENEFIT for criterion in measurement.criteria])
    matrix = measurement.raw if linear.all() else np.where(linear[:, None], measurement.raw, measurement.values)
    for criterion, row in zip(measurement.criteria, matrix):
        if np.isinf(row).any():
            raise PlanError(
                tr(
                    "Criterion «{name}» has an infinite value, which {method} cannot measure.",
                    name=criterion.name,
                    method=settings.rule.title(),
                )
            )
    benefit = rising | ~linear
    return with_worst(matrix, benefit) if settings.missing == WORST else matrix, benefit
