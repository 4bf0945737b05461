from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from qgis.core import (
    QgsProcessingOutputDefinition,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterFileDestination,
)

from ..planning.language import language, tr
from ..planning.progress import Progress
from ..planning.publish.programme_csv import programme_table, write_csv
from ..planning.publish.workbook import make_workbook, write_workbook
from .base import Algorithm, Inputs, helped, plan_parameter
from .report import GATHERING, content_outputs, content_results, language_parameter, read_content, run_parameter


class ExportWorkbook(Algorithm):
    NAME = "exportworkbook"
    GROUP = "publish"

    def title(self) -> str:
        return tr("Programme as a workbook")

    def about(self) -> str:
        return tr(
            "Writes the programme of a run as an XLSX workbook. "
            "Its first sheet is the annex to a council's decision, with totals as formulas; the others hold the "
            "ranking, money by year and fund, what was left out, remarks on the data, and the method. "
            "A CSV of the programme can be written beside it."
        )

    def inputs(self) -> Iterator[QgsProcessingParameterDefinition]:
        yield plan_parameter()
        yield run_parameter()
        yield language_parameter()
        yield helped(
            QgsProcessingParameterFileDestination("OUTPUT", tr("Workbook"), tr("Workbooks (*.xlsx)")),
            tr("The XLSX file to write; an existing one is replaced."),
        )
        yield helped(
            QgsProcessingParameterFileDestination(
                "CSV", tr("Programme as CSV"), tr("CSV files (*.csv)"), optional=True, createByDefault=False
            ),
            tr("UTF-8, columns parted by semicolons, a column for each year and fund."),
        )

    def results(self) -> Iterator[QgsProcessingOutputDefinition]:
        yield from content_outputs()

    def compute(self, inputs: Inputs, progress: Progress) -> dict[str, Any]:
        path = inputs.destination("OUTPUT")
        content = read_content(inputs, progress.part(0, GATHERING))
        with language(inputs.text("LANGUAGE")):
            workbook = make_workbook(content, progress.part(GATHERING, 1))
            table = programme_table(content)
        write_workbook(workbook, path)
        progress.say(tr("Workbook written: {path}", path=path))
        written = {"OUTPUT": str(path), **content_results(content)}
        if inputs.given("CSV"):
            written["CSV"] = str(inputs.destination("CSV"))
            write_csv(table, inputs.destination("CSV"))
        return written
