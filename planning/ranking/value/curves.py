"""Value functions that bend between their goalposts."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ...errors import PlanError
from ...language import tr
from ...libraries import require
from .functions import Column, Goalposts, ValueFunction, as_typed

if TYPE_CHECKING:
    from numpy.typing import NDArray

STRAIGHT = 1e-9


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
                        value=as_typed(goalpost),
                    )
                )

    def _scaled(self, raw: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.log(raw)

    def _unscaled(self, scaled: float) -> float:
        return math.exp(scaled)


@dataclass(frozen=True)
class WithMiddle(Goalposts):
    """Goalposts with the raw value `mid` that is worth a half; None leaves it to the function."""

    mid: float | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        if not self.from_data:
            self._check_middle()

    def fitted(self, column: Column) -> ValueFunction | None:
        found = super().fitted(column)
        if isinstance(found, WithMiddle):
            found._check_middle()
        return found

    @property
    def way_to_middle(self) -> float:
        """The share of the way from worst to best at which the value is a half."""
        worst, best = self.posts
        return 0.5 if self.mid is None else (self.mid - worst) / (best - worst)

    def _check_middle(self) -> None:
        if self.mid is not None and not 0 < self.way_to_middle < 1:
            worst, best = self.posts
            raise PlanError(
                tr(
                    "«mid» is {mid} and must lie between worst ({worst}) and best ({best}).",
                    mid=as_typed(self.mid),
                    worst=as_typed(worst),
                    best=as_typed(best),
                )
            )


@dataclass(frozen=True)
class Exponential(WithMiddle):
    """Each step towards the best counts less than the one before (rho > 0) or more (rho < 0).

    v(x) = (1 − exp(−|x − worst| / ρ)) / (1 − exp(−|best − worst| / ρ)), with ρ in the unit of x, given itself or by
    the raw value worth a half: Kirkwood (1997), Strategic Decision Making, Duxbury, sections 4.4 and 4.5.
    """

    rho: float | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        if (self.mid is None) == (self.rho is None):
            raise PlanError(tr("an exponential function needs either «mid», the raw value worth a half, or «rho»."))
        if self.rho == 0:
            raise PlanError(tr("«rho» is 0: give a number above 0 (each step counts less) or below 0 (more)."))

    @property
    def bend(self) -> float:
        """|best − worst| / ρ: 0 is straight, above 0 each step counts less than the one before."""
        worst, best = self.posts
        return bend_through(self.way_to_middle) if self.rho is None else abs(best - worst) / self.rho

    def _bent(self, way: NDArray[np.float64]) -> NDArray[np.float64]:
        bend = self.bend
        if abs(bend) < STRAIGHT:
            return way
        if bend > 0:
            return np.expm1(-bend * way) / np.expm1(np.array([-bend]))
        return np.exp(-bend * (way - 1)) * np.expm1(bend * way) / np.expm1(np.array([bend]))

    def _unbent(self, value: float) -> float:
        bend = self.bend
        if abs(bend) < STRAIGHT:
            return value
        if bend > 0:
            return -math.log1p(value * math.expm1(-bend)) / bend
        return 1 + math.log(value + (1 - value) * math.exp(bend)) / -bend


@dataclass(frozen=True)
class SShape(WithMiddle):
    """Little is gained near the worst and near the best, most around `mid`.

    The odds of the value are the odds of the way from worst to best, measured against those of `mid`, to the power of
    the steepness: v / (1 − v) = [t / (1 − t) · (1 − t₀) / t₀]^λ. Dombi (1990), Membership function as an evaluation,
    Fuzzy Sets and Systems 35(1): 1-21, its place given by the raw value worth a half.
    """

    steepness: float = 2.0

    def __post_init__(self) -> None:
        super().__post_init__()
        if not self.steepness > 1:
            raise PlanError(
                tr("«steepness» is {number}: an S-shape needs a number above 1.", number=as_typed(self.steepness))
            )

    def _bent(self, way: NDArray[np.float64]) -> NDArray[np.float64]:
        with np.errstate(divide="ignore", over="ignore", under="ignore"):
            against = (1 - way) / way
            against *= self._odds_of_middle
            against = against**self.steepness
            against += 1
            return np.reciprocal(against, out=against)

    def _unbent(self, value: float) -> float:
        if value in (0.0, 1.0):
            return value
        odds = self._odds_of_middle * (value / (1 - value)) ** (1 / self.steepness)
        return odds / (1 + odds)

    @property
    def _odds_of_middle(self) -> float:
        return self.way_to_middle / (1 - self.way_to_middle)


def bend_through(way: float) -> float:
    """The bend a at which (1 − exp(−a·way)) / (1 − exp(−a)) is a half: Kirkwood's equation for ρ by the mid-value."""
    if way > 0.5:
        return -bend_through(1 - way)
    if 0.5 - way < STRAIGHT:
        return 0.0
    return require("scipy.optimize").brentq(
        lambda bend: math.expm1(-bend * way) / math.expm1(-bend) - 0.5, STRAIGHT, math.log(2) / way, xtol=1e-14
    )
