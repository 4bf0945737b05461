"""ELECTRE III: Roy (1978), ELECTRE III: un algorithme de classements fondé sur une représentation floue des
préférences en présence de critères multiples, Cahiers du CERO 20(1): 3-24."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from ...errors import PlanError
from ...language import tr
from ...progress import SILENT, Progress
from ..weighted_mean import known_weight
from .credibility import credibility, thresholds_of
from .distillation import distilled
from .incomparable import disagreements
from .inputs import numbers_to_compare
from .method import RAW, Method, Outcome
from .promethee import without_thresholds

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ..engine import Ranking
    from ..measurement import Measurement
    from .settings import Settings

LARGEST = 2000


class Electre3(Method):
    """Score: the share of the others that an alternative stands above, ties counting half, as a mean of the descending
    and the ascending distillation; its order is a median of the two."""

    NAME = "electre_3"
    NORMALISATIONS = (RAW,)

    def title(self) -> str:
        return tr("ELECTRE III (Roy, 1978)")

    def about(self) -> str:
        return tr("outranking with indifference, preference and veto; for up to {count} alternatives.", count=LARGEST)

    def outcome(self, measurement: Measurement, settings: Settings, progress: Progress = SILENT) -> Outcome:
        acting = np.flatnonzero(measurement.acting)
        numbers, weights = numbers_to_compare(measurement, settings)[acting], measurement.acting[acting]
        known = np.flatnonzero(known_weight(numbers, weights) > 0)
        _check_count(len(known))
        thresholds = [thresholds_of(measurement.criteria[place]) for place in acting]
        sigma = credibility(numbers[:, known], thresholds, weights, progress.part(0, 0.4))
        descending = distilled(sigma, True, progress.part(0.4, 0.7))
        ascending = distilled(sigma, False, progress.part(0.7, 1))
        crossed = disagreements(-descending.astype(float), -ascending.astype(float), 0)
        found = {"descending": descending, "ascending": ascending, "incomparable": crossed}
        score = np.full(numbers.shape[1], np.nan)
        score[known] = (_standing(descending) + _standing(ascending)) / 2
        return Outcome(score, None, {name: _placed(column, known, len(score)) for name, column in found.items()})

    def notes(self, ranking: Ranking) -> Iterator[str]:
        yield tr("ELECTRE III has no contributions: shown is the weight share of each criterion times its value.")
        yield from without_thresholds(ranking)
        crossed = sum(count or 0 for count in ranking.columns["incomparable"]) // 2
        if crossed:
            yield tr(
                "ELECTRE III: the two distillations contradict each other on {count} pairs: these are incomparable, "
                "and the order gives the mean.",
                count=crossed,
            )


def _check_count(count: int) -> None:
    if count > LARGEST:
        raise PlanError(
            tr(
                "ELECTRE III compares every pair and takes up to {largest} alternatives; here are {count}. Rank them "
                "by PROMETHEE or a weighted sum first, and the best of them by ELECTRE III.",
                largest=LARGEST,
                count=count,
            )
        )


def _standing(classes: NDArray[np.int64]) -> NDArray[np.float64]:
    """The share of the others in worse classes, those in the same class counting half."""
    counts = np.bincount(classes, minlength=1)
    worse = len(classes) - np.cumsum(counts)
    return (worse[classes] + (counts[classes] - 1) / 2) / max(len(classes) - 1, 1)


def _placed(column: NDArray[np.int64], known: NDArray[np.int64], total: int) -> list[Any]:
    placed = np.full(total, None, dtype=object)
    placed[known] = column.tolist()
    return placed.tolist()
