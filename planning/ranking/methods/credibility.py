"""How credible it is that one alternative outranks another: ELECTRE III, Roy (1978), Cahiers du CERO 20(1): 3-24."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ...errors import PlanError
from ...language import tr
from ...progress import SILENT, Progress
from ..criterion import Criterion
from ..preference import Preference
from ..value.functions import NOISE

if TYPE_CHECKING:
    from numpy.typing import NDArray

BLOCK = 128


@dataclass(frozen=True)
class Thresholds:
    """By how much an alternative may be worse: up to q it is as good, from p on it is not, from veto on it cannot
    outrank whatever the other criteria say (None: no veto)."""

    q: float = 0.0
    p: float = 0.0
    veto: float | None = None


def thresholds_of(criterion: Criterion) -> Thresholds:
    """The thresholds from the criterion's preference and veto. Raises PlanError for a Gaussian preference."""
    preference = criterion.preference or Preference()
    if preference.function == "gaussian":
        raise PlanError(
            tr(
                "Criterion «{name}» has a Gaussian preference, which ELECTRE III cannot take: state q and p of a "
                "linear one.",
                name=criterion.name,
            )
        )
    return Thresholds(preference.q, preference.strict_from, criterion.veto)


def credibility(
    numbers: NDArray[np.float64],
    thresholds: Sequence[Thresholds],
    weights: NDArray[np.float64],
    progress: Progress = SILENT,
) -> NDArray[np.float64]:
    """σ(a, b) (n, n) 0..1: the credibility of «a is at least as good as b», 1 on the diagonal.

    numbers (m, n), more is better, NaN where unknown; weights (m,). A pair is compared on the criteria known for both,
    the weights renormalised over these; 0 where there are none.
    """
    n = numbers.shape[1]
    found = np.empty((n, n))
    starts = range(0, n, BLOCK)
    for start in progress.over(starts, len(starts)):
        found[start : start + BLOCK] = _outranking(numbers, slice(start, start + BLOCK), thresholds, weights)
    np.fill_diagonal(found, 1.0)
    return found


def _outranking(
    numbers: NDArray[np.float64], rows: slice, thresholds: Sequence[Thresholds], weights: NDArray[np.float64]
) -> NDArray[np.float64]:
    concordance, discordances = _concordance(numbers, rows, thresholds, weights), []
    for row, limits in zip(numbers, thresholds):
        if limits.veto is not None:
            discordances.append(np.nan_to_num(_rise(_behind(row, rows), limits.p, limits.veto)))
    result = concordance.copy()
    for discordance in discordances:
        stronger = discordance > concordance + NOISE
        result[stronger] *= (1 - discordance[stronger]) / (1 - concordance[stronger])
    return result


def _concordance(
    numbers: NDArray[np.float64], rows: slice, thresholds: Sequence[Thresholds], weights: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Σ w c / Σ w over the criteria known for both, c falling from 1 at q to 0 at p."""
    shape = (len(range(numbers.shape[1])[rows]), numbers.shape[1])
    agreed, compared = np.zeros(shape), np.zeros(shape)
    for row, limits, weight in zip(numbers, thresholds, weights):
        agreement = 1 - _rise(_behind(row, rows), limits.q, limits.p)
        known = ~np.isnan(agreement)
        compared += weight * known
        agreed += weight * np.where(known, agreement, 0.0)
    return np.divide(agreed, compared, out=np.zeros(shape), where=compared > 0)


def _behind(row: NDArray[np.float64], rows: slice) -> NDArray[np.float64]:
    """How far each of these rows is behind each alternative; a difference that only rounding makes is 0."""
    behind = row - row[rows, None]
    behind[np.abs(behind) <= NOISE * np.abs(row)] = 0.0
    return behind


def _rise(behind: NDArray[np.float64], start: float, end: float) -> NDArray[np.float64]:
    """0 up to `start`, 1 from `end` on, straight between; a step just beyond `start` where both are the same."""
    if end - start <= NOISE * end:
        return np.where(np.isnan(behind), np.nan, behind > start + NOISE * (np.abs(behind) + start))
    return np.clip((behind - start) / (end - start), 0, 1)
