"""The weighted sum (simple additive weighting): Churchman & Ackoff (1954), Operations Research 2(2): 172-187."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...language import tr
from ..weighted_mean import weighted_mean
from .method import Method, Outcome

if TYPE_CHECKING:
    from ..measurement import Measurement
    from .settings import Settings


class WeightedSum(Method):
    NAME = "weighted_sum"
    ADDITIVE = True

    def title(self) -> str:
        return tr("weighted sum of values 0..1")

    def about(self) -> str:
        return tr("weight × value added up, easy to explain.")

    def outcome(self, measurement: Measurement, settings: Settings) -> Outcome:
        return Outcome(weighted_mean(settings.counted(measurement.values), measurement.acting))
