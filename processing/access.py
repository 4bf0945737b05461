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
    QgsProcessingParameterNumber,
)
from qgis.PyQt.QtCore import QVariant

from ..planning.criteria.gap import Facilities, read_facilities
from ..planning.criteria.network.access import (
    REACHED,
    TOO_FAR,
    UNREACHABLE,
    Access,
    access_over_streets,
    access_straight,
)
from ..planning.features import FeatureTable
from ..planning.language import tr
from ..planning.progress import Progress
from .base import Algorithm, Inputs, helped
from .distances import MAP_LAYER, metres_parameter, places_parameter, read_for_distances, say_findings
from .facility_parameters import facility_inputs, facility_names
from .results import write_with_columns
from .street_parameters import network_of_inputs, street_inputs, street_layers, travel_inputs, travel_of_inputs


class AccessToFacilities(Algorithm):
    NAME = "access"
    GROUP = "criteria"

    def title(self) -> str:
        return tr("Access to facilities")

    def about(self) -> str:
        return tr(
            "Measures how far each feature is from the nearest working facility, over streets or in a straight line. "
            "Walking, by wheelchair or by car, in metres or minutes, with one-way streets and barriers. "
            "The result is the layer again with access_cost, access_to (the facility), access_state, snap_m (metres to "
            "the street) and facilities_in_reach. A place that cannot reach any facility has the state unreachable, "
            "one too far from every street too_far_from_streets, one without geometry no_place; their access_cost is "
            "NULL, never a large number."
        )

    def inputs(self) -> Iterator[QgsProcessingParameterDefinition]:
        yield places_parameter()
        yield from facility_inputs()
        yield from street_inputs(optional=True)
        yield from travel_inputs()
        real = QgsProcessingParameterNumber.Type.Double
        yield helped(
            QgsProcessingParameterNumber("REACH", tr("Reach, metres or minutes"), real, None, True, minValue=0),
            tr("Counts the facilities within this reach; the norm for the facility, for example."),
        )
        yield metres_parameter(
            "TOLD_SNAP",
            tr("Tell of places further from a street than, metres"),
            tr("Their share is told in the log and in FAR_SHARE."),
            100,
            advanced=True,
        )
        yield helped(
            QgsProcessingParameterFeatureSink("OUTPUT", tr("Places with access"), MAP_LAYER[0]),
            tr("The layer of places again, with the access added."),
        )

    def results(self) -> Iterator[QgsProcessingOutputDefinition]:
        yield QgsProcessingOutputNumber("FARTHEST", tr("Longest way to a facility"))
        yield QgsProcessingOutputNumber("WITHIN", tr("Number of features with a facility in reach"))
        yield QgsProcessingOutputNumber("UNREACHABLE", tr("Number of features that can reach no facility"))
        yield QgsProcessingOutputNumber("TOO_FAR", tr("Number of features too far from the streets"))
        yield QgsProcessingOutputNumber("FAR_SHARE", tr("Share of features far from a street"))
        yield QgsProcessingOutputNumber("COUNT", tr("Number of features"))

    def compute(self, inputs: Inputs, progress: Progress) -> dict[str, Any]:
        wanted = {"INPUT": [], "FACILITIES": None, **street_layers(inputs)}
        layers = dict(zip(wanted, read_for_distances(inputs, wanted, progress.part(0, 0.3))))
        places, layer = layers["INPUT"], layers["FACILITIES"]
        facilities = read_facilities(layer, inputs.text("WORKING_FIELD"))
        say_findings(facilities.findings, progress)
        access = _access(inputs, layers, facilities, progress.part(0.3, 0.8))
        columns = {
            "access_cost": access.cost,
            "access_to": facility_names(layer, facilities, access.facility, inputs.text("NAME_FIELD")),
            "access_state": access.state.tolist(),
            "snap_m": access.metres_to_street,
            "facilities_in_reach": access.in_reach if access.in_reach is not None else [None] * len(places),
        }
        kinds = (QVariant.Double, QVariant.String, QVariant.String, QVariant.Double, QVariant.Int)
        fields = [QgsField(name, kind) for name, kind in zip(columns, kinds)]
        output = write_with_columns(inputs, "INPUT", "OUTPUT", columns, fields, progress.part(0.8, 1))
        return {"OUTPUT": output, "COUNT": len(places), **_summary(access, inputs.number("TOLD_SNAP"), progress)}


def _access(inputs: Inputs, layers: dict[str, FeatureTable], facilities: Facilities, progress: Progress) -> Access:
    places = layers["INPUT"].geometries
    reach = inputs.number("REACH") if inputs.given("REACH") else None
    if "STREETS" not in layers:
        return access_straight(places, facilities.geometries, reach, progress)
    network = network_of_inputs(inputs, layers, progress.part(0, 0.5))
    travel = travel_of_inputs(inputs)
    return access_over_streets(network, places, facilities.geometries, travel, reach, progress.part(0.5, 1))


def _summary(access: Access, told: float, progress: Progress) -> dict[str, Any]:
    number = {state: int((access.state == state).sum()) for state in (REACHED, UNREACHABLE, TOO_FAR)}
    known = ~np.isnan(access.metres_to_street)
    far = float((access.metres_to_street[known] > told).mean()) if known.any() else None
    if far:
        progress.warn(
            tr("{share} % of the places lie more than {metres} m from a street.", share=f"{100 * far:.1f}", metres=told)
        )
    if number[UNREACHABLE]:
        progress.warn(tr("{count} features can reach no facility.", count=number[UNREACHABLE]))
    if number[TOO_FAR]:
        progress.warn(tr("{count} features lie too far from the streets.", count=number[TOO_FAR]))
    within = None if access.in_reach is None else int((access.in_reach > 0).sum())
    farthest = float(np.nanmax(access.cost)) if number[REACHED] else None
    return {
        "FARTHEST": farthest,
        "WITHIN": within,
        "UNREACHABLE": number[UNREACHABLE],
        "TOO_FAR": number[TOO_FAR],
        "FAR_SHARE": far,
    }
