"""What the criteria that measure distances share: a system in which a metre is a metre, a reach, findings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCsException,
    QgsDistanceArea,
    QgsPointXY,
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeatureSource,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterNumber,
    QgsUnitTypes,
    QgsWkbTypes,
)

from ..planning.criteria.column import Finding
from ..planning.errors import PlanError
from ..planning.features import FeatureTable
from ..planning.language import current_language, tr
from ..planning.progress import Progress
from .base import Inputs, helped
from .layers import read_input

MAP_LAYER = [QgsProcessing.SourceType.TypeVectorAnyGeometry]
DEGREES = QgsCoordinateReferenceSystem("EPSG:4326")
PROBE = 1000.0
TOLERANCE = 0.005


def places_parameter() -> QgsProcessingParameterDefinition:
    """The layer whose features are valued."""
    return helped(
        QgsProcessingParameterFeatureSource("INPUT", tr("Places"), MAP_LAYER),
        tr("Measures, objects, districts or parcels to be valued; points, lines or polygons."),
    )


def metres_parameter(
    name: str, title: str, words: str, default: float | None, advanced: bool = False
) -> QgsProcessingParameterDefinition:
    """A straight distance in metres, whatever the units of the layers; optional without a default."""
    real = QgsProcessingParameterNumber.Type.Double
    parameter = QgsProcessingParameterNumber(name, title, real, default, optional=default is None, minValue=0)
    return helped(parameter, words, advanced)


def say_findings(findings: Sequence[Finding], progress: Progress) -> None:
    """Tell in the log what was found in the layers."""
    for found in findings:
        progress.warn(found["message_" + current_language()])


def read_for_distances(
    inputs: Inputs, wanted: Mapping[str, Sequence[str] | None], progress: Progress
) -> list[FeatureTable]:
    """The layers of these parameters with their wanted fields (None: all), moved into the system of the first one; the
    choice is said.

    Raises PlanError for a layer without geometry or without a coordinate reference system.
    """
    sources = [inputs.source(name) for name in wanted]
    for source in sources:
        _check_placed(source)
    crs = distance_crs(sources[0], inputs.context)
    progress.say(tr("Distances are measured in {crs} ({name}).", crs=crs.authid(), name=crs.description()))
    parts = [progress.part(number / len(wanted), (number + 1) / len(wanted)) for number in range(len(wanted))]
    return [read_input(inputs, name, crs, part, fields) for (name, fields), part in zip(wanted.items(), parts)]


def distance_crs(source: QgsProcessingFeatureSource, context: QgsProcessingContext) -> QgsCoordinateReferenceSystem:
    """The layer's own system where a kilometre in it is a kilometre on the ground within 0.5 %, else the project's,
    else the UTM zone of the layer's centre. So degrees and Web Mercator are never measured in."""
    own, project = source.sourceCrs(), context.project()
    middle = _middle(source, context)
    candidates = [own, project.crs()] if project else [own]
    fit = (crs for crs in candidates if middle is not None and _is_true_to_scale(crs, middle, context))
    return next(fit, None) or _utm_zone(middle)


def _check_placed(source: QgsProcessingFeatureSource) -> None:
    if source.wkbType() == QgsWkbTypes.Type.NoGeometry:
        raise PlanError(
            tr("Layer «{layer}» has no geometry: distances need places on the map.", layer=source.sourceName())
        )
    if not source.sourceCrs().isValid():
        raise PlanError(
            tr(
                "Layer «{layer}» has no coordinate reference system: set it in the layer's properties.",
                layer=source.sourceName(),
            )
        )


def _middle(source: QgsProcessingFeatureSource, context: QgsProcessingContext) -> QgsPointXY | None:
    """The centre of the layer in degrees, None where its coordinates lie outside of its own system."""
    transform = QgsCoordinateTransform(source.sourceCrs(), DEGREES, context.transformContext())
    try:
        return transform.transform(source.sourceExtent().center())
    except QgsCsException:
        return None


def _is_true_to_scale(crs: QgsCoordinateReferenceSystem, middle: QgsPointXY, context: QgsProcessingContext) -> bool:
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
    return all(abs(length / PROBE - 1) <= TOLERANCE for length in lengths)


def _utm_zone(middle: QgsPointXY | None) -> QgsCoordinateReferenceSystem:
    longitude, latitude = (middle.x(), middle.y()) if middle else (0.0, 0.0)
    zone = min(60, max(1, int((longitude + 180) // 6) + 1))
    return QgsCoordinateReferenceSystem.fromEpsgId((32600 if latitude >= 0 else 32700) + zone)
