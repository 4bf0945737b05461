"""The parameters that say which streets are gone along and how, shared by what measures over streets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from qgis.core import (
    QgsProcessingParameterBoolean,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
)

from ..planning.criteria.network.access import OFF_STREET, Travel
from ..planning.criteria.network.barriers import TOLERANCE, with_barriers
from ..planning.criteria.network.cleaning.clean import GAP, network_of_streets
from ..planning.criteria.network.entrances import FARTHEST
from ..planning.criteria.network.network import MEASURES, Network
from ..planning.criteria.network.search import DIRECTIONS
from ..planning.criteria.network.streets.read import read_streets
from ..planning.criteria.network.streets.rules import MODES, Rules, rules_of, tags_of
from ..planning.criteria.network.streets.tags import fields_for
from ..planning.features import FeatureTable
from ..planning.language import tr
from ..planning.progress import Progress
from .base import Inputs, choice_parameter, helped
from .distances import MAP_LAYER, metres_parameter, say_findings


def street_inputs(optional: bool = False) -> Iterator[QgsProcessingParameterDefinition]:
    """STREETS, MODE, BARRIERS, and what says how the layer is read."""
    words = tr(
        "Lines with OpenStreetMap tags (highway, oneway, maxspeed and the like, also in other_tags), or any lines: "
        "each is then a street open both ways."
    )
    straight = tr("Without streets distances are straight.")
    yield helped(
        QgsProcessingParameterFeatureSource("STREETS", tr("Streets"), MAP_LAYER, optional=optional),
        f"{words} {straight}" if optional else words,
    )
    yield choice_parameter(
        "MODE",
        tr("Way of travelling"),
        MODES,
        tr(
            "walking: everywhere on foot, whatever the one-way signs. wheelchair: no steps, no raised kerbs, no bad or "
            "steep surfaces. car: one-way streets and speeds count."
        ),
    )
    yield helped(
        QgsProcessingParameterFeatureSource("BARRIERS", tr("Barriers"), MAP_LAYER, optional=True),
        tr("What closes streets: damaged bridges, closed streets, mined or flooded land; points, lines or polygons."),
    )
    yield from _reading_inputs()


def travel_inputs() -> Iterator[QgsProcessingParameterDefinition]:
    """MEASURE_BY, DIRECTION, MAX_SNAP, COUNT_SNAP."""
    yield choice_parameter(
        "MEASURE_BY",
        tr("Measured in"),
        MEASURES,
        tr("metres: the shortest way. minutes: the quickest way. Straight distances are always in metres."),
    )
    yield choice_parameter(
        "DIRECTION",
        tr("Direction"),
        DIRECTIONS,
        tr("to: people travel to the facilities. from: the facilities come to them, as an ambulance does."),
        advanced=True,
    )
    yield metres_parameter(
        "MAX_SNAP",
        tr("Farthest from a street, metres"),
        tr("What lies further from the nearest street has no access: its state is too_far_from_streets."),
        FARTHEST,
        advanced=True,
    )
    yield helped(
        QgsProcessingParameterBoolean("COUNT_SNAP", tr("Count the way to the street"), defaultValue=True),
        tr(
            "The straight way from a place to the street, and from the street to the facility, is part of the way; "
            "in minutes at {speed} km/h.",
            speed=OFF_STREET,
        ),
        advanced=True,
    )


def street_layers(inputs: Inputs) -> dict[str, list[str]]:
    """The layers of streets and barriers that were given, with the fields that are needed, to be read with others."""
    if not inputs.given("STREETS"):
        return {}
    fields = [field.name() for field in inputs.source("STREETS").fields()]
    named = [name for name in (inputs.text("DIRECTION_FIELD"), inputs.text("SPEED_FIELD")) if name]
    wanted = [*fields_for(tags_of(_rules(inputs)), fields), *named]
    layers = {"STREETS": list(dict.fromkeys(wanted))}
    return {**layers, "BARRIERS": []} if inputs.given("BARRIERS") else layers


def network_of_inputs(inputs: Inputs, layers: Mapping[str, FeatureTable], progress: Progress) -> Network:
    """The streets as a network ready to be searched, from the layers of street_layers by name; what was found in them
    is said."""
    fields = inputs.text("DIRECTION_FIELD"), inputs.text("SPEED_FIELD")
    streets = read_streets(layers["STREETS"], _rules(inputs), *fields)
    network = network_of_streets(streets, inputs.number("GAP"), progress.part(0.05, 0.9))
    if "BARRIERS" in layers:
        network = with_barriers(network, layers["BARRIERS"], inputs.number("BARRIER_TOLERANCE"))
    say_findings([*streets.findings, *network.findings], progress)
    progress.step(1, 1)
    return network


def travel_of_inputs(inputs: Inputs) -> Travel:
    """How ways are measured."""
    speed = OFF_STREET if inputs.switch("COUNT_SNAP") else None
    return Travel(inputs.text("MEASURE_BY"), inputs.text("DIRECTION"), inputs.number("MAX_SNAP"), speed)


def _reading_inputs() -> Iterator[QgsProcessingParameterDefinition]:
    yield helped(
        _street_field("DIRECTION_FIELD", tr("Field with direction")),
        tr(
            "For cars: yes, true, 1, F: open along the line; -1, reverse, T: open against it; no, false, 0, B, empty: "
            "both ways. Without it the tag oneway counts."
        ),
        advanced=True,
    )
    yield helped(
        _street_field("SPEED_FIELD", tr("Field with speed")),
        tr("For cars: km/h, or with a unit as «50 mph». Without it the tag maxspeed counts."),
        advanced=True,
    )
    speed = QgsProcessingParameterNumber.Type.Double
    yield helped(
        QgsProcessingParameterNumber("SPEED", tr("Speed, km/h"), speed, None, optional=True, minValue=0.1),
        tr("On streets that are not tagged and state no speed. Empty: walking 4.8, wheelchair 3.6, car 40."),
        advanced=True,
    )
    yield metres_parameter(
        "GAP",
        tr("Gaps up to, metres"),
        tr("A street that ends so near to another one is joined to it; 0 joins nothing."),
        GAP,
        advanced=True,
    )
    yield metres_parameter(
        "BARRIER_TOLERANCE",
        tr("Width of barriers, metres"),
        tr("A barrier closes the streets no further than this from it."),
        TOLERANCE,
        advanced=True,
    )
    yield helped(
        QgsProcessingParameterString("RULES", tr("Rules of streets (JSON)"), multiLine=True, optional=True),
        tr(
            "Changes to our table of speeds and closed streets, as in {example}; km/h, 0 is closed. The table is in "
            "the guide; it is our default and no norm.",
            example='{"car": {"speed": {"residential": 25}}}',
        ),
        advanced=True,
    )


def _street_field(name: str, words: str) -> QgsProcessingParameterDefinition:
    return QgsProcessingParameterField(name, words, parentLayerParameterName="STREETS", optional=True)


def _rules(inputs: Inputs) -> Rules:
    rules = rules_of(inputs.text("MODE"), inputs.json("RULES") or {})
    return replace(rules, plain_speed=inputs.number("SPEED")) if inputs.given("SPEED") else rules
