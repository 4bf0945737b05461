"""The parameters that say where damage is and how bad, from one source or two."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
from qgis.core import (
    QgsProcessingParameterBoolean,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterString,
)

from ..planning.criteria.damage.epochs import later_fields
from ..planning.criteria.damage.schemes import scheme_names
from ..planning.criteria.damage.sites import DamageSites, losses_of_classes, read_sites
from ..planning.criteria.damage.sources import Together, alone, beside, matched, near_sites, sites_of_keys
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
            "their codes and words. percent: a number from 0 to 100; share: from 0 to 1."
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
        QgsProcessingParameterField(
            "OTHER_CLASS_FIELD",
            tr("Fields of other sources"),
            parentLayerParameterName="DAMAGE",
            allowMultiple=True,
            optional=True,
        ),
        tr("More opinions on the same sites, as a satellite's beside an inspection's."),
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
        "OTHER_SCHEME", tr("Scheme of the other sources"), scheme_names(), tr("As for the first source.")
    )
    yield helped(
        _damage_field("KEY_FIELD", tr("Field with key of the object"), QgsProcessingParameterField.DataType.Any),
        tr("With the key in the other layer: sources speak of one object where the keys are equal, wherever it lies."),
        advanced=True,
    )
    yield helped(
        QgsProcessingParameterField(
            "OTHER_KEY_FIELD", tr("Key in the other layer"), parentLayerParameterName="OTHER", optional=True
        ),
        tr("As a number of the register or of the building; without both keys the place counts."),
        advanced=True,
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


def count_piled_parameter() -> QgsProcessingParameterDefinition:
    """COUNT_PILED: whether piles of events count where they lie."""
    return helped(
        QgsProcessingParameterBoolean("COUNT_PILED", tr("Count events piled on one point"), defaultValue=False),
        tr(
            "A point is a pile when it holds more than a fifth of all events, at least 30, and five times as many "
            "as any other. Tick when its place is right, as for one large block of flats."
        ),
        advanced=True,
    )


def read_damage(inputs: Inputs, progress: Progress) -> dict[str, FeatureTable]:
    """INPUT and the layers of damage that were given, with the fields that are needed, those of later dates too."""
    classes = [inputs.text("CLASS_FIELD"), *inputs.fields("OTHER_CLASS_FIELD")]
    others = [inputs.text(name) for name in ("COUNT_FIELD", "WEIGHT_FIELD", "KEY_FIELD")]
    wanted = {"INPUT": [], "DAMAGE": _with_later(inputs, "DAMAGE", classes, others)}
    if inputs.given("OTHER"):
        classes, others = [inputs.text("OTHER_LAYER_FIELD")], [inputs.text("OTHER_KEY_FIELD")]
        wanted["OTHER"] = _with_later(inputs, "OTHER", classes, others)
    return dict(zip(wanted, read_for_distances(inputs, wanted, progress)))


def sites_of_inputs(inputs: Inputs, layers: Mapping[str, FeatureTable], progress: Progress) -> Together:
    """The damage of the layers read, all sources together."""
    layer, piled = layers["DAMAGE"], inputs.switch("COUNT_PILED")
    ratios, scheme = _ratios(inputs.text("LOSS_RATIOS")), inputs.text("OTHER_SCHEME")
    sites = read_sites(
        layer, inputs.text("CLASS_FIELD"), ratios, inputs.text("COUNT_FIELD"), piled, inputs.text("SCHEME")
    )
    opinions = [losses_of_classes(layer, field, None, scheme) for field in inputs.fields("OTHER_CLASS_FIELD")]
    told = [found for _, findings in opinions for found in findings]
    sites = replace(sites, findings=(*sites.findings, *told))
    losses = [one for one, _ in opinions]
    if "OTHER" not in layers:
        return beside(sites, *losses) if losses else alone(sites)
    second = read_sites(layers["OTHER"], inputs.text("OTHER_LAYER_FIELD"), None, "", piled, scheme)
    return matched(sites, second, _owners(inputs, layers, sites, second, progress), losses)


def _owners(
    inputs: Inputs, layers: Mapping[str, FeatureTable], first: DamageSites, second: DamageSites, progress: Progress
) -> Any:
    if not (inputs.given("KEY_FIELD") and inputs.given("OTHER_KEY_FIELD")):
        return near_sites(first, second, inputs.number("MATCH"), progress)
    keys = layers["DAMAGE"].values(inputs.text("KEY_FIELD"))
    return sites_of_keys(keys, layers["OTHER"].values(inputs.text("OTHER_KEY_FIELD")))


def _with_later(inputs: Inputs, name: str, classes: Iterable[str], others: Iterable[str]) -> list[str]:
    """The fields that are given, classes with those of later dates, each once."""
    known = [field.name() for field in inputs.source(name).fields()]
    later = (each for field in classes for each in (field, *later_fields(field, known)))
    return [*dict.fromkeys(filter(None, (*later, *others)))]


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
