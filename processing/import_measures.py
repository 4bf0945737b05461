from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from qgis.core import (
    QgsField,
    QgsProcessing,
    QgsProcessingOutputDefinition,
    QgsProcessingOutputNumber,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterString,
)
from qgis.PyQt.QtCore import QVariant

from ..planning.intake.decisions import CHANGES, GONE, Decisions, decisions_from
from ..planning.intake.differences import ImportRun, differences
from ..planning.intake.merge import store_measures
from ..planning.intake.workbook import read_measure_tables
from ..planning.language import tr
from ..planning.plan.schema import code_label
from ..planning.progress import Progress
from .base import Algorithm, Inputs, choice_parameter, helped, plan_parameter
from .imports import (
    document_named,
    document_parameters,
    mapping_of,
    row_outputs,
    row_results,
    table_parameters,
    unit_of_money,
    unit_parameter,
)
from .results import write_table


class ImportMeasures(Algorithm):
    NAME = "importmeasures"
    GROUP = "plan"

    def title(self) -> str:
        return tr("Import measures")

    def about(self) -> str:
        return tr(
            "Reads a programme's table of measures as it was written. "
            "Headers, sub-headings, totals and notes are recognised; money and periods are understood as people write "
            "them. Every row is reported. Importing again finds measures by code, or by title and place where there is "
            "none, and shows what is new, changed and gone: what has changed in the table is taken, what people have "
            "changed in the plan stays, and nothing that is attached is lost, unless you decide otherwise."
        )

    def inputs(self) -> Iterator[QgsProcessingParameterDefinition]:
        yield plan_parameter()
        yield from table_parameters()
        yield unit_parameter()
        yield from document_parameters("PKV")
        yield from _decisions()

    def results(self) -> Iterator[QgsProcessingOutputDefinition]:
        yield from row_outputs()
        yield QgsProcessingOutputNumber("GONE", tr("Measures no longer in the table"))

    def compute(self, inputs: Inputs, progress: Progress) -> dict[str, Any]:
        path = inputs.file("INPUT")
        unit = unit_of_money(inputs)
        readings = read_measure_tables(path, inputs.text("SHEET"), mapping_of(inputs), unit, progress.part(0, 0.5))
        with inputs.plan() as plan:
            run = store_measures(
                plan,
                readings,
                document_named(inputs),
                path,
                progress.part(0.5, 1),
                _decided(inputs),
                inputs.text("SHEET"),
                inputs.switch("PREVIEW"),
            )
        if inputs.switch("PREVIEW"):
            progress.say(tr("This was a preview: the plan file was not changed."))
        results = {**row_results(inputs, run, progress), "GONE": run.summary.get("gone", 0)}
        return {**results, "DIFFERENCES": _write(inputs, run)} if inputs.given("DIFFERENCES") else results


def _decisions() -> Iterator[QgsProcessingParameterDefinition]:
    yield choice_parameter(
        "CHANGES",
        tr("Measures that the plan has already"),
        CHANGES,
        tr(
            "merge: what has changed in the table is taken, what people have changed in the plan stays; where both "
            "have changed, the table is taken and the row says so. table: every value of the table is taken. plan: "
            "the plan stays, only gaps are filled."
        ),
    )
    yield choice_parameter(
        "REMOVED",
        tr("Measures no longer in the table"),
        GONE,
        tr(
            "keep: they stay and are told. cancel: they get the status «cancelled». remove: they are removed, but "
            "those that something is attached to or computed for are cancelled."
        ),
    )
    yield helped(
        QgsProcessingParameterString("DECISIONS", tr("Single decisions"), optional=True, multiLine=True),
        tr(
            "JSON that goes before the rest: code or title of a measure with «table» or «plan», for all of it or by "
            "field, such as {example}.",
            example='{"ЖИТ-01": "plan", "ОСВ-02": {"cost_total": "table"}}',
        ),
        advanced=True,
    )
    yield helped(
        QgsProcessingParameterBoolean("PREVIEW", tr("Only show what would change"), defaultValue=False),
        tr("Everything is found out and reported, and nothing is written."),
    )
    yield helped(
        QgsProcessingParameterFeatureSink(
            "DIFFERENCES", tr("Differences"), QgsProcessing.SourceType.TypeVector, optional=True, createByDefault=False
        ),
        tr("New and gone measures, and each changed field: what the plan had, what the table says, what was taken."),
    )


def _decided(inputs: Inputs) -> Decisions:
    return decisions_from(inputs.text("CHANGES"), inputs.text("REMOVED"), inputs.json("DECISIONS"))


def _write(inputs: Inputs, run: ImportRun) -> str:
    texts = ("outcome", "words", "code", "title", "field", "label", "in_plan", "in_table")
    fields = [
        *(QgsField(name, QVariant.String) for name in texts),
        QgsField("taken", QVariant.Bool),
        QgsField("sheet", QVariant.String),
        QgsField("row", QVariant.Int),
    ]
    rows = (
        (
            each.outcome,
            code_label("row_outcome", each.outcome) if each.taken or not each.field else tr("Left as in the plan"),
            each.code,
            each.title,
            each.field,
            each.label,
            each.there,
            each.stated,
            each.taken,
            each.sheet,
            each.row,
        )
        for each in differences(run)
    )
    return write_table(inputs, "DIFFERENCES", fields, rows)
