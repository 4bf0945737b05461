"""Draws of weights and uncertain values, and the scores that they give, block by block."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from ...progress import Progress
from ..measurement import Measurement
from ..missing import WORST
from .uncertainty import Uncertainty
from .weight_information import WeightInformation

if TYPE_CHECKING:
    from numpy.typing import NDArray

    DrawnValues = dict[int, NDArray[np.float64]]

BLOCK_SCORES = 160_000
WEIGHTS, UNCERTAIN = 0, 1


@dataclass(frozen=True)
class Block:
    """Some draws: weights (k, m) of the acting criteria, and scores (k, n), NaN where nothing is known."""

    start: int
    weights: NDArray[np.float64]
    scores: NDArray[np.float64]


@dataclass(frozen=True)
class Model:
    """What the draws are scored with: values (m, n) of the m acting criteria, what is known of their weights, and the
    uncertain ones by their place among the acting criteria.

    Blocks are always cut alike and each has random numbers of its own, so results depend on the seed alone.
    """

    measurement: Measurement
    information: WeightInformation
    seed: int
    missing: str
    uncertain: Mapping[int, Uncertainty] = field(default_factory=dict)

    @property
    def acting(self) -> NDArray[np.int64]:
        """Places of the criteria that tell the alternatives apart."""
        return np.flatnonzero(self.measurement.tells_apart)

    @property
    def alternatives(self) -> int:
        return self.measurement.values.shape[1]

    @property
    def block(self) -> int:
        """Draws at once: so many that their scores stay in the processor's cache."""
        return max(1, BLOCK_SCORES // self.alternatives)

    @cached_property
    def known(self) -> NDArray[np.bool_]:
        """Which values (m, n) of the acting criteria count as known."""
        values = self.measurement.values[self.acting]
        return np.ones(values.shape, dtype=bool) if self.missing == WORST else ~np.isnan(values)

    @property
    def complete(self) -> bool:
        return bool(self.known.all())

    @property
    def unknown(self) -> NDArray[np.bool_]:
        """The alternatives (n,) of which nothing that tells them apart is known."""
        return np.asarray(~self.known.any(axis=0))

    def blocks(self, draws: int) -> Iterator[Block]:
        """The draws in blocks, always cut alike."""
        drawn = self.information.draw(self._generator(WEIGHTS, 0), draws)
        for start in range(0, draws, self.block):
            weights = drawn[start : start + self.block]
            yield Block(start, weights, self.scores_of(weights, self.drawn_values(start, len(weights))))

    def watched(self, draws: int, progress: Progress) -> Iterator[Block]:
        """The blocks, with a step of the progress before each."""
        return progress.over(self.blocks(draws), -(-draws // self.block))

    def scores_of(self, weights: NDArray[np.float64], drawn: DrawnValues) -> NDArray[np.float64]:
        """Scores (k, n) of one weight vector a draw (k, m), or of one vector (1, m), with the drawn values."""
        certain = weights.copy()
        certain[:, list(drawn)] = 0.0
        scores = certain @ self._filled
        for place, values in drawn.items():
            scores = scores + weights[:, [place]] * values
        if self.complete:
            return scores
        with np.errstate(invalid="ignore"):
            return scores / (weights @ self.known)

    def drawn_values(self, start: int, count: int) -> DrawnValues:
        """The values (count, n) of the uncertain criteria in the draws of the block that begins at `start`."""
        return {
            place: self._valued(place, uncertainty.draw(self._generator(UNCERTAIN + place, start), count))
            for place, uncertainty in self.uncertain.items()
        }

    @cached_property
    def _filled(self) -> NDArray[np.float64]:
        return np.nan_to_num(self.measurement.values[self.acting])

    def _valued(self, place: int, raw: NDArray[np.float64]) -> NDArray[np.float64]:
        function = self.measurement.functions[self.acting[place]]
        values = raw if function is None else function.value(raw.ravel()).reshape(raw.shape)
        return np.nan_to_num(values)

    def _generator(self, stream: int, start: int) -> np.random.Generator:
        return np.random.Generator(np.random.PCG64(np.random.SeedSequence([self.seed, stream, start])))
