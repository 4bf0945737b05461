"""What part of the community a map shows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from qgis.core import QgsCoordinateTransform, QgsProject, QgsRectangle, QgsVectorLayer

MARGIN = 1.06
CORE_MARGIN = 1.25
OUTER_SHARE = 0.1
OVERVIEW_BELOW = 0.6
FEWEST_PLACES = 5


@dataclass(frozen=True)
class Views:
    """The extent of the main map, and of the overview beside it where the main map does not show everything."""

    main: QgsRectangle
    overview: QgsRectangle | None


def views_of(
    project: QgsProject,
    places: Iterable[QgsVectorLayer],
    areas: QgsVectorLayer,
    around: Iterable[QgsVectorLayer],
) -> Views:
    """The core where most measures lie with an overview of the whole, or the whole where they lie all over it."""
    places = list(places)
    whole = next((e for e in (_extent(project, ls) for ls in ([areas], places, around)) if not e.isEmpty()), None)
    if whole is None:
        return Views(project.crs().bounds(), None)
    whole.scale(MARGIN)
    core = _core(places)
    if core is None or max(core.width() / whole.width(), core.height() / whole.height()) > OVERVIEW_BELOW:
        return Views(whole, None)
    return Views(core, whole)


def _core(places: Iterable[QgsVectorLayer]) -> QgsRectangle | None:
    """The box of the middle places in both directions, a tenth left out on each side."""
    points = np.array(list(_middles(places)))
    if len(points) < FEWEST_PLACES:
        return None
    west, south = np.quantile(points, OUTER_SHARE, axis=0)
    east, north = np.quantile(points, 1 - OUTER_SHARE, axis=0)
    core = QgsRectangle(west, south, east, north)
    if core.isEmpty():
        return None
    core.scale(CORE_MARGIN)
    return core


def _middles(places: Iterable[QgsVectorLayer]) -> Iterator[tuple[float, float]]:
    for layer in places:
        for feature in layer.getFeatures():
            if not feature.geometry().isNull():
                middle = feature.geometry().centroid().asPoint()
                yield middle.x(), middle.y()


def _extent(project: QgsProject, layers: Iterable[QgsVectorLayer]) -> QgsRectangle:
    extent = QgsRectangle()
    extent.setMinimal()
    for layer in layers:
        if layer.featureCount() and not layer.extent().isNull():
            transform = QgsCoordinateTransform(layer.crs(), project.crs(), project)
            extent.combineExtentWith(transform.transformBoundingBox(layer.extent()))
    return extent
