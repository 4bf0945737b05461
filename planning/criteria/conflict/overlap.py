"""Which share of a place lies under restrictions, and how severe they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ...libraries import require
from ...progress import SILENT, Progress
from ..shapes import has_place, valid
from ..shares import measure, shares_within
from .dissolving import by_severity, small_parts

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Restriction:
    """One layer of restrictions: polygons (p,) and how severe each is (p,), from 0 to 1."""

    name: str
    polygons: NDArray[np.object_]
    severity: NDArray[np.float64]


@dataclass(frozen=True)
class Overlap:
    """How far n places lie under restrictions, NaN where a place is unknown.

    share (n,) is the part 0..1 of a polygon's area or a line's length under at least one restriction, 1 or 0 of a
    point; size (n,) is the same in square metres, metres, or points. conflict (n,) weights each spot by the strongest
    restriction on it. by_layer (l, n) is the share under each layer.
    """

    share: NDArray[np.float64]
    size: NDArray[np.float64]
    conflict: NDArray[np.float64]
    by_layer: NDArray[np.float64]


def overlap(places: NDArray[np.object_], restrictions: Sequence[Restriction], progress: Progress = SILENT) -> Overlap:
    """The overlap of places (n,) with restrictions; no spot counts twice, however many restrictions lie on it."""
    polygons = np.concatenate([np.empty(0, dtype=object), *(layer.polygons for layer in restrictions)])
    severity = np.concatenate([np.empty(0), *(layer.severity for layer in restrictions)])
    met = _may_meet(places, polygons)
    here = valid(places[met])
    share, conflict, size = np.where(has_place(places), 0.0, np.nan) * np.ones((3, 1))
    by_layer = np.tile(share, (len(restrictions), 1))
    share[met], conflict[met] = _shares(here, polygons, severity, progress.part(0, 0.5))
    size[met] = share[met] * measure(here)
    if len(restrictions) == 1:
        by_layer[0] = share
    else:
        by_layer[:, met] = _of_layers(here, restrictions, progress.part(0.5, 1))
    return Overlap(share, size, conflict, by_layer)


def _may_meet(places: NDArray[np.object_], polygons: NDArray[np.object_]) -> NDArray[np.intp]:
    """Positions of the places whose box meets the box of a polygon: all the others need no look."""
    shapely = require("shapely")
    return np.unique(shapely.STRtree(places).query(polygons[has_place(polygons)])[1])


def _of_layers(
    places: NDArray[np.object_], restrictions: Sequence[Restriction], progress: Progress
) -> list[NDArray[np.float64]]:
    count = len(restrictions)
    return [
        _shares(places, layer.polygons, np.ones(len(layer.polygons)), progress.part(n / count, (n + 1) / count))[0]
        for n, layer in enumerate(restrictions)
    ]


def _shares(
    places: NDArray[np.object_], polygons: NDArray[np.object_], severity: NDArray[np.float64], progress: Progress
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The share (n,) under any polygon, and the same weighted by severity."""
    strongest, levels = by_severity(polygons, severity, progress.part(0, 0.3))
    parts, owner = small_parts(strongest)
    share, conflict, strongest_at = np.zeros((3, len(places)))
    for rows, part, place, inside in shares_within(parts, places, progress.part(0.3, 1)):
        level = levels[owner[rows][part]]
        share += np.bincount(place, weights=inside, minlength=len(places))
        conflict += np.bincount(place, weights=inside * level, minlength=len(places))
        np.maximum.at(strongest_at, place, level)
    points = require("shapely").get_dimensions(places) == 0
    return np.minimum(share, 1), np.where(points, strongest_at, np.minimum(conflict, strongest_at))
