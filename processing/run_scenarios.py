from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from qgis.core import (
    QgsField,
    QgsProcessing,
    QgsProcessingOutputDefinition,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterFeatureSink,
)
from qgis.PyQt.QtCore import QVariant

from ..planning.criteria.column import Source
from ..planning.language import tr
from ..planning.plan.store import PlanFile
from ..planning.progress import Progress
from ..planning.scenarios.batch import FAILED, FINISHED, UNCHANGED, Line, Prepared, run_scenarios
from .base import Algorithm, Inputs, helped, plan_parameter
from .expressions import computed_fields
from .layers import plan_crs
from .prioritise import read_layers
from .results import write_table
from .scenario_names import scenarios_of, scenarios_parameter

FIGURES = ("value", "spent", "chosen", "gap", "seconds")


class RunScenarios(Algorithm):
    NAME = "runscenarios"
    GROUP = "programme"

    def title(self) -> str:
        return tr("Run scenarios")

    def about(self) -> str:
        return tr(
            "Runs several scenarios one after another, each as «Prioritise» does. "
            "A scenario that is as it was at its last run, with the same layers and the same plan, is not run again, "
            "so that a batch that was stopped goes on where it was. "
            "One that fails is kept as a failed run with the reason, and the others go on."
        )

    def inputs(self) -> Iterator[QgsProcessingParameterDefinition]:
        yield plan_parameter()
        yield scenarios_parameter(tr("Their names with semicolons between them; empty: all scenarios of the plan."))
        yield helped(
            QgsProcessingParameterBoolean("AGAIN", tr("Run unchanged ones too"), defaultValue=False),
            tr("Runs every scenario, also those in which nothing has changed."),
            advanced=True,
        )
        yield helped(
            QgsProcessingParameterFeatureSink(
                "OUTPUT", tr("Table of runs"), QgsProcessing.SourceType.TypeVector, optional=True
            ),
            tr(
                "For each scenario: its run, status (finished, unchanged, failed, cancelled, waiting), value, money "
                "spent, measures chosen, gap, seconds and a message."
            ),
        )

    def results(self) -> Iterator[QgsProcessingOutputDefinition]:
        yield QgsProcessingOutputString("RUNS", tr("Identifiers of the runs"))
        yield QgsProcessingOutputNumber("FINISHED", tr("Scenarios run"))
        yield QgsProcessingOutputNumber("UNCHANGED", tr("Scenarios left as they are"))
        yield QgsProcessingOutputNumber("FAILED", tr("Scenarios that failed"))

    def compute(self, inputs: Inputs, progress: Progress) -> dict[str, Any]:
        with inputs.plan() as plan:
            lines = self._run(plan, inputs, progress)
        told = {status: sum(line.status == status for line in lines) for status in (FINISHED, UNCHANGED, FAILED)}
        progress.say(
            tr(
                "Run: {finished}, left as they are: {unchanged}, failed: {failed}, of {total} scenarios.",
                total=len(lines),
                **told,
            )
        )
        usable = [line.run_id for line in lines if line.run_id and line.summary]
        written = {"OUTPUT": _write(inputs, lines)} if inputs.given("OUTPUT") else {}
        return {**written, "RUNS": ";".join(usable), **{status.upper(): count for status, count in told.items()}}

    def _run(self, plan: PlanFile, inputs: Inputs, progress: Progress) -> tuple[Line, ...]:
        opened: dict[str, Source] = {}

        def prepare(definition: Mapping[str, Any], reading: Progress) -> Prepared:
            layers = read_layers(plan, definition, inputs, reading, opened)
            return Prepared(layers, computed_fields(plan, definition, plan_crs(plan.srs_id)))

        return run_scenarios(plan, scenarios_of(inputs, plan), prepare, progress, inputs.switch("AGAIN"))


def _write(inputs: Inputs, lines: tuple[Line, ...]) -> str:
    kinds = dict.fromkeys(("scenario", "run_id", "status"), QVariant.String)
    kinds.update(value=QVariant.Double, spent=QVariant.Double, chosen=QVariant.Int)
    kinds.update(gap=QVariant.Double, seconds=QVariant.Double, message=QVariant.String)
    fields = [QgsField(name, kind) for name, kind in kinds.items()]
    rows = ([*_names(line), *(line.summary.get(name) for name in FIGURES), line.message] for line in lines)
    return write_table(inputs, "OUTPUT", fields, rows)


def _names(line: Line) -> list[str]:
    return [line.scenario, line.run_id, line.status]
