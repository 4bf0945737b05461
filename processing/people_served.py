from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
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

from ..planning.criteria.column import placeless_findings
from ..planning.criteria.people import people_served
from ..planning.criteria.tally import Reached, sum_of_known
from ..planning.language import tr
from ..planning.progress import Progress
from .base import Algorithm, Inputs, helped
from .distances import MAP_LAYER, metres_parameter, places_parameter, read_for_distances, say_findings
from .results import write_with_columns


class PeopleServed(Algorithm):
    NAME = "peopleserved"
    GROUP = "criteria"

    def title(self) -> str:
        return tr("People served")

    def about(self) -> str:
        return tr(
            "Counts the people within reach of each feature, no one twice. "
            "People come from buildings or other units with number fields: residents, displaced persons, children, "
            "older people. A unit is in reach when its nearest part is, in a straight line. "
            "The result is the layer again with units_in_reach, served_<field>, and unknown_<field>: the units in "
            "reach whose number is NULL, so that served is a lower bound. NULL is unknown, not zero."
        )

    def inputs(self) -> Iterator[QgsProcessingParameterDefinition]:
        yield places_parameter()
        yield helped(
            QgsProcessingParameterFeatureSource("PEOPLE", tr("Layer with people"), MAP_LAYER),
            tr("Buildings with residents, or any other units that people are counted by."),
        )
        yield helped(
            QgsProcessingParameterField(
                "PEOPLE_FIELDS",
                tr("Fields with numbers of people"),
                parentLayerParameterName="PEOPLE",
                type=QgsProcessingParameterField.DataType.Numeric,
                allowMultiple=True,
            ),
            tr("A field for all people, and more for groups; each is summed by itself. The first one gives TOTAL."),
        )
        yield metres_parameter("REACH", tr("Reach, metres"), tr("Straight distance; 0 means touching or inside."), 800)
        yield helped(
            QgsProcessingParameterFeatureSink("OUTPUT", tr("Places with people served"), MAP_LAYER[0]),
            tr("The layer of places again, with the numbers added."),
        )

    def results(self) -> Iterator[QgsProcessingOutputDefinition]:
        yield QgsProcessingOutputNumber("TOTAL", tr("People within reach of at least one place"))
        yield QgsProcessingOutputNumber("EVERYONE", tr("People of the whole layer"))
        yield QgsProcessingOutputNumber("COUNT", tr("Number of features"))

    def compute(self, inputs: Inputs, progress: Progress) -> dict[str, Any]:
        names = inputs.fields("PEOPLE_FIELDS")
        places, units = read_for_distances(inputs, {"INPUT": [], "PEOPLE": names}, progress.part(0, 0.4))
        people = np.column_stack([units.numbers(name) for name in names])
        say_findings(placeless_findings(units), progress)
        reached = people_served(
            places.geometries, units.geometries, people, inputs.number("REACH"), progress=progress.part(0.4, 0.7)
        )
        columns, fields = _result_columns(reached, names)
        output = write_with_columns(inputs, "INPUT", "OUTPUT", columns, fields, progress.part(0.7, 1))
        totals = {"TOTAL": reached.once[0], "EVERYONE": sum_of_known(people)[0]}
        _say_total(totals, names[0], progress)
        numbers = {name: None if np.isnan(number) else float(number) for name, number in totals.items()}
        return {"OUTPUT": output, "COUNT": len(places), **numbers}


def _say_total(totals: Mapping[str, float], field: str, progress: Progress) -> None:
    total, everyone = totals.values()
    if np.isnan(total):
        progress.warn(tr("Field «{field}» is NULL for all units in reach, so people served are unknown.", field=field))
    else:
        progress.say(tr("{total} of {everyone} people are in reach.", total=f"{total:.0f}", everyone=f"{everyone:.0f}"))


def _result_columns(reached: Reached, names: Sequence[str]) -> tuple[dict[str, Sequence[Any]], list[QgsField]]:
    columns: dict[str, Sequence[Any]] = {"units_in_reach": reached.units.tolist()}
    fields = [QgsField("units_in_reach", QVariant.Int)]
    for group, name in enumerate(names):
        columns[f"served_{name}"] = reached.total[:, group].tolist()
        columns[f"unknown_{name}"] = reached.unknown[:, group].tolist()
        fields += [QgsField(f"served_{name}", QVariant.Double), QgsField(f"unknown_{name}", QVariant.Int)]
    return columns, fields
