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
)
from qgis.PyQt.QtCore import QVariant

from ..planning.criteria.catchment.additions import Additions, read_additions
from ..planning.criteria.catchment.gain import Gains, catchment_gains
from ..planning.criteria.catchment.unserved import unserved_people
from ..planning.criteria.gap import SAME_PLACE
from ..planning.language import tr
from ..planning.progress import Progress
from .base import Algorithm, Inputs, helped
from .catchment_style import style_gain
from .catchments import catchments_of, facility_fields, facility_inputs, field_parameter, method_inputs
from .distances import MAP_LAYER, metres_parameter, places_parameter, read_for_distances
from .result_style import keep_style
from .results import Values, write_with_columns
from .street_parameters import street_layers


class CatchmentGain(Algorithm):
    NAME = "catchmentgain"
    GROUP = "criteria"

    def title(self) -> str:
        return tr("Gain in access")

    def about(self) -> str:
        return tr(
            "Counts the people for whom each measure makes a place, given the facilities that work now. "
            "A measure adds a facility of a capacity at its place, enlarges the facility that is there, or brings one "
            "back that does not work. Each is counted by itself, as if the others were not done. The result is the "
            "layer again with capacity_added; people_in_reach; served: fewer people without a place by the norm; "
            "lifted: people whose access comes up to the norm; access_gain: more capacity for 1,000 people, on average "
            "over those in reach; and units_unknown: the units in reach of which people or access are not known."
        )

    def inputs(self) -> Iterator[QgsProcessingParameterDefinition]:
        yield places_parameter()
        yield field_parameter(
            "ADDED_FIELD",
            "INPUT",
            tr("Field with added capacity"),
            tr(
                "Seats, visits or beds that the measure adds. NULL, or no field: the capacity of the facility at its "
                "place that does not work; unknown where there is none."
            ),
            optional=True,
        )
        yield helped(
            QgsProcessingParameterFeatureSource("DEMAND", tr("Buildings or districts with people"), MAP_LAYER),
            tr("The people who need the service; the finer the units, the better."),
        )
        yield field_parameter(
            "PEOPLE_FIELD",
            "DEMAND",
            tr("Field with people"),
            tr("Residents, or children for schools. NULL is unknown."),
        )
        yield from facility_inputs()
        yield from method_inputs()
        yield metres_parameter(
            "SAME_PLACE",
            tr("At a facility up to, metres"),
            tr("A measure no further than this from a facility is taken to be at it."),
            SAME_PLACE,
            advanced=True,
        )
        yield helped(
            QgsProcessingParameterFeatureSink("OUTPUT", tr("Places with gain in access"), MAP_LAYER[0]),
            tr("The layer of places again, with the gains added."),
        )

    def results(self) -> Iterator[QgsProcessingOutputDefinition]:
        yield QgsProcessingOutputNumber("UNSERVED", tr("People without a place now"))
        yield QgsProcessingOutputNumber("LARGEST", tr("Most people served by one measure"))
        yield QgsProcessingOutputNumber("UNKNOWN", tr("Number of features whose gain is unknown"))
        yield QgsProcessingOutputNumber("COUNT", tr("Number of features"))

    def compute(self, inputs: Inputs, progress: Progress) -> dict[str, Any]:
        added = [inputs.text("ADDED_FIELD")] if inputs.given("ADDED_FIELD") else []
        wanted = {"INPUT": added, "DEMAND": [inputs.text("PEOPLE_FIELD")], "FACILITIES": facility_fields(inputs)}
        wanted.update(street_layers(inputs))
        layers = dict(zip(wanted, read_for_distances(inputs, wanted, progress.part(0, 0.3))))
        measures = layers["INPUT"]
        found = catchments_of(inputs, layers, "DEMAND", progress.part(0.3, 0.5))
        stated = measures.numbers(added[0]) if added else np.full(len(measures), np.nan)
        additions = read_additions(measures.geometries, stated, found.supply, inputs.number("SAME_PLACE"))
        gains = catchment_gains(
            found.links,
            found.access,
            *found.supply.working,
            found.demand,
            additions,
            found.norm.per_person,
            progress.part(0.5, 0.9),
        )
        output = _write(inputs, additions, gains, progress.part(0.9, 1))
        unserved = unserved_people(found.demand, found.access, found.norm.per_person).totals()["unserved"]
        return {"OUTPUT": output, "UNSERVED": _plain(unserved), **_summary(gains, progress), "COUNT": len(measures)}


def _write(inputs: Inputs, additions: Additions, gains: Gains, progress: Progress) -> str:
    columns: dict[str, Values] = {
        "capacity_added": additions.added,
        "people_in_reach": gains.people,
        "served": gains.served,
        "lifted": gains.lifted,
        "access_gain": 1000 * gains.access,
        "units_unknown": gains.unknown,
    }
    fields = [QgsField(name, QVariant.Int if name == "units_unknown" else QVariant.Double) for name in columns]
    output = write_with_columns(inputs, "INPUT", "OUTPUT", columns, fields, progress)
    if [field.name() for field in fields] == list(columns):
        keep_style(output, inputs.context, style_gain(_largest(gains)))
    return output


def _summary(gains: Gains, progress: Progress) -> dict[str, Any]:
    unknown = int(np.isnan(gains.served).sum())
    if unknown:
        progress.warn(
            tr("{count} features: place or added capacity is not known, so their gain is NULL.", count=unknown)
        )
    return {"LARGEST": _plain(_largest(gains) if unknown < len(gains.served) else np.nan), "UNKNOWN": unknown}


def _largest(gains: Gains) -> float:
    return float(np.nan_to_num(gains.served).max(initial=0.0))


def _plain(number: float) -> float | None:
    return None if np.isnan(number) else number
