from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from qgis.core import (
    QgsField,
    QgsProcessingOutputDefinition,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterDefinition,
)
from qgis.PyQt.QtCore import QVariant

from ..planning.errors import PlanError
from ..planning.language import language, tr
from ..planning.progress import Progress
from ..planning.publish.files import written
from ..planning.publish.workbook import write_workbook
from ..planning.ranking.criteria_input import definitions_from_json
from ..planning.ranking.criterion import criterion_from_definition
from ..planning.ranking.measurement import Measurement, measure
from ..planning.ranking.weights.answers import Member, with_importance
from ..planning.ranking.weights.definitions import (
    Asked,
    answers_of,
    asked_of,
    definitions_from_cells,
    importance_from_cells,
    pairs_from_cells,
)
from ..planning.ranking.weights.engine import weigh, weigh_data
from ..planning.ranking.weights.judgements import read_judgements
from ..planning.ranking.weights.method import DATA, PAIRS, Settings
from ..planning.ranking.weights.notes import disagreement_sentences, weight_notes
from ..planning.ranking.weights.output import criteria_json
from ..planning.ranking.weights.registry import asks
from ..planning.ranking.weights.report import report_html
from ..planning.ranking.weights.sheets.workbook import check_askable, make_sheets
from ..planning.ranking.weights.weight_set import WeightSet
from .base import Algorithm, Inputs
from .criteria_parameters import read_criteria
from .results import write_table
from .weights_parameters import weight_inputs


@dataclass(frozen=True)
class Wanted:
    """What one call asks for."""

    asked: Asked
    method: str
    importance: dict[str, float]

    @property
    def asks(self) -> str:
        return asks(self.method)


class Weights(Algorithm):
    NAME = "weights"
    GROUP = "ranking"

    def title(self) -> str:
        return tr("Weights of criteria")

    def about(self) -> str:
        return tr(
            "Weighs criteria by what people say, or by what the data tell apart. "
            "Criteria may stand in groups; several members may answer, on sheets that this algorithm writes and reads. "
            "The result is a table of weights and, as text, the criteria that «Rank» takes. "
            "It says how far judgements contradict each other, which to reconsider, how far members agree and who "
            "disagrees on what."
        )

    def inputs(self) -> Iterator[QgsProcessingParameterDefinition]:
        yield from weight_inputs()

    def results(self) -> Iterator[QgsProcessingOutputDefinition]:
        yield QgsProcessingOutputString("WEIGHTS_JSON", tr("Criteria with their weights, for «Rank»"))
        yield QgsProcessingOutputNumber("CONSISTENCY", tr("Worst consistency ratio"))
        yield QgsProcessingOutputString("RECONSIDER", tr("Which judgement to reconsider"))
        yield QgsProcessingOutputNumber("AGREEMENT", tr("Kendall's W of the members"))
        yield QgsProcessingOutputNumber("CONSENSUS", tr("Consensus of the members"))
        yield QgsProcessingOutputString("DISAGREEMENT", tr("Who disagrees on what"))
        yield QgsProcessingOutputNumber("MEMBERS", tr("Number of members who answered"))
        yield QgsProcessingOutputString("UNFILLED", tr("Members who have not answered"))

    def compute(self, inputs: Inputs, progress: Progress) -> dict[str, Any]:
        wanted = _wanted(inputs)
        written = _write_sheets(inputs, wanted, progress) if inputs.given("SHEETS") else {}
        found, unfilled = _found(inputs, wanted, progress)
        results = _results(wanted.asked, found, unfilled)
        if found:
            for note in weight_notes(found):
                progress.say(note)
        if unfilled:
            progress.warn(tr("No answers yet from: {names}. They are left out.", names=results["UNFILLED"]))
        if inputs.given("REPORT"):
            written["REPORT"] = _write_report(inputs, found, results)
        return {"OUTPUT": _write_table(inputs, wanted.asked, found), **written, **results}


def _wanted(inputs: Inputs) -> Wanted:
    method = inputs.text("METHOD")
    from_table = definitions_from_cells(inputs.cells("CRITERIA"), asks(method))
    text = inputs.text("CRITERIA_JSON")
    if bool(from_table) == bool(text):
        raise PlanError(tr("Give the criteria either in the table CRITERIA or as CRITERIA_JSON, and at least one."))
    asked = asked_of(from_table or definitions_from_json(text))
    return Wanted(asked, method, importance_from_cells(inputs.cells("MEMBERS")))


def _found(inputs: Inputs, wanted: Wanted, progress: Progress) -> tuple[WeightSet | None, list[str]]:
    """The weights, None where nobody has answered yet, and who has not."""
    if wanted.asks == DATA:
        return weigh_data(wanted.asked.hierarchy, _measured(inputs, wanted, progress), wanted.method), []
    members, unfilled = _members(inputs, wanted)
    if not members:
        if not inputs.given("SHEETS") and not inputs.given("JUDGEMENTS"):
            raise PlanError(_nothing_stated(wanted.asks))
        return None, unfilled
    settings = Settings(inputs.text("RANDOM_INDEX"))
    weighed = weigh(
        wanted.asked.hierarchy,
        with_importance(members, wanted.importance),
        wanted.method,
        inputs.text("AGGREGATION"),
        settings,
        progress,
    )
    return weighed, unfilled


def _members(inputs: Inputs, wanted: Wanted) -> tuple[tuple[Member, ...], list[str]]:
    hierarchy = wanted.asked.hierarchy
    if inputs.given("JUDGEMENTS"):
        filled = read_judgements(inputs.files("JUDGEMENTS"), hierarchy, wanted.asks)
        answered = {member.name for member in filled.members}
        expected = [name for name in wanted.importance if name not in answered]
        return filled.members, list(dict.fromkeys([*filled.unfilled, *expected]))
    stated = answers_of(wanted.asked, wanted.asks)
    if wanted.asks == PAIRS:
        stated = pairs_from_cells(inputs.cells("PAIRS"), hierarchy)
    one_criterion = len(hierarchy.criteria) == 1
    if stated.empty and not one_criterion:
        return (), list(wanted.importance)
    return (Member("", stated),), []


def _nothing_stated(kind: str) -> str:
    if kind == PAIRS:
        return tr("Nothing is compared yet: fill in PAIRS, or give JUDGEMENTS, or write SHEETS for the members first.")
    return tr("Nothing is stated yet: fill in CRITERIA, or give JUDGEMENTS, or write SHEETS for the members first.")


def _measured(inputs: Inputs, wanted: Wanted, progress: Progress) -> Measurement:
    if not inputs.given("INPUT"):
        raise PlanError(
            tr("Method «{method}» takes its weights from data: give the layer INPUT.", method=wanted.method)
        )
    definitions = wanted.asked.criteria
    criteria = [criterion_from_definition({**definition, "weight": 1}) for definition in definitions]
    columns, _ = read_criteria(inputs, definitions, criteria, progress)
    return measure(columns, criteria, progress)


def _write_sheets(inputs: Inputs, wanted: Wanted, progress: Progress) -> dict[str, Any]:
    path = inputs.destination("SHEETS")
    check_askable(wanted.asked.hierarchy, list(wanted.importance), wanted.asks)
    with language(inputs.text("LANGUAGE")):
        swing = wanted.method == "swing"
        workbook = make_sheets(wanted.asked.hierarchy, list(wanted.importance), wanted.asks, swing, progress)
    write_workbook(workbook, path)
    progress.say(tr("Sheets written: {path}", path=path))
    return {"SHEETS": str(path)}


def _write_report(inputs: Inputs, found: WeightSet | None, results: dict[str, Any]) -> str:
    path = inputs.destination("REPORT")
    if found is None:
        raise PlanError(tr("There is nothing to report yet: nobody has answered."))
    with language(inputs.text("LANGUAGE")):
        page = report_html(found, inputs.text("METHOD"), results["UNFILLED"])
    with written(path) as unfinished:
        unfinished.write_text(page, "utf-8")
    return str(path)


def _results(asked: Asked, found: WeightSet | None, unfilled: list[str]) -> dict[str, Any]:
    agreement = found.agreement if found else None
    return {
        "WEIGHTS_JSON": criteria_json(asked, found) if found else "",
        "CONSISTENCY": found.consistency if found else None,
        "RECONSIDER": "\n".join(found.reconsider) if found else "",
        "AGREEMENT": agreement.kendall_w if agreement else None,
        "CONSENSUS": agreement.consensus if agreement else None,
        "DISAGREEMENT": "\n".join(disagreement_sentences(found)) if found else "",
        "MEMBERS": len(found.names) if found else 0,
        "UNFILLED": ", ".join(unfilled),
    }


def _write_table(inputs: Inputs, asked: Asked, found: WeightSet | None) -> str:
    members = found.member_columns() if found else {}
    kinds = dict.fromkeys(("code", "name", "group"), QVariant.String)
    kinds.update(local=QVariant.Double, weight=QVariant.Double, rank=QVariant.Int)
    kinds.update(dict.fromkeys(members, QVariant.Double))
    fields = [QgsField(name, kind) for name, kind in kinds.items()]
    return write_table(inputs, "OUTPUT", fields, _rows(asked, found, members))


def _rows(asked: Asked, found: WeightSet | None, members: Mapping[str, Any]) -> Iterator[list[Any]]:
    for place, item in enumerate(asked.hierarchy.criteria):
        numbers = [found.local[item.code], float(found.weights[place]), found.rank[place]] if found else [None] * 3
        own = [float(weights[place]) for weights in members.values()]
        yield [item.code, item.name, asked.hierarchy.path(item), *numbers, *own]
