from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from qgis.core import (
    QgsField,
    QgsProcessingOutputDefinition,
    QgsProcessingOutputNumber,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterString,
)
from qgis.PyQt.QtCore import QVariant

from ..planning.criteria.column import placeless_findings
from ..planning.criteria.conflict.bands import bands, checked_breaks
from ..planning.criteria.conflict.distance import distance_to
from ..planning.language import tr
from ..planning.progress import Progress
from .base import Algorithm, Inputs, helped
from .distances import MAP_LAYER, metres_parameter, places_parameter, read_for_distances, say_findings
from .results import Values, write_with_columns


class DistanceTo(Algorithm):
    NAME = "distanceto"
    GROUP = "criteria"

    def title(self) -> str:
        return tr("Distance to a line or area")

    def about(self) -> str:
        return tr(
            "Measures how far each feature is from a front line, a border, a river, a railway or anything else. "
            "The distance is straight, to the nearest part. The result is the layer again with distance_m in metres; "
            "inside polygons it can be negative, the distance to the outline."
        )

    def inputs(self) -> Iterator[QgsProcessingParameterDefinition]:
        yield places_parameter()
        yield helped(
            QgsProcessingParameterFeatureSource("TARGETS", tr("Line or area to measure to"), MAP_LAYER),
            tr("The nearest of its features counts."),
        )
        yield helped(
            QgsProcessingParameterBoolean("SIGNED", tr("Negative inside polygons"), defaultValue=False),
            tr("A place inside a polygon has the distance to its outline with a minus sign; otherwise 0."),
        )
        yield metres_parameter(
            "NEARER", tr("Count features nearer than, metres"), tr("Their number is the output CLOSE."), None
        )
        yield helped(
            QgsProcessingParameterString("BREAKS", tr("Breaks of classes, metres"), optional=True),
            tr("Adds the field distance_class: with «{example}» there are four classes.", example="500; 1000; 5000"),
        )
        yield helped(
            QgsProcessingParameterFeatureSink("OUTPUT", tr("Places with distance"), MAP_LAYER[0]),
            tr("The layer of places again, with the distance added."),
        )

    def results(self) -> Iterator[QgsProcessingOutputDefinition]:
        yield QgsProcessingOutputNumber("NEAREST", tr("Least distance, metres"))
        yield QgsProcessingOutputNumber("CLOSE", tr("Number of features nearer than asked"))
        yield QgsProcessingOutputNumber("COUNT", tr("Number of features"))

    def compute(self, inputs: Inputs, progress: Progress) -> dict[str, Any]:
        breaks = checked_breaks(inputs.text("BREAKS"))
        wanted: dict[str, list[str]] = {"INPUT": [], "TARGETS": []}
        places, targets = read_for_distances(inputs, wanted, progress.part(0, 0.4), near=False)
        say_findings(placeless_findings(targets), progress)
        found = distance_to(places.geometries, targets.geometries, progress.part(0.4, 0.7), inputs.switch("SIGNED"))
        metres = np.where(np.isinf(found.metres), np.nan, found.metres)
        columns: dict[str, Values] = {"distance_m": metres}
        fields = [QgsField("distance_m", QVariant.Double)]
        if breaks:
            columns["distance_class"] = bands(metres, breaks)
            fields.append(QgsField("distance_class", QVariant.String))
        output = write_with_columns(inputs, "INPUT", "OUTPUT", columns, fields, progress.part(0.7, 1))
        known = metres[~np.isnan(metres)]
        close = int((known < inputs.number("NEARER")).sum()) if inputs.given("NEARER") else 0
        nearest = float(known.min()) if len(known) else None
        return {"OUTPUT": output, "NEAREST": nearest, "CLOSE": close, "COUNT": len(places)}
