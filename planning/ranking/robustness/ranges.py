"""How far one weight can move, the others keeping their proportions, until the first place or the top k changes.

The stability interval of a weight: Mareschal (1988), European Journal of Operational Research 33(1): 54-64; here exact
for the weighted sum, also where unknown values renormalise the weights.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from ...progress import SILENT, Progress
from ..engine import Ranking

if TYPE_CHECKING:
    from numpy.typing import NDArray

EQUAL = 1e-12
MARGIN = 1e-7  # those that meet only where a weight is 0 or 1 do not change places


@dataclass(frozen=True)
class Range:
    """The shares of a weight from low to high in which a group stays in front; beyond an end `below` or `above` (places
    of alternatives) gets in front of one of the group, None where that end is 0 or 1."""

    low: float
    high: float
    below: int | None
    above: int | None


@dataclass(frozen=True)
class WeightRange:
    """The ranges of the share of one criterion (its place): for the first place and for the first `top`."""

    criterion: int
    share: float
    first: Range
    among_top: Range


def weight_ranges(ranking: Ranking, top: int, progress: Progress = SILENT) -> list[WeightRange]:
    """The ranges of each criterion that tells the alternatives apart, by the weighted sum of the ranking's values."""
    acting = np.flatnonzero(ranking.tells_apart)
    shares = ranking.shares[acting] / ranking.shares[acting].sum()
    values = ranking.settings.counted(ranking.values[acting])
    fronts, count = _fronts(values, shares, top), len(acting)
    return [
        WeightRange(
            int(place),
            float(shares[row]),
            *_ranges(values, shares, row, fronts, progress.part(row / count, (row + 1) / count)),
        )
        for row, place in enumerate(acting)
    ]


@dataclass(frozen=True)
class _Ratios:
    """Scores as functions of one share t: (a0 + a1·t) / (b0 + b1·t) for each alternative."""

    a0: NDArray[np.float64]
    a1: NDArray[np.float64]
    b0: NDArray[np.float64]
    b1: NDArray[np.float64]

    def ahead(self, one: int) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
        """Coefficients c0, c1, c2 of what is 0 or more where `one` is not behind each of the others."""
        a0, a1, b0, b1 = self.a0[one], self.a1[one], self.b0[one], self.b1[one]
        return (
            a0 * self.b0 - self.a0 * b0,
            a0 * self.b1 + a1 * self.b0 - self.a0 * b1 - self.a1 * b0,
            a1 * self.b1 - self.a1 * b1,
        )


def _fronts(values: NDArray[np.float64], shares: NDArray[np.float64], top: int) -> list[NDArray[np.bool_]]:
    known = ~np.isnan(values)
    with np.errstate(invalid="ignore"):
        scores = np.nan_to_num(shares @ np.nan_to_num(values) / (shares @ known), nan=-1.0)
    ordered = -np.sort(-scores)
    return [scores >= ordered[min(place, len(ordered)) - 1] - EQUAL for place in (1, top)]


def _ratios(values: NDArray[np.float64], shares: NDArray[np.float64], row: int) -> _Ratios:
    others = np.delete(np.arange(len(shares)), row)
    rest = shares[others]
    rest = rest / rest.sum() if rest.sum() > 0 else np.full(len(rest), 1 / max(len(rest), 1))
    known, filled = (~np.isnan(values)).astype(float), np.nan_to_num(values)
    a0, b0 = rest @ filled[others], rest @ known[others]
    return _Ratios(a0, filled[row] - a0, b0, known[row] - b0)


def _ranges(
    values: NDArray[np.float64],
    shares: NDArray[np.float64],
    row: int,
    fronts: Sequence[NDArray[np.bool_]],
    progress: Progress,
) -> Iterator[Range]:
    ratios, known = _ratios(values, shares, row), ~np.isnan(values).all(axis=0)
    for front in fronts:
        ahead = _extreme(ratios, np.flatnonzero(front), -1)
        behind = _extreme(ratios, np.flatnonzero(~front & known), 1)
        yield _range(ratios, float(shares[row]), ahead, behind, progress)


def _extreme(ratios: _Ratios, places: NDArray[np.int64], sign: int) -> NDArray[np.int64]:
    """Those of the places that can be the highest (sign 1) or the lowest (-1) at some share; of straight lines, those
    that no other reaches at both ends."""
    straight = (np.abs(ratios.b0[places] - 1) <= EQUAL) & (np.abs(ratios.b1[places]) <= EQUAL)
    lines = places[straight]
    ends = np.array([ratios.a0[lines], ratios.a0[lines] + ratios.a1[lines]]) * float(sign)
    return np.sort(np.concatenate([lines[_unreached(ends)], places[~straight]]))


def _unreached(ends: NDArray[np.float64]) -> NDArray[np.int64]:
    """Which of n points (2, n) no other reaches in both coordinates; of equal ones, one."""
    if not ends.size:
        return np.zeros(0, dtype=np.int64)
    high = ends[:, ends.sum(axis=0).argmax()]
    left = np.flatnonzero((ends >= high[:, None]).any(axis=0))  # few, so that little is sorted
    order = left[np.lexsort((-ends[1, left], -ends[0, left]))]
    second = ends[1, order]
    kept = np.ones(len(order), dtype=bool)
    kept[1:] = second[1:] > np.maximum.accumulate(second)[:-1]
    return order[kept]


def _range(
    ratios: _Ratios, share: float, ahead: NDArray[np.int64], behind: NDArray[np.int64], progress: Progress
) -> Range:
    """The part of 0..1 around the share in which every one of those ahead is ahead of all behind."""
    span = Range(0.0, 1.0, None, None)
    for one in progress.over(ahead, len(ahead)) if len(behind) else ():
        lows, highs = _around([part[behind] for part in ratios.ahead(int(one))], share)
        below, above = int(lows.argmax()), int(highs.argmin())
        if lows[below] > span.low:
            span = replace(span, low=float(lows[below]), below=int(behind[below]))
        if highs[above] < span.high:
            span = replace(span, high=float(highs[above]), above=int(behind[above]))
    return span


def _around(coefficients: Sequence[NDArray[np.float64]], share: float) -> tuple[NDArray, NDArray]:
    """The nearest sign changes of c0 + c1·t + c2·t² below and above the share, 0 and 1 where there are none."""
    c0, c1, c2 = coefficients
    now, slope = c0 + share * (c1 + share * c2), c1 + 2 * share * c2
    level = np.abs(now) <= EQUAL
    lows = np.where(level & (slope > EQUAL), share, 0.0)
    highs = np.where(level & (slope < -EQUAL), share, 1.0)
    for root in _roots(c0, c1, c2):
        usable = ~np.isnan(root) & ~(level & (np.abs(root - share) < 1e-6))
        lows = np.where(usable & (root > MARGIN) & (root < share), np.maximum(lows, root), lows)
        highs = np.where(usable & (root < 1 - MARGIN) & (root > share), np.minimum(highs, root), highs)
    return lows, highs


def _roots(c0: NDArray[np.float64], c1: NDArray[np.float64], c2: NDArray[np.float64]) -> Iterator[NDArray[np.float64]]:
    """Where the sign changes: both real roots, or the one of a straight line; NaN where there is none."""
    straight = np.abs(c2) <= EQUAL
    with np.errstate(invalid="ignore", divide="ignore"):
        yield np.where(straight & (np.abs(c1) > EQUAL), -c0 / c1, np.nan)
        spread = np.sqrt(np.where(~straight, c1 * c1 - 4 * c2 * c0, np.nan))
        half = -0.5 * (c1 + np.copysign(spread, c1))
        crossing = spread > EQUAL
        yield np.where(crossing, half / c2, np.nan)
        yield np.where(crossing, c0 / half, np.nan)
