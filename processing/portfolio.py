from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from qgis.core import (
    QgsProcessingOutputDefinition,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterString,
)

from ..planning.language import tr
from ..planning.programme.again import choose_again
from ..planning.progress import Progress
from .base import Algorithm, Inputs, helped, plan_parameter

OUTPUTS = {
    "RUN": "run_id",
    "STATUS": "status",
    "CHOSEN": "chosen",
    "COST": "spent",
    "VALUE": "value",
    "BOUND": "bound",
    "GAP": "gap",
    "SECONDS": "seconds",
}


class Portfolio(Algorithm):
    NAME = "portfolio"
    GROUP = "programme"

    def title(self) -> str:
        return tr("Choose the programme")

    def about(self) -> str:
        return tr(
            "Chooses the measures, their years and the funds that pay for them, so that the programme is worth most "
            "within the yearly budgets and the rules of a scenario. "
            "The choice is exact: it says how far, at most, it stays below the best possible. "
            "The values are the scores of the scenario's newest ranking, so run «Prioritise» first; "
            "then change money or rules with «Import budgets» and «Set scenario», and choose again. "
            "Where no programme is possible, it names the limits that clash."
        )

    def inputs(self) -> Iterator[QgsProcessingParameterDefinition]:
        yield plan_parameter()
        yield helped(
            QgsProcessingParameterString("SCENARIO", tr("Scenario"), defaultValue="base"),
            tr("The name of a scenario that «Set scenario» has put into the plan."),
        )
        yield helped(
            QgsProcessingParameterString("RANKING_RUN", tr("Ranking to choose from"), optional=True),
            tr("The identifier of the run whose ranking counts; empty: the newest of the scenario."),
            advanced=True,
        )

    def results(self) -> Iterator[QgsProcessingOutputDefinition]:
        yield QgsProcessingOutputString("RUN", tr("Identifier of the run"))
        yield QgsProcessingOutputString("STATUS", tr("How the choice ended"))
        yield QgsProcessingOutputNumber("CHOSEN", tr("Measures chosen"))
        yield QgsProcessingOutputNumber("COST", tr("Money of the programme"))
        yield QgsProcessingOutputNumber("VALUE", tr("Value of the programme"))
        yield QgsProcessingOutputNumber("BOUND", tr("Best value that could exist"))
        yield QgsProcessingOutputNumber("GAP", tr("Share of value that may be missing"))
        yield QgsProcessingOutputNumber("SECONDS", tr("Seconds to solve"))

    def compute(self, inputs: Inputs, progress: Progress) -> dict[str, Any]:
        with inputs.plan() as plan:
            run = choose_again(plan, inputs.text("SCENARIO"), inputs.text("RANKING_RUN"), progress)
        told = {**run.summary, "run_id": run.run_id}
        progress.say(
            tr(
                "Chosen: {chosen} of {candidates} measures, at most {gap}% below the best possible.",
                chosen=told["chosen"],
                candidates=told["candidates"],
                gap=f"{100 * told['gap']:.2f}",
            )
        )
        return {output: told[name] for output, name in OUTPUTS.items()}
