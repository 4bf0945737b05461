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
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterString,
)
from qgis.PyQt.QtCore import QVariant

from ..planning.criteria.conflict.zoning import ZoningFit, checked_rules, zoning_findings, zoning_fit
from ..planning.language import tr
from ..planning.progress import Progress
from .base import Algorithm, Inputs, helped
from .distances import MAP_LAYER, places_parameter, read_for_areas, read_in, say_findings
from .results import Values, write_with_columns


class ZoningFitOfPlaces(Algorithm):
    NAME = "zoningfit"
    GROUP = "criteria"

    def title(self) -> str:
        return tr("Fit with zoning")

    def about(self) -> str:
        return tr(
            "Tells whether what is to be built may stand in the zone where it is to stand. "
            "A table says for each use and zone 1 where it is allowed, 0.5 where under conditions, 0 where it is not. "
            "The result is the layer again with zoning_fit, the mean by the share of the place in each zone, "
            "zoning_known, the share for which there is a rule, and zones. A pair without a rule is unknown, "
            "not forbidden."
        )

    def inputs(self) -> Iterator[QgsProcessingParameterDefinition]:
        yield places_parameter()
        yield helped(
            QgsProcessingParameterField("USE_FIELD", tr("Field with use"), parentLayerParameterName="INPUT"),
            tr("The use or the sector of each place, as the rules name it."),
        )
        polygons = [QgsProcessing.SourceType.TypeVectorPolygon]
        yield helped(
            QgsProcessingParameterFeatureSource("ZONES", tr("Zones"), polygons),
            tr("Functional zones of the zoning plan; they should not overlap."),
        )
        yield helped(
            QgsProcessingParameterField("ZONE_FIELD", tr("Field with zone"), parentLayerParameterName="ZONES"),
            tr("The code of the zone, as the rules name it."),
        )
        yield helped(
            QgsProcessingParameterString("RULES", tr("Rules (JSON)"), multiLine=True),
            tr(
                "For each use the zones and a number from 0 (not allowed) to 1 (allowed), as in {example}.",
                example='{"health": {"Ж-1": 1, "В-2": 0}}',
            ),
        )
        yield helped(
            QgsProcessingParameterFeatureSink("OUTPUT", tr("Places with zoning fit"), MAP_LAYER[0]),
            tr("The layer of places again, with the fit added."),
        )

    def results(self) -> Iterator[QgsProcessingOutputDefinition]:
        yield QgsProcessingOutputNumber("FORBIDDEN", tr("Number of features that no zone allows"))
        yield QgsProcessingOutputNumber("UNKNOWN", tr("Number of features without a rule"))
        yield QgsProcessingOutputNumber("COUNT", tr("Number of features"))

    def compute(self, inputs: Inputs, progress: Progress) -> dict[str, Any]:
        use, zone = inputs.text("USE_FIELD"), inputs.text("ZONE_FIELD")
        rules = checked_rules(inputs.json("RULES"))
        [places], crs = read_for_areas(inputs, {"INPUT": [use]}, progress.part(0, 0.2))
        [zones] = read_in(inputs, {"ZONES": [zone]}, crs, progress.part(0.2, 0.4))
        codes, uses = zones.texts(zone), places.texts(use)
        say_findings(zoning_findings(zones, codes, uses, rules), progress)
        found = zoning_fit(places.geometries, uses, zones.geometries, codes, rules, progress.part(0.4, 0.7))
        columns = _columns(found)
        kinds = (QVariant.Double, QVariant.Double, QVariant.String)
        fields = [QgsField(name, kind) for name, kind in zip(columns, kinds)]
        output = write_with_columns(inputs, "INPUT", "OUTPUT", columns, fields, progress.part(0.7, 1))
        unknown = int(np.isnan(found.fit).sum())
        if unknown:
            progress.warn(tr("{count} features lie in no zone that has a rule for their use: unknown.", count=unknown))
        return {"OUTPUT": output, "FORBIDDEN": int((found.fit == 0).sum()), "UNKNOWN": unknown, "COUNT": len(places)}


def _columns(found: ZoningFit) -> dict[str, Values]:
    return {"zoning_fit": found.fit, "zoning_known": found.known, "zones": [names or None for names in found.zones]}
