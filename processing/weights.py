from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsFeatureSink,
    QgsField,
    QgsFields,
    QgsProcessing,
    QgsProcessingOutputDefinition,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterMatrix,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterString,
    QgsWkbTypes,
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
from ..planning.ranking.weights.consistency import RANDOM_INDICES
from ..planning.ranking.weights.definitions import (
    Asked,
    answers_of,
    asked_of,
    definitions_from_cells,
    importance_from_cells,
    pairs_from_cells,
)
from ..planning.ranking.weights.engine import weigh, weigh_data
from ..planning.ranking.weights.group import AGGREGATIONS
from ..planning.ranking.weights.judgements import read_judgements
from ..planning.ranking.weights.method import DATA, PAIRS, Settings
from ..planning.ranking.weights.notes import disagreement_sentences, weight_notes
from ..planning.ranking.weights.output import criteria_json
from ..planning.ranking.weights.registry import METHODS, about_methods, asks
from ..planning.ranking.weights.report import report_html
from ..planning.ranking.weights.sheets.workbook import check_askable, make_sheets
from ..planning.ranking.weights.weight_set import WeightSet
from .base import Algorithm, Inputs, helped
from .layers import read_columns
from .report import language_parameter


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
        yield helped(_choice("METHOD", tr("Method"), METHODS), about_methods())
        yield from _criteria_inputs()
        yield from _group_inputs()
        yield helped(
            QgsProcessingParameterFeatureSource(
                "INPUT", tr("Layer or table"), [QgsProcessing.SourceType.TypeVector], optional=True
            ),
            tr("For entropy, critic and standard_deviation: the features whose fields are the criteria."),
        )
        yield from _outputs()

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


def _criteria_inputs() -> Iterator[QgsProcessingParameterDefinition]:
    headers = [
        tr("Code"),
        tr("Name"),
        tr("Group"),
        tr("Points, place or times"),
        tr("Times the worst"),
        tr("Direction"),
    ]
    yield helped(
        QgsProcessingParameterMatrix("CRITERIA", tr("Criteria"), numberRows=3, headers=headers, optional=True),
        tr(
            "A row for each criterion; only the code (the field that «Rank» will read) is required. "
            "Group: the code of the group it belongs to; a group with points of its own has its own row. "
            "Points for direct and swing, the place for rank methods; "
            "for best_worst how many times the best is more important than this, "
            "and how many times this is more important than the worst. In a script, the cells row after row."
        ),
    )
    yield helped(
        QgsProcessingParameterString("CRITERIA_JSON", tr("Criteria as JSON"), multiLine=True, optional=True),
        tr(
            "Instead of the table: a list of criteria in the form of a scenario, each with code and, as needed, group, "
            "points, rank, best_to and to_worst; everything else is kept for «Rank»."
        ),
        advanced=True,
    )
    headers = [tr("First criterion"), tr("Second criterion"), tr("Times")]
    yield helped(
        QgsProcessingParameterMatrix("PAIRS", tr("Pairs"), numberRows=3, headers=headers, optional=True),
        tr(
            "For AHP, a row for each pair: how many times the first is more important than the second, from 1/9 to 9. "
            "Pairs may be missing as long as the others connect all criteria of a group."
        ),
    )


def _group_inputs() -> Iterator[QgsProcessingParameterDefinition]:
    files = QgsProcessing.SourceType.TypeFile
    yield helped(
        QgsProcessingParameterMultipleLayers("JUDGEMENTS", tr("Answers of members"), files, optional=True),
        tr(
            "One file or several: filled sheets (XLSX); "
            "or a square matrix or list of pairs, one sheet for each member; or a table with a "
            "row for each member under the codes of criteria; or JSON."
        ),
    )
    headers = [tr("Member"), tr("Importance")]
    yield helped(
        QgsProcessingParameterMatrix("MEMBERS", tr("Members"), numberRows=3, headers=headers, optional=True),
        tr("Who gets a sheet, and how much each counts (empty: 1)."),
    )
    yield helped(
        _choice("AGGREGATION", tr("Aggregation"), AGGREGATIONS),
        tr(
            "mean, median: of the members' weights. aip: their geometric mean. "
            "aij: the geometric mean of judgements in pairs, as if the group were one person (AHP)."
        ),
    )
    yield helped(
        _choice("RANDOM_INDEX", tr("Random index"), RANDOM_INDICES),
        tr(
            "What the consistency ratio is measured by. saaty: the table of 1980 to 10 criteria, "
            "the line of Alonso and Lamata beyond. alonso_lamata: their line (2006) throughout."
        ),
        advanced=True,
    )


def _outputs() -> Iterator[QgsProcessingParameterDefinition]:
    yield helped(
        QgsProcessingParameterFeatureSink("OUTPUT", tr("Weights"), QgsProcessing.SourceType.TypeVector),
        tr("A table: code, name, group, local weight within the group, weight, rank, and a column for each member."),
    )
    workbooks = tr("Workbooks (*.xlsx)")
    yield helped(
        QgsProcessingParameterFileDestination(
            "SHEETS", tr("Sheets for members"), workbooks, optional=True, createByDefault=False
        ),
        tr("A workbook with a sheet for each member of MEMBERS, to fill in and give back as JUDGEMENTS."),
    )
    yield helped(
        QgsProcessingParameterFileDestination(
            "REPORT", tr("Report on the weights"), tr("HTML files (*.html)"), optional=True, createByDefault=False
        ),
        tr("One page: weights, consistency, agreement, and who disagrees on what."),
    )
    yield language_parameter()


def _choice(name: str, words: str, options: Any) -> QgsProcessingParameterDefinition:
    return QgsProcessingParameterEnum(
        name, words, options=list(options), usesStaticStrings=True, defaultValue=options[0]
    )


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
    fields = [str(definition.get("field") or criterion.code) for definition, criterion in zip(definitions, criteria)]
    table = read_columns(inputs, "INPUT", fields, progress)
    columns = [
        table.values(field) if criterion.value_function.takes_words else table.numbers(field)
        for field, criterion in zip(fields, criteria)
    ]
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
    fields = QgsFields()
    for name in ("code", "name", "group"):
        fields.append(QgsField(name, QVariant.String))
    for name, kind in (("local", QVariant.Double), ("weight", QVariant.Double), ("rank", QVariant.Int)):
        fields.append(QgsField(name, kind))
    members = found.member_columns() if found else {}
    for name in members:
        fields.append(QgsField(name, QVariant.Double))
    sink, identifier = inputs.sink("OUTPUT", fields, QgsWkbTypes.Type.NoGeometry, QgsCoordinateReferenceSystem())
    for place, item in enumerate(asked.hierarchy.criteria):
        numbers = [found.local[item.code], float(found.weights[place]), found.rank[place]] if found else [None] * 3
        feature = QgsFeature(fields)
        own = [float(weights[place]) for weights in members.values()]
        feature.setAttributes([item.code, item.name, asked.hierarchy.path(item), *numbers, *own])
        if not sink.addFeature(feature, QgsFeatureSink.Flag.FastInsert):
            raise PlanError(tr("The result layer does not take a feature: {why}.", why=sink.lastError()))
    return identifier
