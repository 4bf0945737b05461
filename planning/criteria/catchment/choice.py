"""Access when people have one facility more to choose among (3SFCA)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from ...libraries import require
from ...progress import Progress
from .access import Access, Weighing, ratios_of
from .additions import Additions
from .links import Linking

if TYPE_CHECKING:
    from numpy.typing import NDArray

AT_ONCE = 500
Changed = tuple[int, "NDArray[np.intp]", "NDArray[np.intp]", "NDArray[np.float64]"]


def accesses_with_a_choice_more(
    linking: Linking,
    now: Access,
    facilities: NDArray[np.object_],
    capacity: NDArray[np.float64],
    people: NDArray[np.float64],
    additions: Additions,
    chosen: NDArray[np.intp],
    progress: Progress,
) -> Iterator[Changed]:
    """For each of the chosen additions (k,) in turn: its position, the units in its reach, those whose access changes,
    and their access.

    The weights of some hundred additions' links are held at a time.
    """
    for start in range(0, len(chosen), AT_ONCE):
        batch = chosen[start : start + AT_ONCE]
        part = progress.part(start / len(chosen), (start + len(batch)) / len(chosen))
        reached = _weights(linking, additions.places[batch], len(people), now, part.part(0, 0.1))
        around = _facilities_around(linking, facilities, reached, part.part(0.1, 0.3))
        change = _Change(linking, now, people, progress)
        for number, row in part.part(0.3, 1).over(enumerate(batch.tolist()), len(batch)):
            mine, near = reached[number], around[number].indices
            others = (near, facilities[near], capacity[near])
            yield (row, mine.indices, *change.access(mine.indices, mine.data, additions.added[row], others))


def _weights(linking: Linking, places: NDArray[np.object_], units: int, now: Access, progress: Progress) -> Any:
    """The weights of the links of places (n,) with units (u,), as a sparse matrix."""
    place, unit, cost = _all_links(linking, places, progress)
    links = (now.weighing.decay.weights(cost), (place, unit))
    return require("scipy.sparse").csr_matrix(links, shape=(len(places), units))


def _facilities_around(linking: Linking, facilities: NDArray[np.object_], reached: Any, progress: Progress) -> Any:
    """Which facilities share a unit with each of the places, as a sparse matrix."""
    sparse = require("scipy.sparse")
    columns = [sparse.csr_matrix((reached.shape[0], 0), dtype=bool)]
    mine = reached.astype(bool)
    for run, facility, unit, _ in linking(facilities, progress):
        shape = (reached.shape[1], run.stop - run.start)
        columns.append(mine @ sparse.csr_matrix((np.ones(len(unit), dtype=bool), (unit, facility)), shape=shape))
    return sparse.hstack(columns, format="csr")


class _Change:
    """What happens around one place more among facilities that give the access `now` to people (u,)."""

    def __init__(self, linking: Linking, now: Access, people: NDArray[np.float64], progress: Progress) -> None:
        self._linking, self._now, self._people = linking, now, people
        self._total = np.array(now.weighing.total, dtype=float)
        self._after = Weighing(now.weighing.decay, self._total)
        self._progress = Progress(cancelled=progress.cancelled)

    def access(
        self,
        units: NDArray[np.intp],
        weights: NDArray[np.float64],
        added: float,
        facilities: tuple[NDArray[np.intp], NDArray[np.object_], NDArray[np.float64]],
    ) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
        """The units whose access changes and their access (k,), for a place with weights for the units in its reach and
        the capacity added, and the facilities around it: their positions, geometries and capacities."""
        total = self._total
        before = total[units]
        total[units] += weights
        mine = np.divide(weights**2, total[units], out=np.zeros(len(units)), where=weights > 0)
        own = ratios_of(np.array([added]), np.zeros(len(units), dtype=np.intp), mine, self._people[units])
        unit, more = self._around(*facilities)
        unit, more = np.concatenate([units, unit]), np.concatenate([mine * own.ratio[0], more])
        total[units] = before
        change = np.bincount(unit, weights=more, minlength=len(self._people))
        touched = np.flatnonzero(np.bincount(unit, minlength=len(self._people)))
        return touched, self._now.access[touched] + change[touched]

    def _around(
        self, positions: NDArray[np.intp], places: NDArray[np.object_], capacity: NDArray[np.float64]
    ) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
        """Units, and how their access changes for each link of the facilities around."""
        facility, unit, cost = _all_links(self._linking, places, self._progress)
        weight = self._after.weights(unit, cost)
        ratio = ratios_of(capacity, facility, weight, self._people[unit]).ratio
        before = self._now.weighing.weights(unit, cost) * self._now.ratios.ratio[positions[facility]]
        return unit, weight * ratio[facility] - before


def _all_links(
    linking: Linking, places: NDArray[np.object_], progress: Progress
) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.float64]]:
    place, units, costs = [np.zeros(0, dtype=np.intp)], [np.zeros(0, dtype=np.intp)], [np.zeros(0)]
    for rows, facility, unit, cost in linking(places, progress):
        place.append(rows.start + facility)
        units.append(unit)
        costs.append(cost)
    return np.concatenate(place), np.concatenate(units), np.concatenate(costs)
