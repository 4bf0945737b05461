"""How far places lie from a front line, a border, a river, or anything else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ...libraries import require
from ...progress import SILENT, Progress
from ..column import CriterionColumn, Request, placeless_findings
from ..nearest import Nearest, nearest_of
from ..shapes import has_place, only_where

if TYPE_CHECKING:
    from numpy.typing import NDArray


def distance_to(
    places: NDArray[np.object_], others: NDArray[np.object_], progress: Progress = SILENT, signed: bool = False
) -> Nearest:
    """Straight distance in metres from each place (n,) to the nearest of the others (m,), 0 where they touch.

    Signed, a place inside a polygon has the distance to its outline with a minus sign: so far behind the line.
    """
    if not signed:
        return nearest_of(places, others, progress)
    shapely = require("shapely")
    dimensions = shapely.get_dimensions(others)
    outlines = np.where(dimensions == 2, shapely.boundary(others), others)
    found = nearest_of(places, outlines, progress)
    polygons = others[(dimensions == 2) & has_place(others)]
    inside = np.unique(shapely.STRtree(polygons).query(only_where(places, has_place(places)), predicate="within")[0])
    found.metres[inside] *= -1
    return found


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
