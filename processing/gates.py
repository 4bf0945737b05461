from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from qgis.core import (
    QgsField,
    QgsProcessing,
    QgsProcessingOutputDefinition,
    QgsProcessingOutputNumber,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterString,
)
from qgis.PyQt.QtCore import QVariant

from ..planning.language import current_language, tr
from ..planning.plan.scenarios import scenario_named
from ..planning.plan.schema import code_label
from ..planning.plan.store import PlanFile
from ..planning.programme.again import counted_in, newest_ranking
from ..planning.programme.gates.admission import Admission, admission_of
from ..planning.programme.gates.gate import FAIL, PASS, UNKNOWN, WORDS, presets
from ..planning.programme.gates.words import fact_label
from ..planning.progress import Progress
from .base import Algorithm, Inputs, helped, plan_parameter
from .results import write_table


class Gates(Algorithm):
    NAME = "gates"
    GROUP = "programme"

    def title(self) -> str:
        return tr("Gates of funds")

    def about(self) -> str:
        return tr(
            "Checks every measure of the plan at the conditions of funds and programmes: pass, fail or unknown. "
            "Unknown is not failed: the missing field is named, so that you know what to find out. "
            "The conditions are as published in the sources that they name; check them before you apply."
        )

    def inputs(self) -> Iterator[QgsProcessingParameterDefinition]:
        yield plan_parameter()
        codes = sorted(presets())
        yield helped(
            QgsProcessingParameterEnum(
                "PRESETS", tr("Gates"), codes, True, defaultValue=codes, usesStaticStrings=True, optional=True
            ),
            tr("The shipped conditions to check; those of the scenario are checked instead where one is named."),
        )
        yield helped(
            QgsProcessingParameterString("SCENARIO", tr("Scenario"), optional=True),
            tr("A scenario whose «gates» are checked, with its own conditions, facts and rates."),
        )
        yield helped(
            QgsProcessingParameterFeatureSink("OUTPUT", tr("Results"), QgsProcessing.SourceType.TypeVector),
            tr("Each measure at each gate: the result, the missing fields, also in words, and what is not met."),
        )

    def results(self) -> Iterator[QgsProcessingOutputDefinition]:
        yield QgsProcessingOutputNumber("PASSED", tr("Passed"))
        yield QgsProcessingOutputNumber("FAILED", tr("Failed"))
        yield QgsProcessingOutputNumber("UNKNOWN", tr("Unknown"))

    def compute(self, inputs: Inputs, progress: Progress) -> dict[str, Any]:
        with inputs.plan() as plan:
            admission = _admission(plan, inputs)
            measures = {row["measure_id"]: row for row in plan.rows("measure")}
        output = _write(inputs, admission, measures)
        counts = {state: sum(int((p.results == state).sum()) for p in admission.passages) for state in WORDS}
        for found in admission.passages:
            progress.say(
                tr(
                    "«{gate}»: {passed} pass, {failed} fail, {unknown} unknown.",
                    gate=getattr(found.gate, f"name_{current_language()}"),
                    passed=int((found.results == PASS).sum()),
                    failed=int((found.results == FAIL).sum()),
                    unknown=int((found.results == UNKNOWN).sum()),
                )
            )
        return {"OUTPUT": output, "PASSED": counts[PASS], "FAILED": counts[FAIL], "UNKNOWN": counts[UNKNOWN]}


def _admission(plan: PlanFile, inputs: Inputs) -> Admission:
    if not inputs.text("SCENARIO"):
        return admission_of(plan, {"gates": {"check": inputs.texts("PRESETS")}}, {})
    scenario = scenario_named(plan, inputs.text("SCENARIO"))
    run = newest_ranking(plan, scenario)
    return admission_of(plan, scenario["definition"], counted_in(plan, run) if run else {})


def _write(inputs: Inputs, admission: Admission, measures: dict[str, Any]) -> str:
    names = ("code", "title", "gate", "result", "words", "missing", "missing_words", "failed")
    rows = (
        (
            measures[key]["code"],
            measures[key]["title_uk"],
            found.gate.code,
            WORDS[int(found.results[row])],
            code_label("gate_result", WORDS[int(found.results[row])]),
            ", ".join(found.missing(row)),
            ", ".join(fact_label(name) for name in found.missing(row)),
            "; ".join(getattr(rule, current_language()) for rule in found.failed(row)),
        )
        for found in admission.passages
        for key, row in admission.rows.items()
    )
    return write_table(inputs, "OUTPUT", [QgsField(name, QVariant.String) for name in names], rows)
