"""Which places lie in one another's way, and over what stretch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ...libraries import require
from ...progress import SILENT, Progress
from ..neighbourhood import OUTWARDS
from ..reach import chunks, pairs_within
from ..shapes import measurable, valid
from .stretch import Stretches, shared_stretches

if TYPE_CHECKING:
    from numpy.typing import NDArray

LINE, POLYGON = 1, 2
COLLECTIONS = 4
SHORTEST = 30.0
CORNERS = 16
ROUNDING = 1e-6
MANY_VERTICES = 10_000
SAME_RIM = 1e-3


@dataclass(frozen=True)
class Parts:
    """The simple parts (p,) of places and the positions (p,) of the places that they belong to."""

    geometries: NDArray[np.object_]
    owners: NDArray[np.intp]

    def only(self, wanted: NDArray[np.bool_]) -> Parts:
        return Parts(self.geometries[wanted], self.owners[wanted])


def neighbours(
    places: NDArray[np.object_], distance: float, shortest: float = SHORTEST, progress: Progress = SILENT
) -> Stretches:
    """The pairs of places (n,) within `distance` metres, the first before the second, and the metres that they share.

    Two lines are a pair where they run side by side for `shortest` metres at least, see shared_stretches; a line and a
    polygon share the length of the line near the polygon; what has no line shares 0 metres. Points count only of
    places that have nothing larger, so that the anchor of a street is not taken for its place.
    """
    parts = _parts_of(places)
    dimension = require("shapely").get_dimensions(parts.geometries)
    lines = _noded(parts.only(dimension == LINE), progress.part(0, 0.1))
    sites = _mended(parts.only(_is_site(parts, dimension)), distance, progress.part(0.1, 0.2))
    one, other, metres = shared_stretches(lines.geometries, lines.owners, distance, progress.part(0.2, 0.5))
    long = metres >= shortest - ROUNDING
    beside = _beside(lines, sites, distance, progress.part(0.5, 0.8))
    near = _near(sites, distance, progress.part(0.8, 1))
    return _longest([(one[long], other[long], metres[long]), beside, near])


def _parts_of(places: NDArray[np.object_]) -> Parts:
    shapely = require("shapely")
    geometries, owners = measurable(places), np.arange(len(places))
    while (shapely.get_type_id(geometries) >= COLLECTIONS).any():
        geometries, index = shapely.get_parts(geometries, return_index=True)
        owners = owners[index]
    here = ~shapely.is_missing(geometries) & ~shapely.is_empty(geometries)
    return Parts(measurable(geometries[here]), owners[here])


def _is_site(parts: Parts, dimension: NDArray[np.intp]) -> NDArray[np.bool_]:
    """Polygons, and the points of places that have nothing larger."""
    largest = np.zeros(parts.owners.max(initial=0) + 1, dtype=np.intp)
    np.maximum.at(largest, parts.owners, dimension)
    return (dimension != LINE) & ((dimension == POLYGON) | (largest[parts.owners] == 0))


def _noded(lines: Parts, progress: Progress) -> Parts:
    """The lines of each owner without those that lie on each other."""
    if not len(lines.owners):
        return lines
    shapely = require("shapely")
    owners, position = np.unique(lines.owners, return_inverse=True)
    order = np.argsort(position, kind="stable")
    together = shapely.multilinestrings(lines.geometries[order], indices=position[order])
    for rows in chunks(len(together), progress):
        together[rows] = shapely.node(together[rows])
    parts, index = shapely.get_parts(together, return_index=True)
    return Parts(parts, owners[index])


def _mended(sites: Parts, distance: float, progress: Progress) -> Parts:
    """Valid polygons; a rim of very many vertices is drawn with fewer, a thousandth of the distance away at most."""
    shapely = require("shapely")
    mended = sites.geometries.copy()
    for rows in chunks(len(mended), progress):
        shapes = mended[rows]
        long = shapely.get_num_coordinates(shapes) > MANY_VERTICES
        shapes[long] = shapely.simplify(shapes[long], distance * SAME_RIM)
        mended[rows] = valid(shapes)
    return Parts(mended, sites.owners)


def _beside(lines: Parts, sites: Parts, distance: float, progress: Progress) -> Stretches:
    """Lines that pass sites, with the length within `distance` of each owner's polygons, 0 where it has points only."""
    near = pairs_within(sites.geometries, lines.geometries, distance, progress.part(0, 0.5))
    pairs = [np.column_stack([rows.start + place, unit]) for rows, place, unit in near]
    site, line = np.concatenate([*pairs, np.empty((0, 2), dtype=np.intp)]).T
    others = sites.owners[site] != lines.owners[line]
    found = _lengths_near(lines, line[others], sites, site[others], distance, progress.part(0.5, 1))
    return _grouped(lines.owners[found[0]], found[1], found[2], np.add)


def _lengths_near(
    lines: Parts, line: NDArray[np.intp], sites: Parts, site: NDArray[np.intp], distance: float, progress: Progress
) -> Stretches:
    """Lines, owners of sites, and the metres of the line within `distance` of this owner's polygons."""
    keys, group = np.unique(np.column_stack([line, sites.owners[site]]), axis=0, return_inverse=True)
    order = np.argsort(np.ravel(group), kind="stable")
    starts = np.searchsorted(np.ravel(group)[order], np.arange(len(keys) + 1))
    metres = np.zeros(len(keys))
    for rows in chunks(len(keys), progress):
        pairs = order[starts[rows.start] : starts[rows.stop]]
        places = lines.geometries[line[pairs]], sites.geometries[site[pairs]]
        metres[rows] = _length_near(*places, np.ravel(group)[pairs] - rows.start, rows.stop - rows.start, distance)
    return keys[:, 0], keys[:, 1], metres


def _length_near(
    lines: NDArray[np.object_], sites: NDArray[np.object_], group: NDArray[np.intp], groups: int, distance: float
) -> NDArray[np.float64]:
    """The metres (g,) of each group's one line within `distance` of the polygons (p,) of the group."""
    shapely = require("shapely")
    metres, wide = np.zeros(groups), shapely.get_dimensions(sites) == POLYGON
    wanted, first, row = np.unique(group[wide], return_index=True, return_inverse=True)
    if len(wanted):
        boxes = shapely.box(*(shapely.bounds(lines[wide]) + 2 * distance * OUTWARDS).T)
        around = shapely.buffer(shapely.intersection(sites[wide], boxes), distance, quad_segs=CORNERS)
        together = shapely.geometrycollections(around, indices=np.ravel(row))
        areas = shapely.union_all(together[:, None], axis=1)
        metres[wanted] = shapely.length(shapely.intersection(lines[wide][first], areas))
    return metres


def _near(sites: Parts, distance: float, progress: Progress) -> Stretches:
    found = [np.empty((0, 2), dtype=np.intp)]
    for rows, place, unit in pairs_within(sites.geometries, sites.geometries, distance, progress):
        owners = np.column_stack([sites.owners[rows][place], sites.owners[unit]])
        found.append(np.unique(owners[owners[:, 0] < owners[:, 1]], axis=0))
    pairs = np.concatenate(found)
    return pairs[:, 0], pairs[:, 1], np.zeros(len(pairs))


def _longest(found: list[Stretches]) -> Stretches:
    """Each pair once, the first before the second, with the longest of its stretches."""
    one, other, metres = (np.concatenate(parts) for parts in zip(*found))
    return _grouped(np.minimum(one, other), np.maximum(one, other), metres, np.maximum)


def _grouped(
    one: NDArray[np.intp], other: NDArray[np.intp], metres: NDArray[np.float64], operation: np.ufunc
) -> Stretches:
    pairs, pair = np.unique(np.column_stack([one, other]), axis=0, return_inverse=True)
    result = np.zeros(len(pairs))
    operation.at(result, np.ravel(pair), metres)
    return pairs[:, 0], pairs[:, 1], result
