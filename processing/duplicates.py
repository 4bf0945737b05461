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
)
from qgis.PyQt.QtCore import QVariant

from ..planning.criteria.alternatives import Alternatives
from ..planning.criteria.fit.duplicates import LEAST_SCORE, WHICH, Told, Twins, duplicates
from ..planning.criteria.fit.duplicates_column import others_of, told_by
from ..planning.criteria.fit.twin_words import differences, evidence
from ..planning.language import tr
from ..planning.progress import Progress
from .base import Algorithm, Inputs, choice_parameter, helped
from .measure_source import measure_field, measures_parameters, read_measures, write_measures
from .results import Values, write_table

ROLES = {
    "TITLE_FIELD": "title_uk",
    "CODE_FIELD": "code",
    "ADDRESS_FIELD": "address",
    "SETTLEMENT_FIELD": "settlement",
    "COST_FIELD": "cost_total",
    "START_FIELD": "start_year",
    "END_FIELD": "end_year",
    "DOCUMENT_FIELD": "document",
}
PAIR_FIELDS = (
    ("first", QVariant.String),
    ("second", QVariant.String),
    ("score", QVariant.Double),
    ("evidence", QVariant.String),
    ("differs", QVariant.String),
    ("first_title", QVariant.String),
    ("second_title", QVariant.String),
    ("first_document", QVariant.String),
    ("second_document", QVariant.String),
    ("first_cost", QVariant.Double),
    ("second_cost", QVariant.Double),
    ("metres", QVariant.Double),
)


class Duplicates(Algorithm):
    NAME = "duplicates"
    GROUP = "criteria"

    def title(self) -> str:
        return tr("Duplicate measures")

    def about(self) -> str:
        return tr(
            "Finds measures that are likely one and the same: in two documents, or twice in one. Their titles are "
            "compared by rare words, then place, address and cost; another house, number, stage, settlement or kind "
            "of work keeps them apart. Nothing is merged: you decide. The result is the layer again with duplicates: "
            "how many others, duplicate_of: their codes, and duplicate_score of the surest, 0 to 1. A second table has "
            "each pair with what speaks for it and what differs."
        )

    def inputs(self) -> Iterator[QgsProcessingParameterDefinition]:
        yield from measures_parameters()
        yield measure_field("TITLE_FIELD", tr("Field with title"), tr("What the measure is called; a layer needs it."))
        yield measure_field(
            "CODE_FIELD", tr("Field with code"), tr("Names the measures; without it they are numbered.")
        )
        yield measure_field(
            "ADDRESS_FIELD", tr("Field with address"), tr("Street and house, where the title has none.")
        )
        yield measure_field("SETTLEMENT_FIELD", tr("Field with settlement"), tr("Measures of two settlements are two."))
        yield measure_field("COST_FIELD", tr("Field with cost"), tr("In one unit for all; NULL is unknown."), True)
        yield measure_field("START_FIELD", tr("Field with first year"), tr("Told where it differs; no evidence."), True)
        yield measure_field("END_FIELD", tr("Field with last year"), tr("Told where it differs; no evidence."), True)
        yield measure_field("DOCUMENT_FIELD", tr("Field with document"), tr("Concept, programme, strategy, DREAM."))
        yield choice_parameter(
            "WHICH",
            tr("Which pairs"),
            WHICH,
            tr("all; between: in two documents; within: in one document, or of no known document."),
        )
        yield helped(
            QgsProcessingParameterNumber(
                "LEAST",
                tr("Least score"),
                QgsProcessingParameterNumber.Type.Double,
                LEAST_SCORE,
                minValue=0,
                maxValue=1,
            ),
            tr("Pairs below are not shown. Words weigh 0.6, place 0.3, cost 0.1, over what is known."),
            advanced=True,
        )
        yield helped(
            QgsProcessingParameterFeatureSink("OUTPUT", tr("Measures with duplicates")),
            tr("The layer again, or a table of the plan's measures, with the numbers added."),
        )
        yield helped(
            QgsProcessingParameterFeatureSink("PAIRS", tr("Pairs"), QgsProcessing.SourceType.TypeVector, optional=True),
            tr("Each pair with score, evidence and what differs, the surest first."),
        )

    def results(self) -> Iterator[QgsProcessingOutputDefinition]:
        yield QgsProcessingOutputNumber("PAIR_COUNT", tr("Number of likely duplicates"))
        yield QgsProcessingOutputNumber("COUNT", tr("Number of measures"))

    def compute(self, inputs: Inputs, progress: Progress) -> dict[str, Any]:
        measures = read_measures(inputs, ROLES, progress.part(0, 0.2), needed=("TITLE_FIELD",))
        told = told_by(measures)
        twins = duplicates(told, inputs.number("LEAST"), inputs.text("WHICH"), progress.part(0.2, 0.8))
        columns, fields = _columns(twins, measures)
        output = write_measures(inputs, measures, columns, fields, progress.part(0.8, 1))
        results: dict[str, Any] = {"OUTPUT": output, "PAIR_COUNT": len(twins), "COUNT": len(measures)}
        if inputs.given("PAIRS"):
            fields = [QgsField(name, kind) for name, kind in PAIR_FIELDS]
            results["PAIRS"] = write_table(inputs, "PAIRS", fields, _pair_rows(twins, told, measures))
        return results


def _columns(twins: Twins, measures: Alternatives) -> tuple[dict[str, Values], list[QgsField]]:
    others = others_of(twins, len(measures))
    best = np.zeros(len(measures))
    for rows in (twins.first, twins.second):
        np.maximum.at(best, rows, twins.score)
    columns: dict[str, Values] = {
        "duplicates": [len(rows) for rows in others],
        "duplicate_of": [", ".join(measures.codes[row] for row in rows) or None for rows in others],
        "duplicate_score": np.where(best > 0, best, np.nan),
    }
    kinds = (QVariant.Int, QVariant.String, QVariant.Double)
    return columns, [QgsField(name, kind) for name, kind in zip(columns, kinds)]


def _pair_rows(twins: Twins, told: Told, measures: Alternatives) -> Iterator[tuple[Any, ...]]:
    for row, (one, other) in enumerate(zip(twins.first, twins.second)):
        yield (
            measures.codes[one],
            measures.codes[other],
            twins.score[row],
            evidence(twins, row),
            differences(twins, told, row) or None,
            *(told.titles[at].subject.title for at in (one, other)),
            *(told.documents[at] for at in (one, other)),
            *(told.costs[at] for at in (one, other)),
            twins.metres[row],
        )
