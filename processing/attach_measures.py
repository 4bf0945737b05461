from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsProcessing,
    QgsProcessingOutputDefinition,
    QgsProcessingOutputNumber,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterDistance,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
)

from ..planning.attach.candidates import METHODS
from ..planning.attach.layer_fields import LayerFields, completed
from ..planning.attach.matching import Rules
from ..planning.attach.measures import MEASURE_CODES, attach_measures
from ..planning.attach.objects import Attached
from ..planning.errors import PlanError
from ..planning.features import FeatureTable
from ..planning.language import tr
from ..planning.progress import Progress
from .attachments import (
    field_parameter,
    judging_parameters,
    naming_parameters,
    read_layer,
    text_fields,
    write_attachments,
)
from .base import Algorithm, Inputs, choice_parameter, helped, plan_parameter
from .layers import plan_crs
from .results import write_table

SAFE_CODES = "safe"
MEASURE_FIELDS = {
    "measure_id": lambda measure: measure["measure_id"],
    "code": lambda measure: measure["code"],
    "title": lambda measure: measure["title_uk"],
}


class AttachMeasures(Algorithm):
    NAME = "attachmeasures"
    GROUP = "attach"

    def title(self) -> str:
        return tr("Attach measures")

    def about(self) -> str:
        return tr(
            "Finds the features of a layer that the measures of the plan speak of. "
            "It compares codes, kind, number and name of institutions, addresses and streets, and places. "
            "Sure finds count at once and give the measure its place on the map; doubtful ones wait for review; "
            "nothing is invented. Run it once for each layer: schools, health points, buildings, streets. "
            "Run it again at any time: what a person accepted or rejected stays."
        )

    def inputs(self) -> Iterator[QgsProcessingParameterDefinition]:
        yield plan_parameter()
        yield helped(
            QgsProcessingParameterFeatureSource("LAYER", tr("Layer"), [QgsProcessing.SourceType.TypeVector]),
            tr("Any layer of points, lines or polygons, or a table; it is only read."),
        )
        yield from naming_parameters()
        yield from self._address_fields()
        yield choice_parameter(
            "METHODS",
            tr("Compare by"),
            METHODS,
            tr(
                "code: equal codes. name: institution, number, proper name. address: street and house, or the street. "
                "place: an imported or drawn place of the measure."
            ),
            several=True,
        )
        yield choice_parameter(
            "MEASURE_CODE",
            tr("Code of the measure"),
            (SAFE_CODES, *MEASURE_CODES),
            tr(
                "The measure's field to compare with the code field. "
                "safe: all of them, and codes in its text, if they cannot be mistaken for a plain number."
            ),
            advanced=True,
        )
        yield from judging_parameters()
        yield helped(
            QgsProcessingParameterDistance("DISTANCE", tr("Near means within"), defaultValue=50, minValue=0),
            tr("Metres: a feature so near to the measure's place is proposed, the nearer the surer."),
            advanced=True,
        )
        yield from self._outputs()

    def _address_fields(self) -> Iterator[QgsProcessingParameterDefinition]:
        yield field_parameter(
            "ADDRESS_FIELD", tr("Address field"), tr("Street and house in one field, such as «вул. Шкільна, 12».")
        )
        yield field_parameter("STREET_FIELD", tr("Street field"), tr("The street, where it has a field of its own."))
        yield field_parameter("HOUSE_FIELD", tr("House field"), tr("The house number, beside the street field."))
        yield field_parameter(
            "SETTLEMENT_FIELD",
            tr("Settlement field"),
            tr("Tells equal streets and names of two settlements apart; an address may name it as well."),
            advanced=True,
        )

    def _outputs(self) -> Iterator[QgsProcessingParameterDefinition]:
        yield helped(
            QgsProcessingParameterFeatureSink(
                "OUTPUT", tr("Attachments"), QgsProcessing.SourceType.TypeVector, optional=True, createByDefault=False
            ),
            tr("A feature for each attachment, with its method, score, evidence and review."),
        )
        yield helped(
            QgsProcessingParameterFeatureSink(
                "UNMATCHED",
                tr("Measures without attachment"),
                QgsProcessing.SourceType.TypeVector,
                optional=True,
                createByDefault=False,
            ),
            tr("A row for each measure for which this layer has nothing, with the reason."),
        )

    def results(self) -> Iterator[QgsProcessingOutputDefinition]:
        yield QgsProcessingOutputNumber("ATTACHED", tr("Attachments that count"))
        yield QgsProcessingOutputNumber("TO_REVIEW", tr("Attachments to review"))
        yield QgsProcessingOutputNumber("UNMATCHED_COUNT", tr("Number of measures without attachment"))

    def compute(self, inputs: Inputs, progress: Progress) -> dict[str, Any]:
        with inputs.plan() as plan:
            if not plan.rows("measure"):
                raise PlanError(tr("The plan has no measures yet: import them first with «Import measures»."))
            crs = plan_crs(plan.srs_id)
            table = read_layer(inputs, crs, progress.part(0, 0.2))
            chosen = inputs.text("MEASURE_CODE")
            attached = attach_measures(
                plan,
                table,
                completed(_fields(inputs), table),
                Rules(tuple(inputs.texts("METHODS")), inputs.number("ACCEPT"), inputs.number("DISTANCE")),
                inputs.text("ROLE"),
                "" if chosen == SAFE_CODES else chosen,
                progress.part(0.2, 1),
            )
        return _told(inputs, table, crs, attached, progress)


def _fields(inputs: Inputs) -> LayerFields:
    def one(name: str) -> str:
        return next(iter(inputs.fields(name)), "")

    return LayerFields(
        key=one("KEY_FIELD"),
        code=one("CODE_FIELD"),
        names=tuple(inputs.fields("NAME_FIELD")),
        address=one("ADDRESS_FIELD"),
        street=one("STREET_FIELD"),
        house=one("HOUSE_FIELD"),
        settlement=one("SETTLEMENT_FIELD"),
    )


def _told(
    inputs: Inputs, table: FeatureTable, crs: QgsCoordinateReferenceSystem, attached: Attached, progress: Progress
) -> dict[str, Any]:
    results: dict[str, Any] = {
        "ATTACHED": attached.count("automatic", "accepted"),
        "TO_REVIEW": attached.count("to_review"),
        "UNMATCHED_COUNT": len(attached.unmatched),
    }
    if inputs.given("OUTPUT"):
        results["OUTPUT"] = write_attachments(inputs, table, crs, attached.attachments, MEASURE_FIELDS)
    if inputs.given("UNMATCHED"):
        results["UNMATCHED"] = _write_unmatched(inputs, attached.unmatched)
    progress.say(
        tr(
            "Layer «{layer}»: {attached} attachments count, {review} wait for review, "
            "{unmatched} measures have none here.",
            layer=table.name,
            attached=results["ATTACHED"],
            review=results["TO_REVIEW"],
            unmatched=results["UNMATCHED_COUNT"],
        )
    )
    return results


def _write_unmatched(inputs: Inputs, unmatched: Sequence[tuple[Mapping[str, Any], str]]) -> str:
    fields = list(text_fields([*MEASURE_FIELDS, "place_state", "reason"]))
    rows = (
        [*(value(measure) for value in MEASURE_FIELDS.values()), measure["place_state"], reason]
        for measure, reason in unmatched
    )
    return write_table(inputs, "UNMATCHED", fields, rows)
