from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from qgis.core import (
    QgsField,
    QgsProcessing,
    QgsProcessingOutputDefinition,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
)
from qgis.PyQt.QtCore import QVariant

from ..planning.errors import PlanError
from ..planning.language import tr
from ..planning.programme.problem import Problem
from ..planning.programme.uncertainty.regret import Regret, regret_of
from ..planning.programme.uncertainty.scenarios import problems_of
from ..planning.progress import Progress
from .base import Algorithm, Inputs, helped, plan_parameter
from .results import write_table
from .scenario_names import listed_texts, scenarios_parameter


class RegretAcrossScenarios(Algorithm):
    NAME = "scenarioregret"
    GROUP = "programme"

    def title(self) -> str:
        return tr("Regret across scenarios")

    def about(self) -> str:
        return tr(
            "Tells what each scenario's programme would lose if another scenario came true: its regret. "
            "It also finds the programme whose worst regret is the smallest, within the rules and money of one "
            "scenario: a compromise that no future makes a great mistake. "
            "The scenarios must have been run, and their values must be on one scale: the same criteria."
        )

    def inputs(self) -> Iterator[QgsProcessingParameterDefinition]:
        yield plan_parameter()
        yield scenarios_parameter(tr("Names with semicolons between; empty: all that have a ranking."))
        yield helped(
            QgsProcessingParameterString("RULES_OF", tr("Rules and money of"), optional=True),
            tr("The scenario within whose rules and money the compromise stays; empty: the first."),
        )
        real = QgsProcessingParameterNumber.Type.Double
        yield helped(
            QgsProcessingParameterNumber("GAP", tr("Gap of each choice"), real, 0.002, minValue=0, maxValue=1),
            tr("How far a programme may stay below its best."),
            advanced=True,
        )
        yield helped(
            QgsProcessingParameterNumber("TIME_LIMIT", tr("Seconds for each choice"), real, 30, minValue=1),
            tr("A search that takes longer ends with the best it has found."),
            advanced=True,
        )
        yield helped(
            QgsProcessingParameterFeatureSink("REGRETS", tr("Regrets"), QgsProcessing.SourceType.TypeVector),
            tr("Each programme in each scenario: its value there, the best value there, and its regret."),
        )
        yield helped(
            QgsProcessingParameterFeatureSink(
                "COMPROMISE", tr("Compromise"), QgsProcessing.SourceType.TypeVector, optional=True
            ),
            tr("The measures of the programme with the smallest worst regret, and their start years."),
        )

    def results(self) -> Iterator[QgsProcessingOutputDefinition]:
        yield QgsProcessingOutputNumber("WORST", tr("Worst regret of the compromise"))
        yield QgsProcessingOutputNumber("BOUND", tr("Worst regret that none can stay under"))
        yield QgsProcessingOutputString("BEST_OWN", tr("Scenario whose own programme has the smallest worst regret"))

    def compute(self, inputs: Inputs, progress: Progress) -> dict[str, Any]:
        with inputs.plan() as plan:
            problems = problems_of(plan, listed_texts(inputs, "SCENARIOS"))
        common = inputs.text("RULES_OF") or next(iter(problems))
        if common not in problems:
            raise PlanError(
                tr(
                    "«{name}» is none of the scenarios that are compared: {known}.",
                    name=common,
                    known=", ".join(problems),
                )
            )
        found = regret_of(problems, common, inputs.number("GAP"), inputs.number("TIME_LIMIT"), progress)
        return {**dict(_write(inputs, found, problems[common])), **_told(found, progress)}


def _write(inputs: Inputs, found: Regret, problem: Problem) -> Iterator[tuple[str, str]]:
    texts = [QgsField(name, QVariant.String) for name in ("programme", "scenario")]
    numbers = [QgsField(name, QVariant.Double) for name in ("value", "best", "regret")]
    rows = (
        (mine, theirs, found.value[mine, theirs], found.best[theirs], regret)
        for (mine, theirs), regret in found.regret.items()
    )
    yield "REGRETS", write_table(inputs, "REGRETS", [*texts, *numbers], rows)
    if inputs.given("COMPROMISE"):
        starts = found.compromise
        fields = [
            *(QgsField(name, QVariant.String) for name in ("code", "title")),
            *(QgsField(name, QVariant.Int) for name in ("start_year", "end_year")),
            QgsField("cost", QVariant.Double),
        ]
        chosen = sorted((problem.by_id[key] for key in starts), key=lambda candidate: candidate.code)
        lines = (
            (c.code, c.title, starts[c.id], c.end(starts[c.id]), problem.spending(c, starts[c.id])) for c in chosen
        )
        yield "COMPROMISE", write_table(inputs, "COMPROMISE", fields, lines)


def _told(found: Regret, progress: Progress) -> dict[str, Any]:
    own = {name: found.worst_of(name) for name in found.best}
    known = {name: worst for name, worst in own.items() if worst is not None}
    best_own = min(known, key=lambda name: known[name]) if known else ""
    for name, worst in own.items():
        if worst is None:
            progress.say(tr("The programme of «{name}» breaks the rules or money of another scenario.", name=name))
        else:
            progress.say(tr("The programme of «{name}»: worst regret {worst}.", name=name, worst=f"{worst:.3f}"))
    progress.say(
        tr(
            "The compromise within the rules of «{name}»: worst regret {worst}, and none can stay under {bound}.",
            name=found.common,
            worst=f"{found.worst:.3f}",
            bound=f"{found.bound:.3f}",
        )
    )
    return {"WORST": found.worst, "BOUND": found.bound, "BEST_OWN": best_own}
