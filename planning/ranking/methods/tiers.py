"""Lexicographic tiers: Fishburn (1974), Lexicographic orders, utilities and decision rules, Management Science 20(11):
1442-1471."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import numpy as np

from ...language import tr
from ...progress import SILENT, Progress
from ..ranks import TIE, rising_levels
from ..weighted_mean import weighted_mean
from .inputs import counted_values
from .method import Method, Option, Outcome

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ..engine import Ranking
    from ..measurement import Measurement
    from .settings import Settings

ROUNDING = 1e-9


class Tiers(Method):
    """The weighted mean of tier 1 decides; among those in the same step of it that of tier 2, and so on.

    Score: the share of the ranked alternatives that an alternative is not below, itself among them.
    """

    NAME = "tiers"

    def title(self) -> str:
        return tr("lexicographic tiers (Fishburn, 1974)")

    def about(self) -> str:
        return tr("the criteria of tier 1 decide; those of tier 2 only among equals, and so on.")

    def options(self) -> Mapping[str, Option]:
        about = tr(
            "Weighted means of a tier in the same step are equal, and the next tier decides; 0: compare exactly."
        )
        return {"step": Option(0.0, 0.0, 1.0, tr("Tiers: step in which a tier is compared"), about)}

    def outcome(self, measurement: Measurement, settings: Settings, progress: Progress = SILENT) -> Outcome:
        values, weights = counted_values(measurement, settings), measurement.acting
        tiers = np.array([criterion.tier for criterion in measurement.criteria])
        acting = np.unique(tiers[weights > 0])
        means = [
            weighted_mean(values[tiers == tier], weights[tiers == tier]) for tier in progress.over(acting, len(acting))
        ]
        decisive = [mean for mean in means if not np.isnan(mean).all()]
        if not decisive:
            return Outcome(np.full(values.shape[1], np.nan))
        return Outcome(not_below(np.array(decisive), settings.option("step")))

    def notes(self, ranking: Ranking) -> Iterator[str]:
        yield tr("The score of tiers is the share of the ranked that an alternative is not below.")
        acting = ranking.shares * ranking.tells_apart > 0
        tiers = {criterion.tier for criterion, acts in zip(ranking.criteria, acting) if acts}
        if len(tiers) == 1:
            yield tr("All criteria that count are in one tier, so this is a weighted sum: give criteria a «tier».")
        beheld = int(np.count_nonzero(np.isnan(ranking.score) & (ranking.coverage > 0)))
        if beheld:
            yield tr(
                "{count} have no rank because a whole tier is unknown for them: "
                "fill it in, or let unknown be the worst.",
                count=beheld,
            )


def not_below(means: NDArray[np.float64], step: float) -> NDArray[np.float64]:
    """For tier means (tiers, n), the first tier first: the share of alternatives known on all tiers that each is not
    below (n,), NaN where a tier is unknown."""
    known = np.flatnonzero(~np.isnan(means).any(axis=0))
    score = np.full(means.shape[1], np.nan)
    levels = [_levels(mean, step) for mean in means[:, known]]
    order = np.lexsort(levels[::-1])
    if order.size:
        changes = np.any([np.diff(level[order]) > 0 for level in levels], axis=0)
        ends = np.append(np.flatnonzero(changes), len(order) - 1)
        score[known[order]] = np.repeat(ends + 1, np.diff(ends, prepend=-1)) / len(order)
    return score


def _levels(mean: NDArray[np.float64], step: float) -> NDArray[np.int64]:
    if step > 0:
        return np.floor(mean / step + ROUNDING).astype(np.int64)
    return rising_levels(mean, TIE)
