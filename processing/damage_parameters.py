"""The parameters that say where damage is and how bad, from one source or two."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
from qgis.core import (
    QgsProcessingParameterDefinition,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterString,
)

from ..planning.criteria.damage.epochs import later_fields, with_latest
from ..planning.criteria.damage.schemes import scheme_names
from ..planning.criteria.damage.sites import losses_of_classes, read_sites
from ..planning.criteria.damage.sources import Together, alone, beside, matched
from ..planning.errors import PlanError
from ..planning.features import FeatureTable
from ..planning.language import tr
from ..planning.progress import Progress
from .base import Inputs, choice_parameter, helped
from .distances import MAP_LAYER, metres_parameter, read_for_distances

MATCH = 15.0


def damage_inputs() -> Iterator[QgsProcessingParameterDefinition]:
    """DAMAGE and its classes, OTHER and its classes, counts and weights."""
    yield helped(
        QgsProcessingParameterFeatureSource("DAMAGE", tr("Layer with damage"), MAP_LAYER),
        tr("Damage sites or events, one a feature, or as many as a field says."),
    )
    yield helped(
        _damage_field("CLASS_FIELD", tr("Field with damage class"), QgsProcessingParameterField.DataType.Any),
        tr("For example damage_class; without it each event counts 1."),
    )
    yield choice_parameter(
        "SCHEME",
        tr("Damage scheme"),
        scheme_names(),
        tr(
            "What the classes mean. auto: the scheme that knows them; where they mean something else in another "
            "one, that is said. grades: 0 to 5 and words. order65: categories I to III. unosat, copernicus, ems98: "
            "their codes and words. percent: a number from 0 to 100."
        ),
    )
    yield helped(
        QgsProcessingParameterString("LOSS_RATIOS", tr("Loss ratios (JSON)"), multiLine=True, optional=True),
        tr(
            "Instead of the scheme: a number from 0 to 1 for each class, or low, best and high, as in {example}. "
            "A class that is not named is left out and reported.",
            example='{"minor": 0.15, "moderate": [0.2, 0.4, 0.6], "destroyed": 1}',
        ),
        advanced=True,
    )
    yield helped(
        _damage_field("OTHER_CLASS_FIELD", tr("Field of another source"), QgsProcessingParameterField.DataType.Any),
        tr("A second opinion on the same sites, as a satellite's beside an inspection's."),
    )
    yield helped(
        QgsProcessingParameterFeatureSource("OTHER", tr("Layer of another source"), MAP_LAYER, optional=True),
        tr("Sites of another source; each is told of the nearest site of the first, or is a site of its own."),
    )
    yield helped(
        QgsProcessingParameterField(
            "OTHER_LAYER_FIELD", tr("Damage class in that layer"), parentLayerParameterName="OTHER", optional=True
        ),
        tr("Its field with the damage class."),
    )
    yield choice_parameter(
        "OTHER_SCHEME", tr("Scheme of the other source"), scheme_names(), tr("As for the first source.")
    )
    yield metres_parameter(
        "MATCH", tr("Same object up to, metres"), tr("How far apart two sources may put it."), MATCH, advanced=True
    )
    yield helped(
        _damage_field("COUNT_FIELD", tr("Field with number of events"), QgsProcessingParameterField.DataType.Numeric),
        tr("How many events a feature stands for; without it one."),
    )
    yield helped(
        _damage_field("WEIGHT_FIELD", tr("Field with weight"), QgsProcessingParameterField.DataType.Numeric),
        tr("Multiplies each loss, as people or floor area of the object; without it 1."),
    )


def read_damage(inputs: Inputs, progress: Progress) -> dict[str, FeatureTable]:
    """INPUT and the layers of damage that were given, with the fields that are needed, those of later dates too."""
    own = [inputs.text(name) for name in ("CLASS_FIELD", "COUNT_FIELD", "OTHER_CLASS_FIELD", "WEIGHT_FIELD")]
    known = [field.name() for field in inputs.source("DAMAGE").fields()]
    wanted = {"INPUT": [], "DAMAGE": [*filter(None, own), *later_fields(inputs.text("CLASS_FIELD"), known)]}
    if inputs.given("OTHER"):
        field, known = inputs.text("OTHER_LAYER_FIELD"), [f.name() for f in inputs.source("OTHER").fields()]
        wanted["OTHER"] = [*filter(None, [field]), *later_fields(field, known)]
    return dict(zip(wanted, read_for_distances(inputs, wanted, progress)))


def sites_of_inputs(inputs: Inputs, layers: Mapping[str, FeatureTable], progress: Progress) -> Together:
    """The damage of the layers read, both sources together."""
    classes, other = inputs.text("CLASS_FIELD"), inputs.text("OTHER_CLASS_FIELD")
    layer, ratios = with_latest(layers["DAMAGE"], classes), _ratios(inputs.text("LOSS_RATIOS"))
    piled = inputs.switch("COUNT_PILED")
    sites = read_sites(layer, classes, ratios, inputs.text("COUNT_FIELD"), piled, inputs.text("SCHEME"))
    found = alone(sites)
    if other:
        events = layer.numbers(inputs.text("COUNT_FIELD")) if inputs.given("COUNT_FIELD") else 1.0
        losses, findings = losses_of_classes(layer, other, None, inputs.text("OTHER_SCHEME"))
        found = beside(replace(sites, findings=(*sites.findings, *findings)), losses * events)
    if "OTHER" in layers:
        field, scheme = inputs.text("OTHER_LAYER_FIELD"), inputs.text("OTHER_SCHEME")
        second = read_sites(with_latest(layers["OTHER"], field), field, None, "", piled, scheme)
        found = matched(found.sites, second, inputs.number("MATCH"), progress)
    return found


def weights_of_sites(own: Any, count: int) -> Any:
    """The weights of the first source's sites; those that only the other source has are unknown."""
    return np.concatenate([own, np.full(count - len(own), np.nan)])


def _damage_field(name: str, words: str, kind: Any) -> QgsProcessingParameterDefinition:
    return QgsProcessingParameterField(name, words, parentLayerParameterName="DAMAGE", type=kind, optional=True)


def _ratios(text: str) -> Mapping[str, Any] | None:
    try:
        return json.loads(text) if text else None
    except json.JSONDecodeError as error:
        raise PlanError(tr("The loss ratios are not JSON: {why}.", why=error)) from None
