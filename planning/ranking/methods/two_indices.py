"""The plane of two composite indices: Infrastructure Prioritization Framework, Marcelo et al. (2016), World Bank WPS
7674."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from ...errors import PlanError
from ...language import tr
from ...progress import SILENT, Progress
from ..criterion import INDICES
from ..indices import composite_index
from .inputs import counted_values
from .method import Method, Outcome

if TYPE_CHECKING:
    from ..engine import Ranking
    from ..indices import Index
    from ..measurement import Measurement
    from .settings import Settings


class TwoIndices(Method):
    """Quadrant A before B and C, which tie, before D; no order is invented inside a quadrant."""

    NAME = "two_indices"

    def title(self) -> str:
        return tr("plane of two indices (Infrastructure Prioritization Framework, World Bank, 2016)")

    def about(self) -> str:
        return tr("quadrant A (both indices high) before B and C before D; all in a quadrant share a rank.")

    def outcome(self, measurement: Measurement, settings: Settings, progress: Progress = SILENT) -> Outcome:
        _check_indices(measurement)
        values = counted_values(measurement, settings)
        sei, fei = _indices(measurement, settings, values)
        outside = np.isnan(sei.values) | np.isnan(fei.values)
        sei, fei = _indices(measurement, settings, np.where(outside, np.nan, values))
        return Outcome(np.where(outside, np.nan, (1.0 * sei.high + fei.high) / 2))

    def notes(self, ranking: Ranking) -> Iterator[str]:
        yield tr(
            "The plane of two indices orders quadrants only: {a} in A, {b} in B, {c} in C, {d} in D. "
            "Inside a quadrant nobody is before another.",
            **{letter.lower(): ranking.quadrant.count(letter) for letter in "ABCD"},
        )
        idle = [c.name for c, share in zip(ranking.criteria, ranking.shares) if share and c.index is None]
        if idle:
            yield tr("Criteria without an index do not act on the order: {names}.", names=", ".join(idle))


def _check_indices(measurement: Measurement) -> None:
    found = {criterion.index for criterion, share in zip(measurement.criteria, measurement.shares) if share}
    lacking = [code for code in INDICES if code not in found]
    if lacking:
        raise PlanError(
            tr(
                "The plane of two indices needs criteria of both, and none that counts belongs to {lacking}: give each "
                "criterion the index SEI or FEI.",
                lacking=", ".join(lacking),
            )
        )


def _indices(measurement: Measurement, settings: Settings, values: np.ndarray) -> tuple[Index, Index]:
    sei, fei = (
        composite_index(code, measurement.criteria, values, measurement.acting, settings.cuts.get(code))
        for code in INDICES
    )
    return sei, fei
