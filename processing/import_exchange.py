from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from qgis.core import (
    QgsProcessingOutputDefinition,
    QgsProcessingOutputNumber,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterFile,
)

from ..planning.exchange.formats import AUTO, import_file, readable
from ..planning.exchange.task import Loss, Task
from ..planning.language import tr
from ..planning.progress import Progress
from .base import Algorithm, Inputs, choice_parameter, helped, plan_parameter
from .exchange import coordinates_of, tell_losses
from .imports import document_named, document_parameters, report_parameter, row_results


class ImportExchange(Algorithm):
    NAME = "importexchange"
    GROUP = "plan"

    def title(self) -> str:
        return tr("Import an exchange file")

    def about(self) -> str:
        return tr(
            "Reads projects from a file in an exchange format into the plan's measures. "
            "Importing again merges by the project's identifier: what has changed in the file is taken, what people "
            "have changed in the plan stays. What the plan has no field for is kept and written again on export. "
            "A file with an error is refused as a whole, with its places."
        )

    def inputs(self) -> Iterator[QgsProcessingParameterDefinition]:
        yield plan_parameter()
        yield helped(QgsProcessingParameterFile("INPUT", tr("File")), tr("The file to read; it is not changed."))
        yield choice_parameter(
            "FORMAT",
            tr("Format"),
            (AUTO, *readable()),
            tr("auto: recognised from the file. The guides to the formats say what each one carries."),
        )
        yield from document_parameters("SPP")
        yield report_parameter()

    def results(self) -> Iterator[QgsProcessingOutputDefinition]:
        yield QgsProcessingOutputNumber("ROWS", tr("Records in the file"))
        yield QgsProcessingOutputNumber("TAKEN", tr("New measures"))
        yield QgsProcessingOutputNumber("CHANGED", tr("Measures that have changed"))
        yield QgsProcessingOutputNumber("UNCHANGED", tr("Measures without a change"))
        yield QgsProcessingOutputNumber("REFUSED", tr("Records refused"))

    def compute(self, inputs: Inputs, progress: Progress) -> dict[str, Any]:
        path = inputs.file("INPUT")
        with inputs.plan() as plan:
            moved = coordinates_of(plan.srs_id, inputs.context)
            task = Task(plan, path, moved, progress, document_named(inputs))
            run = import_file(task, inputs.text("FORMAT"))
        tell_losses((Loss(**loss) for loss in run.summary["losses"]), progress)
        for remark in run.summary["remarks"]:
            progress.warn(remark)
        results = row_results(inputs, run, progress)
        results.pop("OTHER")
        return results
