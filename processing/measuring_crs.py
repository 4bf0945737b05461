"""Systems in which a metre is a metre, or a hectare a hectare."""

from __future__ import annotations

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCsException,
    QgsDistanceArea,
    QgsFeatureSource,
    QgsPointXY,
    QgsProcessingContext,
    QgsRectangle,
    QgsUnitTypes,
)

DEGREES = QgsCoordinateReferenceSystem("EPSG:4326")
PROBE = 1000.0
TOLERANCE = 0.005
AREA_TOLERANCE = 0.0025
EUROPE = QgsRectangle(-25, 34, 45, 72)
EQUAL_AREA_EUROPE, EQUAL_AREA_WORLD = "EPSG:3035", "EPSG:6933"


def distance_crs(source: QgsFeatureSource, context: QgsProcessingContext) -> QgsCoordinateReferenceSystem:
    """The layer's own system where a kilometre in it is a kilometre on the ground within 0.5 %, else the project's,
    else the UTM zone of the layer's centre. So degrees and Web Mercator are never measured in."""
    middle = _middle(source, context)
    return _first_true(source, middle, context, TOLERANCE) or _utm_zone(middle)


def area_crs(source: QgsFeatureSource, context: QgsProcessingContext) -> QgsCoordinateReferenceSystem:
    """The layer's own system, else the project's, where an area in it is true within 0.25 %, else one in which all
    areas are equal: ETRS89-LAEA in Europe, EASE-Grid 2.0 elsewhere."""
    middle = _middle(source, context)
    here = middle is not None and EUROPE.contains(middle)
    equal_area = QgsCoordinateReferenceSystem(EQUAL_AREA_EUROPE if here else EQUAL_AREA_WORLD)
    return _first_true(source, middle, context, AREA_TOLERANCE / 2) or equal_area


def _first_true(
    source: QgsFeatureSource, middle: QgsPointXY | None, context: QgsProcessingContext, tolerance: float
) -> QgsCoordinateReferenceSystem | None:
    own, project = source.sourceCrs(), context.project()
    candidates = [own, project.crs()] if project else [own]
    fit = (crs for crs in candidates if middle is not None and _is_true_to_scale(crs, middle, context, tolerance))
    return next(fit, None)


def _middle(source: QgsFeatureSource, context: QgsProcessingContext) -> QgsPointXY | None:
    """The centre of the layer in degrees, None where its coordinates lie outside of its own system."""
    transform = QgsCoordinateTransform(source.sourceCrs(), DEGREES, context.transformContext())
    try:
        return transform.transform(source.sourceExtent().center())
    except QgsCsException:
        return None


def _is_true_to_scale(
    crs: QgsCoordinateReferenceSystem, middle: QgsPointXY, context: QgsProcessingContext, tolerance: float
) -> bool:
    if not crs.isValid() or crs.isGeographic() or crs.mapUnits() != QgsUnitTypes.DistanceUnit.DistanceMeters:
        return False
    to_degrees = QgsCoordinateTransform(crs, DEGREES, context.transformContext())
    from_degrees = QgsCoordinateTransform(DEGREES, crs, context.transformContext())
    ruler = QgsDistanceArea()
    ruler.setSourceCrs(DEGREES, context.transformContext())
    ruler.setEllipsoid("EPSG:7030")
    try:
        start = from_degrees.transform(middle)
        ends = [QgsPointXY(start.x() + PROBE, start.y()), QgsPointXY(start.x(), start.y() + PROBE)]
        lengths = [ruler.measureLine(to_degrees.transform(start), to_degrees.transform(end)) for end in ends]
    except QgsCsException:
        return False
    return all(abs(length / PROBE - 1) <= tolerance for length in lengths)


def _utm_zone(middle: QgsPointXY | None) -> QgsCoordinateReferenceSystem:
    longitude, latitude = (middle.x(), middle.y()) if middle else (0.0, 0.0)
    zone = min(60, max(1, int((longitude + 180) // 6) + 1))
    return QgsCoordinateReferenceSystem.fromEpsgId((32600 if latitude >= 0 else 32700) + zone)
