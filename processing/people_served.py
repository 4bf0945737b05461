from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsField,
    QgsProcessingOutputDefinition,
    QgsProcessingOutputNumber,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterRasterLayer,
)
from qgis.PyQt.QtCore import QVariant

from ..planning.criteria.people.population import Population, population_of_buildings, population_of_units
from ..planning.criteria.people.served import Served, people_served
from ..planning.criteria.shapes import bounds_around
from ..planning.criteria.tally import sum_of_known
from ..planning.errors import PlanError
from ..planning.features import FeatureTable
from ..planning.language import tr
from ..planning.progress import Progress
from .base import Algorithm, Inputs, choice_parameter, helped
from .distances import MAP_LAYER, metres_parameter, places_parameter, read_for_distances, say_findings
from .rasters import population_of_raster
from .results import Values, write_with_columns

WHOLE, SHARE = "whole", "share"
RASTER_FIELD = "population"


class PeopleServed(Algorithm):
    NAME = "peopleserved"
    GROUP = "criteria"

    def title(self) -> str:
        return tr("People served")

    def about(self) -> str:
        return tr(
            "Counts the people within reach of each feature, no one twice. "
            "People come from buildings, points, districts or other units with number fields: residents, displaced "
            "persons, children, older people, disabled people, veterans. A unit is in reach when its nearest part is, "
            "or counts by the part of it that is in reach; people of districts can be spread over buildings first. "
            "The result is the layer again with units_in_reach, served_<field>, unknown_<field>: the units in "
            "reach whose number is NULL, so that served is a lower bound, only_<field>: the people whom no other "
            "feature of the layer serves, and added_<field>: those whom no existing facility serves. "
            "NULL is unknown, not zero."
        )

    def inputs(self) -> Iterator[QgsProcessingParameterDefinition]:
        yield places_parameter()
        yield helped(
            QgsProcessingParameterFeatureSource("PEOPLE", tr("Layer with people"), MAP_LAYER, optional=True),
            tr("Buildings with residents, or any other units that people are counted by."),
        )
        yield helped(
            QgsProcessingParameterField(
                "PEOPLE_FIELDS",
                tr("Fields with numbers of people"),
                parentLayerParameterName="PEOPLE",
                type=QgsProcessingParameterField.DataType.Numeric,
                allowMultiple=True,
                optional=True,
            ),
            tr("A field for all people, and more for groups; each is summed by itself. The first one gives TOTAL."),
        )
        yield metres_parameter("REACH", tr("Reach, metres"), tr("Straight distance; 0 means touching or inside."), 800)
        yield choice_parameter(
            "COUNT_BY",
            tr("How a unit at the edge counts"),
            [WHOLE, SHARE],
            tr(
                "whole: with all its people, when its nearest part is in reach; right for buildings. share: with the "
                "part of its area that is in reach, as if people lived evenly over it; right for districts and cells."
            ),
        )
        yield helped(
            QgsProcessingParameterFeatureSource(
                "BUILDINGS", tr("Buildings to spread people over"), MAP_LAYER, optional=True
            ),
            tr(
                "When people are known by district only: each district's people are spread over the buildings whose "
                "middle lies in it. A district without buildings counts by share."
            ),
        )
        yield helped(
            QgsProcessingParameterField(
                "WEIGHT_FIELD",
                tr("Field to spread people by"),
                parentLayerParameterName="BUILDINGS",
                type=QgsProcessingParameterField.DataType.Numeric,
                optional=True,
            ),
            tr("Dwellings or floor area of a building; without a field its footprint."),
        )
        yield helped(
            QgsProcessingParameterRasterLayer("POPULATION", tr("Population raster"), optional=True),
            tr(
                "Instead of a layer: people in each cell. Cells count by the part that is in reach, cells without data "
                "are unknown; the fields are then called served_population and so on."
            ),
        )
        yield helped(
            QgsProcessingParameterFeatureSource("EXISTING", tr("Facilities already there"), MAP_LAYER, optional=True),
            tr("People within reach of one of them are served already; added_<field> leaves them out."),
        )
        yield helped(
            QgsProcessingParameterFeatureSink("OUTPUT", tr("Places with people served"), MAP_LAYER[0]),
            tr("The layer of places again, with the numbers added."),
        )

    def results(self) -> Iterator[QgsProcessingOutputDefinition]:
        yield QgsProcessingOutputNumber("TOTAL", tr("People within reach of at least one place"))
        yield QgsProcessingOutputNumber("EVERYONE", tr("People of the whole layer"))
        yield QgsProcessingOutputNumber("COUNT", tr("Number of features"))

    def compute(self, inputs: Inputs, progress: Progress) -> dict[str, Any]:
        layers = _read(inputs, progress.part(0, 0.3))
        names = [RASTER_FIELD] if inputs.given("POPULATION") else inputs.fields("PEOPLE_FIELDS")
        population = _population(inputs, layers, names)
        say_findings(population.findings, progress)
        existing = layers["EXISTING"].geometries if "EXISTING" in layers else None
        served = people_served(
            layers["INPUT"].geometries,
            population,
            inputs.number("REACH"),
            existing=existing,
            progress=progress.part(0.3, 0.7),
        )
        columns, fields = _result_columns(served, names)
        output = write_with_columns(inputs, "INPUT", "OUTPUT", columns, fields, progress.part(0.7, 1))
        totals = {"TOTAL": served.reached.once[0], "EVERYONE": sum_of_known(population.people)[0]}
        _say_total(totals, names[0], progress)
        numbers = {name: None if np.isnan(number) else float(number) for name, number in totals.items()}
        return {"OUTPUT": output, "COUNT": len(layers["INPUT"]), **numbers}


def _read(inputs: Inputs, progress: Progress) -> dict[str, FeatureTable]:
    if not inputs.given("POPULATION") and not (inputs.given("PEOPLE") and inputs.fields("PEOPLE_FIELDS")):
        raise PlanError(tr("Who is to be served? Give a layer with people and its fields, or a population raster."))
    weights = [inputs.text("WEIGHT_FIELD")] if inputs.given("WEIGHT_FIELD") else []
    wanted = {"INPUT": [], "PEOPLE": inputs.fields("PEOPLE_FIELDS"), "BUILDINGS": weights, "EXISTING": []}
    given = {name: fields for name, fields in wanted.items() if inputs.given(name)}
    return dict(zip(given, read_for_distances(inputs, given, progress)))


def _population(inputs: Inputs, layers: Mapping[str, FeatureTable], names: Sequence[str]) -> Population:
    if inputs.given("POPULATION"):
        crs = QgsCoordinateReferenceSystem(layers["INPUT"].crs)
        around = bounds_around(layers["INPUT"].geometries, inputs.number("REACH"))
        return population_of_raster(inputs.raster("POPULATION"), around, crs, inputs.context)
    if "BUILDINGS" in layers:
        return population_of_buildings(layers["PEOPLE"], names, layers["BUILDINGS"], inputs.text("WEIGHT_FIELD"))
    return population_of_units(layers["PEOPLE"], names, inputs.text("COUNT_BY") == SHARE)


def _say_total(totals: Mapping[str, float], field: str, progress: Progress) -> None:
    total, everyone = totals.values()
    if np.isnan(total):
        progress.warn(tr("Field «{field}» is NULL for all units in reach, so people served are unknown.", field=field))
    else:
        progress.say(tr("{total} of {everyone} people are in reach.", total=f"{total:.0f}", everyone=f"{everyone:.0f}"))


def _result_columns(served: Served, names: Sequence[str]) -> tuple[dict[str, Values], list[QgsField]]:
    reached = served.reached
    columns: dict[str, Values] = {"units_in_reach": reached.units}
    fields = [QgsField("units_in_reach", QVariant.Int)]
    for group, name in enumerate(names):
        numbers = {"served": reached.total, "unknown": reached.unknown, "only": reached.only, "added": served.added}
        for word, values in numbers.items():
            if values is not None:
                columns[f"{word}_{name}"] = values[:, group]
                fields.append(QgsField(f"{word}_{name}", _kind(values)))
    return columns, fields


def _kind(values: Any) -> Any:
    return QVariant.Int if values.dtype.kind == "i" else QVariant.Double
