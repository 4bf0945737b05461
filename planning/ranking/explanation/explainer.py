from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from ...progress import SILENT, Progress
from ..methods.method import VALUES
from ..methods.weighted_sum import WeightedSum
from .changes import ValueChange, WeightChange
from .composition import Composition, against_average, composition_of
from .rivals import Rivals, rivals_of
from .search import search_value_change, search_weight_change
from .shapley import MOST, players_of, shapley_values
from .values import level_values, value_change
from .weights import level_shares, nearest_weights

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ..engine import Ranking


SAME = 12


@dataclass(frozen=True)
class Pairs:
    """Pairs of places, `below` and `above` (p,).

    shares and values (p,) are the nearest share, and value of the lower one, at which they draw level, NaN where there
    is none, with the criteria they belong to; None where the method has no closed form for these.
    """

    below: NDArray[np.int64]
    above: NDArray[np.int64]
    shares: Nearest | None
    values: Nearest | None


@dataclass(frozen=True)
class Nearest:
    """Of each column of a matrix the number nearest to what is now (p,), NaN where there is none, and its row."""

    numbers: NDArray[np.float64]
    rows: NDArray[np.int64]

    @classmethod
    def of(cls, found: NDArray[np.float64], now: NDArray[np.float64]) -> Nearest:
        change = np.round(np.abs(found - now), SAME)
        rows = np.argmin(np.where(np.isnan(change), np.inf, change), axis=0)
        return cls(found[rows, np.arange(found.shape[1])], rows)


class Explainer:
    """What the explanations of one ranking share.

    Additive methods are explained in closed form, for all alternatives at once; other methods are asked again, for one
    alternative at a time: exact Shapley values, and a search for the smallest changes.
    """

    def __init__(self, ranking: Ranking, labels: Sequence[str] = ()) -> None:
        self.ranking = ranking
        self.labels = labels if len(labels) else ranking.labels

    @cached_property
    def rivals(self) -> Rivals:
        return rivals_of(self.ranking.rank)

    @property
    def sums_values(self) -> bool:
        """Whether a score is a weighted sum of values 0..1, each of which hangs on one raw value alone."""
        return isinstance(self.ranking.settings.rule, WeightedSum) and self.ranking.settings.scale == VALUES

    def parts(self, place: int, progress: Progress = SILENT) -> NDArray[np.float64]:
        """What each criterion adds to a score beyond the average (m,), NaN where it is unknown or idle, and everywhere
        where it cannot be told: for a method that is not additive, with more than 12 criteria."""
        if self.ranking.additive:
            return self._against_average[:, place]
        if len(players_of(self.ranking, place)) > MOST:
            return np.full(len(self.ranking.criteria), np.nan)
        return shapley_values(self.ranking, place, progress)

    def pairs(self, below: NDArray[np.int64], above: NDArray[np.int64]) -> Pairs:
        """Pairs of places with what the method tells of them in closed form."""
        shares = values = None
        score, measurement = self.ranking.score, self.ranking.measurement
        if self.ranking.additive:
            lower, upper = self._composition.of(below), self._composition.of(above)
            present = self.ranking.shares
            shares = Nearest.of(level_shares(lower, upper, present), present[:, None])
            if self.sums_values:
                gaps, now = score[above] - score[below], measurement.values[:, below]
                values = Nearest.of(level_values(lower, gaps, now, measurement), now)
        return Pairs(below, above, shares, values)

    def pair(self, below: int, above: int) -> Pairs:
        return self.pairs(np.array([below]), np.array([above]))

    def weight_change(self, pairs: Pairs, number: int = 0, progress: Progress = SILENT) -> WeightChange | None:
        """The smallest change of one weight that puts the lower of a pair ahead."""
        if pairs.shares is None:
            return search_weight_change(self.ranking, int(pairs.below[number]), int(pairs.above[number]), progress)
        criterion, share = int(pairs.shares.rows[number]), float(pairs.shares.numbers[number])
        return None if share != share else WeightChange(criterion, float(self.ranking.shares[criterion]), share)

    def value_change(self, pairs: Pairs, number: int = 0, progress: Progress = SILENT) -> ValueChange | None:
        """The smallest change of one value of the lower of a pair that puts it ahead."""
        below = int(pairs.below[number])
        if pairs.values is None:
            return search_value_change(self.ranking, below, int(pairs.above[number]), progress)
        criterion, value = int(pairs.values.rows[number]), float(pairs.values.numbers[number])
        return None if value != value else value_change(self.ranking.measurement, below, criterion, value)

    def nearest_weights(self, below: int, above: int) -> NDArray[np.float64] | None:
        """The shares (m,) nearest to the present ones, by least squares, at which two alternatives draw level; None
        where there are none, or the method is not additive."""
        if not self.ranking.additive:
            return None
        lower, upper = (self._composition.of(np.array([place])) for place in (below, above))
        return nearest_weights(lower, upper, self.ranking.shares)

    @cached_property
    def extremes(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The criteria (n,) that raise and lower each score most, of an additive method."""
        parts = np.nan_to_num(self._against_average)
        return parts.argmax(axis=0), parts.argmin(axis=0)

    @cached_property
    def _composition(self) -> Composition:
        return composition_of(self.ranking)

    @cached_property
    def _against_average(self) -> NDArray[np.float64]:
        return against_average(self._composition)
