from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..libraries import require
from .reach import has_place

if TYPE_CHECKING:
    from numpy.typing import NDArray

SAME_PLACE = 30.0


def service_gap(
    places: NDArray[np.object_], facilities: NDArray[np.object_], same_place: float = SAME_PLACE
) -> NDArray[np.float64]:
    """Straight distance in metres from each place (n,) to the nearest other facility (f,).

    A facility within `same_place` metres is the place itself and is passed over. NaN where the place is unknown, and
    where no other facility is left: then there is nothing to measure the gap by, and the caller says so.
    """
    shapely = require("shapely")
    left = facilities[has_place(facilities)]
    gaps = np.full(len(places), np.nan)
    for row in np.flatnonzero(has_place(places)):
        distances = shapely.distance(places[row], left)
        others = distances[distances > same_place]
        if len(others):
            gaps[row] = others.min()
    return gaps
