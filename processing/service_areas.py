from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from qgis.core import (
    QgsField,
    QgsProcessing,
    QgsProcessingOutputDefinition,
    QgsProcessingOutputNumber,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QVariant

from ..planning.criteria.gap import Facilities, read_facilities
from ..planning.criteria.network.access import search_from
from ..planning.criteria.network.areas import HOLE, WIDTH, ServiceArea, service_areas
from ..planning.criteria.network.search import Search
from ..planning.errors import PlanError
from ..planning.features import FeatureTable
from ..planning.language import tr
from ..planning.libraries import require
from ..planning.progress import Progress
from .base import Algorithm, Inputs, helped
from .distances import metres_parameter, read_for_distances, say_findings
from .facility_parameters import facility_inputs, facility_names
from .new_shapes import write_shapes
from .street_parameters import network_of_inputs, street_inputs, street_layers, travel_inputs, travel_of_inputs

HECTARE = 10_000


class ServiceAreas(Algorithm):
    NAME = "serviceareas"
    GROUP = "criteria"

    def title(self) -> str:
        return tr("Service areas")

    def about(self) -> str:
        return tr(
            "Draws what lies within reach of facilities over streets, as polygons and as lines. "
            "Streets are followed to the metre as far as the reach goes; the polygon is the land along them, with "
            "yards between reached streets filled. For each facility, or for all together; for several reaches at "
            "once, one over the other or as rings."
        )

    def inputs(self) -> Iterator[QgsProcessingParameterDefinition]:
        yield from facility_inputs()
        yield from street_inputs()
        yield from travel_inputs()
        yield helped(
            QgsProcessingParameterString("BREAKS", tr("Reaches"), "300; 500; 800"),
            tr("One or several, in metres or minutes as measured, separated by semicolons or spaces."),
        )
        yield helped(
            QgsProcessingParameterBoolean("TOGETHER", tr("All facilities together"), defaultValue=False),
            tr("One area for each reach, of whatever facility is nearest; otherwise one for each facility."),
        )
        yield helped(
            QgsProcessingParameterBoolean("RINGS", tr("As rings"), defaultValue=False),
            tr("Each area without the smaller ones; otherwise greater reaches hold the smaller ones."),
        )
        yield metres_parameter(
            "WIDTH",
            tr("Land along streets, metres"),
            tr("How far to each side of a reached street the area goes: about to the backs of the plots."),
            WIDTH,
            advanced=True,
        )
        yield helped(
            QgsProcessingParameterNumber(
                "HOLES",
                tr("Fill holes up to, hectares"),
                QgsProcessingParameterNumber.Type.Double,
                HOLE / HECTARE,
                minValue=0,
            ),
            tr("Yards and blocks between reached streets belong to the area; larger holes, as woods, do not."),
            advanced=True,
        )
        yield helped(
            QgsProcessingParameterFeatureSink(
                "OUTPUT", tr("Service areas"), QgsProcessing.SourceType.TypeVectorPolygon
            ),
            tr("A polygon for each facility and reach, with its area in hectares."),
        )
        lines = QgsProcessing.SourceType.TypeVectorLine
        yield helped(
            QgsProcessingParameterFeatureSink("LINES", tr("Reached streets"), lines, None, True, False),
            tr("The streets within each reach, cut where it ends."),
        )

    def results(self) -> Iterator[QgsProcessingOutputDefinition]:
        yield QgsProcessingOutputNumber("COUNT", tr("Number of areas"))
        yield QgsProcessingOutputNumber("EMPTY", tr("Number of facilities that cannot be reached over streets"))

    def compute(self, inputs: Inputs, progress: Progress) -> dict[str, Any]:
        breaks = _breaks(inputs.text("BREAKS"))
        wanted = {"FACILITIES": None, **street_layers(inputs)}
        layers = dict(zip(wanted, read_for_distances(inputs, wanted, progress.part(0, 0.2))))
        facilities = read_facilities(layers["FACILITIES"], inputs.text("WORKING_FIELD"))
        say_findings(facilities.findings, progress)
        network = network_of_inputs(inputs, layers, progress.part(0.2, 0.4))
        search = search_from(network, facilities.geometries, travel_of_inputs(inputs))
        areas = list(_areas(inputs, search, breaks, progress.part(0.4, 0.9)))
        empty = _say_empty(search, progress)
        result: dict[str, Any] = {"COUNT": len(areas), "EMPTY": empty}
        names = _names(layers["FACILITIES"], facilities, areas, inputs.text("NAME_FIELD"))
        crs, last = layers["FACILITIES"].crs, progress.part(0.9, 1)
        for output in ("OUTPUT", "LINES") if inputs.given("LINES") else ("OUTPUT",):
            result[output] = _write(inputs, output, areas, names, crs, last)
        return result


def _areas(inputs: Inputs, search: Search, breaks: Sequence[float], progress: Progress) -> Iterator[ServiceArea]:
    areas = service_areas(
        search,
        breaks,
        inputs.number("WIDTH"),
        inputs.number("HOLES") * HECTARE,
        inputs.switch("TOGETHER"),
        inputs.switch("RINGS"),
        progress,
    )
    return (area for area in areas if not require("shapely").is_empty(area.streets))


def _breaks(text: str) -> list[float]:
    try:
        breaks = sorted({float(word.replace(",", ".")) for word in text.replace(";", " ").split()})
    except ValueError:
        breaks = []
    if not breaks or breaks[0] <= 0 or not np.isfinite(breaks[-1]):
        raise PlanError(
            tr(
                "«{given}» are no reaches (BREAKS): give numbers above 0, as in {example}.",
                given=text,
                example="300; 500",
            )
        )
    return breaks


def _say_empty(search: Search, progress: Progress) -> int:
    empty = len(search.sources) - len(np.unique(search.sources.place))
    if empty:
        progress.warn(
            tr("{count} facilities have no place or lie too far from the streets: no area is drawn.", count=empty)
        )
    return empty


def _names(layer: FeatureTable, facilities: Facilities, areas: Sequence[ServiceArea], field: str) -> list[str | None]:
    sources = np.array([area.source for area in areas], dtype=np.intp)
    return facility_names(layer, facilities, sources, field)


def _write(
    inputs: Inputs, output: str, areas: Sequence[ServiceArea], names: Sequence[Any], crs: str, progress: Progress
) -> str:
    shapely, of_lines = require("shapely"), output == "LINES"
    shapes = np.array([area.streets if of_lines else area.area for area in areas], dtype=object)
    size = shapely.length(shapes) if of_lines else shapely.area(shapes) / HECTARE
    columns = {
        "facility": names,
        "above": [area.above for area in areas],
        "up_to": [area.limit for area in areas],
        "metres" if of_lines else "hectares": size.tolist(),
    }
    kinds = (QVariant.String, QVariant.Double, QVariant.Double, QVariant.Double)
    fields = [QgsField(name, kind) for name, kind in zip(columns, kinds)]
    kind = QgsWkbTypes.Type.MultiLineString if of_lines else QgsWkbTypes.Type.MultiPolygon
    return write_shapes(inputs, output, shapes, columns, fields, kind, crs, "FACILITIES", progress)
