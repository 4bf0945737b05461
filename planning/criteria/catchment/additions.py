"""What measures add to the capacity of facilities."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ..gap import SAME_PLACE
from ..neighbourhood import Neighbourhood
from ..shapes import has_place, measurable
from .supply import Supply

if TYPE_CHECKING:
    from numpy.typing import NDArray

NOWHERE = -1


@dataclass(frozen=True)
class Additions:
    """What n measures add: places (n,) of the capacity added (n,), NaN where unknown; new (n,) marks a place where no
    facility works now, for a measure that builds or restores one, against one that enlarges it."""

    places: NDArray[np.object_]
    added: NDArray[np.float64]
    new: NDArray[np.bool_]


def read_additions(
    places: NDArray[np.object_], stated: NDArray[np.float64], supply: Supply, same_place: float = SAME_PLACE
) -> Additions:
    """What measures at places (n,) add, as stated (n,), NaN where unknown.

    A measure no further than `same_place` metres from a facility is taken to be at the nearest one: it enlarges the
    facility, or restores it where it does not work, then with the facility's own capacity if none is stated.
    """
    found = _at_facility(places, supply.geometries, same_place)
    at = found != NOWHERE
    works, own = np.append(supply.works, False)[found], np.append(supply.capacity, np.nan)[found]
    own[works] = np.nan
    added = np.where(stated >= 0, stated, np.nan)
    moved = places.copy()
    moved[at] = supply.geometries[found[at]]
    return Additions(moved, np.where(np.isnan(added), own, added), ~works)


def _at_facility(places: NDArray[np.object_], facilities: NDArray[np.object_], same_place: float) -> NDArray[np.intp]:
    found, here = np.full(len(places), NOWHERE, dtype=np.intp), np.flatnonzero(has_place(facilities))
    if len(here):
        place, facility, metres = Neighbourhood(measurable(facilities[here])).nearest(measurable(places))
        near = metres <= same_place
        found[place[near]] = here[facility[near]]
    return found
