"""Features where a subject's known place lies: inside, around it or near it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any

import numpy as np

from ..features import FeatureTable
from ..language import tr
from ..libraries import require
from .candidates import Candidate, Subject

INSIDE = 0.95
MOST_OF_IT = 0.5
SLIVER = 0.02
PARTLY = 0.7
CLAIM = frozenset({"place"})
POLYGON = 2


class PlaceIndex:
    """The geometries of a layer in a tree (plan CRS, metres)."""

    def __init__(self, table: FeatureTable, labels: Sequence[str]) -> None:
        self._geometries = table.geometries
        self._labels = labels

    @cached_property
    def _tree(self) -> Any:
        return require("shapely").STRtree(self._geometries)

    def candidates(self, subject: Subject, distance: float) -> Iterator[Candidate]:
        """Features that hold the subject's place or lie in it; else those within `distance` metres, nearer is surer."""
        if subject.place is None:
            return
        touching = sorted(self._tree.query(subject.place, predicate="intersects"))
        if touching:
            yield from (found for row in touching for found in self._touching(subject, int(row)))
        elif distance > 0:
            yield from self._near(subject, distance)

    def _touching(self, subject: Subject, row: int) -> Iterator[Candidate]:
        share = overlap_share(subject.place, self._geometries[row])
        if share < SLIVER:
            return
        label = self._labels[row]
        evidence = tr("its place lies at «{label}»: {share} % of it", label=label, share=round(100 * share))
        score = INSIDE if share >= MOST_OF_IT else PARTLY
        yield Candidate(subject.subject_id, row, "place", score, evidence, CLAIM, many=True)

    def _near(self, subject: Subject, distance: float) -> Iterator[Candidate]:
        shapely = require("shapely")
        rows = self._tree.query(subject.place, predicate="dwithin", distance=distance)
        for row in sorted(int(row) for row in rows):
            metres = float(shapely.distance(subject.place, self._geometries[row]))
            evidence = tr("{metres} m from «{label}»", metres=round(metres), label=self._labels[row])
            yield Candidate(subject.subject_id, row, "place", INSIDE - 0.5 * metres / distance, evidence, CLAIM)


def overlap_share(place: Any, other: Any) -> float:
    """The share of a place that lies in another geometry, by area, length or count of points; the smaller
    of the two is measured, so that a point inside a polygon and a polygon around a point both give 1."""
    shapely = require("shapely")
    place, other = shapely.make_valid(place), shapely.make_valid(other)
    common = shapely.intersection(place, other)
    if shapely.is_empty(common):
        return 0.0
    dimension = min(int(shapely.get_dimensions(place)), int(shapely.get_dimensions(other)))
    whole = min(size(shape, dimension) for shape in (place, other) if shapely.get_dimensions(shape) == dimension)
    return float(np.clip(size(common, dimension) / whole, 0, 1)) if whole else 1.0


def size(shape: Any, dimension: int) -> float:
    """Square metres, metres or number of points."""
    shapely = require("shapely")
    if dimension == POLYGON:
        return float(shapely.area(shape))
    return float(shapely.length(shape)) if dimension else float(shapely.get_num_coordinates(shape))
