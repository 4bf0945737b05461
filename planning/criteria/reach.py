"""What lies within reach of which places: the one spatial question that several criteria ask."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from time import perf_counter
from typing import TYPE_CHECKING, Any

import numpy as np

from ..libraries import require
from ..progress import SILENT, Progress

if TYPE_CHECKING:
    from numpy.typing import NDArray

CHUNK_SECONDS = 0.2
OUTWARDS = np.array([-1, -1, 1, 1])
TO_SIZE = np.array([[-1, 0], [0, -1], [1, 0], [0, 1]])
Pairs = tuple[slice, "NDArray[np.intp]", "NDArray[np.intp]"]


@dataclass(frozen=True)
class Reached:
    """What lies within reach of n places, as sums of g amounts over u units.

    total (n, g) sums the known amounts; it is NaN for a place that is unknown, and where every unit in reach is of
    unknown amount. unknown (n, g) counts the units in reach whose amount is unknown: where it is not 0, total is a
    lower bound. units (n,) counts the units in reach. once (g,) is the amount within reach of at least one place, each
    unit counted once; NaN where all of it is unknown.
    """

    total: NDArray[np.float64]
    unknown: NDArray[np.intp]
    units: NDArray[np.intp]
    once: NDArray[np.float64]


def sum_within(
    places: NDArray[np.object_],
    units: NDArray[np.object_],
    amounts: NDArray[np.float64],
    reach: float,
    community_wide: NDArray[np.bool_] | None = None,
    progress: Progress = SILENT,
) -> Reached:
    """Sum the amounts (u, g) of the units (u,) no further than `reach` metres from each place (n,).

    Distances are straight, in the plane, and between the geometries themselves: to the nearest part of a polygon, 0
    inside it. A unit counts once for a place, however many parts the place has. A community-wide place reaches every
    unit, also those without geometry. NaN amounts are unknown.
    """
    known, missing = np.nan_to_num(amounts), np.isnan(amounts)
    everyone = np.zeros(len(places), dtype=bool) if community_wide is None else community_wide
    total, unknown = np.zeros((len(places), amounts.shape[1])), np.zeros((len(places), amounts.shape[1]), dtype=np.intp)
    count, reached = np.zeros(len(places), dtype=np.intp), np.full(len(units), everyone.any())
    for rows, place, unit in pairs_within(_only(places, ~everyone), units, reach, progress):
        size = len(count[rows])
        total[rows] = _sums(place, known[unit], size)
        unknown[rows] = _sums(place, missing[unit], size)
        count[rows] = np.bincount(place, minlength=size)
        reached[unit] = True
    total[everyone], unknown[everyone], count[everyone] = known.sum(axis=0), missing.sum(axis=0), len(units)
    nothing_known = (unknown == count[:, None]) & (count > 0)[:, None]
    total[nothing_known | ~(everyone | has_place(places))[:, None]] = np.nan
    return Reached(total, unknown, count, sum_of_known(amounts[reached]))


def sum_of_known(amounts: NDArray[np.float64]) -> NDArray[np.float64]:
    """The sums (g,) of amounts (u, g) over what is known; NaN where there are units and none is known."""
    nothing_known = np.isnan(amounts).all(axis=0) & (len(amounts) > 0)
    return np.where(nothing_known, np.nan, np.nansum(amounts, axis=0))


def pairs_within(
    places: NDArray[np.object_], units: NDArray[np.object_], reach: float, progress: Progress = SILENT
) -> Iterator[Pairs]:
    """Every pair no further apart than `reach` metres, a run of places at a time: the run, and positions of places
    within it and of units. Places and units without geometry pair with nothing."""
    shapely = require("shapely")
    around, wanted = Neighbourhood(measurable(units)), measurable(places)
    compact = np.hypot(*(shapely.bounds(wanted) @ TO_SIZE).T) <= reach
    for rows in chunks(len(places), progress):
        small, large = (rows.start + np.flatnonzero(kind) for kind in (compact[rows], ~compact[rows]))
        near, found = around.of_small(wanted[small], reach), around.of_any(wanted[large], reach)
        place = np.concatenate([small[near[0]], large[found[0]]]) - rows.start
        yield rows, place, np.concatenate([near[1], found[1]])


class Neighbourhood:
    """Units (u,) that can be asked which of them lie within a distance of places."""

    def __init__(self, units: NDArray[np.object_]) -> None:
        shapely = require("shapely")
        self.units, self.boxes, self.tree = units, shapely.bounds(units), shapely.STRtree(units)

    def of_any(self, places: NDArray[np.object_], reach: float) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Positions of places and of units no further apart than `reach`."""
        place, unit = self.tree.query(places, predicate="dwithin", distance=reach)
        return place, unit

    def of_small(self, places: NDArray[np.object_], reach: float) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """The same for places that are small beside the reach: most pairs are settled by their boxes alone, when even
        the furthest corners are in reach, or not even the nearest; geometries are measured only in between."""
        shapely = require("shapely")
        mine = shapely.bounds(places)
        place, unit = self.tree.query(shapely.box(*(mine + reach * OUTWARDS).T))
        nearest, furthest = _box_distances(mine[place], self.boxes[unit])
        sure, near = furthest <= reach, nearest <= reach
        doubtful = np.flatnonzero(near & ~sure)
        sure[doubtful] = shapely.dwithin(places[place[doubtful]], self.units[unit[doubtful]], reach)
        return place[sure], unit[sure]

    def nearest(self, places: NDArray[np.object_]) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.float64]]:
        """The unit nearest to each place that has one: positions of both and their distance.

        The unit with the nearest middle is the nearest when no other middle is so near that its unit could be nearer;
        the tree decides the rest.
        """
        place = np.flatnonzero(has_place(places))
        guess, others = self._nearest_middles(places[place])
        metres = require("shapely").distance(places[place], self.units[guess])
        open_ones = np.flatnonzero(metres >= others)
        (row, unit), exact = self.tree.query_nearest(places[place[open_ones]], return_distance=True, all_matches=False)
        guess[open_ones[row]], metres[open_ones[row]] = unit, exact
        return place, guess, metres

    def _nearest_middles(self, places: NDArray[np.object_]) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
        """The unit with the nearest middle to each place's, and how near any other unit can be at best."""
        middles, radii = _middles(require("shapely").bounds(places))
        distances, found = self.middles.query(middles, k=2)
        return found[:, 0], distances[:, 1] - radii - self.widest

    @cached_property
    def middles(self) -> Any:
        return require("scipy.spatial").cKDTree(_middles(self.boxes)[0])

    @cached_property
    def widest(self) -> float:
        """The greatest distance of a unit's corner from its middle."""
        return float(_middles(self.boxes)[1].max())


def _middles(boxes: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The middles (b, 2) of boxes (b, 4) and the distances (b,) of their corners."""
    return (boxes[:, :2] + boxes[:, 2:]) / 2, np.hypot(*(boxes @ TO_SIZE).T) / 2


def _box_distances(
    first: NDArray[np.float64], second: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The least and the greatest distance of points of two boxes (p, 4)."""
    after, before = second[:, :2] - first[:, 2:], first[:, :2] - second[:, 2:]
    apart = np.maximum(np.maximum(after, before), 0)
    across = np.maximum(second[:, 2:] - first[:, :2], first[:, 2:] - second[:, :2])
    return np.hypot(*apart.T), np.hypot(*across.T)


def chunks(total: int, progress: Progress) -> Iterator[slice]:
    """0..total in runs whose work takes about a fifth of a second each, so that cancelling is felt at once."""
    start, size = 0, 1
    while start < total:
        progress.step(start, total)
        began = perf_counter()
        yield slice(start, min(start + size, total))
        start, seconds = start + size, perf_counter() - began
        if seconds < CHUNK_SECONDS / 2:
            size *= 2
        elif seconds > CHUNK_SECONDS:
            size = max(1, size // 2)


def has_place(geometries: NDArray[np.object_]) -> NDArray[np.bool_]:
    """Whether each geometry is there, not empty, and of finite coordinates."""
    shapely = require("shapely")
    return np.isfinite(shapely.bounds(geometries)).all(axis=1)


def measurable(geometries: NDArray[np.object_]) -> NDArray[np.object_]:
    """The geometries that have a place, None for the others; a line without length is its point."""
    shapely = require("shapely")
    usable = _only(geometries, has_place(geometries))
    short = (shapely.get_dimensions(usable) == 1) & (shapely.length(usable) == 0)
    usable[short] = shapely.extract_unique_points(usable[short])
    return usable


def _only(geometries: NDArray[np.object_], wanted: NDArray[np.bool_]) -> NDArray[np.object_]:
    kept = geometries.copy()
    kept[~wanted] = None
    return kept


def _sums(group: NDArray[np.intp], values: NDArray[np.generic], size: int) -> NDArray[np.float64]:
    return np.column_stack([np.bincount(group, weights=column, minlength=size) for column in values.T])
