from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from qgis.core import (
    QgsProcessingOutputDefinition,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterString,
)

from ..planning.intake.budgets import read_budgets, store_budgets
from ..planning.intake.tables import read_sheet
from ..planning.language import tr
from ..planning.progress import Progress
from .base import Algorithm, Inputs, helped, plan_parameter
from .imports import mapping_of, row_outputs, row_results, table_parameters, unit_of_money, unit_parameter


class ImportBudgets(Algorithm):
    NAME = "importbudgets"
    GROUP = "plan"

    def title(self) -> str:
        return tr("Import budgets")

    def about(self) -> str:
        return tr(
            "Reads budgets by year and fund from a table. "
            "One year a row, or the years as columns. Importing again replaces the amount of a fund and year."
        )

    def inputs(self) -> Iterator[QgsProcessingParameterDefinition]:
        yield plan_parameter()
        yield from table_parameters()
        yield unit_parameter()
        yield helped(
            QgsProcessingParameterString("VARIANT", tr("Budget variant"), defaultValue="base"),
            tr("Scenarios name the variant they use."),
        )

    def results(self) -> Iterator[QgsProcessingOutputDefinition]:
        yield from row_outputs()

    def compute(self, inputs: Inputs, progress: Progress) -> dict[str, Any]:
        path = inputs.file("INPUT")
        unit = unit_of_money(inputs)
        sheet = read_sheet(path, inputs.text("SHEET"))
        rows = read_budgets(sheet, mapping_of(inputs), unit)
        with inputs.plan() as plan:
            run = store_budgets(plan, sheet, rows, inputs.text("VARIANT"), path)
        return row_results(inputs, run, progress)
