"""Criterion values that are not known exactly: an interval, a normal or a triangular distribution around each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ...errors import PlanError
from ...language import tr
from ..value.definitions import known_word, number_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

INTERVAL, NORMAL, TRIANGULAR = KINDS = ("interval", "normal", "triangular")
KEYS = ("kind", "spread", "relative", "low_field", "high_field")
LIKELY = 1.959963984540054  # 95 % of a normal distribution lies within so many standard deviations


@dataclass(frozen=True)
class Uncertainty:
    """The range of each raw value (n,): from low to high, and how likely the values between are.

    "interval": all alike. "triangular": the stated value is the likeliest. "normal": 95 % lie between low and high,
    which are equally far from their middle.
    """

    kind: str
    low: NDArray[np.float64]
    likely: NDArray[np.float64]
    high: NDArray[np.float64]

    def draw(self, generator: np.random.Generator, count: int) -> NDArray[np.float64]:
        """Raw values (count, n), NaN where the stated one is unknown."""
        shape = (count, len(self.likely))
        width = self.high - self.low
        if self.kind == NORMAL:
            return generator.standard_normal(shape) * (width / 2 / LIKELY) + (self.low + self.high) / 2
        chance = generator.random(shape)
        if self.kind == INTERVAL:
            return self.low + width * chance
        return self._triangular(chance, width)

    def _triangular(self, chance: NDArray[np.float64], width: NDArray[np.float64]) -> NDArray[np.float64]:
        """The inverse of the distribution function; a range without width stays one point."""
        rise, fall = self.likely - self.low, self.high - self.likely
        return np.where(
            chance * width < rise,
            self.low + np.sqrt(chance * width * rise),
            self.high - np.sqrt((1 - chance) * width * fall),
        )


def uncertainty_from_definition(
    name: str,
    definition: Mapping[str, Any],
    likely: NDArray[np.float64],
    column_of: Callable[[str], NDArray[np.float64]],
) -> Uncertainty:
    """The uncertainty of a criterion `name` from its "uncertainty" object; likely (n,) are the stated values.

    {"kind": "normal", "spread": 0.1} spreads each value by 10 % of itself to both sides; with "relative": false the
    spread is in the criterion's unit; "low_field" and "high_field" take both ends from the layer. A
    value that is not stated stays unknown, whatever its ends. Raises PlanError.
    """
    if not isinstance(definition, Mapping):
        raise PlanError(_form(name))
    strange = sorted(set(definition) - set(KEYS))
    if strange:
        raise PlanError(_form(name))
    kind = known_word(tr("uncertainty"), definition.get("kind", INTERVAL), KINDS)
    low, high = (np.where(np.isnan(likely), np.nan, end) for end in _ends(name, definition, likely, column_of))
    if (low > high).any() or (kind == TRIANGULAR and ((likely < low) | (likely > high)).any()):
        raise PlanError(
            tr("Criterion «{name}»: its uncertainty has values whose low end is above the stated value.", name=name)
        )
    return Uncertainty(kind, low, likely, high)


def _ends(
    name: str,
    definition: Mapping[str, Any],
    likely: NDArray[np.float64],
    column_of: Callable[[str], NDArray[np.float64]],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    fields = [definition.get(key) for key in ("low_field", "high_field")]
    if all(fields):
        low, high = (column_of(str(field)) for field in fields)
        return np.where(np.isnan(low), likely, low), np.where(np.isnan(high), likely, high)
    spread = number_of(definition, "spread")
    if spread is None or spread < 0 or any(fields):
        raise PlanError(_form(name))
    half = spread * (np.abs(likely) if definition.get("relative", True) else np.ones_like(likely))
    return likely - half, likely + half


def _form(name: str) -> str:
    return tr(
        "Criterion «{name}»: «uncertainty» must be an object such as {example}, with a spread of 0 or more, "
        "or with {fields}.",
        name=name,
        example='{"kind": "normal", "spread": 0.1}',
        fields="low_field, high_field",
    )
