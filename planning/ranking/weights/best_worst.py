"""The best-worst method: the best criterion against all others, all others against the worst.

Rezaei (2015), Omega 53: 49-57 (nonlinear); Rezaei (2016), Omega 64: 126-130 (linear, and intervals of weights).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ...errors import PlanError
from ...language import tr
from ...libraries import require
from ...progress import SILENT, Progress

if TYPE_CHECKING:
    from numpy.typing import NDArray

TOLERANCE = 1e-9
SLACKS = (1e-9, 1e-8, 1e-7, 1e-6, 1e-5)
HALVINGS = 60


@dataclass(frozen=True)
class BestWorst:
    """weights (k,) sum to 1; low and high (k,) are what they may be at the same deviation xi.

    input_ratio compares the judgements themselves (Liang, Brunelli & Rezaei 2020, Omega 96: 102175); output_ratio
    compares the deviation with the largest possible one (Rezaei 2015). Both are 0 where nothing contradicts.
    """

    weights: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    xi: float
    input_ratio: float
    output_ratio: float
    most_contradicting: int


def linear_weights(best_to: NDArray[np.float64], to_worst: NDArray[np.float64]) -> BestWorst:
    """The linear model: the largest |w_best − a·wⱼ|, |wⱼ − a·w_worst| is smallest, solved by linear programming.

    best_to (k,) tells how many times the best is more important than each, to_worst (k,) how many times each is more
    important than the worst. Its xi is itself the measure of consistency in the source; output_ratio repeats it.
    """
    rows = _deviations(best_to, to_worst)
    both = np.vstack([np.hstack([sign * rows, -np.ones((len(rows), 1))]) for sign in (1, -1)])
    goal = np.append(np.zeros(len(best_to)), 1.0)
    solved = require("scipy.optimize").linprog(
        goal, A_ub=both, b_ub=np.zeros(len(both)), A_eq=[np.append(np.ones(len(best_to)), 0.0)], b_eq=[1.0]
    )
    weights, xi = np.clip(solved.x[:-1], 0, None), round(max(float(solved.x[-1]), 0.0), 12)
    return _result(weights, weights, weights, xi, xi, best_to, to_worst)


def nonlinear_weights(
    best_to: NDArray[np.float64], to_worst: NDArray[np.float64], progress: Progress = SILENT
) -> BestWorst:
    """The model of 2015: the largest |w_best/wⱼ − a|, |wⱼ/w_worst − a| is smallest.

    For a given deviation the conditions are linear, so the deviation is halved in until it is the smallest possible;
    each weight is then the middle of its interval, made to sum to 1 (Rezaei 2016).
    """
    low, high = 0.0, float(max(best_to.max(), to_worst.max()))
    if _extreme(best_to, to_worst, 0.0, None) is not None:
        high = 0.0
    for step in range(HALVINGS):
        if high - low <= TOLERANCE:
            break
        progress.step(step, HALVINGS + len(best_to))
        middle = (low + high) / 2
        low, high = (low, middle) if _extreme(best_to, to_worst, middle, None) is not None else (middle, high)
    least, most = _intervals(best_to, to_worst, high, progress)
    middle_weights = (least + most) / 2
    xi = round(high, 9)
    return _result(
        middle_weights, least, most, xi, xi / _largest_xi(_best_to_worst(best_to, to_worst)), best_to, to_worst
    )


def largest_deviation(best_to_worst: float) -> float:
    """The consistency index of Rezaei (2015): the smaller root of ξ² − (1 + 2a)ξ + a² − a = 0."""
    a = best_to_worst
    return (1 + 2 * a - float(np.sqrt(1 + 8 * a))) / 2


def input_ratios(best_to: NDArray[np.float64], to_worst: NDArray[np.float64]) -> NDArray[np.float64]:
    """How far each criterion's two judgements are from the best against the worst, 0..1 (k,)."""
    a = _best_to_worst(best_to, to_worst)
    return np.abs(best_to * to_worst - a) / (a * a - a) if a > 1 else np.zeros(len(best_to))


def check_best_worst(best_to: NDArray[np.float64], to_worst: NDArray[np.float64], names: list[str]) -> None:
    """Raise PlanError where the comparisons name no best or no worst, or state the two against each other twice."""
    for name, numbers in zip(names, zip(best_to, to_worst)):
        if min(numbers) < 1:
            raise PlanError(
                tr(
                    "«{name}»: {value} is below 1; state how many times more important, from 1 to 9.",
                    name=name,
                    value=f"{min(numbers):g}",
                )
            )
    if best_to.min() > 1 or to_worst.min() > 1:
        raise PlanError(
            tr("the best criterion is 1 time as important as itself, and so is the worst: no criterion has that 1.")
        )
    best, worst = _places(best_to, to_worst)
    if best == worst and max(best_to.max(), to_worst.max()) > 1:
        raise PlanError(tr("«{name}» is stated as the best and as the worst: they must differ.", name=names[best]))
    if best_to[worst] != to_worst[best]:
        raise PlanError(
            tr(
                "the best against the worst is stated as {first} and as {second}: it is one number.",
                first=f"{best_to[worst]:g}",
                second=f"{to_worst[best]:g}",
            )
        )


def _largest_xi(a: float) -> float:
    return largest_deviation(a) or 1.0


def _places(best_to: NDArray[np.float64], to_worst: NDArray[np.float64]) -> tuple[int, int]:
    """The best and the worst; of several equal ones the one that is also best in the other comparison."""
    return int(np.argmin(best_to * 1e6 - to_worst)), int(np.argmin(to_worst * 1e6 - best_to))


def _best_to_worst(best_to: NDArray[np.float64], to_worst: NDArray[np.float64]) -> float:
    return float(best_to[_places(best_to, to_worst)[1]])


def _deviations(best_to: NDArray[np.float64], to_worst: NDArray[np.float64]) -> NDArray[np.float64]:
    """Rows (2k, k): times the weights they are w_best − a·wⱼ and wⱼ − a·w_worst."""
    best, worst = _places(best_to, to_worst)
    unit = np.eye(len(best_to))
    return np.vstack([unit[best] - best_to[:, None] * unit, unit - to_worst[:, None] * unit[worst]])


def _extreme(
    best_to: NDArray[np.float64], to_worst: NDArray[np.float64], xi: float, goal: NDArray[np.float64] | None
) -> NDArray[np.float64] | None:
    """Weights within the deviation xi that are least by the goal; None where there are none."""
    best, worst = _places(best_to, to_worst)
    unit, size = np.eye(len(best_to)), len(best_to)
    rows = _deviations(best_to, to_worst)
    room = xi * np.vstack([unit, np.repeat(unit[worst][None], size, axis=0)])
    room[best] = room[size + worst] = 0.0
    solved = require("scipy.optimize").linprog(
        np.zeros(size) if goal is None else goal,
        A_ub=np.vstack([rows - room, -rows - room]),
        b_ub=np.zeros(4 * size),
        A_eq=np.ones((1, size)),
        b_eq=[1.0],
    )
    return solved.x if solved.success else None


def _intervals(
    best_to: NDArray[np.float64], to_worst: NDArray[np.float64], xi: float, progress: Progress
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The least and the largest weights (k,) at a deviation that is as small as the solver's tolerance lets it be."""
    units = np.eye(len(best_to))
    for slack in SLACKS:
        least = [_extreme(best_to, to_worst, xi + slack, unit) for unit in progress.over(units, len(units))]
        most = [_extreme(best_to, to_worst, xi + slack, -unit) for unit in progress.over(units, len(units))]
        low, high = ([found[place] for place, found in enumerate(end) if found is not None] for end in (least, most))
        if len(low) == len(high) == len(units):
            return np.array(low), np.array(high)
    raise PlanError(tr("the best-worst model could not be solved: check the comparisons, or choose best_worst."))


def _result(
    weights: NDArray[np.float64],
    low: NDArray[np.float64],
    high: NDArray[np.float64],
    xi: float,
    output_ratio: float,
    best_to: NDArray[np.float64],
    to_worst: NDArray[np.float64],
) -> BestWorst:
    ratios = input_ratios(best_to, to_worst)
    return BestWorst(weights / weights.sum(), low, high, xi, float(ratios.max()), output_ratio, int(np.argmax(ratios)))
