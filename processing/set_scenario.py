from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from qgis.core import (
    QgsProcessingOutputDefinition,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterFile,
)

from ..planning.language import tr
from ..planning.plan.scenarios import read_definition, store_scenario
from ..planning.progress import Progress
from .base import Algorithm, Inputs, helped, plan_parameter


class SetScenario(Algorithm):
    NAME = "setscenario"
    GROUP = "plan"

    def title(self) -> str:
        return tr("Set scenario")

    def about(self) -> str:
        return tr(
            "Puts a scenario into the plan file: criteria with weights, layers, budget and rules. "
            "A scenario of the same name is replaced. Layer paths are kept relative to the plan file."
        )

    def inputs(self) -> Iterator[QgsProcessingParameterDefinition]:
        yield plan_parameter()
        yield helped(
            QgsProcessingParameterFile("INPUT", tr("Scenario file"), extension="json"),
            tr("A JSON file; sample_layers/scenario.json shows its form, docs/scenario.en.md explains it."),
        )

    def results(self) -> Iterator[QgsProcessingOutputDefinition]:
        yield QgsProcessingOutputString("SCENARIO", tr("Scenario"))
        yield QgsProcessingOutputNumber("CRITERIA", tr("Number of criteria"))

    def compute(self, inputs: Inputs, progress: Progress) -> dict[str, Any]:
        path = inputs.file("INPUT")
        definition = read_definition(path)
        with inputs.plan() as plan:
            store_scenario(plan, definition, path.parent)
        progress.say(tr("Scenario «{name}» is in the plan.", name=definition["name"]))
        return {"SCENARIO": definition["name"], "CRITERIA": len(definition["criteria"])}
