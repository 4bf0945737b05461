"""Value functions given by points of the raw scale."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ...errors import PlanError
from ...language import tr
from .functions import COST, Column, ValueFunction, as_typed, check_values, spread


@dataclass(frozen=True)
class Piecewise(ValueFunction):
    """Straight lines between (raw, value) points, level before the first and after the last."""

    points: tuple[tuple[float, float], ...] = ()

    def __post_init__(self) -> None:
        raws = [raw for raw, _ in self.points]
        if len(raws) < 2 or any(after <= before for before, after in zip(raws, raws[1:])):
            raise PlanError(tr("a piecewise function needs at least two points with rising raw values."))
        check_values(value for _, value in self.points)

    @property
    def highest(self) -> float:
        return max(value for _, value in self.points)

    def value(self, column: Column) -> NDArray[np.float64]:
        raws, values = zip(*self.points)
        return np.interp(np.asarray(column, dtype=float), raws, values)

    def raw_worth(self, value: float, near: float) -> float | None:
        crossings = [
            start + (value - low) / (high - low) * (end - start)
            for (start, low), (end, high) in zip(self.points, self.points[1:])
            if low != high and min(low, high) <= value <= max(low, high)
        ]
        return min(crossings, key=lambda raw: abs(raw - near), default=None)


@dataclass(frozen=True)
class Threshold(ValueFunction):
    """1 from the threshold on (for a cost: up to it), 0 on the other side."""

    threshold: float = 0.0

    def value(self, column: Column) -> NDArray[np.float64]:
        raw = np.asarray(column, dtype=float)
        passed = raw <= self.threshold if self.direction == COST else raw >= self.threshold
        return np.where(np.isnan(raw), np.nan, passed)

    def raw_worth(self, value: float, near: float) -> float:
        return self.threshold


@dataclass(frozen=True)
class Target(ValueFunction):
    """1 at the target, falling evenly to 0 at `lower` and at `upper`; more is neither better nor worse.

    Two-sided desirability with straight sides: Derringer & Suich (1980), Journal of Quality Technology 12(4): 214-219.
    An end that is None lies as far from the target as the farthest of the data on either side.
    """

    target: float = 0.0
    lower: float | None = None
    upper: float | None = None

    def __post_init__(self) -> None:
        low_is_wrong = self.lower is not None and self.lower >= self.target
        high_is_wrong = self.upper is not None and self.upper <= self.target
        if low_is_wrong or high_is_wrong:
            raise PlanError(
                tr(
                    "the target is {target}: lower must be below it and upper above it.",
                    target=as_typed(self.target),
                )
            )

    @property
    def from_data(self) -> bool:
        return self.lower is None or self.upper is None

    @property
    def ends(self) -> tuple[float, float]:
        """Lower and upper end of a function that needs nothing more from the data."""
        if self.lower is None or self.upper is None:
            raise ValueError("ends come from the data: call fitted() first")
        return self.lower, self.upper

    def fitted(self, column: Column) -> ValueFunction | None:
        if not self.from_data:
            return self
        found = spread(np.asarray(column, dtype=float))
        if found is None:
            return None
        reach = max(abs(found[0] - self.target), abs(found[1] - self.target))
        lower = self.target - reach if self.lower is None else self.lower
        upper = self.target + reach if self.upper is None else self.upper
        return replace(self, lower=lower, upper=upper)

    def value(self, column: Column) -> NDArray[np.float64]:
        return np.interp(np.asarray(column, dtype=float), [self.ends[0], self.target, self.ends[1]], [0, 1, 0])

    def raw_worth(self, value: float, near: float) -> float:
        end = self.ends[0] if near < self.target else self.ends[1]
        return end + value * (self.target - end)
