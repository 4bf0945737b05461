from __future__ import annotations

from dataclasses import dataclass
from typing import Union

Raw = Union[float, str]


@dataclass(frozen=True)
class WeightChange:
    """The share of all weights that a criterion (by its place) has, and the one beyond which the order turns, the
    others keeping their proportions."""

    criterion: int
    old: float
    new: float


@dataclass(frozen=True)
class ValueChange:
    """The value 0..1 that an alternative has on a criterion (by its place), and the one beyond which the order turns;
    the same as raw values, or the class it would need.

    enough: the new raw value itself turns the order, not only one beyond it, because it is worth more than is needed.
    from_data: the scale was taken from the data, and stays as it is.
    """

    criterion: int
    old: float
    new: float
    raw_old: float
    raw_new: Raw
    enough: bool
    from_data: bool
