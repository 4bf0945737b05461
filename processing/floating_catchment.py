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
)
from qgis.PyQt.QtCore import QVariant

from ..planning.criteria.catchment.districts import NO_DISTRICT, district_of
from ..planning.criteria.catchment.unserved import Unserved, unserved_people
from ..planning.features import FeatureTable
from ..planning.language import tr
from ..planning.progress import Progress
from .base import Algorithm, Inputs, helped
from .catchment_style import style_access, style_unserved
from .catchments import Catchments, catchments_of, facility_fields, facility_inputs, field_parameter, method_inputs
from .distances import MAP_LAYER, read_for_distances
from .result_style import keep_style
from .results import Values, write_with_columns
from .street_parameters import street_layers

POLYGONS = QgsProcessing.SourceType.TypeVectorPolygon


class FloatingCatchment(Algorithm):
    NAME = "floatingcatchment"
    GROUP = "criteria"

    def title(self) -> str:
        return tr("Access to capacity")

    def about(self) -> str:
        return tr(
            "Shares the capacity of facilities out among the people who can reach them, and shows who is left without. "
            "Each facility's capacity is divided by the people in its catchment; each building or district has the sum "
            "over the facilities that it reaches. The result is the layer again with access_score, capacity for 1,000 "
            "people; facilities_in_reach; capacity_unknown: those of them whose capacity is not known, so that access "
            "is a lower bound; unserved: people without a place by the norm; below_norm: people who live where access "
            "is under the norm; out_of_reach: people with no facility in reach. With districts, the same by district."
        )

    def inputs(self) -> Iterator[QgsProcessingParameterDefinition]:
        yield helped(
            QgsProcessingParameterFeatureSource("INPUT", tr("Buildings or districts with people"), MAP_LAYER),
            tr("The people who need the service; the finer the units, the better."),
        )
        yield field_parameter(
            "PEOPLE_FIELD", "INPUT", tr("Field with people"), tr("Residents, or children for schools. NULL is unknown.")
        )
        yield from facility_inputs()
        yield from method_inputs()
        yield helped(
            QgsProcessingParameterFeatureSource("DISTRICTS", tr("Districts"), [POLYGONS], optional=True),
            tr("Polygons to sum by; a building belongs to the one in which its middle lies."),
        )
        yield helped(
            QgsProcessingParameterFeatureSink("OUTPUT", tr("Access to capacity"), MAP_LAYER[0]),
            tr("The layer of people again, with access added."),
        )
        yield helped(
            QgsProcessingParameterFeatureSink(
                "OUTPUT_DISTRICTS", tr("Unserved people by district"), POLYGONS, optional=True, createByDefault=False
            ),
            tr(
                "The districts again, with people, unserved, below_norm, out_of_reach, unserved_share and access_score."
            ),
        )

    def results(self) -> Iterator[QgsProcessingOutputDefinition]:
        yield QgsProcessingOutputNumber("PEOPLE", tr("People"))
        yield QgsProcessingOutputNumber("CAPACITY", tr("Capacity that people can reach"))
        yield QgsProcessingOutputNumber("IDLE", tr("Capacity with nobody in reach"))
        yield QgsProcessingOutputNumber("ACCESS", tr("Capacity for 1,000 people, on average"))
        yield QgsProcessingOutputNumber("UNSERVED", tr("People without a place"))
        yield QgsProcessingOutputNumber("BELOW_NORM", tr("People under the norm"))
        yield QgsProcessingOutputNumber("OUT_OF_REACH", tr("People with no facility in reach"))
        yield QgsProcessingOutputNumber("COUNT", tr("Number of features"))

    def compute(self, inputs: Inputs, progress: Progress) -> dict[str, Any]:
        wanted = {"INPUT": [inputs.text("PEOPLE_FIELD")], "FACILITIES": facility_fields(inputs)}
        if inputs.given("DISTRICTS"):
            wanted["DISTRICTS"] = []
        wanted.update(street_layers(inputs))
        layers = dict(zip(wanted, read_for_distances(inputs, wanted, progress.part(0, 0.3))))
        found = catchments_of(inputs, layers, "INPUT", progress.part(0.3, 0.7))
        unserved = unserved_people(found.demand, found.access, found.norm.per_person)
        results = {"OUTPUT": _write(inputs, found, unserved, progress.part(0.7, 0.95))}
        if "DISTRICTS" in layers:
            results.update(_write_districts(inputs, layers, unserved, progress.part(0.95, 1)))
        return {**results, **_totals(found, unserved), "COUNT": len(layers["INPUT"])}


def _write(inputs: Inputs, found: Catchments, unserved: Unserved, progress: Progress) -> str:
    columns: dict[str, Values] = {
        "access_score": 1000 * found.access.access,
        "facilities_in_reach": found.access.facilities,
        "capacity_unknown": found.access.unknown,
        **unserved.columns,
    }
    fields = _fields(columns)
    output = write_with_columns(inputs, "INPUT", "OUTPUT", columns, fields, progress)
    if [field.name() for field in fields] == list(columns):
        mean = 1000 * unserved.totals()["access"]
        keep_style(output, inputs.context, style_access(inputs.text("PEOPLE_FIELD"), found.norm.per_1000, mean))
    return output


def _write_districts(
    inputs: Inputs, layers: dict[str, FeatureTable], unserved: Unserved, progress: Progress
) -> dict[str, str]:
    if not inputs.given("OUTPUT_DISTRICTS"):
        progress.warn(tr("Say where to write the districts (OUTPUT_DISTRICTS); they were not summed."))
        return {}
    district = district_of(layers["INPUT"].geometries, layers["DISTRICTS"].geometries)
    outside = int((district == NO_DISTRICT).sum())
    if outside:
        progress.warn(tr("{count} units lie in no district; their people are in the totals only.", count=outside))
    sums = dict(unserved.by_district(district, len(layers["DISTRICTS"])))
    mean = sums.pop("access")
    columns: dict[str, Values] = {**sums, "access_score": 1000 * mean}
    fields = _fields(columns)
    output = write_with_columns(inputs, "DISTRICTS", "OUTPUT_DISTRICTS", columns, fields, progress)
    if [field.name() for field in fields] == list(columns):
        keep_style(output, inputs.context, style_unserved())
    return {"OUTPUT_DISTRICTS": output}


def _totals(found: Catchments, unserved: Unserved) -> dict[str, float | None]:
    _, capacity = found.supply.working
    load, sums = found.access.ratios.load, unserved.totals()
    numbers = {
        "PEOPLE": sums["people"],
        "CAPACITY": float(np.nansum(capacity[load > 0])),
        "IDLE": float(np.nansum(capacity[(load == 0) & ~found.access.ratios.unknown])),
        "ACCESS": 1000 * sums["access"],
        "UNSERVED": sums["unserved"],
        "BELOW_NORM": sums["below_norm"],
        "OUT_OF_REACH": sums["out_of_reach"],
    }
    return {name: None if np.isnan(number) else number for name, number in numbers.items()}


def _fields(columns: dict[str, Values]) -> list[QgsField]:
    return [
        QgsField(name, QVariant.Int if np.asarray(values).dtype.kind == "i" else QVariant.Double)
        for name, values in columns.items()
    ]
