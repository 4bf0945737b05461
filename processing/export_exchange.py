from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from qgis.core import (
    QgsProcessingOutputDefinition,
    QgsProcessingOutputNumber,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterString,
)

from ..planning.exchange.formats import export_file, writable
from ..planning.exchange.task import Task
from ..planning.language import tr
from ..planning.plan.store import PlanFile
from ..planning.progress import Progress
from ..planning.publish.gather import published_run
from .base import Algorithm, Inputs, choice_parameter, helped, plan_parameter
from .exchange import coordinates_of, tell_losses, write_losses
from .report import language_parameter


class ExportExchange(Algorithm):
    NAME = "exportexchange"
    GROUP = "publish"

    def title(self) -> str:
        return tr("Export to an exchange format")

    def about(self) -> str:
        return tr(
            "Writes the plan's measures to a file in an exchange format. "
            "All of them, or those of a run's programme. Says for every field what the format cannot carry. "
            "What came with an imported file and has no field in the plan is written again."
        )

    def inputs(self) -> Iterator[QgsProcessingParameterDefinition]:
        yield plan_parameter()
        yield choice_parameter(
            "FORMAT", tr("Format"), writable(), tr("The guides to the formats say what each one carries.")
        )
        yield helped(
            QgsProcessingParameterString("RUN", tr("Run"), optional=True),
            tr(
                "The identifier of a run whose programme is told with the measures; empty: none, or the newest one "
                "where only chosen measures are written."
            ),
        )
        yield helped(
            QgsProcessingParameterBoolean("CHOSEN", tr("Only chosen measures"), defaultValue=False),
            tr("Write only the measures that the run's programme has chosen."),
        )
        yield helped(
            QgsProcessingParameterString("PREFIX", tr("Prefix of project identifiers"), optional=True),
            tr(
                "OC4IDS: the prefix registered with the Open Contracting Partnership, such as oc4ids-abc123; empty: "
                "«local», which is not registered."
            ),
            advanced=True,
        )
        yield language_parameter()
        yield helped(
            QgsProcessingParameterFileDestination("OUTPUT", tr("File"), tr("All files (*.*)")),
            tr("The file to write; an existing one is replaced."),
        )
        yield helped(
            QgsProcessingParameterFileDestination(
                "REPORT", tr("Report of fields"), tr("CSV files (*.csv)"), optional=True, createByDefault=False
            ),
            tr("A CSV file with each field that the format does not carry, how many records have it, and why."),
        )

    def results(self) -> Iterator[QgsProcessingOutputDefinition]:
        yield QgsProcessingOutputNumber("WRITTEN", tr("Records written"))
        yield QgsProcessingOutputNumber("NOT_CARRIED", tr("Fields that are not carried"))

    def compute(self, inputs: Inputs, progress: Progress) -> dict[str, Any]:
        path = inputs.destination("OUTPUT")
        with inputs.plan() as plan:
            moved = coordinates_of(plan.srs_id, inputs.context)
            task = Task(
                plan,
                path,
                moved,
                progress,
                run_id=_run_id(inputs, plan),
                only_chosen=inputs.switch("CHOSEN"),
                prefix=inputs.text("PREFIX"),
                language=inputs.text("LANGUAGE"),
            )
            report = export_file(task, inputs.text("FORMAT"))
        tell_losses(report.losses, progress)
        for remark in report.remarks:
            progress.warn(remark)
        written = max(report.counts.values(), default=0)
        progress.say(tr("{records} records written: {path}", records=written, path=path))
        results: dict[str, Any] = {"OUTPUT": str(path), "WRITTEN": written, "NOT_CARRIED": len(report.losses)}
        if inputs.given("REPORT"):
            results["REPORT"] = str(inputs.destination("REPORT"))
            write_losses(inputs.destination("REPORT"), report.losses)
        return results


def _run_id(inputs: Inputs, plan: PlanFile) -> str:
    if not (inputs.given("RUN") or inputs.switch("CHOSEN")):
        return ""
    return published_run(plan, inputs.text("RUN")).get("run_id", "")
