"""MARCOS: Stević, Pamučar, Puška & Chatterjee (2020), Computers & Industrial Engineering 140: 106231."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ...language import tr
from ...progress import SILENT, Progress
from ..weighted_mean import weighted_mean
from .method import RATIO, Method, Outcome
from .normalisation import normalised

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ..measurement import Measurement
    from .settings import Settings


class Marcos(Method):
    """Its utility is a constant times the weighted sum of ratios to the best, so its order is that sum's order."""

    NAME = "marcos"
    NORMALISATIONS = (RATIO,)
    ADDITIVE = True

    def title(self) -> str:
        return tr("MARCOS (Stević et al., 2020)")

    def about(self) -> str:
        return tr("ratios to the best and to the worst alternative; the order is that of the weighted sum of ratios.")

    def outcome(self, measurement: Measurement, settings: Settings, progress: Progress = SILENT) -> Outcome:
        ratios, weights = normalised(measurement, settings, progress), measurement.acting
        sums, anti_ideal = weighted_mean(ratios, weights), _anti_ideal(ratios, weights)
        utility = (1 + anti_ideal) / (1 + anti_ideal + anti_ideal**2)
        to_worst = sums / anti_ideal if anti_ideal else np.full(sums.shape, np.nan)
        return Outcome(utility * sums, utility * ratios, {"k_plus": sums.tolist(), "k_minus": to_worst.tolist()})


def _anti_ideal(ratios: NDArray[np.float64], weights: NDArray[np.float64]) -> float:
    """The weighted sum of an alternative that is the worst on each criterion; the ideal one has the sum 1.

    K⁺ = S/1 and K⁻ = S/b give f(K⁺) = 1/(1 + b) and f(K⁻) = b/(1 + b), the same for all, and the utility
    S·(1 + b)/(1 + b + b²), which is defined for b = 0 too.
    """
    acting = weights > 0
    worst = np.array([np.nanmin(row) if not np.isnan(row).all() else np.nan for row in ratios[acting]])
    return float(np.nan_to_num(weighted_mean(worst[:, None], weights[acting])[0])) if acting.any() else 0.0
