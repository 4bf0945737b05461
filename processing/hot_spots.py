from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from qgis.core import (
    QgsField,
    QgsProcessingOutputDefinition,
    QgsProcessingOutputNumber,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterField,
    QgsProcessingParameterNumber,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QVariant

from ..planning.criteria.clusters.hotspots import HotSpots, hot_spots
from ..planning.criteria.column import placeless_findings
from ..planning.criteria.shapes import middles_of
from ..planning.language import tr
from ..planning.progress import Progress
from .base import Algorithm, Inputs, helped
from .distances import MAP_LAYER, metres_parameter, places_parameter, read_for_distances, say_findings
from .result_style import NOTHING, Look, keep_style, style_classes
from .results import Values, write_with_columns

NEIGHBOURS = 8
COLOURS = {3: "#b2182b", 2: "#ef8a62", 1: "#fddbc7", -1: "#d1e5f0", -2: "#67a9cf", -3: "#2166ac"}
CONFIDENCE = {3: 99, 2: 95, 1: 90}


class HotSpotsOfValues(Algorithm):
    NAME = "hotspots"
    GROUP = "criteria"

    def title(self) -> str:
        return tr("Hot spots")

    def about(self) -> str:
        return tr(
            "Finds where high or low values cluster more than chance would have it (Getis-Ord Gi*). "
            "Each feature is compared, together with its neighbours, with the whole layer. The result is the layer "
            "again with gi_z, gi_p (two-sided), gi_level: 3, 2, 1 for a hot spot with 99, 95, 90 % confidence, "
            "negative for a cold spot, 0 for chance, and neighbours. NULL values are left out: unknown."
        )

    def inputs(self) -> Iterator[QgsProcessingParameterDefinition]:
        yield places_parameter()
        yield helped(
            QgsProcessingParameterField(
                "FIELD",
                tr("Field with values"),
                parentLayerParameterName="INPUT",
                type=QgsProcessingParameterField.DataType.Numeric,
            ),
            tr("Damage, people without service, score: any number."),
        )
        yield metres_parameter(
            "BAND",
            tr("Neighbours within, metres"),
            tr("Measured between the middles of features. Empty: the nearest ones, however far."),
            None,
        )
        whole = QgsProcessingParameterNumber.Type.Integer
        yield helped(
            QgsProcessingParameterNumber("NEAREST", tr("Number of nearest neighbours"), whole, NEIGHBOURS, minValue=1),
            tr("Counts where no distance is given; eight or more are usual."),
        )
        yield helped(
            QgsProcessingParameterNumber("PERMUTATIONS", tr("Permutations"), whole, 0, minValue=0, maxValue=99_999),
            tr(
                "0: the chance is that of a normal distribution. Else it is found by drawing other neighbours so many "
                "times, which suits values that are mostly 0; 999 are usual, more where there are many features."
            ),
            advanced=True,
        )
        yield helped(
            QgsProcessingParameterNumber("SEED", tr("Seed"), whole, 1, minValue=0),
            tr("The same seed gives the same draws."),
            advanced=True,
        )
        yield helped(
            QgsProcessingParameterBoolean("CORRECTED", tr("Correct for many tests"), defaultValue=True),
            tr(
                "Among many features some look like hot spots by chance; the false discovery rate (Benjamini & "
                "Hochberg 1995) leaves fewer of them."
            ),
            advanced=True,
        )
        yield helped(
            QgsProcessingParameterFeatureSink("OUTPUT", tr("Hot and cold spots"), MAP_LAYER[0]),
            tr("The layer of places again, with the numbers added, in red and blue that differ for everyone."),
        )

    def results(self) -> Iterator[QgsProcessingOutputDefinition]:
        yield QgsProcessingOutputNumber("HOT", tr("Number of hot spots"))
        yield QgsProcessingOutputNumber("COLD", tr("Number of cold spots"))
        yield QgsProcessingOutputNumber("UNKNOWN", tr("Number of features left out"))
        yield QgsProcessingOutputNumber("COUNT", tr("Number of features"))

    def compute(self, inputs: Inputs, progress: Progress) -> dict[str, Any]:
        [places] = read_for_distances(inputs, {"INPUT": [inputs.text("FIELD")]}, progress.part(0, 0.3))
        say_findings(placeless_findings(places), progress)
        values = places.numbers(inputs.text("FIELD"))
        found = hot_spots(
            middles_of(places.geometries),
            values,
            inputs.number("BAND") if inputs.given("BAND") else None,
            inputs.integer("NEAREST"),
            inputs.switch("CORRECTED"),
            progress.part(0.3, 0.7),
            inputs.integer("PERMUTATIONS"),
            inputs.integer("SEED"),
        )
        _say(found, values, progress)
        columns: dict[str, Values] = {
            "gi_z": found.z,
            "gi_p": found.p,
            "gi_level": np.where(np.isnan(found.z), np.nan, found.level),
            "neighbours": found.neighbours,
        }
        kinds = (QVariant.Double, QVariant.Double, QVariant.Int, QVariant.Int)
        fields = [QgsField(name, kind) for name, kind in zip(columns, kinds)]
        output = write_with_columns(inputs, "INPUT", "OUTPUT", columns, fields, progress.part(0.7, 1))
        keep_style(output, inputs.context, style_levels())
        numbers = {"HOT": int((found.level > 0).sum()), "COLD": int((found.level < 0).sum())}
        return {"OUTPUT": output, **numbers, "UNKNOWN": int(np.isnan(found.z).sum()), "COUNT": len(places)}


def _say(found: HotSpots, values: Any, progress: Progress) -> None:
    lonely, known = int((found.neighbours == 1).sum()), values[found.neighbours > 0]
    everyone = int((found.neighbours == len(known)).sum())
    if len(known) > 1 and np.ptp(known) > 0 and everyone:
        progress.warn(
            tr(
                "{count} features have all features as neighbours, so nothing sets them apart: choose fewer neighbours "
                "or a smaller distance.",
                count=everyone,
            )
        )
    elif np.isnan(found.z).all():
        progress.warn(tr("All values are alike or unknown, so there are neither hot nor cold spots."))
    elif lonely:
        progress.warn(tr("{count} features have no neighbour so near: choose a larger distance.", count=lonely))


def style_levels() -> Callable[[QgsVectorLayer], None]:
    """Hot in reds, cold in blues, the surer the darker; chance in grey."""
    looks = [Look(_words(level), f'"gi_level" = {level}', colour) for level, colour in COLOURS.items()]
    looks.append(Look(tr("chance, or unknown"), 'coalesce("gi_level", 0) = 0', NOTHING))
    return lambda layer: style_classes(layer, looks)


def _words(level: int) -> str:
    share = CONFIDENCE[abs(level)]
    return tr("hot spot, {share} % sure", share=share) if level > 0 else tr("cold spot, {share} % sure", share=share)
