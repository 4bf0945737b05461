"""The smallest changes that put one alternative ahead of another, found by asking the method again: for methods whose
scores are no sums."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from ...progress import SILENT, Progress
from ..methods.method import Outcome
from .changes import ValueChange, WeightChange
from .scoring import Scoring
from .values import value_change

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ..engine import Ranking

GRID = 20
HALVINGS = 40
EDGE = 1e-6


def search_weight_change(ranking: Ranking, below: int, above: int, progress: Progress = SILENT) -> WeightChange | None:
    """The smallest change of one share that puts `below` ahead, looked for at 20 shares on either side of the present
    one and then halved down; a turn between two of these that turns back may be missed."""
    shares = ranking.shares
    best: WeightChange | None = None
    acting = np.flatnonzero((ranking.measurement.acting > 0) & (shares < 1))
    for criterion in progress.over(acting, len(acting)):
        ahead, share = _with_share(ranking, below, above, int(criterion)), float(shares[criterion])
        for end in (EDGE, 1 - EDGE):
            reach = end - share if best is None else np.sign(end - share) * min(abs(end - share), _size(best))
            found = _first_turn(ahead, share, share + reach)
            if found is not None:
                best = WeightChange(int(criterion), share, found)
    return best


def search_value_change(ranking: Ranking, below: int, above: int, progress: Progress = SILENT) -> ValueChange | None:
    """The smallest rise of one value that puts `below` ahead, looked for at 20 values up to the highest and then halved
    down."""
    measurement, best = ranking.measurement, None
    known = np.flatnonzero((measurement.acting > 0) & ~np.isnan(measurement.values[:, below]))
    for criterion in progress.over(known, len(known)):
        function, value = measurement.functions[criterion], float(measurement.values[criterion, below])
        highest = function.highest if function else 0.0
        reach = highest if best is None else min(highest, value + best.new - best.old)
        needed = _first_turn(_with_value(ranking, below, above, int(criterion)), value, reach)
        change = None if needed is None else value_change(measurement, below, int(criterion), needed)
        best = change or best
    return best


def _with_share(ranking: Ranking, below: int, above: int, criterion: int) -> Callable[[float], bool]:
    scoring = Scoring(ranking)
    return lambda share: _ahead(scoring.with_share(criterion, share), below, above)


def _with_value(ranking: Ranking, below: int, above: int, criterion: int) -> Callable[[float], bool]:
    scoring, measurement = Scoring(ranking), ranking.measurement

    def ahead(value: float) -> bool:
        change = value_change(measurement, below, criterion, value)
        if change is None:
            return False
        values, raw = measurement.values[:, below].copy(), measurement.raw[:, below].copy()
        values[criterion] = change.new
        raw[criterion] = change.new if isinstance(change.raw_new, str) else change.raw_new
        return _ahead(scoring.with_profile(below, values, raw), below, above)

    return ahead


def _first_turn(ahead: Callable[[float], bool], start: float, end: float) -> float | None:
    """The number nearest to `start`, on the way to `end`, from which on something holds."""
    if abs(end - start) < EDGE:
        return None
    grid: NDArray[np.float64] = np.linspace(start, end, GRID + 1)[1:]
    reached = next((place for place, number in enumerate(grid) if ahead(float(number))), None)
    if reached is None:
        return None
    outside, inside = float(grid[reached - 1]) if reached else start, float(grid[reached])
    for _ in range(HALVINGS):
        middle = (outside + inside) / 2
        outside, inside = (outside, middle) if ahead(middle) else (middle, inside)
    return inside


def _ahead(outcome: Outcome, below: int, above: int) -> bool:
    return bool(outcome.score[below] - outcome.score[above] > outcome.tie)


def _size(change: WeightChange) -> float:
    return abs(change.new - change.old)
