"""How many people places serve, no one twice, and how many of them no one else serves."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ...progress import SILENT, Progress
from ..reach import Pairs, pairs_within
from ..shapes import has_place, only_where
from ..shares import catchments, shares_of_union, shares_within, without, without_others
from ..tally import Reached, Tally
from .population import Population

if TYPE_CHECKING:
    from numpy.typing import NDArray

Pairing = Callable[["NDArray[np.object_]", "NDArray[np.object_]", float, Progress], Iterable[Pairs]]


@dataclass(frozen=True)
class Served:
    """People that n places serve; added (n, g) is the part that no facility serves which is already there, None where
    none was given."""

    reached: Reached
    added: NDArray[np.float64] | None = None


def people_served(
    places: NDArray[np.object_],
    population: Population,
    reach: float,
    community_wide: NDArray[np.bool_] | None = None,
    existing: NDArray[np.object_] | None = None,
    progress: Progress = SILENT,
    pairing: Pairing = pairs_within,
) -> Served:
    """People (g groups) of a population within `reach` of each place (n,), each counted once by a place.

    `pairing` finds the units that are reached whole, by a straight line in metres unless it goes by streets; areas are
    reached by the share of them in a straight line. A community-wide place serves everyone. `existing` are facilities
    that serve already.
    """
    everyone = np.zeros(len(places), dtype=bool) if community_wide is None else community_wide
    if existing is None:
        return Served(_reached(places, population, reach, everyone, progress, pairing))
    reached = _reached(places, population, reach, everyone, progress.part(0, 0.5), pairing)
    rest = unserved(population, existing, reach, progress.part(0.5, 0.7), pairing)
    return Served(reached, _reached(places, rest, reach, everyone, progress.part(0.7, 1), pairing).total)


def unserved(
    population: Population,
    existing: NDArray[np.object_],
    reach: float,
    progress: Progress = SILENT,
    pairing: Pairing = pairs_within,
) -> Population:
    """The people whom no existing facility reaches: whole units, and what is left of areas."""
    whole, areas = np.flatnonzero(~population.by_share), np.flatnonzero(population.by_share)
    left = np.ones(len(population))
    for _, _, unit in pairing(existing, population.geometries[whole], reach, progress.part(0, 0.5)):
        left[whole[unit]] = 0
    geometries = population.geometries.copy()
    if len(areas):
        served = catchments(existing, reach)
        left[areas] = 1 - shares_of_union(served, geometries[areas], progress.part(0.5, 0.7))
        cut = areas[(left[areas] > 0) & (left[areas] < 1)]
        geometries[cut] = without(geometries[cut], served, progress.part(0.7, 1))
    rest = left > 0
    return Population(geometries[rest], (population.people * left[:, None])[rest], population.by_share[rest])


def _reached(
    places: NDArray[np.object_],
    population: Population,
    reach: float,
    everyone: NDArray[np.bool_],
    progress: Progress,
    pairing: Pairing,
) -> Reached:
    tally, seeking = Tally(len(places), population.people), only_where(places, ~everyone)
    whole, areas = np.flatnonzero(~population.by_share), np.flatnonzero(population.by_share)
    middle = 0.3 if len(areas) else 1.0
    for rows, place, unit in pairing(seeking, population.geometries[whole], reach, progress.part(0, middle)):
        tally.add(rows, place, whole[unit])
    if len(areas):
        regions = catchments(seeking, reach)
        _tally_shares(tally, regions, population.geometries[areas], areas, progress.part(middle, 1))
    tally.add_everything(everyone)
    return tally.reached(has_place(places) | everyone)


def _tally_shares(
    tally: Tally,
    regions: NDArray[np.object_],
    shapes: NDArray[np.object_],
    units: NDArray[np.intp],
    progress: Progress,
) -> None:
    for rows, place, unit, share in shares_within(regions, shapes, progress.part(0, 0.3)):
        tally.add_shares(rows, place, units[unit], share)
    tally.cover(units, shares_of_union(regions, shapes, progress.part(0.3, 0.5)))
    alone = without_others(regions, progress.part(0.5, 0.8))
    for rows, place, unit, share in shares_within(alone, shapes, progress.part(0.8, 1)):
        tally.add_only(rows.start + place, units[unit], share)
