"""What the criteria that measure distances share: a system in which a metre is a metre, a reach, findings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsProcessing,
    QgsProcessingFeatureSource,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterNumber,
    QgsWkbTypes,
)

from ..planning.criteria.column import Finding
from ..planning.criteria.placement import far_apart_findings, heavy_findings
from ..planning.errors import PlanError
from ..planning.features import FeatureTable
from ..planning.language import current_language, tr
from ..planning.progress import Progress
from .base import Inputs, helped
from .layers import read_input
from .measuring_crs import area_crs, distance_crs

MAP_LAYER = [QgsProcessing.SourceType.TypeVectorAnyGeometry]


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
    inputs: Inputs, wanted: Mapping[str, Sequence[str] | None], progress: Progress, near: bool = True
) -> list[FeatureTable]:
    """The layers of these parameters with their wanted fields (None: all), moved into the system of the first one; the
    choice is said, and what lies far away where all should be `near`.

    Raises PlanError for a layer without geometry or without a coordinate reference system.
    """
    crs = distance_crs(placed_source(inputs, next(iter(wanted))), inputs.context)
    progress.say(tr("Distances are measured in {crs} ({name}).", crs=crs.authid(), name=crs.description()))
    layers = read_in(inputs, wanted, crs, progress)
    say_findings(far_apart_findings(layers) if near else [], progress)
    return layers


def read_for_areas(
    inputs: Inputs, wanted: Mapping[str, Sequence[str] | None], progress: Progress
) -> tuple[list[FeatureTable], QgsCoordinateReferenceSystem]:
    """The same in a system in which areas are true; also the system, to move other layers into."""
    crs = area_crs(placed_source(inputs, next(iter(wanted))), inputs.context)
    progress.say(tr("Areas are measured in {crs} ({name}).", crs=crs.authid(), name=crs.description()))
    return read_in(inputs, wanted, crs, progress), crs


def read_in(
    inputs: Inputs,
    wanted: Mapping[str, Sequence[str] | None],
    crs: QgsCoordinateReferenceSystem,
    progress: Progress,
) -> list[FeatureTable]:
    """The layers of these parameters in a system, with their wanted fields (None: all).

    Raises PlanError for a layer without geometry or without a coordinate reference system.
    """
    for name in wanted:
        placed_source(inputs, name)
    parts = [progress.part(number / len(wanted), (number + 1) / len(wanted)) for number in range(len(wanted))]
    layers = [read_input(inputs, name, crs, part, fields) for (name, fields), part in zip(wanted.items(), parts)]
    say_findings([found for layer in layers for found in heavy_findings(layer)], progress)
    return layers


def placed_source(inputs: Inputs, name: str) -> QgsProcessingFeatureSource:
    """The source of a parameter; PlanError where it has no geometry or no coordinate reference system."""
    source = inputs.source(name)
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
    return source
