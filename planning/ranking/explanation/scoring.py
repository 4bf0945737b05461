from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from ..methods.method import Outcome

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ..engine import Ranking
    from ..measurement import Measurement


class Scoring:
    """The method of a ranking, asked again with other weights or with one alternative changed, the scales of the value
    functions staying as they are."""

    def __init__(self, ranking: Ranking) -> None:
        self.measurement = ranking.measurement
        self._settings = ranking.settings

    def with_share(self, criterion: int, share: float) -> Outcome:
        """With this share of the weights for a criterion, the others keeping their proportions."""
        shares = self.measurement.shares * (1 - share) / (1 - self.measurement.shares[criterion])
        shares[criterion] = share
        return self._outcome(replace(self.measurement, shares=shares))

    def with_profile(self, place: int, values: NDArray[np.float64], raw: NDArray[np.float64]) -> Outcome:
        """With these values and raw values (m,) for the alternative at a place."""
        changed = replace(self.measurement, values=self.measurement.values.copy(), raw=self.measurement.raw.copy())
        changed.values[:, place], changed.raw[:, place] = values, raw
        return self._outcome(changed)

    def _outcome(self, measurement: Measurement) -> Outcome:
        return self._settings.rule.outcome(measurement, self._settings)
