"""Lines in runs of a few corners, among which the nearest is soon found."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ...libraries import require

if TYPE_CHECKING:
    from numpy.typing import NDArray

CORNERS_OF_A_RUN = 32


def outlines(geometries: NDArray[np.object_]) -> NDArray[np.object_]:
    """The outlines of polygons, everything else as it is."""
    shapely = require("shapely")
    polygonal = np.isin(shapely.get_type_id(geometries), [3, 6])
    lines = geometries.copy()
    lines[polygonal] = shapely.boundary(geometries[polygonal])
    return lines


def in_runs(lines: NDArray[np.object_]) -> tuple[NDArray[np.object_], NDArray[np.intp]]:
    """Lines (n,) cut into runs of 32 corners at most, the last corner of one being the first of the next,
    and of which line each is. What is no line stays whole."""
    shapely = require("shapely")
    linear = np.isin(shapely.get_type_id(lines), [1, 2, 5])
    parts, rows = shapely.get_parts(lines[linear], return_index=True)
    corners, part = shapely.get_coordinates(parts, return_index=True)
    starts = np.searchsorted(part, np.arange(len(parts)))
    step = np.arange(len(part)) - starts[part]
    last = np.concatenate([part[1:] != part[:-1], [True]])[: len(part)]
    # a corner that ends one run and begins another stands in both
    shared = (step > 0) & (step % (CORNERS_OF_A_RUN - 1) == 0) & ~last
    twice = np.repeat(np.arange(len(part)), 1 + shared)
    begins = np.concatenate([[True], (np.diff(part[twice]) != 0) | (np.diff(twice) == 0)])[: len(twice)]
    run = np.cumsum(begins) - 1
    runs = shapely.linestrings(corners[twice], indices=run) if len(twice) else parts
    owner = np.flatnonzero(linear)[rows][part[twice][begins]]
    return np.concatenate([lines[~linear], runs]), np.concatenate([np.flatnonzero(~linear), owner])
