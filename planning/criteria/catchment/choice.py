"""Access when people have one facility more to choose among (3SFCA)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from ...libraries import require
from ...progress import Progress
from .access import Access, Weighing, ratios_of
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
    places: NDArray[np.object_],
    added: NDArray[np.float64],
    chosen: NDArray[np.intp],
    progress: Progress,
) -> Iterator[Changed]:
    """For each of the chosen places (n,) in turn, with the capacity added (n,): its position, the units whose access
    changes, those in its own reach, and the access of the first (k,)."""
    for start in range(0, len(chosen), AT_ONCE):
        batch = chosen[start : start + AT_ONCE]
        part = progress.part(start / len(chosen), (start + len(batch)) / len(chosen))
        reached = _links_of(linking, places[batch], len(people), now, part.part(0, 0.1))
        around = _facilities_around(linking, facilities, reached, part.part(0.1, 0.3))
        for number, row in part.part(0.3, 1).over(list(enumerate(batch)), len(batch)):
            mine, near = reached[number], around[number].indices
            change = _Change(now, people, mine.indices, mine.data)
            yield (int(row), *change.access(linking, facilities[near], capacity[near], near, added[row], progress))


def _links_of(linking: Linking, places: NDArray[np.object_], units: int, now: Access, progress: Progress) -> Any:
    """The weights of the links of places (n,) with units (u,), as a sparse matrix."""
    rows, columns, weights = [np.zeros(0, dtype=np.intp)], [np.zeros(0, dtype=np.intp)], [np.zeros(0)]
    for run, place, unit, cost in linking(places, progress):
        rows.append(run.start + place)
        columns.append(unit)
        weights.append(now.weighing.decay.weights(cost))
    links = (np.concatenate(weights), (np.concatenate(rows), np.concatenate(columns)))
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
    """One place more, with weights (k,) for the units (k,) in its reach."""

    def __init__(
        self, now: Access, people: NDArray[np.float64], units: NDArray[np.intp], weights: NDArray[np.float64]
    ) -> None:
        self.now, self.people, self.units, self.weights = now, people, units, weights
        self.total = np.array(now.weighing.total)
        self.total[units] += weights

    def access(
        self,
        linking: Linking,
        facilities: NDArray[np.object_],
        capacity: NDArray[np.float64],
        positions: NDArray[np.intp],
        added: float,
        progress: Progress,
    ) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.float64]]:
        """The units whose access changes, those in reach, and the access of the first."""
        after = Weighing(self.now.weighing.decay, self.total)
        delta, touched = np.zeros(len(self.people)), np.zeros(len(self.people), dtype=bool)
        touched[self.units] = True
        mine = np.divide(self.weights**2, self.total[self.units], out=np.zeros(len(self.units)), where=self.weights > 0)
        own = ratios_of(np.array([added]), np.zeros(len(mine), dtype=np.intp), mine, self.people[self.units])
        delta[self.units] = mine * own.ratio[0]
        silent = Progress(cancelled=progress.cancelled)
        for rows, facility, unit, cost in linking(facilities, silent):
            weight = after.weights(unit, cost)
            run = ratios_of(capacity[rows], facility, weight, self.people[unit])
            before = self.now.weighing.weights(unit, cost) * self.now.ratios.ratio[positions[rows]][facility]
            delta += np.bincount(unit, weights=weight * run.ratio[facility] - before, minlength=len(delta))
            touched[unit] = True
        units = np.flatnonzero(touched)
        return units, self.units, self.now.access[units] + delta[units]
