"""Which share of a place lies under restrictions, and how severe they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ...libraries import require
from ...patience import patiently
from ...progress import SILENT, Progress
from ..shapes import has_place, valid
from ..shares import measure, shares_within
from .dissolving import by_severity, small_parts
from .lines import shares_of_lines

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


@dataclass(frozen=True)
class _Pieces:
    """Places that restrictions may touch, in pieces: of which of the n places each is, and what it weighs in it.

    nothing (n,) is 0, NaN where a place is unknown.
    """

    geometries: NDArray[np.object_]
    owner: NDArray[np.intp]
    weight: NDArray[np.float64]
    nothing: NDArray[np.float64]

    def of_places(self, shares: NDArray[np.float64]) -> NDArray[np.float64]:
        """Shares of pieces as shares of places."""
        count = len(self.nothing)
        inside, whole = (
            np.bincount(self.owner, weights=w, minlength=count) for w in (shares * self.weight, self.weight)
        )
        return np.divide(inside, whole, out=self.nothing.copy(), where=whole > 0)


def overlap(places: NDArray[np.object_], restrictions: Sequence[Restriction], progress: Progress = SILENT) -> Overlap:
    """The overlap of places (n,) with restrictions; no spot counts twice, however many restrictions lie on it."""
    polygons = np.concatenate([np.empty(0, dtype=object), *(layer.polygons for layer in restrictions)])
    severity = np.concatenate([np.empty(0), *(layer.severity for layer in restrictions)])
    pieces = _pieces(places, polygons, progress.part(0, 0.2))
    geometries = pieces.geometries
    under, weighted = _shares(geometries, polygons, severity, progress.part(0.2, 0.6))
    each = [under] if len(restrictions) == 1 else _of_layers(geometries, restrictions, progress.part(0.6, 1))
    share = pieces.of_places(under)
    by_layer = np.array([pieces.of_places(shares) for shares in each]).reshape(len(each), len(places))
    size, under_any = share.copy(), np.flatnonzero(share > 0)
    size[under_any] *= measure(valid(places[under_any]))
    return Overlap(share, size, pieces.of_places(weighted), by_layer)


def _pieces(places: NDArray[np.object_], polygons: NDArray[np.object_], progress: Progress) -> _Pieces:
    """Only places whose box meets the box of a polygon: all the others need no look."""
    shapely = require("shapely")
    met = np.unique(shapely.STRtree(places).query(polygons[has_place(polygons)])[1])
    geometries, owner = small_parts(patiently(progress, valid, places[met]), progress)
    size = measure(geometries) if len(geometries) > len(met) else np.ones(len(met))
    return _Pieces(geometries, met[owner], np.where(size > 0, size, 1.0), np.where(has_place(places), 0.0, np.nan))


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
    parts, owner = small_parts(strongest, progress.part(0.3, 0.5))
    share, conflict, strongest_at, met = np.zeros((4, len(places)))
    for rows, part, place, inside in shares_within(parts, places, progress.part(0.5, 0.9)):
        level = levels[owner[rows][part]]
        share += np.bincount(place, weights=inside, minlength=len(places))
        conflict += np.bincount(place, weights=inside * level, minlength=len(places))
        met += np.bincount(place, minlength=len(places))
        np.maximum.at(strongest_at, place, level)
    dimensions = require("shapely").get_dimensions(places)
    share, conflict = np.minimum(share, 1), np.where(dimensions == 0, strongest_at, np.minimum(conflict, strongest_at))
    lines = np.flatnonzero((dimensions == 1) & (met > 1))
    share[lines], conflict[lines] = shares_of_lines(places[lines], parts, levels[owner], progress.part(0.9, 1))
    return share, conflict
