from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
from qgis.core import (
    QgsField,
    QgsProcessingOutputDefinition,
    QgsProcessingOutputNumber,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterString,
)
from qgis.PyQt.QtCore import QVariant

from ..planning.criteria.damage import DEFAULT_LOSS_RATIOS, checked_ratios, damage_exposure, read_sites
from ..planning.errors import PlanError
from ..planning.language import tr
from ..planning.progress import Progress
from .base import Algorithm, Inputs, helped
from .distances import MAP_LAYER, metres_parameter, places_parameter, read_for_distances, say_findings
from .results import write_with_columns


class DamageExposure(Algorithm):
    NAME = "damageexposure"
    GROUP = "criteria"

    def title(self) -> str:
        return tr("Damage in reach")

    def about(self) -> str:
        return tr(
            "Sums the damage within reach of each feature, weighted by loss: one destroyed object counts 1. "
            "The damage class of each site stands for a loss ratio that you can change. Many events on one point, as "
            "when a source knows only the town, are set aside and reported. "
            "The result is the layer again with damage, sites_in_reach, and sites_unknown: the sites in reach whose "
            "loss is not known, so that damage is a lower bound."
        )

    def inputs(self) -> Iterator[QgsProcessingParameterDefinition]:
        yield places_parameter()
        yield helped(
            QgsProcessingParameterFeatureSource("DAMAGE", tr("Layer with damage"), MAP_LAYER),
            tr("Damage sites or events, one a feature, or as many as a field says."),
        )
        yield helped(
            _damage_field("CLASS_FIELD", tr("Field with damage class"), QgsProcessingParameterField.DataType.Any),
            tr("For example damage_class; without it each event counts 1."),
        )
        yield helped(
            QgsProcessingParameterString("LOSS_RATIOS", tr("Loss ratios (JSON)"), multiLine=True, optional=True),
            tr(
                "A number from 0 to 1 for each class, as in {example}. Empty: minor 0.15, moderate 0.4, severe 0.7, "
                "destroyed 1, and the same for grades 0 to 5. A class that is not named is left out and reported.",
                example='{"minor": 0.15, "destroyed": 1}',
            ),
            advanced=True,
        )
        yield helped(
            _damage_field(
                "COUNT_FIELD", tr("Field with number of events"), QgsProcessingParameterField.DataType.Numeric
            ),
            tr("How many events a feature stands for; without it one."),
        )
        yield metres_parameter("REACH", tr("Reach, metres"), tr("Straight distance; 0 means touching or inside."), 500)
        yield helped(
            QgsProcessingParameterBoolean("COUNT_PILED", tr("Count events piled on one point"), defaultValue=False),
            tr(
                "A point is a pile when it holds more than a fifth of all events, at least 30, and five times as many "
                "as any other. Tick when its place is right, as for one large block of flats."
            ),
            advanced=True,
        )
        yield helped(
            QgsProcessingParameterFeatureSink("OUTPUT", tr("Places with damage in reach"), MAP_LAYER[0]),
            tr("The layer of places again, with the numbers added."),
        )

    def results(self) -> Iterator[QgsProcessingOutputDefinition]:
        yield QgsProcessingOutputNumber("TOTAL", tr("Damage within reach of at least one place"))
        yield QgsProcessingOutputNumber("SET_ASIDE", tr("Events set aside as piled on one point"))
        yield QgsProcessingOutputNumber("COUNT", tr("Number of features"))

    def compute(self, inputs: Inputs, progress: Progress) -> dict[str, Any]:
        ratios = _ratios(inputs.text("LOSS_RATIOS"))
        classes, count = inputs.text("CLASS_FIELD"), inputs.text("COUNT_FIELD")
        wanted = {"INPUT": [], "DAMAGE": [field for field in (classes, count) if field]}
        places, damage = read_for_distances(inputs, wanted, progress.part(0, 0.4))
        sites = read_sites(damage, classes, ratios, count, inputs.switch("COUNT_PILED"))
        say_findings(sites.findings, progress)
        reached = damage_exposure(
            places.geometries, sites.geometries, sites.losses, inputs.number("REACH"), progress=progress.part(0.4, 0.7)
        )
        columns = {
            "damage": reached.total[:, 0].tolist(),
            "sites_in_reach": reached.units.tolist(),
            "sites_unknown": reached.unknown[:, 0].tolist(),
        }
        kinds = (QVariant.Double, QVariant.Int, QVariant.Int)
        fields = [QgsField(name, kind) for name, kind in zip(columns, kinds)]
        output = write_with_columns(inputs, "INPUT", "OUTPUT", columns, fields, progress.part(0.7, 1))
        aside = float(np.sum([pile.events for pile in sites.piles]))
        total = None if np.isnan(reached.once[0]) else float(reached.once[0])
        return {"OUTPUT": output, "TOTAL": total, "SET_ASIDE": aside, "COUNT": len(places)}


def _damage_field(name: str, words: str, kind: Any) -> QgsProcessingParameterDefinition:
    return QgsProcessingParameterField(name, words, parentLayerParameterName="DAMAGE", type=kind, optional=True)


def _ratios(text: str) -> Mapping[str, float]:
    try:
        return checked_ratios(json.loads(text)) if text else DEFAULT_LOSS_RATIOS
    except json.JSONDecodeError as error:
        raise PlanError(tr("The loss ratios are not JSON: {why}.", why=error)) from None
