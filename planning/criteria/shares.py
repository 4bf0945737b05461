"""Which share of areas lies within regions.

People, taken to live evenly over an area, are counted by it: areal interpolation after Goodchild & Lam 1980, «Areal
interpolation: a variant of the traditional spatial problem», Geo-Processing 1.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from ..libraries import require
from ..progress import SILENT, Progress
from .reach import chunks
from .shapes import has_place, measurable, only_where, valid

if TYPE_CHECKING:
    from numpy.typing import NDArray

QUARTER_CIRCLE = 32
Shares = tuple[slice, "NDArray[np.intp]", "NDArray[np.intp]", "NDArray[np.float64]"]


def catchments(places: NDArray[np.object_], reach: float) -> NDArray[np.object_]:
    """All that is no further than `reach` metres from each place (n,); None for a place that is not known. A circle
    has 128 corners, so it is 0.04 % too small."""
    shapely = require("shapely")
    return shapely.make_valid(shapely.buffer(measurable(places), reach, quad_segs=QUARTER_CIRCLE))


def without(regions: NDArray[np.object_], others: NDArray[np.object_], progress: Progress) -> NDArray[np.object_]:
    """The regions (n,) without what any of the others (m,) covers."""
    shapely = require("shapely")
    tree, rest = shapely.STRtree(others), regions.copy()
    for row in progress.over(np.flatnonzero(has_place(regions)), len(regions)):
        near = tree.query(regions[row], predicate="intersects")
        rest[row] = shapely.difference(regions[row], shapely.union_all(others[near]))
    return rest


def without_others(regions: NDArray[np.object_], progress: Progress) -> NDArray[np.object_]:
    """Each region (n,) without what any other one covers."""
    shapely = require("shapely")
    tree, rest = shapely.STRtree(regions), regions.copy()
    for row in progress.over(np.flatnonzero(has_place(regions)), len(regions)):
        near = tree.query(regions[row], predicate="intersects")
        rest[row] = shapely.difference(regions[row], shapely.union_all(regions[near[near != row]]))
    return rest


def shares_within(
    regions: NDArray[np.object_], areas: NDArray[np.object_], progress: Progress = SILENT
) -> Iterator[Shares]:
    """Every pair of a region and an area that meet, a run of regions at a time: the run, positions of regions within
    it and of areas, and the share 0..1 of the area inside the region."""
    shapely = require("shapely")
    tree, dimensions = shapely.STRtree(areas), shapely.get_dimensions(areas)
    for rows in chunks(len(regions), progress):
        shapely.prepare(regions[rows])
        place, unit = tree.query(regions[rows], predicate="intersects")
        share = shapely.covers(regions[rows][place], areas[unit]).astype(float)
        partly = np.flatnonzero(share == 0)
        cut, kind = valid(areas[unit[partly]]), dimensions[unit[partly]]
        inside, size = (
            _measure_as(shapely.intersection(regions[rows][place[partly]], cut), kind),
            _measure_as(cut, kind),
        )
        share[partly] = np.divide(inside, size, out=np.zeros(len(partly)), where=size > 0)
        met = share > 0
        yield rows, place[met], unit[met], np.minimum(share[met], 1.0)


def measure(geometries: NDArray[np.object_]) -> NDArray[np.float64]:
    """Square metres of a polygon, metres of a line, 1 of a point, 0 where there is nothing."""
    return _measure_as(geometries, require("shapely").get_dimensions(geometries))


def _measure_as(geometries: NDArray[np.object_], dimensions: NDArray[np.intp]) -> NDArray[np.float64]:
    """Measured as what it is a part of: where two polygons only touch, their common line has no area."""
    shapely = require("shapely")
    size = np.zeros(len(geometries))
    for dimension, measured in ((2, shapely.area), (1, shapely.length), (0, has_place)):
        rows = np.flatnonzero(dimensions == dimension)
        size[rows] = measured(geometries[rows])
    return size


def shares_of_union(
    regions: NDArray[np.object_], areas: NDArray[np.object_], progress: Progress = SILENT
) -> NDArray[np.float64]:
    """The share 0..1 of each area (u,) that lies in at least one region."""
    shapely = require("shapely")
    parts = shapely.get_parts(shapely.union_all(only_where(regions, has_place(regions))))
    covered = np.zeros(len(areas))
    for _, _, unit, share in shares_within(parts, areas, progress):
        covered += np.bincount(unit, weights=share, minlength=len(areas))
    return np.minimum(covered, 1.0)
