"""Why an alternative stands where it stands, and what would change it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from ...progress import SILENT, Progress
from ..ranks import TIE
from .changes import ValueChange, WeightChange
from .explainer import Explainer, Pairs
from .rivals import NOBODY
from .sentences import place_sentence

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ..engine import Ranking


class Explanation:
    """One alternative of a ranking, by its place in the list.

    Numbers and sentence are made when they are asked for: for methods that are not additive they take a while.
    """

    def __init__(self, explainer: Explainer, place: int, pairs: Pairs | None = None, number: int = 0) -> None:
        self.place = place
        self._explainer = explainer
        self._given = pairs
        self._number = number

    @property
    def ranking(self) -> Ranking:
        return self._explainer.ranking

    @property
    def labels(self) -> Sequence[str]:
        return self._explainer.labels

    @property
    def rank(self) -> int | None:
        return self.ranking.rank[self.place]

    @property
    def score(self) -> float:
        """NaN where it has no rank."""
        return float(self.ranking.score[self.place])

    @property
    def sharing(self) -> int:
        """How many have its rank, itself among them."""
        return int(self._explainer.rivals.sharing[self.place])

    @property
    def rival(self) -> int | None:
        """The place in the list of the next above it, for the first of the next below; None where there is none."""
        rival = int(self._explainer.rivals.rival[self.place])
        return None if rival == NOBODY else rival

    @property
    def gap(self) -> float:
        """How far its score is from that of its rival, from 0 on; NaN where there is none."""
        return np.nan if self.rival is None else abs(float(self.ranking.score[self.rival]) - self.score)

    @cached_property
    def contributions(self) -> NDArray[np.float64]:
        """What each criterion adds to its score beyond the average (m,), NaN where it is unknown or idle.

        w (v − mean v) for an additive method; for others Shapley values, NaN where more than 12 criteria count.
        """
        return self._explainer.parts(self.place)

    @property
    def strongest(self) -> int | None:
        """The criterion (by its place) that raises the score most; None where none does."""
        best = self._extremes[0]
        return best if self.contributions[best] > TIE else None

    @property
    def weakest(self) -> int | None:
        """The criterion (by its place) that lowers the score most; None where none does."""
        worst = self._extremes[1]
        return worst if self.contributions[worst] < -TIE else None

    @cached_property
    def weight_change(self) -> WeightChange | None:
        """The smallest change of one weight that puts it ahead of the next above, or the next below ahead of the first
        one; None where no weight does."""
        return None if self._pairs is None else self._explainer.weight_change(self._pairs, self._number)

    @cached_property
    def value_change(self) -> ValueChange | None:
        """As weight_change, by one value of the one that comes ahead."""
        return None if self._pairs is None else self._explainer.value_change(self._pairs, self._number)

    def nearest_weights(self) -> NDArray[np.float64] | None:
        """The shares (m,) nearest to the present ones at which it draws level with its rival; None where there are
        none, or the method is not additive."""
        return None if self.rival is None else self._explainer.nearest_weights(*self._lower_and_upper)

    def sentence(self) -> str:
        """Place, strongest and weakest criterion, and the smallest changes that turn the order, in one sentence."""
        return place_sentence(self)

    @property
    def _extremes(self) -> tuple[int, int]:
        if self.ranking.additive:
            strongest, weakest = self._explainer.extremes
            return int(strongest[self.place]), int(weakest[self.place])
        parts = np.nan_to_num(self.contributions)
        return int(parts.argmax()), int(parts.argmin())

    @cached_property
    def _pairs(self) -> Pairs | None:
        if self._given is not None or self.rival is None:
            return self._given
        return self._explainer.pair(*self._lower_and_upper)

    @property
    def _lower_and_upper(self) -> tuple[int, int]:
        rival = self.place if self.rival is None else self.rival
        return (rival, self.place) if self.rank == 1 else (self.place, rival)


def explain(ranking: Ranking, place: int, labels: Sequence[str] = ()) -> Explanation:
    """The explanation of the alternative at a place in the list; labels are the names of all."""
    return Explanation(Explainer(ranking, labels), place)


def explain_all(ranking: Ranking, labels: Sequence[str] = (), progress: Progress = SILENT) -> list[Explanation]:
    """The explanations of all alternatives, in the order of the list; for an additive method made at once."""
    explainer = Explainer(ranking, labels)
    count = len(ranking.rank)
    rivals, places = explainer.rivals.rival, np.arange(count)
    paired = np.flatnonzero(rivals != NOBODY)
    first = np.array(ranking.rank, dtype=object)[paired] == 1
    below = np.where(first, rivals[paired], places[paired])
    above = np.where(first, places[paired], rivals[paired])
    progress.step(0.2, 1)
    pairs = explainer.pairs(below, above)
    number = np.searchsorted(paired, places)
    return [
        Explanation(explainer, place, pairs if rivals[place] != NOBODY else None, int(number[place]))
        for place in range(count)
    ]
