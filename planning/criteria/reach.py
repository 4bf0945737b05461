"""Which units lie within reach of which places: the one spatial question that several criteria ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..libraries import require
from ..progress import Progress

if TYPE_CHECKING:
    from numpy.typing import NDArray

CHUNK = 64


def pairs_within(
    places: NDArray[np.object_], units: NDArray[np.object_], reach: float, progress: Progress
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Positions (place, unit) of every pair no further apart than `reach` metres; None geometries pair with nothing.

    Distances are between the geometries themselves (to a polygon's edge, 0 inside), straight and in the plane.
    """
    shapely = require("shapely")
    tree = shapely.STRtree(units)
    found = [np.empty((2, 0), dtype=np.intp)]
    for start in range(0, len(places), CHUNK):
        progress.step(start, len(places))
        pairs = tree.query(places[start : start + CHUNK], predicate="dwithin", distance=reach)
        pairs[0] += start
        found.append(pairs)
    place, unit = np.concatenate(found, axis=1)
    return place, unit


def has_place(places: NDArray[np.object_]) -> NDArray[np.bool_]:
    """Whether each place is known and not empty."""
    shapely = require("shapely")
    return ~(shapely.is_missing(places) | shapely.is_empty(places))


def usable(geometries: NDArray[np.object_]) -> NDArray[np.object_]:
    """The geometries with broken rings mended, so that distances to them are defined."""
    shapely = require("shapely")
    broken = ~shapely.is_valid(geometries) & ~shapely.is_missing(geometries)
    mended = geometries.copy()
    mended[broken] = shapely.make_valid(geometries[broken])
    return mended
