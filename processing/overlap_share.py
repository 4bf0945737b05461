from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from qgis.core import (
    QgsField,
    QgsProcessing,
    QgsProcessingOutputDefinition,
    QgsProcessingOutputNumber,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterString,
)
from qgis.PyQt.QtCore import QVariant

from ..planning.criteria.conflict.overlap import Overlap, overlap
from ..planning.criteria.conflict.restrictions import (
    LARGEST_SEVERITY,
    checked_severities,
    names_of_layers,
    read_restriction,
    restriction_findings,
)
from ..planning.errors import PlanError
from ..planning.features import FeatureTable
from ..planning.language import tr
from ..planning.progress import Progress
from .base import Algorithm, Inputs, helped
from .distances import MAP_LAYER, places_parameter, read_for_areas, say_findings
from .layers import read_layer
from .results import Values, write_with_columns


class OverlapShare(Algorithm):
    NAME = "overlapshare"
    GROUP = "criteria"

    def title(self) -> str:
        return tr("Overlap with restrictions")

    def about(self) -> str:
        return tr(
            "Measures how much of each feature lies under restrictions: protected, flood or sanitary zones, heritage, "
            "red lines. Of a polygon its area counts, of a line its length, of a point whether it is inside; no spot "
            "counts twice, however many restrictions lie on it. The result is the layer again with overlap_share from "
            "0 to 1, overlap_size in square metres or metres, conflict: the share weighted by the strongest "
            "restriction at each spot, and restrictions: the layers that lie on it."
        )

    def inputs(self) -> Iterator[QgsProcessingParameterDefinition]:
        yield places_parameter()
        yield helped(
            QgsProcessingParameterMultipleLayers(
                "RESTRICTIONS", tr("Layers with restrictions"), QgsProcessing.SourceType.TypeVectorPolygon
            ),
            tr("Polygons, one layer or several."),
        )
        yield helped(
            QgsProcessingParameterString("SEVERITIES", tr("Severities (JSON)"), multiLine=True, optional=True),
            tr(
                "How severe each layer is, from 0 to 1, by its name, as in {example}. A layer that is not named is "
                "as severe as can be: 1.",
                example='{"flood_zones": 1, "sanitary_zones": 0.5}',
            ),
        )
        yield helped(
            QgsProcessingParameterString("SEVERITY_FIELD", tr("Field with severity"), optional=True),
            tr("A number field, from 0 to 1; where a layer has it, its features are as severe as it says."),
            advanced=True,
        )
        yield helped(
            QgsProcessingParameterFeatureSink("OUTPUT", tr("Places with restrictions"), MAP_LAYER[0]),
            tr("The layer of places again, with the numbers added."),
        )

    def results(self) -> Iterator[QgsProcessingOutputDefinition]:
        yield QgsProcessingOutputNumber("TOUCHED", tr("Number of features under a restriction"))
        yield QgsProcessingOutputNumber("COUNT", tr("Number of features"))

    def compute(self, inputs: Inputs, progress: Progress) -> dict[str, Any]:
        [places], crs = read_for_areas(inputs, {"INPUT": []}, progress.part(0, 0.2))
        layers = _restrictions(inputs, crs, progress.part(0.2, 0.3))
        severities, field = _severities(inputs.json("SEVERITIES"), layers), inputs.text("SEVERITY_FIELD")
        restrictions = [
            read_restriction(layer, severities.get(layer.name, LARGEST_SEVERITY), field) for layer in layers
        ]
        for layer in layers:
            say_findings(restriction_findings(layer), progress)
        found = overlap(places.geometries, restrictions, progress.part(0.3, 0.7))
        columns = _columns(found, [layer.name for layer in layers])
        kinds = (QVariant.Double, QVariant.Double, QVariant.Double, QVariant.String)
        fields = [QgsField(name, kind) for name, kind in zip(columns, kinds)]
        output = write_with_columns(inputs, "INPUT", "OUTPUT", columns, fields, progress.part(0.7, 1))
        return {"OUTPUT": output, "TOUCHED": int((found.share > 0).sum()), "COUNT": len(places)}


def _restrictions(inputs: Inputs, crs: Any, progress: Progress) -> list[FeatureTable]:
    layers = inputs.layers("RESTRICTIONS")
    fields = [name for name in (inputs.text("SEVERITY_FIELD"),) if name]
    parts = [progress.part(n / len(layers), (n + 1) / len(layers)) for n in range(len(layers))]
    return [
        read_layer(layer, crs, inputs.context, part, [name for name in fields if name in layer.fields().names()])
        for layer, part in zip(layers, parts)
    ]


def _severities(given: Any, layers: list[FeatureTable]) -> dict[str, float]:
    severities = {} if given is None else checked_severities(given)
    names = [layer.name for layer in layers]
    strange = next((name for name in severities if name not in names), None)
    if strange is not None:
        raise PlanError(
            tr(
                "Severities name a layer «{layer}» that is not among the restrictions: {layers}.",
                layer=strange,
                layers=", ".join(names),
            )
        )
    return severities


def _columns(found: Overlap, names: list[str]) -> dict[str, Values]:
    return {
        "overlap_share": np.round(found.share, 9),
        "overlap_size": found.size,
        "conflict": np.round(found.conflict, 9),
        "restrictions": names_of_layers(found, names),
    }
