"""Restrictions as parts that overlap nowhere, small enough to be cut quickly."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ...libraries import require
from ...patience import patiently
from ...progress import SILENT, Progress
from ..neighbourhood import box_sizes
from ..shapes import has_place, valid

if TYPE_CHECKING:
    from numpy.typing import NDArray

CORNERS = 256
SMALLEST = 1.0


def dissolved(polygons: NDArray[np.object_], progress: Progress = SILENT) -> NDArray[np.object_]:
    """What polygons (p,) cover together, as valid polygons that overlap nowhere.

    Only polygons that meet are united, so that many apart from each other cost little.
    """
    shapely = require("shapely")
    usable = patiently(progress, valid, polygons[has_place(polygons)])
    first, second = patiently(progress, _meeting, usable)
    groups = _groups(len(usable), first, second)
    united = [
        usable[rows[0]] if len(rows) == 1 else patiently(progress, shapely.union_all, usable[rows])
        for rows in progress.over(groups, len(groups))
    ]
    return shapely.get_parts(np.array(united, dtype=object))


def by_severity(
    polygons: NDArray[np.object_], severity: NDArray[np.float64], progress: Progress = SILENT
) -> tuple[NDArray[np.object_], NDArray[np.float64]]:
    """Parts that overlap nowhere and their severity: at each spot the strongest restriction (p,) holds."""
    levels = np.unique(severity)
    layers = [np.empty(0, dtype=object)]
    for number, level in enumerate(levels):
        here = progress.part(0.5 * number / len(levels), 0.5 * (number + 1) / len(levels))
        layers.append(dissolved(polygons[severity == level], here))
    level = np.repeat(levels, [len(layer) for layer in layers[1:]])
    rest = _without_stronger(np.concatenate(layers), level, progress.part(0.5, 1))
    parts, rows = require("shapely").get_parts(rest, return_index=True)
    return parts, level[rows]


def small_parts(
    polygons: NDArray[np.object_], progress: Progress = SILENT
) -> tuple[NDArray[np.object_], NDArray[np.intp]]:
    """Polygons (p,) cut into halves until none has more than 256 corners on more than a metre, and of which polygon
    each part is; what has no area stays whole."""
    shapely = require("shapely")
    owners = np.arange(len(polygons))
    large = _is_large(polygons)
    parts, whose = [polygons[~large]], [owners[~large]]
    rest, owners = polygons[large], owners[large]
    total = int(shapely.get_num_coordinates(rest).sum())
    while len(rest):
        rest, owners = patiently(progress, _halved, rest, owners)
        large = _is_large(rest)
        pieces, rows = shapely.get_parts(patiently(progress, valid, rest[~large]), return_index=True)
        flat = shapely.area(pieces) > 0
        parts.append(pieces[flat])
        whose.append(owners[~large][rows[flat]])
        rest, owners = rest[large], owners[large]
        progress.step(max(0, total - int(shapely.get_num_coordinates(rest).sum())), total)
    return np.concatenate(parts), np.concatenate(whose)


def _meeting(polygons: NDArray[np.object_]) -> NDArray[np.intp]:
    """Positions (2, k) of polygons that meet."""
    return require("shapely").STRtree(polygons).query(polygons, predicate="intersects")


def _without_stronger(
    polygons: NDArray[np.object_], level: NDArray[np.float64], progress: Progress
) -> NDArray[np.object_]:
    """The polygons (p,) without what any of a higher level covers."""
    shapely = require("shapely")
    rest = polygons.copy()
    if len(np.unique(level)) > 1:
        weak, strong = patiently(progress, _meeting, polygons)
        ahead = level[strong] > level[weak]
        order = np.argsort(weak[ahead], kind="stable")
        weak, strong = weak[ahead][order], strong[ahead][order]
        rows, starts = np.unique(weak, return_index=True)
        for row, others in progress.over(zip(rows, np.split(strong, starts[1:])), len(rows)):
            cover = patiently(progress, shapely.union_all, polygons[others])
            rest[row] = patiently(progress, shapely.difference, polygons[row], cover)
    return rest


def _is_large(polygons: NDArray[np.object_]) -> NDArray[np.bool_]:
    shapely = require("shapely")
    many = (shapely.get_num_coordinates(polygons) > CORNERS) & (shapely.get_dimensions(polygons) == 2)
    many[many] = box_sizes(polygons[many]) > SMALLEST
    return many


def _halved(polygons: NDArray[np.object_], owners: NDArray[np.intp]) -> tuple[NDArray[np.object_], NDArray[np.intp]]:
    halves = [half for polygon in polygons for half in _both_sides(polygon)]
    pieces, rows = require("shapely").get_parts(np.array(halves, dtype=object), return_index=True)
    return pieces, np.repeat(owners, 2)[rows]


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
    return [shapely.clip_by_rect(polygon, *box) for box in boxes]


def _groups(count: int, first: NDArray[np.intp], second: NDArray[np.intp]) -> list[NDArray[np.intp]]:
    """Positions of what is joined by pairs, directly or through others."""
    sparse, csgraph = require("scipy.sparse"), require("scipy.sparse.csgraph")
    pairs = sparse.coo_matrix((np.ones(len(first), dtype=bool), (first, second)), shape=(count, count))
    group = csgraph.connected_components(pairs, directed=False)[1]
    order = np.argsort(group, kind="stable")
    return np.split(order, np.flatnonzero(np.diff(group[order])) + 1) if count else []
