from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from qgis.core import (
    QgsProcessingOutputDefinition,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterString,
)

from ..planning.criteria.column import Source
from ..planning.errors import PlanError
from ..planning.language import named, tr
from ..planning.plan.scenarios import scenario_named
from ..planning.plan.store import PlanFile
from ..planning.prioritise import prioritise
from ..planning.progress import Progress
from .base import Algorithm, Inputs, helped, plan_parameter
from .expressions import computed_fields
from .layers import open_layer, plan_crs, read_features
from .rasters import open_raster, placed_raster

READING_SHARE = 0.3


class Prioritise(Algorithm):
    NAME = "prioritise"
    GROUP = "whole"

    def title(self) -> str:
        return tr("Prioritise")

    def about(self) -> str:
        return tr(
            "Computes what each measure brings, ranks the measures and chooses the programme of a scenario. "
            "Everything is kept in the plan file as one run, which map, report and workbook show."
        )

    def inputs(self) -> Iterator[QgsProcessingParameterDefinition]:
        yield plan_parameter()
        yield helped(
            QgsProcessingParameterString("SCENARIO", tr("Scenario"), defaultValue="base"),
            tr("The name of a scenario that «Set scenario» has put into the plan."),
        )

    def results(self) -> Iterator[QgsProcessingOutputDefinition]:
        yield QgsProcessingOutputString("RUN", tr("Identifier of the run"))
        yield QgsProcessingOutputString("STATUS", tr("How the choice ended"))
        yield QgsProcessingOutputNumber("RANKED", tr("Measures ranked"))
        yield QgsProcessingOutputNumber("CHOSEN", tr("Measures chosen"))
        yield QgsProcessingOutputNumber("SPENT", tr("Money of the programme"))
        yield QgsProcessingOutputNumber("VALUE", tr("Value of the programme"))
        yield QgsProcessingOutputNumber("GAP", tr("Share of value that may be missing"))
        yield QgsProcessingOutputNumber("SECONDS", tr("Seconds to solve"))

    def compute(self, inputs: Inputs, progress: Progress) -> dict[str, Any]:
        with inputs.plan() as plan:
            definition = scenario_named(plan, inputs.text("SCENARIO"))["definition"]
            layers = read_layers(plan, definition, inputs, progress.part(0, READING_SHARE))
            computed = computed_fields(plan, definition, plan_crs(plan.srs_id))
            run = prioritise(plan, inputs.text("SCENARIO"), layers, progress.part(READING_SHARE, 1), computed)
        for finding in run.results["finding"]:
            tell = progress.say if finding["severity"] == "info" else progress.warn
            tell(named(finding, "message"))
        return {"RUN": run.run_id, "RANKED": len(run.results["ranking"]), **choice_outputs(run.summary, progress)}


def choice_outputs(summary: Mapping[str, Any], progress: Progress) -> dict[str, Any]:
    """The outputs that tell of the choice; also said in the log."""
    progress.say(
        tr(
            "Chosen: {chosen} of {candidates} measures for {spent} million of {budget} million. "
            "Value {value}; at most {gap} % below the best possible; {seconds} s.",
            chosen=summary["chosen"],
            candidates=summary["candidates"],
            spent=f"{summary['spent'] / 1e6:.1f}",
            budget=f"{summary['budget'] / 1e6:.1f}",
            value=f"{summary['value']:.3f}",
            gap=f"{100 * summary['gap']:.2f}",
            seconds=summary["seconds"],
        )
    )
    names = {"STATUS": "status", "CHOSEN": "chosen", "SPENT": "spent", "VALUE": "value"}
    names.update({"GAP": "gap", "SECONDS": "seconds"})
    return {output: summary[key] for output, key in names.items()}


def read_layers(
    plan: PlanFile,
    definition: Mapping[str, Any],
    inputs: Inputs,
    progress: Progress,
    opened: dict[str, Source] | None = None,
) -> dict[str, Source]:
    """The scenario's layers and rasters by name, layers in the plan's CRS; one that cannot be opened is warned of and
    left out. `opened` keeps by source what was read, for the next scenario."""
    opened = {} if opened is None else opened
    sources = definition.get("layers", {})
    rasters = {criterion.get("raster") for criterion in definition.get("criteria", [])}
    found: dict[str, Source] = {}
    for number, (name, source) in enumerate(sources.items()):
        part = progress.part(number / len(sources), (number + 1) / len(sources))
        try:
            if source not in opened:
                opened[source] = _read(plan, source, name in rasters, inputs, part)
            found[name] = opened[source]
        except PlanError as problem:
            progress.warn(str(problem))
    return found


def _read(plan: PlanFile, source: str, is_raster: bool, inputs: Inputs, progress: Progress) -> Source:
    crs = plan_crs(plan.srs_id)
    if is_raster:
        return placed_raster(open_raster(source, plan.path.parent), crs, inputs.context)
    layer = open_layer(source, plan.path.parent)
    return read_features(layer, source, crs, inputs.context, progress, layer=layer)
