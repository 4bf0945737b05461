from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from qgis.core import (
    QgsProcessingOutputDefinition,
    QgsProcessingParameterDefinition,
)

from ..planning.intake.goals import read_goals, store_goals
from ..planning.intake.tables import read_sheet
from ..planning.language import tr
from ..planning.progress import Progress
from .base import Algorithm, Inputs, plan_parameter
from .imports import document_named, document_parameters, mapping_of, row_outputs, row_results, table_parameters


class ImportGoals(Algorithm):
    NAME = "importgoals"
    GROUP = "plan"

    def title(self) -> str:
        return tr("Import goals")

    def about(self) -> str:
        return tr(
            "Reads the goal tree of a concept from a table. "
            "Columns: code, parent goal, level and title; a parent that is not given follows from the code, so 1.2 "
            "stands below 1. Importing again merges by code."
        )

    def inputs(self) -> Iterator[QgsProcessingParameterDefinition]:
        yield plan_parameter()
        yield from table_parameters()
        yield from document_parameters("KIR")

    def results(self) -> Iterator[QgsProcessingOutputDefinition]:
        yield from row_outputs()

    def compute(self, inputs: Inputs, progress: Progress) -> dict[str, Any]:
        path = inputs.file("INPUT")
        sheet = read_sheet(path, inputs.text("SHEET"))
        rows = read_goals(sheet, mapping_of(inputs))
        with inputs.plan() as plan:
            run = store_goals(plan, sheet, rows, document_named(inputs), path)
        return row_results(inputs, run, progress)
