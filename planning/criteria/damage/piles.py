"""Events that a source has put on one point because it knows only the town."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ...libraries import require
from ..shapes import has_place

if TYPE_CHECKING:
    from numpy.typing import NDArray

PILE_SHARE = 0.2
PILE_TIMES_NEXT = 5
PILE_EVENTS = 30
MILLIMETRES = 3


@dataclass(frozen=True)
class Pile:
    """Events that lie on one coordinate: the positions of their rows, how many events, and their share of all."""

    rows: NDArray[np.intp]
    events: float
    share: float


def piled_events(sites: NDArray[np.object_], events: NDArray[np.float64]) -> list[Pile]:
    """The coordinates on which implausibly many of the events (s,) lie.

    Sources that know only the town put all its events on one point, often its centroid. Coordinates are piles when
    each holds more than a fifth of all events, at least 30, and at least five times as many as any coordinate that is
    not a pile. Coordinates are equal to the millimetre; of a line or polygon the centroid counts.
    """
    here = np.flatnonzero(has_place(sites) & (np.nan_to_num(events) > 0))
    if not len(here):
        return []
    shapely = require("shapely")
    x, y = shapely.get_coordinates(shapely.centroid(sites[here])).T.round(MILLIMETRES)
    _, spot = np.unique(x + 1j * y, return_inverse=True)
    held = np.bincount(spot, weights=events[here])
    piled = np.argsort(-held)[: _number_of_piles(np.sort(held)[::-1])]
    return [Pile(here[spot == at], float(held[at]), float(held[at] / held.sum())) for at in piled]


def _number_of_piles(held: NDArray[Any]) -> int:
    """How many of the coordinates, the fullest first, are piles: never all of them."""
    full = int(((held > PILE_SHARE * held.sum()) & (held >= PILE_EVENTS)).sum())
    far_above = (number for number in range(full, 0, -1) if (held[number - 1] >= PILE_TIMES_NEXT * held[number:]).all())
    return next((number for number in far_above if number < len(held)), 0)
