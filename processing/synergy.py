from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from qgis.core import (
    QgsField,
    QgsProcessing,
    QgsProcessingOutputDefinition,
    QgsProcessingOutputNumber,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
)
from qgis.PyQt.QtCore import QVariant

from ..planning.criteria.alternatives import Alternatives
from ..planning.criteria.fit.advice import advice
from ..planning.criteria.fit.digging import EXAMPLE, digging_from
from ..planning.criteria.fit.neighbours import SHORTEST
from ..planning.criteria.fit.synergy import DISTANCE, YEARS, Synergy, Works, synergy
from ..planning.criteria.fit.synergy_column import synergy_findings, works_of_measures
from ..planning.language import tr
from ..planning.progress import Progress
from .base import Algorithm, Inputs, helped
from .distances import metres_parameter, say_findings
from .measure_source import measure_field, measures_parameters, read_measures, write_measures
from .results import Values, write_table

ROLES = {
    "CODE_FIELD": "code",
    "START_FIELD": "start_year",
    "END_FIELD": "end_year",
    "SECTOR_FIELD": "sector",
    "WORKS_FIELD": "measure_type",
}
PAIR_FIELDS = (
    ("first", QVariant.String),
    ("second", QVariant.String),
    ("shared_m", QVariant.Double),
    ("years_apart", QVariant.Int),
    ("closeness", QVariant.Double),
    ("feature", QVariant.String),
    ("advice", QVariant.String),
)


class SynergyOfMeasures(Algorithm):
    NAME = "synergy"
    GROUP = "criteria"

    def title(self) -> str:
        return tr("Dig once")

    def about(self) -> str:
        return tr(
            "Finds measures in the same street or trench within years of each other, so that the ground is opened "
            "once. Lines are a pair where they run side by side; a line and a site, or two sites, where they are near. "
            "The result is the layer again with synergy: the partners, each by closeness in time (1 for the same "
            "years), synergy_m: the metres shared with them, synergy_with: their codes, synergy_years: the least "
            "years apart, and synergy_unknown: neighbours whose years are not known, which do not count. "
            "A second table has each pair with what to do."
        )

    def inputs(self) -> Iterator[QgsProcessingParameterDefinition]:
        yield from measures_parameters()
        yield measure_field(
            "CODE_FIELD", tr("Field with code"), tr("Names the measures; without it they are numbered.")
        )
        yield measure_field(
            "START_FIELD", tr("Field with first year"), tr("NULL is unknown: no synergy is claimed."), True
        )
        yield measure_field(
            "END_FIELD", tr("Field with last year"), tr("Without it, measures end in their first year."), True
        )
        yield measure_field(
            "SECTOR_FIELD", tr("Field with sector"), tr("Code or words; without it every measure digs.")
        )
        yield measure_field(
            "WORKS_FIELD",
            tr("Field with type of work"),
            tr("Code or words, as construction, capital repair, equipment."),
        )
        yield metres_parameter(
            "DISTANCE",
            tr("Side by side up to, metres"),
            tr("Lines that run in nearly one direction within this distance share a stretch; sites are near."),
            DISTANCE,
        )
        yield helped(
            QgsProcessingParameterNumber(
                "YEARS", tr("Years apart, at most"), QgsProcessingParameterNumber.Type.Integer, int(YEARS), minValue=0
            ),
            tr("0: only measures whose years overlap."),
        )
        yield metres_parameter(
            "SHORTEST",
            tr("Shortest stretch, metres"),
            tr("Lines that share less are no pair."),
            SHORTEST,
            advanced=True,
        )
        yield helped(
            QgsProcessingParameterString("DIGGING", tr("What digs (JSON)"), multiLine=True, optional=True),
            tr(
                "Sectors that dig, each with its turn (1 before 2), and types of work that do not, as in {example}. "
                "Empty: municipal infrastructure and energy before transport before environment, parks and sports "
                "grounds; no equipment, services, planning or soft measures.",
                example=EXAMPLE,
            ),
            advanced=True,
        )
        yield helped(
            QgsProcessingParameterFeatureSink("OUTPUT", tr("Measures with synergy")),
            tr("The layer again, or a table of the plan's measures, with the numbers added."),
        )
        yield helped(
            QgsProcessingParameterFeatureSink("PAIRS", tr("Pairs"), QgsProcessing.SourceType.TypeVector, optional=True),
            tr("Each pair with shared metres, years apart, closeness in time and a sentence."),
        )

    def results(self) -> Iterator[QgsProcessingOutputDefinition]:
        yield QgsProcessingOutputNumber("PAIR_COUNT", tr("Number of pairs close in time"))
        yield QgsProcessingOutputNumber("SHARED", tr("Metres that they share"))
        yield QgsProcessingOutputNumber("COUNT", tr("Number of measures"))

    def compute(self, inputs: Inputs, progress: Progress) -> dict[str, Any]:
        digging = digging_from(inputs.text("DIGGING"))
        measures = read_measures(inputs, ROLES, progress.part(0, 0.3))
        works = works_of_measures(measures, digging)
        found = synergy(
            works, inputs.number("DISTANCE"), inputs.number("YEARS"), inputs.number("SHORTEST"), progress.part(0.3, 0.7)
        )
        say_findings(synergy_findings(works, found), progress)
        columns, fields = _columns(found, measures)
        output = write_measures(inputs, measures, columns, fields, progress.part(0.7, 1))
        counted = found.closeness > 0
        results: dict[str, Any] = {
            "OUTPUT": output,
            "PAIR_COUNT": int(counted.sum()),
            "SHARED": float(np.nansum(found.pairs.metres[counted])),
            "COUNT": len(measures),
        }
        if inputs.given("PAIRS"):
            results["PAIRS"] = _write_pairs(inputs, found, works, measures)
        return results


def _columns(found: Synergy, measures: Alternatives) -> tuple[dict[str, Values], list[QgsField]]:
    codes = [", ".join(measures.codes[other] for other in others) or None for others in found.partners]
    columns: dict[str, Values] = {
        "synergy": found.score,
        "synergy_m": found.metres,
        "synergy_with": codes,
        "synergy_years": _whole(found.apart),
        "synergy_unknown": found.unknown,
    }
    kinds = (QVariant.Double, QVariant.Double, QVariant.String, QVariant.Int, QVariant.Int)
    return columns, [QgsField(name, kind) for name, kind in zip(columns, kinds)]


def _write_pairs(inputs: Inputs, found: Synergy, works: Works, measures: Alternatives) -> str:
    pairs = found.pairs
    rows = zip(
        (measures.codes[row] for row in pairs.first),
        (measures.codes[row] for row in pairs.second),
        pairs.metres,
        _whole(pairs.years),
        found.closeness,
        pairs.features,
        advice(found, works, measures.codes),
    )
    return write_table(inputs, "PAIRS", [QgsField(name, kind) for name, kind in PAIR_FIELDS], rows)


def _whole(years: Any) -> list[int | None]:
    return [None if np.isnan(value) else int(value) for value in years]
