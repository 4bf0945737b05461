"""Weights from points: as many as each criterion deserves, or as its swing from worst to best deserves.

Direct rating and swing weighting: von Winterfeldt & Edwards (1986), Decision Analysis and Behavioral Research,
Cambridge University Press, ch. 8. Only the proportions of the points count.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ...errors import PlanError
from ...language import tr

if TYPE_CHECKING:
    from numpy.typing import NDArray

MOST_SWING = 100.0


def point_weights(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Weights (k,) of points (k,), none below 0. Raises PlanError where no point is above 0."""
    if not points.any():
        raise PlanError(tr("all points are 0: give at least one criterion more."))
    shares = points / points.max()
    return shares / shares.sum()
