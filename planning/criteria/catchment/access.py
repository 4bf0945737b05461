"""Capacity for each person by floating catchments, so that those who compete for the same places share them.

2SFCA: Luo & Wang 2003, «Measures of spatial accessibility to health care in a GIS environment», Environment and
Planning B 30. E2SFCA, with a decay: Luo & Qi 2009. 3SFCA, where people choose among the facilities in reach: Wan, Zou &
Sternberg 2012, «A three-step floating catchment area method for analyzing spatial access to health services»,
International Journal of Geographical Information Science 26.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ...progress import SILENT, Progress
from .decay import Decay
from .links import Linking

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Demand:
    """People (u,) of u demand units, NaN where unknown; placed (u,) says whose place is known."""

    people: NDArray[np.float64]
    placed: NDArray[np.bool_]


@dataclass(frozen=True)
class Weighing:
    """How a facility counts for a unit: by a decay, and by choice (3SFCA), then in the share of its weight in all
    weights of what the unit has in reach. total (u,) are these sums, None without choice."""

    decay: Decay
    total: NDArray[np.float64] | None = None

    def weights(self, unit: NDArray[np.intp], cost: NDArray[np.float64]) -> NDArray[np.float64]:
        weight = self.decay.weights(cost)
        if self.total is None:
            return weight
        total = self.total[unit]
        return np.divide(weight * weight, total, out=np.zeros_like(weight), where=total > 0)


@dataclass(frozen=True)
class Ratios:
    """Capacity for each weighted person of f facilities: ratio (f,), 0 where nobody lives in reach; load (f,) are the
    weighted people; unknown (f,) marks a capacity that is not known, or people of whom none is known."""

    ratio: NDArray[np.float64]
    load: NDArray[np.float64]
    unknown: NDArray[np.bool_]


@dataclass(frozen=True)
class Access:
    """Access of u demand units to f facilities.

    access (u,) is capacity for each person; 0 where nothing is in reach; NaN where the place is not known or nothing is
    known of all that is in reach. facilities (u,) counts those in reach, unknown (u,) those of them whose capacity for
    each person is not known: where it is not 0, access is a lower bound. ratios are of the facilities; weighing is what
    they were counted with.
    """

    access: NDArray[np.float64]
    facilities: NDArray[np.intp]
    unknown: NDArray[np.intp]
    ratios: Ratios
    weighing: Weighing


def floating_catchment(
    linking: Linking,
    facilities: NDArray[np.object_],
    capacity: NDArray[np.float64],
    demand: Demand,
    decay: Decay,
    choice: bool = False,
    progress: Progress = SILENT,
) -> Access:
    """Access of demand units to facilities (f,) of a capacity (f,), NaN where unknown.

    2SFCA with a decay that is equal in reach, E2SFCA with any other, 3SFCA with choice. What people can reach of the
    capacity is shared out wholly: the sum of access × people is the capacity of all facilities with people in reach.
    No more than a run of links is held at a time.
    """
    start = 0.4 if choice else 0.0
    weighing = Weighing(decay, _totals(linking, facilities, demand, decay, progress.part(0, start)) if choice else None)
    units, count = len(demand.people), len(facilities)
    access, found, missing = np.zeros(units), np.zeros(units, dtype=np.intp), np.zeros(units, dtype=np.intp)
    ratios = Ratios(np.zeros(count), np.zeros(count), np.isnan(capacity))
    for rows, facility, unit, cost in linking(facilities, progress.part(start, 1)):
        weight = weighing.weights(unit, cost)
        run = ratios_of(capacity[rows], facility, weight, demand.people[unit])
        ratios.ratio[rows], ratios.load[rows], ratios.unknown[rows] = run.ratio, run.load, run.unknown
        access += np.bincount(unit, weights=weight * run.ratio[facility], minlength=units)
        found += np.bincount(unit, minlength=units)
        if run.unknown.any():
            missing += np.bincount(unit[run.unknown[facility]], minlength=units)
    nothing_known = ~demand.placed | ((found > 0) & (missing == found))
    return Access(np.where(nothing_known, np.nan, access), found, missing, ratios, weighing)


def ratios_of(
    capacity: NDArray[np.float64],
    facility: NDArray[np.intp],
    weight: NDArray[np.float64],
    people: NDArray[np.float64],
) -> Ratios:
    """What links (p,) say of their facilities (f,): each with a facility's position, a weight, and people."""
    count, silent = len(capacity), np.isnan(people) & (weight > 0)
    load = np.bincount(facility, weights=weight * np.nan_to_num(people), minlength=count).astype(float)
    unknown = np.isnan(capacity) | ((load == 0) & (np.bincount(facility[silent], minlength=count) > 0))
    ratio = np.divide(capacity, load, out=np.zeros(count), where=(load > 0) & ~unknown)
    return Ratios(ratio, load, unknown)


def _totals(
    linking: Linking, facilities: NDArray[np.object_], demand: Demand, decay: Decay, progress: Progress
) -> NDArray[np.float64]:
    total = np.zeros(len(demand.people))
    for _, _, unit, cost in linking(facilities, progress):
        total += np.bincount(unit, weights=decay.weights(cost), minlength=len(total))
    return total
