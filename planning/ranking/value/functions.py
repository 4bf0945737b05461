"""What a measured value is worth, from 0 (worst) to 1 (best).

Goalposts fixed by the user keep scores where they are when the list changes; without them the worst and the best
of the candidates are taken (min-max), as in Keeney & Raiffa (1976), Decisions with Multiple Objectives.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar, Union

import numpy as np

from ...errors import PlanError
from ...language import tr

if TYPE_CHECKING:
    from numpy.typing import NDArray

Column = Union["NDArray[np.float64]", Sequence[Any]]
BENEFIT, COST = DIRECTIONS = ("benefit", "cost")
NOISE = 1e-12


def spread(column: NDArray[np.float64]) -> tuple[float, float] | None:
    """Smallest and largest known finite value; None where they are equal but for rounding, or nothing is known."""
    low, high = float(column.min()), float(column.max())
    if not np.isfinite(high - low):
        finite = column[np.isfinite(column)]
        if not finite.size:
            return None
        low, high = float(finite.min()), float(finite.max())
    return (low, high) if high - low > NOISE * max(abs(low), abs(high)) else None


@dataclass(frozen=True)
class ValueFunction:
    """Raw values → 0..1; an unknown raw value (NaN) has an unknown value."""

    takes_words: ClassVar[bool] = False

    direction: str = BENEFIT

    @property
    def from_data(self) -> bool:
        """Whether something of it has to be taken from the data."""
        return False

    @property
    def highest(self) -> float:
        """The highest value that a raw value can have."""
        return 1.0

    def fitted(self, column: Column) -> ValueFunction | None:
        """The function with everything settled that it takes from the data; None where the data cannot settle it,
        because they are unknown or all the same."""
        return self

    def value(self, column: Column) -> NDArray[np.float64]:
        """The values (n,) of raw values (n,), 0..1, NaN where unknown."""
        raise NotImplementedError

    def raw_worth(self, value: float, near: float) -> float | str | None:
        """The raw value, or the class, nearest to raw value `near` that is worth `value` or a little more; None where
        no raw value is. Call it on a fitted function, with a value above that of `near`."""
        raise NotImplementedError


@dataclass(frozen=True)
class Goalposts(ValueFunction):
    """Rises from `worst` (0) to `best` (1), level beyond them; None takes the goalpost from the data."""

    worst: float | None = None
    best: float | None = None

    def __post_init__(self) -> None:
        if self.worst is None or self.best is None:
            return
        if self.worst == self.best:
            raise PlanError(tr("worst and best are both {value}: they must differ.", value=as_typed(self.best)))
        if (self.best > self.worst) != (self.direction == BENEFIT):
            raise PlanError(_contradiction(self.direction, self.worst, self.best))

    @property
    def from_data(self) -> bool:
        return self.worst is None or self.best is None

    @property
    def posts(self) -> tuple[float, float]:
        """Worst and best of a function that needs nothing more from the data."""
        if self.worst is None or self.best is None:
            raise ValueError("goalposts come from the data: call fitted() first")
        return self.worst, self.best

    def fitted(self, column: Column) -> ValueFunction | None:
        if not self.from_data:
            return self
        found = spread(np.asarray(column, dtype=float))
        if found is None:
            return None
        worst, best = found if self.direction == BENEFIT else found[::-1]
        worst = worst if self.worst is None else self.worst
        best = best if self.best is None else self.best
        forward = best > worst if self.direction == BENEFIT else best < worst
        return replace(self, worst=worst, best=best) if forward else None

    def value(self, column: Column) -> NDArray[np.float64]:
        worst, best = self._scaled(np.array(self.posts))
        low, high = sorted(self.posts)
        way = self._scaled(np.clip(np.asarray(column, dtype=float), low, high))
        way -= worst
        way /= best - worst
        return self._bent(np.clip(way, 0, 1, out=way))

    def raw_worth(self, value: float, near: float) -> float:
        worst, best = self._scaled(np.array(self.posts))
        return float(self._unscaled(worst + self._unbent(value) * (best - worst)))

    def _scaled(self, raw: NDArray[np.float64]) -> NDArray[np.float64]:
        """The scale on which the way from worst to best is measured."""
        return raw

    def _unscaled(self, scaled: float) -> float:
        return scaled

    def _bent(self, way: NDArray[np.float64]) -> NDArray[np.float64]:
        """The value of a share 0..1 of the way from worst to best, exactly 0 and 1 at its ends; may overwrite it."""
        return way

    def _unbent(self, value: float) -> float:
        return value


@dataclass(frozen=True)
class Linear(Goalposts):
    """Equal differences count equally."""

    def value(self, column: Column) -> NDArray[np.float64]:
        worst, best = self.posts
        way = np.asarray(column, dtype=float) - worst
        way /= best - worst
        return np.clip(way, 0, 1, out=way)


def check_values(values: Iterable[float]) -> None:
    """Raise PlanError for the first value outside 0..1."""
    for value in values:
        if not 0 <= value <= 1:
            raise PlanError(tr("the value {value} is outside 0..1.", value=as_typed(value)))


def as_typed(number: Any) -> str:
    """A number as it can be typed again."""
    return f"{float(number):.12g}"


def _contradiction(direction: str, worst: float, best: float) -> str:
    if direction == BENEFIT:
        return tr(
            "more is better, yet worst ({worst}) is above best ({best}): swap them, or set the direction to cost.",
            worst=as_typed(worst),
            best=as_typed(best),
        )
    return tr(
        "less is better, yet worst ({worst}) is below best ({best}): swap them, or set the direction to benefit.",
        worst=as_typed(worst),
        best=as_typed(best),
    )
