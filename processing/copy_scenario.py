from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from qgis.core import (
    QgsProcessingOutputDefinition,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterString,
)

from ..planning.language import tr
from ..planning.progress import Progress
from ..planning.scenarios.copying import copy_scenario
from .base import Algorithm, Inputs, helped, plan_parameter


class CopyScenario(Algorithm):
    NAME = "copyscenario"
    GROUP = "programme"

    def title(self) -> str:
        return tr("Copy scenario")

    def about(self) -> str:
        return tr(
            "Copies a scenario of the plan file under a new name, with changes. "
            "Other weights, another budget, without a rule: each «what if» is a scenario of its own. "
            "Then «Run scenarios» computes them and «Compare scenarios» lays them side by side."
        )

    def inputs(self) -> Iterator[QgsProcessingParameterDefinition]:
        yield plan_parameter()
        yield helped(
            QgsProcessingParameterString("SCENARIO", tr("Scenario"), defaultValue="base"),
            tr("The name of the scenario to copy."),
        )
        yield helped(
            QgsProcessingParameterString("NAME", tr("Name of the copy")),
            tr("A short name, such as «less money». A title for reports can be given in the changes as title_uk."),
        )
        yield helped(
            QgsProcessingParameterString("CHANGES", tr("Changes"), optional=True, multiLine=True),
            tr(
                "What is different, as JSON. A value replaces what the scenario has, null drops it. "
                "Without floors: {floors}. One weight: {weight}. Other layers: {layers}, "
                "paths from the plan file's folder.",
                floors='{"programme": {"floors": null}}',
                weight='{"criteria": {"people": {"weight": 5}}}',
                layers='{"layers": {"buildings": "town.gpkg|layername=houses"}}',
            ),
        )
        yield helped(
            QgsProcessingParameterBoolean("REPLACE", tr("Replace a scenario of that name"), defaultValue=False),
            tr("Otherwise a name that is taken is refused."),
        )

    def results(self) -> Iterator[QgsProcessingOutputDefinition]:
        yield QgsProcessingOutputString("COPY", tr("Name of the copy"))
        yield QgsProcessingOutputNumber("CHANGED", tr("Number of changes"))

    def compute(self, inputs: Inputs, progress: Progress) -> dict[str, Any]:
        name, changes = inputs.text("NAME"), inputs.json("CHANGES")
        with inputs.plan() as plan:
            changed = copy_scenario(
                plan, inputs.text("SCENARIO"), name, {} if changes is None else changes, inputs.switch("REPLACE")
            )
        progress.say(tr("Scenario «{name}» is in the plan.", name=name))
        for change in changed:
            progress.say(change.sentence())
        if not changed:
            progress.say(tr("It is the same as «{scenario}» so far.", scenario=inputs.text("SCENARIO")))
        return {"COPY": name, "CHANGED": len(changed)}
