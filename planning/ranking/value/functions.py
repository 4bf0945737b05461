"""What a measured value is worth, from 0 (worst) to 1 (best).

Goalposts fixed by the user keep scores where they are when the list changes; without them the worst and the best
of the candidates are taken (min-max), as in Keeney & Raiffa (1976), Decisions with Multiple Objectives.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
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

    def fitted(self, column: Column) -> ValueFunction | None:
        """The function with everything settled that it takes from the data; None where the data cannot settle it,
        because they are unknown or all the same."""
        return self

    def value(self, column: Column) -> NDArray[np.float64]:
        """The values (n,) of raw values (n,), 0..1, NaN where unknown."""
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
            raise PlanError(tr("worst and best are both {value}: they must differ.", value=_words(self.best)))
        if (self.best > self.worst) != (self.direction == BENEFIT):
            raise PlanError(_contradiction(self.direction, self.worst, self.best))

    @property
    def from_data(self) -> bool:
        """Whether a goalpost has to be taken from the data."""
        return self.worst is None or self.best is None

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
        if self.worst is None or self.best is None:
            raise ValueError("goalposts come from the data: call fitted() first")
        goalposts = np.array([self.worst, self.best])
        worst, best = self._scaled(goalposts)
        values = self._scaled(np.clip(np.asarray(column, dtype=float), goalposts.min(), goalposts.max()))
        values -= worst
        values /= best - worst
        return np.clip(values, 0, 1, out=values)

    def _scaled(self, raw: NDArray[np.float64]) -> NDArray[np.float64]:
        """The scale on which the value rises evenly."""
        raise NotImplementedError


@dataclass(frozen=True)
class Linear(Goalposts):
    """Equal differences count equally."""

    def _scaled(self, raw: NDArray[np.float64]) -> NDArray[np.float64]:
        return raw


@dataclass(frozen=True)
class Log(Goalposts):
    """Equal ratios count equally (1 → 10 as much as 10 → 100): for money and numbers of people."""

    def __post_init__(self) -> None:
        super().__post_init__()
        for goalpost in (self.worst, self.best):
            if goalpost is not None and goalpost <= 0:
                raise PlanError(
                    tr(
                        "a log function needs goalposts above 0, and one is {value}: set worst and best above 0.",
                        value=_words(goalpost),
                    )
                )

    def _scaled(self, raw: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.log(raw)


@dataclass(frozen=True)
class Piecewise(ValueFunction):
    """Straight lines between (raw, value) points, level before the first and after the last."""

    points: tuple[tuple[float, float], ...] = ()

    def __post_init__(self) -> None:
        raws = [raw for raw, _ in self.points]
        if len(raws) < 2 or any(after <= before for before, after in zip(raws, raws[1:])):
            raise PlanError(tr("a piecewise function needs at least two points with rising raw values."))
        _check_values(value for _, value in self.points)

    def value(self, column: Column) -> NDArray[np.float64]:
        raws, values = zip(*self.points)
        return np.interp(np.asarray(column, dtype=float), raws, values)


@dataclass(frozen=True)
class Threshold(ValueFunction):
    """1 from the threshold on (for a cost: up to it), 0 on the other side."""

    threshold: float = 0.0

    def value(self, column: Column) -> NDArray[np.float64]:
        raw = np.asarray(column, dtype=float)
        passed = raw <= self.threshold if self.direction == COST else raw >= self.threshold
        return np.where(np.isnan(raw), np.nan, passed)


@dataclass(frozen=True)
class Category(ValueFunction):
    """A value for each class; classes may be words or numbers."""

    takes_words: ClassVar[bool] = True

    table: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.table:
            raise PlanError(tr("a category function needs a table of classes and their values."))
        _check_values(self.table.values())

    def value(self, column: Column) -> NDArray[np.float64]:
        found = {name: self._of_class(name) for name in {_class_name(raw) for raw in column}}
        return np.array([found[_class_name(raw)] for raw in column], dtype=float)

    def _of_class(self, name: str) -> float:
        if not name:
            return np.nan
        if name not in self.table:
            known = ", ".join(self.table)
            raise PlanError(tr("class «{name}» is not in its table ({known}).", name=name, known=known))
        return self.table[name]


def _class_name(raw: Any) -> str:
    if raw is None or raw != raw:
        return ""
    if isinstance(raw, (bool, np.bool_)):
        return str(raw).lower()
    return _words(raw) if isinstance(raw, (int, float, np.number)) else str(raw).strip()


def _check_values(values: Any) -> None:
    for value in values:
        if not 0 <= value <= 1:
            raise PlanError(tr("the value {value} is outside 0..1.", value=_words(value)))


def _contradiction(direction: str, worst: float, best: float) -> str:
    if direction == BENEFIT:
        return tr(
            "more is better, yet worst ({worst}) is above best ({best}): swap them, or set the direction to cost.",
            worst=_words(worst),
            best=_words(best),
        )
    return tr(
        "less is better, yet worst ({worst}) is below best ({best}): swap them, or set the direction to benefit.",
        worst=_words(worst),
        best=_words(best),
    )


def _words(number: Any) -> str:
    return f"{float(number):.12g}"
