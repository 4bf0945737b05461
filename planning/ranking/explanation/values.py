"""The smallest change of one value that puts an alternative ahead of another, where scores are sums of values."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..measurement import Measurement
from .changes import ValueChange
from .composition import Composition

if TYPE_CHECKING:
    from numpy.typing import NDArray

EDGE = 1e-9


def level_values(
    below: Composition, gaps: NDArray[np.float64], values: NDArray[np.float64], measurement: Measurement
) -> NDArray[np.float64]:
    """The value (m, p) that each criterion would need to close p gaps between scores alone: v + gap / w.

    values (m, p) are those of the lower ones; NaN where it is unknown or more than the criterion's raw values reach.
    """
    highest = np.array([function.highest if function else 0.0 for function in measurement.functions])
    with np.errstate(divide="ignore", invalid="ignore"):
        needed = values + gaps / below.weights
    needed[~(needed < highest[:, None] - EDGE) | ~below.known] = np.nan
    return needed


def value_change(measurement: Measurement, place: int, criterion: int, needed: float) -> ValueChange | None:
    """The change of an alternative's raw value on a criterion that makes it worth `needed`, a value 0..1, or a little
    more where no raw value is worth just that."""
    function, raw_old = measurement.functions[criterion], float(measurement.raw[criterion, place])
    if function is None:
        return None
    raw_new = function.raw_worth(needed + EDGE if function.takes_words else needed, raw_old)
    if raw_new is None:
        return None
    old, new = float(measurement.values[criterion, place]), float(function.value([raw_new])[0])
    from_data = measurement.criteria[criterion].value_function.from_data
    return ValueChange(criterion, old, new, raw_old, raw_new, new > needed + EDGE / 2, from_data)
