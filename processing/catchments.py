"""What the floating catchment algorithms share: parameters, and how they are read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
)

from ..planning.criteria.catchment.access import Access, Demand, floating_catchment
from ..planning.criteria.catchment.decay import DECAYS, EDGE, Decay, checked_decay
from ..planning.criteria.catchment.links import Linking, StraightLinks
from ..planning.criteria.catchment.methods import METHODS, decay_kind, is_choice
from ..planning.criteria.catchment.norms import FIELDS, Norm, example_norms, norm_named, norms_of_table
from ..planning.criteria.catchment.supply import Supply, read_demand, read_supply
from ..planning.criteria.network.pairing import linking_over_streets
from ..planning.errors import PlanError
from ..planning.features import FeatureTable
from ..planning.language import tr
from ..planning.progress import Progress
from .base import Inputs, choice_parameter, helped
from .distances import MAP_LAYER, metres_parameter, say_findings
from .layers import read_columns
from .street_parameters import network_of_inputs, street_inputs, travel_inputs, travel_of_inputs

NUMERIC = QgsProcessingParameterField.DataType.Numeric
REAL = QgsProcessingParameterNumber.Type.Double


@dataclass(frozen=True)
class Catchments:
    """Demand, facilities and what ties them, as the parameters say, and the access there is."""

    links: Linking
    demand: Demand
    supply: Supply
    norm: Norm
    access: Access


def field_parameter(
    name: str, parent: str, title: str, words: str, kind: Any = NUMERIC, optional: bool = False
) -> QgsProcessingParameterDefinition:
    parameter = QgsProcessingParameterField(name, title, parentLayerParameterName=parent, type=kind, optional=optional)
    return helped(parameter, words)


def facility_inputs() -> Iterator[QgsProcessingParameterDefinition]:
    """FACILITIES, CAPACITY_FIELD and WORKING_FIELD."""
    yield helped(
        QgsProcessingParameterFeatureSource("FACILITIES", tr("Facilities"), MAP_LAYER),
        tr("Facilities of one kind with their capacity: schools with seats, clinics with visits a day."),
    )
    yield field_parameter(
        "CAPACITY_FIELD",
        "FACILITIES",
        tr("Field with capacity"),
        tr("Seats, visits, beds. NULL is unknown, not zero: access near such a facility is a lower bound."),
    )
    yield field_parameter(
        "WORKING_FIELD",
        "FACILITIES",
        tr("Field that says whether it works"),
        tr("true or false, 1 or 0, yes or no. NULL counts as working, and so does everything without a field."),
        QgsProcessingParameterField.DataType.Any,
        optional=True,
    )


def method_inputs() -> Iterator[QgsProcessingParameterDefinition]:
    """METHOD, DECAY, REACH, NORM, SERVICE, NORMS, ZONES and EDGE."""
    yield choice_parameter(
        "METHOD",
        tr("Method"),
        METHODS,
        tr(
            "2sfca: all in reach count the same, as a norm has it. e2sfca: near people count more, by the decay. "
            "3sfca: by the decay, and people spread over the facilities that they can choose among."
        ),
    )
    yield choice_parameter(
        "DECAY",
        tr("Decay with distance"),
        ("gaussian", *(kind for kind in DECAYS if kind != "gaussian")),
        tr(
            "For e2sfca and 3sfca: how the weight falls from 1 at the facility to the weight at the edge of the reach "
            "(gaussian, exponential, power), to 0 (linear), or in steps (zones)."
        ),
    )
    yield metres_parameter(
        "REACH",
        tr("Reach, metres or minutes"),
        tr("How far people go, straight in metres or over streets. Empty: the distance of the service's norm."),
        None,
    )
    yield helped(
        QgsProcessingParameterNumber("NORM", tr("Norm, capacity for 1,000 people"), REAL, optional=True, minValue=0),
        tr("Of the people in the people field. Empty: the norm of the service; without one, unserved are those whom no "
           "facility reaches."),
    )  # fmt: skip
    yield helped(
        QgsProcessingParameterString("SERVICE", tr("Service"), optional=True),
        tr(
            "Takes norm and reach from a table of norms, for example {services}. The table that comes with the plugin "
            "holds examples, not official norms.",
            services=", ".join(example_norms()),
        ),
    )
    yield helped(
        QgsProcessingParameterFeatureSource(
            "NORMS", tr("Table of norms"), [QgsProcessing.SourceType.TypeVector], optional=True
        ),
        tr("Your own norms: a table with the fields {fields}.", fields=", ".join(FIELDS)),
    )
    yield from _advanced_inputs()
    yield from street_inputs(optional=True)
    yield from travel_inputs()


def _advanced_inputs() -> Iterator[QgsProcessingParameterDefinition]:
    yield helped(
        QgsProcessingParameterString("ZONES", tr("Zones (JSON)"), optional=True),
        tr(
            "For decay zones: pairs of a distance in metres and a weight, as in {example}. Empty: thirds of the reach "
            "with 1, 0.68 and 0.22.",
            example="[[500, 1], [1000, 0.68], [1500, 0.22]]",
        ),
        advanced=True,
    )
    yield helped(
        QgsProcessingParameterNumber("EDGE", tr("Weight at the edge"), REAL, EDGE, minValue=0, maxValue=1),
        tr("The weight at the end of the reach, for gaussian, exponential and power."),
        advanced=True,
    )


def catchments_of(
    inputs: Inputs, layers: Mapping[str, FeatureTable], demand_name: str, progress: Progress
) -> Catchments:
    """Access as it is now, by the parameters and the layers read for them, people being in that of `demand_name`.

    Raises PlanError for what is wrong in them or in the layers.
    """
    demand_layer, facilities = layers[demand_name], layers["FACILITIES"]
    norm = _norm(inputs, progress)
    decay = _decay(inputs, norm)
    demand, found = read_demand(demand_layer, inputs.text("PEOPLE_FIELD"))
    supply = read_supply(facilities, inputs.text("CAPACITY_FIELD"), inputs.text("WORKING_FIELD"))
    say_findings([*found, *supply.findings], progress)
    links = _links(inputs, layers, demand_layer, decay, progress.part(0, 0.3))
    choice = is_choice(inputs.text("METHOD"))
    access = floating_catchment(links, *supply.working, demand, decay, choice, progress.part(0.3, 1))
    return Catchments(links, demand, supply, norm, access)


def _links(
    inputs: Inputs, layers: Mapping[str, FeatureTable], demand: FeatureTable, decay: Decay, progress: Progress
) -> Linking:
    if "STREETS" not in layers:
        return StraightLinks(demand.geometries, decay.reach, not decay.is_equal)
    network = network_of_inputs(inputs, layers, progress)
    return linking_over_streets(network, travel_of_inputs(inputs), demand.geometries, decay.reach)


def facility_fields(inputs: Inputs) -> list[str]:
    """The fields of the facilities that are needed."""
    return [inputs.text(name) for name in ("CAPACITY_FIELD", "WORKING_FIELD") if inputs.given(name)]


def _norm(inputs: Inputs, progress: Progress) -> Norm:
    """The service's norm, with what is given beside it instead."""
    norm = Norm("", None, None)
    if inputs.given("SERVICE"):
        norm = norm_named(_norms(inputs, progress), inputs.text("SERVICE"))
        _say(norm, progress)
    per_1000 = inputs.number("NORM") if inputs.given("NORM") else norm.per_1000
    reach = inputs.number("REACH") if inputs.given("REACH") else norm.reach
    if reach is None:
        raise PlanError(tr("Give the reach in metres (REACH), or a service whose norm has one (SERVICE)."))
    return Norm(norm.service, per_1000 or None, reach)


def _norms(inputs: Inputs, progress: Progress) -> Mapping[str, Norm]:
    if inputs.given("NORMS"):
        return norms_of_table(read_columns(inputs, "NORMS", FIELDS, progress.part(0, 0)))
    progress.warn(tr("The norm comes from the plugin's examples; it is not an official norm."))
    return example_norms()


def _say(norm: Norm, progress: Progress) -> None:
    progress.say(
        tr(
            "Norm of «{service}»: {capacity} for 1,000 people within {reach} m.",
            service=norm.service,
            capacity="–" if norm.per_1000 is None else f"{norm.per_1000:g}",
            reach="–" if norm.reach is None else f"{norm.reach:g}",
        )
    )


def _decay(inputs: Inputs, norm: Norm) -> Decay:
    zones = inputs.json("ZONES") or ()
    kind = decay_kind(inputs.text("METHOD"), inputs.text("DECAY"))
    return checked_decay(kind, float(norm.reach or 0), inputs.number("EDGE"), zones)
