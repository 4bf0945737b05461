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
)
from qgis.PyQt.QtCore import QVariant

from ..planning.criteria.column import placeless_findings
from ..planning.criteria.network.pairing import Pairing, pairing_over_streets
from ..planning.criteria.people.served import Served, people_served
from ..planning.criteria.reach import pairs_within
from ..planning.criteria.tally import sum_of_known
from ..planning.features import FeatureTable
from ..planning.language import tr
from ..planning.progress import Progress
from .base import Algorithm, Inputs, helped
from .distances import MAP_LAYER, metres_parameter, places_parameter, read_for_distances, say_findings
from .people_parameters import counting_inputs, people_inputs, people_layers, population_of_inputs
from .results import Values, write_with_columns
from .street_parameters import network_of_inputs, street_inputs, street_layers, travel_inputs, travel_of_inputs

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
            "The way can go over streets. "
            "The result is the layer again with units_in_reach, served_<field>, unknown_<field>: the units in "
            "reach whose number is NULL, so that served is a lower bound, only_<field>: the people whom no other "
            "feature of the layer serves, and added_<field>: those whom no existing facility serves. "
            "NULL is unknown, not zero."
        )

    def inputs(self) -> Iterator[QgsProcessingParameterDefinition]:
        yield places_parameter()
        yield from people_inputs()
        yield metres_parameter(
            "REACH",
            tr("Reach, metres or minutes"),
            tr("Straight distance in metres, 0 means touching or inside; over streets the way."),
            800,
        )
        yield from counting_inputs()
        yield helped(
            QgsProcessingParameterFeatureSource("EXISTING", tr("Facilities already there"), MAP_LAYER, optional=True),
            tr("People within reach of one of them are served already; added_<field> leaves them out."),
        )
        yield from street_inputs(optional=True)
        yield from travel_inputs()
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
        population = population_of_inputs(inputs, layers, names)
        if "STREETS" in layers and population.by_share.any():
            progress.say(tr("Over streets each unit counts whole, by its nearest part."))
            population = population.in_whole_units()
        say_findings(population.findings, progress)
        existing = layers.get("EXISTING")
        say_findings([] if existing is None else placeless_findings(existing), progress)
        served = people_served(
            layers["INPUT"].geometries,
            population,
            inputs.number("REACH"),
            existing=None if existing is None else existing.geometries,
            progress=progress.part(0.4, 0.7),
            pairing=_pairing(inputs, layers, progress.part(0.3, 0.4)),
        )
        columns, fields = _result_columns(served, names)
        output = write_with_columns(inputs, "INPUT", "OUTPUT", columns, fields, progress.part(0.7, 1))
        totals = {"TOTAL": served.reached.once[0], "EVERYONE": sum_of_known(population.people)[0]}
        _say_total(totals, names[0], progress)
        numbers = {name: None if np.isnan(number) else float(number) for name, number in totals.items()}
        return {"OUTPUT": output, "COUNT": len(layers["INPUT"]), **numbers}


def _read(inputs: Inputs, progress: Progress) -> dict[str, FeatureTable]:
    existing: dict[str, list[str]] = {"EXISTING": []} if inputs.given("EXISTING") else {}
    wanted = {"INPUT": [], **people_layers(inputs), **existing, **street_layers(inputs)}
    return dict(zip(wanted, read_for_distances(inputs, wanted, progress)))


def _pairing(inputs: Inputs, layers: Mapping[str, FeatureTable], progress: Progress) -> Pairing:
    if "STREETS" not in layers:
        return pairs_within
    return pairing_over_streets(network_of_inputs(inputs, layers, progress), travel_of_inputs(inputs))


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
