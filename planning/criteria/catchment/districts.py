"""Sums over demand units by the districts that they lie in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ...libraries import require
from ..shapes import has_place, measurable

if TYPE_CHECKING:
    from numpy.typing import NDArray

NO_DISTRICT = -1


def district_of(units: NDArray[np.object_], districts: NDArray[np.object_]) -> NDArray[np.intp]:
    """The district (d,) in which the middle of each unit (u,) lies, -1 where none; of several the first."""
    shapely = require("shapely")
    found = np.full(len(units), NO_DISTRICT, dtype=np.intp)
    here = np.flatnonzero(has_place(units))
    middles = shapely.point_on_surface(measurable(units[here]))
    unit, district = shapely.STRtree(measurable(districts)).query(middles, predicate="intersects")
    order = np.lexsort((district, unit))[::-1]
    found[here[unit[order]]] = district[order]
    return found


def sums_by(group: NDArray[np.intp], amounts: NDArray[np.float64], count: int) -> NDArray[np.float64]:
    """Sums (g,) of the known amounts (u,) by group, -1 for none; NaN where a group has units and none is known."""
    inside, known = group >= 0, ~np.isnan(amounts)
    both = inside & known
    total = np.bincount(group[both], weights=amounts[both], minlength=count)
    empty = (np.bincount(group[both], minlength=count) == 0) & (np.bincount(group[inside], minlength=count) > 0)
    return np.where(empty, np.nan, total)
