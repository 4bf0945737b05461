from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from qgis.core import (
    QgsField,
    QgsProcessingOutputDefinition,
    QgsProcessingOutputNumber,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
)
from qgis.PyQt.QtCore import QVariant

from ..planning.criteria.gap import SAME_PLACE, Facilities, Nearest, read_facilities, service_gap
from ..planning.features import FeatureTable
from ..planning.language import tr
from ..planning.progress import Progress
from .base import Algorithm, Inputs, helped
from .distances import MAP_LAYER, metres_parameter, places_parameter, read_for_distances, say_findings
from .results import Values, write_with_columns


class ServiceGap(Algorithm):
    NAME = "servicegap"
    GROUP = "criteria"

    def title(self) -> str:
        return tr("Service gap")

    def about(self) -> str:
        return tr(
            "Measures how far each feature is from the nearest other working facility, in a straight line. "
            "A facility at the place itself is passed over, so that a school to be rebuilt is measured to the next "
            "school. The result is the layer again with gap_m in metres (NULL where there is no other working "
            "facility) and gap_to, the facility found."
        )

    def inputs(self) -> Iterator[QgsProcessingParameterDefinition]:
        yield places_parameter()
        yield helped(
            QgsProcessingParameterFeatureSource("FACILITIES", tr("Facilities"), MAP_LAYER),
            tr("Facilities of one kind: schools, or health points, or shelters."),
        )
        yield helped(
            _facility_field("WORKING_FIELD", tr("Field that says whether it works")),
            tr("true or false, 1 or 0, yes or no. NULL counts as working, and so does everything without a field."),
        )
        yield helped(
            _facility_field("NAME_FIELD", tr("Field with the facility's name")),
            tr("Goes into gap_to; without it the number of the facility in its layer."),
        )
        yield metres_parameter(
            "SAME_PLACE",
            tr("At the place itself up to, metres"),
            tr("A facility no further than this is the place itself and is passed over."),
            SAME_PLACE,
            advanced=True,
        )
        yield metres_parameter(
            "REACH",
            tr("Norm, metres"),
            tr("The distance that the norm allows; BEYOND counts the features that are further away."),
            None,
        )
        yield helped(
            QgsProcessingParameterFeatureSink("OUTPUT", tr("Places with service gap"), MAP_LAYER[0]),
            tr("The layer of places again, with the distance added."),
        )

    def results(self) -> Iterator[QgsProcessingOutputDefinition]:
        yield QgsProcessingOutputNumber("FARTHEST", tr("Largest gap, metres"))
        yield QgsProcessingOutputNumber("BEYOND", tr("Number of features further away than the norm"))
        yield QgsProcessingOutputNumber("WITHOUT", tr("Number of features without any other working facility"))
        yield QgsProcessingOutputNumber("COUNT", tr("Number of features"))

    def compute(self, inputs: Inputs, progress: Progress) -> dict[str, Any]:
        places, layer = read_for_distances(inputs, {"INPUT": [], "FACILITIES": None}, progress.part(0, 0.4))
        facilities = read_facilities(layer, inputs.text("WORKING_FIELD"))
        say_findings(facilities.findings, progress)
        nearest = service_gap(
            places.geometries, facilities.geometries, inputs.number("SAME_PLACE"), progress.part(0.4, 0.7)
        )
        columns: dict[str, Values] = {
            "gap_m": np.where(np.isinf(nearest.metres), np.nan, nearest.metres),
            "gap_to": _names(layer, facilities, nearest, inputs.text("NAME_FIELD")),
        }
        fields = [QgsField("gap_m", QVariant.Double), QgsField("gap_to", QVariant.String)]
        output = write_with_columns(inputs, "INPUT", "OUTPUT", columns, fields, progress.part(0.7, 1))
        norm = inputs.number("REACH") if inputs.given("REACH") else np.inf
        return {"OUTPUT": output, "COUNT": len(places), **_summary(nearest.metres, norm, progress)}


def _facility_field(name: str, words: str) -> QgsProcessingParameterDefinition:
    return QgsProcessingParameterField(name, words, parentLayerParameterName="FACILITIES", optional=True)


def _names(layer: FeatureTable, facilities: Facilities, nearest: Nearest, field: str) -> list[str | None]:
    names = layer.texts(field) if field else [str(row + 1) for row in range(len(layer))]
    known = np.array([*names, None], dtype=object)
    rows = np.append(facilities.rows, len(names))
    return list(known[rows[nearest.facility]])


def _summary(metres: Any, norm: float, progress: Progress) -> dict[str, Any]:
    without, known = int(np.isinf(metres).sum()), metres[np.isfinite(metres)]
    if without:
        progress.warn(tr("{count} features have no other working facility: their gap is NULL.", count=without))
    farthest = float(known.max()) if len(known) else None
    return {"FARTHEST": farthest, "BEYOND": int((metres > norm).sum()), "WITHOUT": without}
