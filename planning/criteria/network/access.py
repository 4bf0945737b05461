from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ...progress import SILENT, Progress
from ..reach import Neighbourhood, chunks, has_place, measurable, pairs_within
from .entrances import FARTHEST, Entrances, entrances_of
from .network import METRES, METRES_PER_MINUTE, Network
from .routes import NOBODY, nearest_source, pairs_within_streets
from .search import TO, Search

if TYPE_CHECKING:
    from numpy.typing import NDArray

REACHED, UNREACHABLE, TOO_FAR, NO_PLACE = "reached", "unreachable", "too_far_from_streets", "no_place"
STATES = (REACHED, UNREACHABLE, TOO_FAR, NO_PLACE)
OFF_STREET = 4.8


@dataclass(frozen=True)
class Access:
    """How n places reach the nearest of several facilities.

    cost (n,) is in metres or minutes, NaN unless the state (n,) is "reached"; facility (n,) is its position, -1 where
    none; metres_to_street (n,) is how far a place lies from the streets, NaN where that is unknown or there are no
    streets; in_reach (n,) counts the facilities in reach, None where that was not asked for.
    """

    cost: NDArray[np.float64]
    facility: NDArray[np.intp]
    state: NDArray[np.object_]
    metres_to_street: NDArray[np.float64]
    in_reach: NDArray[np.intp] | None = None


@dataclass(frozen=True)
class Travel:
    """How ways over streets are measured: in metres or minutes, to the facilities or from them; how far, in metres, a
    place may lie from the streets, and how fast, in km/h, people go from there to the street, None where that part of
    the way is not counted."""

    measure: str = METRES
    direction: str = TO
    farthest: float = FARTHEST
    off_street: float | None = OFF_STREET

    @property
    def cost_off_street(self) -> float:
        """What a metre off the streets costs."""
        if self.off_street is None:
            return 0.0
        return 1.0 if self.measure == METRES else 1 / (self.off_street * METRES_PER_MINUTE)


def access_over_streets(
    network: Network,
    places: NDArray[np.object_],
    facilities: NDArray[np.object_],
    travel: Travel = Travel(),
    reach: float | None = None,
    progress: Progress = SILENT,
) -> Access:
    """The least way over streets from each place (n,) to a facility (f,), and how many are within `reach`.

    A way leads from a place straight to the street, over streets, and straight to the facility; in metres it is never
    shorter than the straight distance when all of it counts. See entrances_of for where a place meets the street, and
    Search for directions.
    """
    entered = entrances_of(network, places, travel.farthest, progress.part(0, 0.4))
    search = search_from(network, facilities, travel, progress.part(0.4, 0.5))
    progress.step(0.5, 1)
    routes = nearest_source(search, entered)
    progress.step(0.6, 1)
    state = np.full(len(places), UNREACHABLE, dtype=object)
    state[routes.source != NOBODY] = REACHED
    state[~entered.near(travel.farthest)] = TOO_FAR
    state[np.isnan(entered.metres)] = NO_PLACE
    counted = None if reach is None else _counted(search, entered, reach, progress.part(0.6, 1))
    return Access(np.where(state == REACHED, routes.cost, np.nan), routes.source, state, entered.metres, counted)


def search_from(
    network: Network, facilities: NDArray[np.object_], travel: Travel = Travel(), progress: Progress = SILENT
) -> Search:
    """What answers how far it is over streets to these facilities (f,), or from them."""
    sources = entrances_of(network, facilities, travel.farthest, progress)
    return Search(network, sources, travel.measure, travel.direction, travel.cost_off_street)


def access_straight(
    places: NDArray[np.object_],
    facilities: NDArray[np.object_],
    reach: float | None = None,
    progress: Progress = SILENT,
) -> Access:
    """The straight distance from each place (n,) to the nearest facility (f,), between the geometries themselves."""
    placed, here = has_place(places), np.flatnonzero(has_place(facilities))
    cost, facility = np.full(len(places), np.nan), np.full(len(places), NOBODY, dtype=np.intp)
    if len(here):
        around, wanted = Neighbourhood(measurable(facilities[here])), measurable(places)
        for rows in chunks(len(places), progress.part(0, 0.6)):
            place, found, metres = around.nearest(wanted[rows])
            cost[rows.start + place], facility[rows.start + place] = metres, here[found]
    state = np.where(placed, REACHED if len(here) else UNREACHABLE, NO_PLACE).astype(object)
    counted = None
    if reach is not None:
        counted = np.zeros(len(places), dtype=np.intp)
        for rows, place, _ in pairs_within(places, facilities, reach, progress.part(0.6, 1)):
            counted[rows] = np.bincount(place, minlength=rows.stop - rows.start)
    return Access(cost, facility, state, np.full(len(places), np.nan), counted)


def _counted(search: Search, places: Entrances, reach: float, progress: Progress) -> NDArray[np.intp]:
    count = np.zeros(len(places), dtype=np.intp)
    for _, _, place, _ in pairs_within_streets(search, places, reach, progress):
        count += np.bincount(place, minlength=len(places))
    return count
