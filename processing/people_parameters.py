"""The parameters that say whom people are counted by, and how."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterRasterLayer,
)

from ..planning.criteria.people.population import Population, population_of_buildings, population_of_units
from ..planning.criteria.shapes import bounds_around
from ..planning.errors import PlanError
from ..planning.features import FeatureTable
from ..planning.language import tr
from .base import Inputs, choice_parameter, helped
from .distances import MAP_LAYER
from .rasters import population_of_raster

WHOLE, SHARE = "whole", "share"


def people_inputs() -> Iterator[QgsProcessingParameterDefinition]:
    """PEOPLE and PEOPLE_FIELDS."""
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


def counting_inputs() -> Iterator[QgsProcessingParameterDefinition]:
    """COUNT_BY, BUILDINGS, WEIGHT_FIELD, POPULATION."""
    yield choice_parameter(
        "COUNT_BY",
        tr("How a unit at the edge counts"),
        [WHOLE, SHARE],
        tr(
            "whole: with all its people, when its nearest part is in reach; right for buildings. share: with the "
            "part of its area that is in reach, as if people lived evenly over it; right for districts and cells."
        ),
        advanced=True,
    )
    yield helped(
        QgsProcessingParameterFeatureSource(
            "BUILDINGS", tr("Buildings to spread people over"), MAP_LAYER, optional=True
        ),
        tr(
            "When people are known by district only: each district's people are spread over the buildings whose "
            "middle lies in it. A district without buildings counts by share."
        ),
        advanced=True,
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
        advanced=True,
    )
    yield helped(
        QgsProcessingParameterRasterLayer("POPULATION", tr("Population raster"), optional=True),
        tr(
            "Instead of a layer: people in each cell. Cells count by the part that is in reach, cells without data "
            "are unknown; the fields are then called served_population and so on."
        ),
        advanced=True,
    )


def people_layers(inputs: Inputs) -> dict[str, list[str]]:
    """The layers that were given, with the fields that are needed. PlanError where no one is to be served."""
    if not inputs.given("POPULATION") and not (inputs.given("PEOPLE") and inputs.fields("PEOPLE_FIELDS")):
        raise PlanError(tr("Who is to be served? Give a layer with people and its fields, or a population raster."))
    weights = [inputs.text("WEIGHT_FIELD")] if inputs.given("WEIGHT_FIELD") else []
    wanted = {"PEOPLE": inputs.fields("PEOPLE_FIELDS"), "BUILDINGS": weights}
    return {name: fields for name, fields in wanted.items() if inputs.given(name)}


def population_of_inputs(inputs: Inputs, layers: Mapping[str, FeatureTable], names: Sequence[str]) -> Population:
    """The people of the layers read, in the groups of these fields, or those of the raster."""
    if inputs.given("POPULATION"):
        crs = QgsCoordinateReferenceSystem(layers["INPUT"].crs)
        around = bounds_around(layers["INPUT"].geometries, inputs.number("REACH"))
        return population_of_raster(inputs.raster("POPULATION"), around, crs, inputs.context)
    if "BUILDINGS" in layers:
        return population_of_buildings(layers["PEOPLE"], names, layers["BUILDINGS"], inputs.text("WEIGHT_FIELD"))
    return population_of_units(layers["PEOPLE"], names, inputs.text("COUNT_BY") == SHARE)
