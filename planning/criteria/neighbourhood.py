"""Which units lie near places, settled by their boxes where these can tell."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from ..libraries import require
from .shapes import has_place

if TYPE_CHECKING:
    from numpy.typing import NDArray

OUTWARDS = np.array([-1, -1, 1, 1])
TO_SIZE = np.array([[-1, 0], [0, -1], [1, 0], [0, 1]])


def box_sizes(geometries: NDArray[np.object_]) -> NDArray[np.float64]:
    """The diagonals (n,) of the boxes around geometries, NaN where there is none."""
    return np.hypot(*(require("shapely").bounds(geometries) @ TO_SIZE).T)


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
