from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from qgis.core import (
    QgsProcessingOutputDefinition,
    QgsProcessingParameterDefinition,
)

from ..planning.intake.merge import store_measures
from ..planning.intake.workbook import read_measure_tables
from ..planning.language import tr
from ..planning.progress import Progress
from .base import Algorithm, Inputs, plan_parameter
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


class ImportMeasures(Algorithm):
    NAME = "importmeasures"
    GROUP = "plan"

    def title(self) -> str:
        return tr("Import measures")

    def about(self) -> str:
        return tr(
            "Reads a programme's table of measures as it was written. "
            "Headers, sub-headings, totals and notes are recognised; money and periods are understood as people write "
            "them. Every row is reported. Importing again merges by code, or by title and place where there is none."
        )

    def inputs(self) -> Iterator[QgsProcessingParameterDefinition]:
        yield plan_parameter()
        yield from table_parameters()
        yield unit_parameter()
        yield from document_parameters("PKV")

    def results(self) -> Iterator[QgsProcessingOutputDefinition]:
        yield from row_outputs()

    def compute(self, inputs: Inputs, progress: Progress) -> dict[str, Any]:
        path = inputs.file("INPUT")
        unit = unit_of_money(inputs)
        readings = read_measure_tables(path, inputs.text("SHEET"), mapping_of(inputs), unit, progress.part(0, 0.5))
        with inputs.plan() as plan:
            run = store_measures(plan, readings, document_named(inputs), path, progress.part(0.5, 1))
        return row_results(inputs, run, progress)
