"""The numbers that methods work on, with the chosen meaning of unknown ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ...errors import PlanError
from ...language import tr
from ..measurement import Measurement
from ..missing import WORST, with_worst
from ..value.functions import BENEFIT, Goalposts, Linear
from ..weighted_mean import known_weight

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .settings import Settings


def counted_values(measurement: Measurement, settings: Settings) -> NDArray[np.float64]:
    """The values 0..1 (m, n) as they count; NaN where unknown, and for alternatives of which nothing is known."""
    return _without_unknown(settings.counted(measurement.values), measurement, settings)


def raw_numbers(
    measurement: Measurement, settings: Settings, kind: type[Goalposts] = Linear
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Raw rows of criteria of a kind and values of the others, whose function the planner chose, with directions.

    The matrix (m, n) has NaN where unknown, or the worst known value where the settings say so; the second array (m,)
    is True where more is better. Raises PlanError for an infinite value.
    """
    taken = np.array([isinstance(criterion.value_function, kind) for criterion in measurement.criteria])
    rising = np.array([criterion.direction == BENEFIT for criterion in measurement.criteria])
    matrix = measurement.raw if taken.all() else np.where(taken[:, None], measurement.raw, measurement.values)
    for criterion, row in zip(measurement.criteria, matrix):
        if np.isinf(row).any():
            raise PlanError(
                tr(
                    "Criterion «{name}» has an infinite value, which {method} cannot measure.",
                    name=criterion.name,
                    method=settings.rule.title(),
                )
            )
    benefit = rising | ~taken
    if settings.missing == WORST:
        matrix = _without_unknown(with_worst(matrix, benefit), measurement, settings)
    return matrix, benefit


def numbers_to_compare(measurement: Measurement, settings: Settings) -> NDArray[np.float64]:
    """Numbers (m, n) whose differences mean something in the criterion's unit, turned so that more is better.

    Criteria with goalposts keep their raw numbers; a difference on the others is one of values 0..1.
    """
    matrix, benefit = raw_numbers(measurement, settings, Goalposts)
    return matrix if benefit.all() else np.where(benefit, 1.0, -1.0)[:, None] * matrix


def _without_unknown(matrix: NDArray[np.float64], measurement: Measurement, settings: Settings) -> NDArray[np.float64]:
    if settings.missing != WORST:
        return matrix
    nothing = known_weight(measurement.values, measurement.shares) == 0
    if nothing.any():
        matrix[:, nothing] = np.nan
    return matrix
