from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ..errors import PlanError
from ..language import tr
from ..progress import SILENT, Progress
from .criterion import Criterion, shares

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .value.functions import Column, ValueFunction


@dataclass(frozen=True)
class Measurement:
    """Raw columns and what they are worth, one contiguous row a criterion.

    raw and values are (m, n) with NaN where unknown; words of a category criterion have no raw number, so its values
    stand in raw too. shares (m,) sum to 1. tells_apart (m,) is False where the data cannot settle a value function:
    such a criterion has the value 0 for all and does not count. functions (m,) are the value functions with what they
    took from the data, None where a criterion tells nobody apart.
    """

    criteria: tuple[Criterion, ...]
    raw: NDArray[np.float64]
    values: NDArray[np.float64]
    shares: NDArray[np.float64]
    tells_apart: NDArray[np.bool_]
    functions: tuple[ValueFunction | None, ...]

    @property
    def acting(self) -> NDArray[np.float64]:
        """The shares (m,) of the criteria that tell the alternatives apart, 0 for the others."""
        return self.shares * self.tells_apart


def measure(columns: Sequence[Column], criteria: Sequence[Criterion], progress: Progress = SILENT) -> Measurement:
    """Values of m columns of n raw values each. Raises PlanError where a column cannot be valued."""
    if len(columns) != len(criteria):
        raise ValueError(f"{len(columns)} columns for {len(criteria)} criteria")
    shape = (len(criteria), len(columns[0]) if criteria else 0)
    if not all(shape):
        raise PlanError(tr("There is nothing to rank: the list of candidates or of criteria is empty."))
    raw, values = _raw(columns, criteria, shape), np.empty(shape)
    functions: list[ValueFunction | None] = []
    for row, criterion in progress.over(enumerate(criteria), shape[0]):
        column = _column(criterion, columns[row])
        fitted = criterion.fitted(column)
        functions.append(fitted)
        values[row] = criterion.value(fitted, column) if fitted else np.where(np.isnan(column), np.nan, 0.0)
        if raw.flags.writeable:
            raw[row] = values[row] if criterion.value_function.takes_words else column
    tells_apart = np.array([function is not None for function in functions])
    return Measurement(tuple(criteria), raw, values, shares(criteria), tells_apart, tuple(functions))


def _raw(columns: Sequence[Column], criteria: Sequence[Criterion], shape: tuple[int, int]) -> NDArray[np.float64]:
    """Room for the raw numbers; a matrix of numbers only stands for itself, read-only, since copying a million rows
    costs more than weighing them."""
    numbers = isinstance(columns, np.ndarray) and columns.dtype == np.float64 and columns.ndim == 2
    if not numbers or any(criterion.value_function.takes_words for criterion in criteria):
        return np.empty(shape)
    own = np.asarray(columns).view()
    own.flags.writeable = False
    return own


def _column(criterion: Criterion, column: Column) -> Column:
    if criterion.value_function.takes_words:
        return column
    try:
        return np.asarray(column, dtype=float)
    except (TypeError, ValueError):
        raise PlanError(tr("Criterion «{name}»: some of its values are not numbers.", name=criterion.name)) from None
