from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from qgis.core import (
    QgsField,
    QgsProcessing,
    QgsProcessingOutputDefinition,
    QgsProcessingOutputNumber,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterFeatureSink,
)
from qgis.PyQt.QtCore import QVariant

from ..planning.criteria.alternatives import alternatives_of_plan
from ..planning.criteria.fit.planfit import all_instruments, fit_findings, instruments_named, plan_fit
from ..planning.language import tr
from ..planning.progress import Progress
from .base import Algorithm, Inputs, choice_parameter, helped, plan_parameter
from .distances import say_findings
from .measure_source import write_measures
from .results import Values


class PlanFitOfMeasures(Algorithm):
    NAME = "planfit"
    GROUP = "criteria"

    def title(self) -> str:
        return tr("Plan fit")

    def about(self) -> str:
        return tr(
            "Counts the instruments of planning that ask for each measure of a plan: concept, recovery programme, "
            "strategy, investment plan, project portfolio. An instrument asks when its document holds the measure, a "
            "goal that it serves or a focus area that it lies in, or when the measure's own mark says so. The result "
            "is a table of the measures with plan_fit: the share of the instruments, asked_by, documents: how many, "
            "goals and areas."
        )

    def inputs(self) -> Iterator[QgsProcessingParameterDefinition]:
        yield plan_parameter()
        yield choice_parameter(
            "INSTRUMENTS",
            tr("Instruments"),
            [item.code for item in all_instruments()],
            tr(
                "KIR: concept; PKV: recovery programme; strategy; SPI: investment plan; SPP: project portfolio. Those "
                "that the community does not have are best left out."
            ),
            several=True,
        )
        yield helped(
            QgsProcessingParameterFeatureSink(
                "OUTPUT", tr("Measures with plan fit"), QgsProcessing.SourceType.TypeVector
            ),
            tr("A row for each measure, parts counted with their whole."),
        )

    def results(self) -> Iterator[QgsProcessingOutputDefinition]:
        yield QgsProcessingOutputNumber("UNASKED", tr("Number of measures that no instrument asks for"))
        yield QgsProcessingOutputNumber("COUNT", tr("Number of measures"))

    def compute(self, inputs: Inputs, progress: Progress) -> dict[str, Any]:
        with inputs.plan() as plan:
            measures = alternatives_of_plan(plan)
        instruments = instruments_named(inputs.texts("INSTRUMENTS"))
        fit = plan_fit(measures, instruments)
        say_findings(fit_findings(measures, instruments), progress)
        columns: dict[str, Values] = {
            "plan_fit": fit.share,
            "asked_by": [fit.names(row) or None for row in range(len(measures))],
            "documents": [len(links.documents) for links in measures.links],
            "goals": [", ".join(links.goals) or None for links in measures.links],
            "areas": [", ".join(links.areas) or None for links in measures.links],
        }
        kinds = (QVariant.Double, QVariant.String, QVariant.Int, QVariant.String, QVariant.String)
        fields = [QgsField(name, kind) for name, kind in zip(columns, kinds)]
        output = write_measures(inputs, measures, columns, fields, progress)
        return {"OUTPUT": output, "UNASKED": int((fit.share == 0).sum()), "COUNT": len(measures)}
