"""The smallest changes of weights that put one alternative ahead of another."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ...libraries import require
from .composition import Composition

if TYPE_CHECKING:
    from numpy.typing import NDArray

EDGE = 1e-9
STEPS = 100
SETTLED = 1e-13


def level_shares(below: Composition, above: Composition, shares: NDArray[np.float64]) -> NDArray[np.float64]:
    """The share (m, p) of each criterion's weight at which p pairs draw level, the others keeping their proportions.

    With t the criterion's weight against the unscaled others, (t·v + A) / (t·k + K) is a score, A and K being the sums
    of w·v and of w over the other known criteria and k 1 where this one is known; where both scores are equal, t is
    the root of a quadratic, linear where both know the same criteria. Of two shares the one nearest to the present;
    NaN where there is none between 0 and 1. shares (m,) are the present ones.
    """
    found = np.full(below.worth.shape, np.nan)
    sums = [_sums(side) for side in (below, above)]
    for place in np.flatnonzero(below.acting):
        share, weight = shares[place], below.acting[place]
        lower, upper = (_part(side, total, place, weight) for side, total in zip((below, above), sums))
        roots = _roots(*_quadratic(lower, upper))
        with np.errstate(invalid="ignore", divide="ignore"):
            candidates = np.where(roots > 0, roots / (1 - share + roots), np.nan)
            candidates[(candidates < EDGE) | (candidates > 1 - EDGE)] = np.nan
        found[place] = _nearest(candidates, share)
    return found


def nearest_weights(below: Composition, above: Composition, shares: NDArray[np.float64]) -> NDArray[np.float64] | None:
    """The shares (m,) nearest to the present ones, by least squares, at which a pair (p = 1) draws level.

    Criteria that do not count keep their shares. Where both know the same criteria this is the projection onto the
    simplex cut by one plane; else the difference of the scores is made straight again at each step, and the result is
    a local best. None where no weights draw level, or none were found. Needs scipy.
    """
    acts = below.acting > 0
    total = below.acting.sum()
    start = below.acting[acts] / total
    sides = [(side.known[acts, 0], np.nan_to_num(side.worth[acts, 0])) for side in (below, above)]
    weights = start
    for _ in range(STEPS):
        gap, slope = _gap(weights, sides)
        nearest = _projected(start, slope + gap - slope @ weights)
        if nearest is None:
            return None
        if np.abs(nearest - weights).max() < SETTLED:
            break
        weights = nearest
    if abs(_gap(weights, sides)[0]) > EDGE:
        return None
    result = shares.copy()
    result[acts] = weights * total
    return result


def _sums(side: Composition) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Σ w·v and Σ w over the known criteria (p,)."""
    weights = side.acting[:, None] * side.known
    return (weights * np.nan_to_num(side.worth)).sum(axis=0), weights.sum(axis=0)


def _part(
    side: Composition, sums: tuple[NDArray[np.float64], NDArray[np.float64]], place: int, weight: float
) -> tuple[NDArray[np.float64], ...]:
    """k·v, k, A and K of one criterion (p,)."""
    known = side.known[place].astype(float)
    worth = known * np.nan_to_num(side.worth[place])
    return worth, known, sums[0] - weight * worth, sums[1] - weight * known


def _quadratic(
    lower: tuple[NDArray[np.float64], ...], upper: tuple[NDArray[np.float64], ...]
) -> tuple[NDArray[np.float64], ...]:
    """The coefficients of t², t and 1 in the difference of both scores times their denominators."""
    v_low, k_low, a_low, w_low = lower
    v_up, k_up, a_up, w_up = upper
    return (
        v_low * k_up - v_up * k_low,
        v_low * w_up + a_low * k_up - v_up * w_low - a_up * k_low,
        a_low * w_up - a_up * w_low,
    )


def _roots(
    square: NDArray[np.float64], linear: NDArray[np.float64], constant: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Both real roots (2, p) at which the sign changes, NaN where there are fewer."""
    scale = np.maximum.reduce([np.abs(square), np.abs(linear), np.abs(constant)])
    square = np.where(np.abs(square) <= SETTLED * scale, 0.0, square)
    inside = linear**2 - 4 * square * constant
    with np.errstate(invalid="ignore", divide="ignore"):
        half = -(linear + np.where(linear < 0, -1, 1) * np.sqrt(inside)) / 2
        roots = np.array([np.where(square == 0, np.nan, half / square), constant / half])
    roots[:, ~(inside > 0)] = np.nan
    return roots


def _nearest(candidates: NDArray[np.float64], share: float) -> NDArray[np.float64]:
    first, second = candidates
    closer = np.isnan(first) | (np.abs(second - share) < np.abs(first - share))
    return np.where(closer, second, first)


def _gap(
    weights: NDArray[np.float64], sides: list[tuple[NDArray[np.bool_], NDArray[np.float64]]]
) -> tuple[float, NDArray[np.float64]]:
    """The score of the lower one minus that of the upper one, and its slope (m,) by the weights."""
    scores, slopes = [], []
    for known, worth in sides:
        total = float(weights @ known)
        scores.append(float(weights @ (known * worth)) / total if total else 0.0)
        slopes.append(known * (worth - scores[-1]) / (total or 1.0))
    return scores[0] - scores[1], slopes[0] - slopes[1]


def _projected(start: NDArray[np.float64], direction: NDArray[np.float64]) -> NDArray[np.float64] | None:
    """The point of the simplex nearest to `start` where direction·w = 0; None where there is none beyond it."""
    if not direction.max() > SETTLED:
        return None
    reach = 1.0
    while direction @ _onto_simplex(start + reach * direction) < 0:
        reach *= 2
        if reach > 1 / SETTLED:
            return None
    low = min(0.0, -reach)
    while direction @ _onto_simplex(start + low * direction) > 0:
        low *= 2
        if low < -1 / SETTLED:
            return None
    root = require("scipy.optimize").brentq(
        lambda step: direction @ _onto_simplex(start + step * direction), low, reach, xtol=1e-15, rtol=1e-14
    )
    return _onto_simplex(start + root * direction)


def _onto_simplex(point: NDArray[np.float64]) -> NDArray[np.float64]:
    """The nearest point with coordinates from 0 on that sum to 1: Duchi, Shalev-Shwartz, Singer & Chandra (2008),
    Efficient projections onto the l1-ball, ICML."""
    falling = np.sort(point)[::-1]
    over = (np.cumsum(falling) - 1) / np.arange(1, len(point) + 1)
    return np.maximum(point - over[np.flatnonzero(falling > over)[-1]], 0)
