from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from qgis.core import (
    QgsField,
    QgsProcessingOutputDefinition,
    QgsProcessingOutputNumber,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterFeatureSink,
)
from qgis.PyQt.QtCore import QVariant

from ..planning.criteria.column import Finding
from ..planning.criteria.damage.exposure import BEST, HIGH, LOW, damage_exposure
from ..planning.criteria.damage.sources import disagreement_finding
from ..planning.criteria.reach import sum_within
from ..planning.language import current_language, tr
from ..planning.progress import Progress
from .base import Algorithm, Inputs, helped
from .damage_parameters import count_piled_parameter, damage_inputs, read_damage, sites_of_inputs, weights_of_sites
from .distances import MAP_LAYER, metres_parameter, places_parameter, say_findings
from .results import Values, write_with_columns


class DamageExposure(Algorithm):
    NAME = "damageexposure"
    GROUP = "criteria"

    def title(self) -> str:
        return tr("Damage in reach")

    def about(self) -> str:
        return tr(
            "Sums the damage within reach of each feature, weighted by loss: one destroyed object counts 1. "
            "The damage class of each site stands for a loss ratio that you can change. Many events on one point, as "
            "when a source knows only the town, are set aside and reported. Where a class or two sources leave it "
            "open, the loss is an interval, not a choice. "
            "The result is the layer again with damage, damage_low and damage_high, sites_in_reach, sites_disagree: "
            "those on which the sources have nothing in common, and sites_unknown: those whose loss is not known, so "
            "that damage is a lower bound."
        )

    def inputs(self) -> Iterator[QgsProcessingParameterDefinition]:
        yield places_parameter()
        yield from damage_inputs()
        yield metres_parameter("REACH", tr("Reach, metres"), tr("Straight distance; 0 means touching or inside."), 500)
        yield helped(
            QgsProcessingParameterBoolean("BY_AREA", tr("Polygons by the part in reach"), defaultValue=False),
            tr("Of a damaged area only the share that lies within reach counts, not the whole."),
            advanced=True,
        )
        yield count_piled_parameter()
        yield helped(
            QgsProcessingParameterFeatureSink("OUTPUT", tr("Places with damage in reach"), MAP_LAYER[0]),
            tr("The layer of places again, with the numbers added."),
        )

    def results(self) -> Iterator[QgsProcessingOutputDefinition]:
        yield QgsProcessingOutputNumber("TOTAL", tr("Damage within reach of at least one place"))
        yield QgsProcessingOutputNumber("SET_ASIDE", tr("Events set aside as piled on one point"))
        yield QgsProcessingOutputNumber("DISAGREE", tr("Objects on which the sources disagree"))
        yield QgsProcessingOutputNumber("COUNT", tr("Number of features"))

    def compute(self, inputs: Inputs, progress: Progress) -> dict[str, Any]:
        layers = read_damage(inputs, progress.part(0, 0.4))
        found = sites_of_inputs(inputs, layers, progress.part(0.4, 0.5))
        sites, weight = found.sites, inputs.text("WEIGHT_FIELD")
        _tell([*sites.findings, *disagreement_finding(found)], progress)
        if weight:
            sites = sites.times(weights_of_sites(layers["DAMAGE"].numbers(weight), len(sites)))
        places, reach = layers["INPUT"].geometries, inputs.number("REACH")
        by_area = inputs.switch("BY_AREA")
        reached = damage_exposure(places, sites, reach, progress=progress.part(0.5, 0.68), by_area=by_area)
        disputed = sites.geometries[found.disagree]
        disagreeing = sum_within(places, disputed, np.ones((len(disputed), 1)), reach, None, progress.part(0.68, 0.7))
        columns: dict[str, Values] = {
            "damage": reached.total[:, BEST],
            "damage_low": reached.total[:, LOW],
            "damage_high": reached.total[:, HIGH],
            "sites_in_reach": reached.units,
            "sites_unknown": reached.unknown[:, BEST],
            "sites_disagree": disagreeing.units,
        }
        fields = [QgsField(name, QVariant.Int if "sites" in name else QVariant.Double) for name in columns]
        output = write_with_columns(inputs, "INPUT", "OUTPUT", columns, fields, progress.part(0.7, 1))
        aside = float(np.sum([pile.events for pile in sites.piles]))
        total = None if np.isnan(reached.once[BEST]) else float(reached.once[BEST])
        numbers = {"TOTAL": total, "SET_ASIDE": aside, "DISAGREE": int(found.disagree.sum())}
        return {"OUTPUT": output, **numbers, "COUNT": len(layers["INPUT"])}


def _tell(findings: Sequence[Finding], progress: Progress) -> None:
    """Warnings as such; how the classes were read is no warning."""
    for found in findings:
        if found["severity"] == "info":
            progress.say(found["message_" + current_language()])
    say_findings([found for found in findings if found["severity"] != "info"], progress)
