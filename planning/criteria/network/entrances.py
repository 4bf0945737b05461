"""Where places meet the streets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ...libraries import require
from ...progress import SILENT, Progress
from ..reach import chunks, has_place, measurable
from .cleaning.crossings import TOUCH
from .cleaning.lines import overlaps
from .network import Network

if TYPE_CHECKING:
    from numpy.typing import NDArray

FARTHEST = 300.0
LARGE = 100.0
APART = 25.0
BESIDE = 30.0
COARSE = 2.0
POINT, POLYGON = 0, 3


@dataclass(frozen=True)
class Entrances:
    """Where n places are entered from the streets: place (a,), edge (a,), low and high (a,), the shares of the edge's
    length from its start between which it is entered, and away (a,), the metres from there to the street. metres (n,)
    is how far each place lies from its nearest street, NaN where it has no geometry."""

    place: NDArray[np.intp]
    edge: NDArray[np.intp]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    away: NDArray[np.float64]
    metres: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.metres)

    def near(self, farthest: float) -> NDArray[np.bool_]:
        """Whether each place (n,) lies near enough to a street."""
        return self.metres <= farthest


def entrances_of(
    network: Network, places: NDArray[np.object_], farthest: float = FARTHEST, progress: Progress = SILENT
) -> Entrances:
    """The entrances of places (n,): for each the nearest street, not its nearest corner, no further than `farthest`.

    A small place is entered where it is nearest to a street, each of its parts by itself; streets as near as one
    another all count, and what a street runs through is entered along all of that. A part larger than 100 m across is
    entered besides from wherever its line or its rim comes within 30 m of a street, looked at every 25 m.
    """
    parts, owner, limit = _parts(places, farthest)
    metres = np.where(has_place(places), np.inf, np.nan)
    found = []
    for rows in chunks(len(parts), progress):
        (part, edge), away = network.tree.query_nearest(parts[rows], return_distance=True)
        place = owner[rows][part]
        np.minimum.at(metres, place, away)
        near = away <= limit[rows][part]
        pair, low, high = _shares(network, parts[rows][part[near]], edge[near])
        found.append((place[near][pair], edge[near][pair], low, high, away[near][pair]))
    place, edge, low, high, off = (np.concatenate(column) for column in zip(*found)) if found else [np.zeros(0)] * 5
    return Entrances(place.astype(np.intp), edge.astype(np.intp), low, high, off, metres)


def _parts(
    places: NDArray[np.object_], farthest: float
) -> tuple[NDArray[np.object_], NDArray[np.intp], NDArray[np.float64]]:
    """What is looked at: each part of each place, and points along the large ones; the place that each is of, and how
    far from a street it may lie."""
    shapely = require("shapely")
    parts, owner = shapely.get_parts(measurable(places), return_index=True)
    boxes = shapely.bounds(parts)
    large = np.flatnonzero(np.hypot(*(boxes[:, 2:] - boxes[:, :2]).T) > LARGE)
    rims = shapely.simplify(_rims(parts[large]), COARSE)
    corners, rim = shapely.get_coordinates(shapely.segmentize(rims, APART), return_index=True)
    limit = np.repeat([farthest, min(BESIDE, farthest)], [len(parts), len(corners)])
    return np.concatenate([parts, shapely.points(corners)]), np.concatenate([owner, owner[large][rim]]), limit


def _rims(parts: NDArray[np.object_]) -> NDArray[np.object_]:
    shapely = require("shapely")
    areas = shapely.get_type_id(parts) == POLYGON
    rims = parts.copy()
    rims[areas] = shapely.boundary(parts[areas])
    return rims


def _shares(
    network: Network, parts: NDArray[np.object_], edge: NDArray[np.intp]
) -> tuple[NDArray[np.intp], NDArray[np.float64], NDArray[np.float64]]:
    """From where to where along its edge each part is entered: positions of parts, and shares 0..1 that are exactly 0
    or 1 at nodes. What a street runs through is entered along all of that, anything else at its nearest point."""
    shapely = require("shapely")
    lines, metres = network.lines[edge], network.metres[edge]
    wide = shapely.get_type_id(parts) != POINT
    through = np.flatnonzero(wide & shapely.intersects(lines, parts))
    beside = np.setdiff1d(np.arange(len(parts)), through)
    points, off = parts[beside].copy(), wide[beside]
    points[off] = shapely.get_point(shapely.shortest_line(lines[beside[off]], parts[beside[off]]), 0)
    at = shapely.line_locate_point(lines[beside], points)
    of, start, end = overlaps(lines[through], metres[through], shapely.make_valid(parts[through]))
    pair = np.concatenate([beside, through[of]])
    low, high = (_on_nodes(np.concatenate(values), metres[pair]) for values in ((at, start), (at, end)))
    return pair, low, high


def _on_nodes(along: NDArray[np.float64], metres: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.where(along <= TOUCH, 0.0, np.where(along >= metres - TOUCH, 1.0, along / metres))
