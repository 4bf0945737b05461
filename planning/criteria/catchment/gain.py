"""What access gains by each of several measures, one at a time, given the facilities that are there.

With 2SFCA and E2SFCA a measure changes its own catchment only, so its links say all. With 3SFCA a place more also takes
people off the facilities around it: these and their catchments are counted anew, the others are not.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ...progress import SILENT, Progress
from ..shapes import has_place
from .access import Access, Demand
from .additions import Additions
from .choice import accesses_with_a_choice_more
from .links import Linking
from .shortage import below, shortage

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Gains:
    """What n measures bring, each by itself; NaN where its place or capacity is unknown.

    served (n,) are the people for whom a place appears, lifted (n,) those whose access comes up to the norm, people
    (n,) those in reach, access (n,) the increase of capacity for each of these. unknown (n,) counts the units in reach
    whose people or access are unknown.
    """

    served: NDArray[np.float64]
    lifted: NDArray[np.float64]
    people: NDArray[np.float64]
    access: NDArray[np.float64]
    unknown: NDArray[np.intp]


def catchment_gains(
    linking: Linking,
    now: Access,
    facilities: NDArray[np.object_],
    capacity: NDArray[np.float64],
    demand: Demand,
    additions: Additions,
    norm: float | None,
    progress: Progress = SILENT,
) -> Gains:
    """The gains of n measures over the access `now` that facilities (f,) of a capacity (f,) give.

    norm is capacity for each person; without it those are served who have nothing in reach.
    """
    tally = _Tally(len(additions.added), demand.people, now.access, norm)
    chosen = additions.new & (now.weighing.total is not None)
    simple, choices = np.flatnonzero(~chosen), np.flatnonzero(chosen)
    middle = len(simple) / max(len(additions.added), 1)
    _add_simple(tally, linking, now, additions, simple, progress.part(0, middle))
    changes = accesses_with_a_choice_more(
        linking, now, facilities, capacity, demand.people, additions, choices, progress.part(middle, 1)
    )
    for row, reached, units, access in changes:
        tally.add(np.full(len(units), row), units, access - now.access[units])
        tally.add_people(np.full(len(reached), row), reached)
    return tally.gains(has_place(additions.places), ~np.isnan(additions.added))


def _add_simple(
    tally: _Tally,
    linking: Linking,
    now: Access,
    additions: Additions,
    simple: NDArray[np.intp],
    progress: Progress,
) -> None:
    for rows, facility, unit, cost in linking(additions.places[simple], progress):
        weight = now.weighing.weights(unit, cost)
        measure = simple[rows]
        load = np.bincount(facility, weights=weight * tally.known[unit], minlength=len(measure))
        ratio = np.divide(additions.added[measure], load, out=np.zeros(len(measure)), where=load > 0)
        tally.add(measure[facility], unit, weight * ratio[facility])
        tally.add_people(measure[facility], unit)


class _Tally:
    """Adds up gains for n measures from units whose access rises."""

    def __init__(
        self, measures: int, people: NDArray[np.float64], access: NDArray[np.float64], norm: float | None
    ) -> None:
        self.known, self._people, self._access, self._norm = np.nan_to_num(people), people, access, norm
        self._served, self._lifted, self._reached, self._more = np.zeros((4, measures))
        self._unknown = np.zeros(measures, dtype=np.intp)

    def add(self, measure: NDArray[np.intp], unit: NDArray[np.intp], more: NDArray[np.float64]) -> None:
        """Pairs (p,) of measures and units, and by how much access rises there."""
        people, before = self._people[unit], self._access[unit]
        after = before + more
        fewer = shortage(people, before, self._norm) - shortage(people, after, self._norm)
        lifted = below(people, before, self._norm) - below(people, after, self._norm)
        for total, part in ((self._served, fewer), (self._lifted, lifted), (self._more, people * more)):
            total += np.bincount(measure, weights=np.nan_to_num(part), minlength=len(total))

    def add_people(self, measure: NDArray[np.intp], unit: NDArray[np.intp]) -> None:
        """Pairs (p,) of measures and the units that they reach."""
        size = len(self._reached)
        self._reached += np.bincount(measure, weights=self.known[unit], minlength=size)
        silent = np.isnan(self._people[unit]) | np.isnan(self._access[unit])
        self._unknown += np.bincount(measure[silent], minlength=size)

    def gains(self, placed: NDArray[np.bool_], stated: NDArray[np.bool_]) -> Gains:
        mean = np.divide(self._more, self._reached, out=np.zeros(len(placed)), where=self._reached > 0)
        served, lifted, access = (
            np.where(placed & stated, column, np.nan) for column in (self._served, self._lifted, mean)
        )
        return Gains(served, lifted, np.where(placed, self._reached, np.nan), access, self._unknown)
