"""The weighted sum (simple additive weighting): Churchman & Ackoff (1954), Operations Research 2(2): 172-187."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ...language import tr
from ...progress import SILENT, Progress
from ..ranks import TIE
from ..weighted_mean import weighted_mean
from .method import RANK, SUM, VALUES, VECTOR, Method, Outcome, Z
from .normalisation import normalised

if TYPE_CHECKING:
    from ..measurement import Measurement
    from .settings import Settings


class WeightedSum(Method):
    NAME = "weighted_sum"
    NORMALISATIONS = (VALUES, SUM, VECTOR, Z, RANK)
    ADDITIVE = True

    def title(self) -> str:
        return tr("weighted sum of values 0..1")

    def about(self) -> str:
        return tr("weight × value added up, easy to explain.")

    def outcome(self, measurement: Measurement, settings: Settings, progress: Progress = SILENT) -> Outcome:
        if settings.scale == VALUES:
            return Outcome(weighted_mean(settings.counted(measurement.values), measurement.acting))
        worth = normalised(measurement, settings, progress)
        largest = float(np.nanmax(np.abs(worth), initial=0.0))
        return Outcome(weighted_mean(worth, measurement.acting), worth, tie=TIE * largest)
