"""Restrictions as parts that overlap nowhere, small enough to be cut quickly."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ...libraries import require
from ...progress import SILENT, Progress
from ..shapes import has_place, valid
from ..shares import without

if TYPE_CHECKING:
    from numpy.typing import NDArray

CORNERS = 256


def dissolved(polygons: NDArray[np.object_], progress: Progress = SILENT) -> NDArray[np.object_]:
    """What polygons (p,) cover together, as valid polygons that overlap nowhere.

    Only polygons that meet are united, so that many apart from each other cost little.
    """
    shapely = require("shapely")
    usable = valid(polygons[has_place(polygons)])
    first, second = shapely.STRtree(usable).query(usable, predicate="intersects")
    groups = _groups(len(usable), first, second)
    united = [
        usable[rows[0]] if len(rows) == 1 else shapely.union_all(usable[rows])
        for rows in progress.over(groups, len(groups))
    ]
    return shapely.get_parts(np.array(united, dtype=object))


def by_severity(
    polygons: NDArray[np.object_], severity: NDArray[np.float64], progress: Progress = SILENT
) -> tuple[NDArray[np.object_], NDArray[np.float64]]:
    """Parts that overlap nowhere and their severity: at each spot the strongest restriction (p,) holds."""
    shapely = require("shapely")
    levels = np.unique(severity)[::-1]
    parts: list[NDArray[np.object_]] = []
    for number, level in enumerate(levels):
        here = progress.part(number / len(levels), (number + 1) / len(levels))
        layer = dissolved(polygons[severity == level], here.part(0, 0.5))
        stronger = np.concatenate([np.empty(0, dtype=object), *parts])
        parts.append(shapely.get_parts(without(layer, stronger, here.part(0.5, 1))))
    together = np.concatenate([np.empty(0, dtype=object), *parts])
    return together, np.repeat(levels, [len(part) for part in parts])


def small_parts(polygons: NDArray[np.object_]) -> tuple[NDArray[np.object_], NDArray[np.intp]]:
    """The polygons (p,) cut into halves until none has more than 256 corners, and of which polygon each part is."""
    shapely = require("shapely")
    parts, owners = polygons, np.arange(len(polygons))
    done, done_owners = [], []
    while len(parts):
        large = shapely.get_num_coordinates(parts) > CORNERS
        done.append(parts[~large])
        done_owners.append(owners[~large])
        parts, owners = _halved(parts[large], owners[large])
    return np.concatenate([np.empty(0, dtype=object), *done]), np.concatenate(
        [np.empty(0, dtype=np.intp), *done_owners]
    )


def _halved(polygons: NDArray[np.object_], owners: NDArray[np.intp]) -> tuple[NDArray[np.object_], NDArray[np.intp]]:
    shapely = require("shapely")
    halves = [clipped for polygon in polygons for clipped in _both_sides(polygon)]
    pieces, rows = shapely.get_parts(np.array(halves, dtype=object), return_index=True)
    flat = shapely.area(pieces) > 0
    return pieces[flat], np.repeat(owners, 2)[rows[flat]]


def _both_sides(polygon: object) -> list[object]:
    """The polygon left and right, or below and above, of its middle."""
    shapely = require("shapely")
    left, bottom, right, top = shapely.bounds(polygon)
    if right - left > top - bottom:
        middle = (left + right) / 2
        boxes = [(left, bottom, middle, top), (middle, bottom, right, top)]
    else:
        middle = (bottom + top) / 2
        boxes = [(left, bottom, right, middle), (left, middle, right, top)]
    return [shapely.make_valid(shapely.clip_by_rect(polygon, *box)) for box in boxes]


def _groups(count: int, first: NDArray[np.intp], second: NDArray[np.intp]) -> list[NDArray[np.intp]]:
    """Positions of what is joined by pairs, directly or through others."""
    sparse, csgraph = require("scipy.sparse"), require("scipy.sparse.csgraph")
    pairs = sparse.coo_matrix((np.ones(len(first), dtype=bool), (first, second)), shape=(count, count))
    group = csgraph.connected_components(pairs, directed=False)[1]
    order = np.argsort(group, kind="stable")
    return np.split(order, np.flatnonzero(np.diff(group[order])) + 1) if count else []
