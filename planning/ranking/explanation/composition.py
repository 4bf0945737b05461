"""What each criterion gives to the scores of an additive method."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ..engine import Ranking


@dataclass(frozen=True)
class Composition:
    """A score is Σ weight × worth over the known criteria of an alternative.

    weights (m, n) sum to 1 over what is known of an alternative, 0 elsewhere; worth (m, n) is NaN where unknown or
    where the criterion does not count; acting (m,) are the weights before unknown values were left out.
    """

    acting: NDArray[np.float64]
    weights: NDArray[np.float64]
    worth: NDArray[np.float64]

    def of(self, places: NDArray[np.int64]) -> Composition:
        """The same for some alternatives, in the order of their places."""
        return Composition(self.acting, self.weights[:, places], self.worth[:, places])

    @property
    def known(self) -> NDArray[np.bool_]:
        return self.weights > 0


def composition_of(ranking: Ranking) -> Composition:
    """The composition of the scores of a ranking whose method is additive."""
    acting = ranking.measurement.acting
    weights = np.where(np.isnan(ranking.contributions), 0.0, acting[:, None])
    weights /= np.maximum(weights.sum(axis=0), np.finfo(float).tiny)
    worth = np.full(weights.shape, np.nan)
    np.divide(ranking.contributions, weights, out=worth, where=weights > 0)
    return Composition(acting, weights, worth)


def against_average(composition: Composition) -> NDArray[np.float64]:
    """What each criterion adds to a score beyond an average worth on it (m, n), NaN where it is unknown or idle.

    w_ij (v_ij − mean of v_j): the parts of an alternative sum to its score minus the score that the average worth would
    have on the same known criteria. These are its Shapley values (Lundberg & Lee 2017, Advances in Neural Information
    Processing Systems 30, on linear models).
    """
    worth = composition.worth
    counts = np.maximum((~np.isnan(worth)).sum(axis=1), 1)
    mean = np.nansum(worth, axis=1) / counts
    return composition.weights * (worth - mean[:, None])
