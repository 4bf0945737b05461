"""What can be measured of geometries as they come: missing, empty, broken, without length."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..libraries import require

if TYPE_CHECKING:
    from numpy.typing import NDArray


def has_place(geometries: NDArray[np.object_]) -> NDArray[np.bool_]:
    """Whether each geometry is there, not empty, and of finite coordinates."""
    shapely = require("shapely")
    return np.isfinite(shapely.bounds(geometries)).all(axis=1)


def measurable(geometries: NDArray[np.object_]) -> NDArray[np.object_]:
    """The geometries that have a place, None for the others; a line without length is its point."""
    shapely = require("shapely")
    usable = only_where(geometries, has_place(geometries))
    short = (shapely.get_dimensions(usable) == 1) & (shapely.length(usable) == 0)
    usable[short] = shapely.extract_unique_points(usable[short])
    return usable


def only_where(geometries: NDArray[np.object_], wanted: NDArray[np.bool_]) -> NDArray[np.object_]:
    """The wanted geometries, None for the others."""
    kept = geometries.copy()
    kept[~wanted] = None
    return kept


def valid(geometries: NDArray[np.object_]) -> NDArray[np.object_]:
    """The geometries, those that break a rule (as an outline that crosses itself) made to keep it."""
    shapely = require("shapely")
    mended, broken = geometries.copy(), is_broken(geometries)
    mended[broken] = shapely.make_valid(geometries[broken])
    return mended


def is_broken(geometries: NDArray[np.object_]) -> NDArray[np.bool_]:
    """Whether a geometry that has a place breaks a rule of its kind."""
    return ~require("shapely").is_valid(geometries) & has_place(geometries)


def bounds_around(geometries: NDArray[np.object_], distance: float) -> tuple[float, float, float, float]:
    """The box around all geometries that have a place, wider by a distance to each side; NaN where there is none."""
    shapely = require("shapely")
    left, bottom, right, top = shapely.total_bounds(only_where(geometries, has_place(geometries))).tolist()
    return left - distance, bottom - distance, right + distance, top + distance


def middles_of(geometries: NDArray[np.object_]) -> NDArray[np.float64]:
    """The centroids (n, 2), NaN where a geometry has no place."""
    shapely = require("shapely")
    spots = np.full((len(geometries), 2), np.nan)
    placed = has_place(geometries)
    spots[placed] = shapely.get_coordinates(shapely.centroid(geometries[placed]))
    return spots
