from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingOutputDefinition,
    QgsProcessingOutputNumber,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
)

from ..planning.attach.concept import METHODS, SUBJECTS, attach_concept, link_measures
from ..planning.attach.layer_fields import LayerFields, completed
from ..planning.attach.matching import Rules
from ..planning.errors import PlanError
from ..planning.language import tr
from ..planning.plan.store import PlanFile
from ..planning.progress import Progress
from .attachments import judging_parameters, naming_parameters, read_layer, write_attachments
from .base import Algorithm, Inputs, choice_parameter, helped, plan_parameter
from .layers import plan_crs

SUBJECT_FIELDS = {
    "subject": lambda row: tr("goal") if "goal_id" in row else tr("focus area"),
    "code": lambda row: row["code"],
    "title": lambda row: row.get("title_uk") or row.get("name_uk"),
}


class AttachGoals(Algorithm):
    NAME = "attachgoals"
    GROUP = "attach"

    def title(self) -> str:
        return tr("Attach goals and areas")

    def about(self) -> str:
        return tr(
            "Puts the concept on the map: its goals and focus areas are attached to measures or to map features. "
            "Without a layer, measures are linked to the goals that their table or text names by code or title, "
            "and to the focus areas that hold their place, with the share of it. "
            "With a layer, goals and areas are attached to its features by code, by name and by place. "
            "Run it after the measures have their places; run it again at any time."
        )

    def inputs(self) -> Iterator[QgsProcessingParameterDefinition]:
        yield plan_parameter()
        yield helped(
            QgsProcessingParameterFeatureSource(
                "LAYER", tr("Layer"), [QgsProcessing.SourceType.TypeVector], optional=True
            ),
            tr("Empty: link goals and areas with the measures. Given: attach goals and areas to its features."),
        )
        yield from naming_parameters()
        yield choice_parameter(
            "WHAT", tr("What to attach"), SUBJECTS, tr("goals of the concept, its focus areas, or both."), several=True
        )
        yield choice_parameter(
            "METHODS",
            tr("Compare with features by"),
            METHODS,
            tr(
                "code: the code field holds the code of the goal or area. name: equal or nearly equal names. "
                "place: features that lie in the area."
            ),
            several=True,
        )
        yield from judging_parameters()
        yield helped(
            QgsProcessingParameterFeatureSink(
                "OUTPUT",
                tr("Attached features"),
                QgsProcessing.SourceType.TypeVector,
                optional=True,
                createByDefault=False,
            ),
            tr("With a layer: a feature for each attachment, with its method, score, evidence and review."),
        )

    def results(self) -> Iterator[QgsProcessingOutputDefinition]:
        yield QgsProcessingOutputNumber("MEASURE_GOAL", tr("Links of measures to goals"))
        yield QgsProcessingOutputNumber("MEASURE_AREA", tr("Links of measures to focus areas"))
        yield QgsProcessingOutputNumber("GOAL_OBJECT", tr("Attachments of goals to features"))
        yield QgsProcessingOutputNumber("AREA_OBJECT", tr("Attachments of focus areas to features"))
        yield QgsProcessingOutputNumber("TO_REVIEW", tr("Attachments to review"))

    def compute(self, inputs: Inputs, progress: Progress) -> dict[str, Any]:
        with inputs.plan() as plan:
            if not plan.rows("goal") and not plan.rows("focus_area"):
                raise PlanError(
                    tr("The plan has neither goals nor focus areas yet: import them first, then attach them.")
                )
            if inputs.given("LAYER"):
                return _on_features(plan, inputs, progress)
            return _on_measures(plan, inputs, progress)


def _on_measures(plan: PlanFile, inputs: Inputs, progress: Progress) -> dict[str, Any]:
    linked = link_measures(plan, inputs.texts("WHAT"), inputs.number("ACCEPT"), progress)
    progress.say(
        tr(
            "Measures serve goals by {goals} links and lie in focus areas by {areas}; {review} links wait for review.",
            goals=linked.goals,
            areas=linked.areas,
            review=linked.to_review,
        )
    )
    counts = {"MEASURE_GOAL": linked.goals, "MEASURE_AREA": linked.areas, "TO_REVIEW": linked.to_review}
    return {"GOAL_OBJECT": 0, "AREA_OBJECT": 0, **counts}


def _on_features(plan: PlanFile, inputs: Inputs, progress: Progress) -> dict[str, Any]:
    crs = plan_crs(plan.srs_id)
    table = read_layer(inputs, crs, progress.part(0, 0.2))
    rules = Rules(tuple(inputs.texts("METHODS")), inputs.number("ACCEPT"))
    given = _fields(inputs)
    fields = replace(completed(given, table), code=given.code)
    attached = attach_concept(
        plan, table, fields, inputs.texts("WHAT"), rules, inputs.text("ROLE"), progress.part(0.2, 1)
    )
    goals, areas = attached["goals"], attached["areas"]
    results: dict[str, Any] = {
        "MEASURE_GOAL": 0,
        "MEASURE_AREA": 0,
        "GOAL_OBJECT": goals.count("automatic", "accepted"),
        "AREA_OBJECT": areas.count("automatic", "accepted"),
        "TO_REVIEW": goals.count("to_review") + areas.count("to_review"),
    }
    if inputs.given("OUTPUT"):
        both = [*goals.attachments, *areas.attachments]
        results["OUTPUT"] = write_attachments(inputs, table, crs, both, SUBJECT_FIELDS)
    progress.say(
        tr(
            "Layer «{layer}»: {goals} attachments of goals and {areas} of focus areas count, {review} wait for review.",
            layer=table.name,
            goals=results["GOAL_OBJECT"],
            areas=results["AREA_OBJECT"],
            review=results["TO_REVIEW"],
        )
    )
    return results


def _fields(inputs: Inputs) -> LayerFields:
    return LayerFields(
        key=next(iter(inputs.fields("KEY_FIELD")), ""),
        code=next(iter(inputs.fields("CODE_FIELD")), ""),
        names=tuple(inputs.fields("NAME_FIELD")),
    )
