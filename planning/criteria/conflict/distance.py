"""How far places lie from a front line, a border, a river, or anything else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ...libraries import require
from ...progress import SILENT, Progress
from ..column import CriterionColumn, Request, placeless_findings
from ..nearest import NOBODY, Nearest, nearest_of
from ..shapes import has_place, measurable
from .dissolving import CORNERS
from .outlines import in_runs, outlines

if TYPE_CHECKING:
    from numpy.typing import NDArray


def distance_to(
    places: NDArray[np.object_], others: NDArray[np.object_], progress: Progress = SILENT, signed: bool = False
) -> Nearest:
    """Straight distance in metres from each place (n,) to the nearest of the others (m,), 0 where they touch.

    Signed, a place inside a polygon has the distance to its outline with a minus sign: so far behind the line.
    """
    shapely = require("shapely")
    large = shapely.get_num_coordinates(others) > CORNERS
    lines = np.where(large | signed, outlines(others), others)
    runs, owner = in_runs(lines)
    found = nearest_of(places, runs, progress)
    facility = np.where(found.facility < 0, NOBODY, np.append(owner, NOBODY)[found.facility])
    polygon, place = _meeting(places, others, "contains_properly" if signed else "intersects")
    if signed:
        found.metres[place] = -np.abs(found.metres[place])
    else:
        found.metres[place], facility[place] = 0, polygon
    return Nearest(found.metres, facility)


def _meeting(places: NDArray[np.object_], others: NDArray[np.object_], predicate: str) -> NDArray[np.intp]:
    """Positions of polygons and of the places in them."""
    shapely = require("shapely")
    areal = np.flatnonzero((shapely.get_dimensions(others) == 2) & has_place(others))
    shapely.prepare(others[areal])
    polygon, place = shapely.STRtree(measurable(places)).query(others[areal], predicate=predicate)
    return np.array([areal[polygon], place])


def distance_column(request: Request) -> CriterionColumn:
    """Criterion "distance": metres to the nearest feature of the layer; "signed" makes it negative inside polygons.

    A distance means nothing for what is done for the whole community: unknown.
    """
    layer = request.layer
    if layer is None:
        return request.without_layer()
    signed = bool(request.definition.get("signed"))
    found = distance_to(request.alternatives.places, layer.geometries, request.progress, signed)
    return request.column(found.metres, [""] * len(found.metres), placeless_findings(layer))
