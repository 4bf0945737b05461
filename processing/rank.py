from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from qgis.core import (
    QgsField,
    QgsProcessing,
    QgsProcessingOutputDefinition,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterMatrix,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
)
from qgis.PyQt.QtCore import QVariant

from ..planning.errors import PlanError
from ..planning.features import FeatureTable
from ..planning.language import tr
from ..planning.progress import Progress
from ..planning.ranking.criteria_input import CELLS, definitions_from_cells, definitions_from_json
from ..planning.ranking.criterion import Criterion, criteria_from_definitions
from ..planning.ranking.engine import Ranking, rank_alternatives
from ..planning.ranking.methods.method import Option
from ..planning.ranking.methods.registry import METHODS
from ..planning.ranking.methods.settings import NORMALISATIONS
from ..planning.ranking.missing import POLICIES
from ..planning.ranking.notes import ranking_notes
from ..planning.ranking.value.functions import Column
from .base import Algorithm, Inputs, helped
from .layers import read_input, write_with_columns


class Rank(Algorithm):
    NAME = "rank"
    GROUP = "ranking"

    def title(self) -> str:
        return tr("Rank")

    def about(self) -> str:
        return tr(
            "Ranks the features of any layer or table by several weighted criteria. "
            "The result is the same layer with score, rank, coverage (the share of the weight that is known), tied, "
            "the two indices with their quadrant, and c_<criterion>: what each criterion adds to the score. "
            "Equal scores share a rank. An unknown value is not zero: you choose what it means."
        )

    def inputs(self) -> Iterator[QgsProcessingParameterDefinition]:
        yield helped(
            QgsProcessingParameterFeatureSource("INPUT", tr("Layer or table"), [QgsProcessing.SourceType.TypeVector]),
            tr("The features to rank, each with a number or a class for every criterion. NULL means unknown."),
        )
        yield helped(
            QgsProcessingParameterField(
                "LABEL", tr("Field with names"), parentLayerParameterName="INPUT", optional=True
            ),
            tr("Names the features in messages and in the result «first»; without it they are numbered."),
        )
        yield from self._criteria_inputs()
        yield from self._method_inputs()
        yield helped(
            QgsProcessingParameterFeatureSink("OUTPUT", tr("Ranked"), QgsProcessing.SourceType.TypeVector),
            tr("The layer again, with the fields of the ranking added."),
        )

    def _criteria_inputs(self) -> Iterator[QgsProcessingParameterDefinition]:
        headers = [tr("Field"), tr("Weight"), tr("Direction"), tr("Worst"), tr("Best"), tr("Function"), tr("Index")]
        yield helped(
            QgsProcessingParameterMatrix("CRITERIA", tr("Criteria"), numberRows=3, headers=headers, optional=True),
            tr(
                "A row for each criterion; only the field is required. "
                "Weight: any number, its share counts (empty: 1). Direction: benefit (more is better) or cost. "
                "Worst and best: the raw values worth 0 and 1 (empty: from the data). Function: linear or log. "
                "Index: SEI or FEI. In a script, the cells row after row."
            ),
        )
        yield helped(
            QgsProcessingParameterString("CRITERIA_JSON", tr("Criteria as JSON"), multiLine=True, optional=True),
            tr(
                "Instead of the table: a list of criteria in the form of a scenario, each with code, field (if it is "
                "not the code), weight, direction, index and value; piecewise, threshold and category functions too."
            ),
            advanced=True,
        )

    def _method_inputs(self) -> Iterator[QgsProcessingParameterDefinition]:
        yield helped(
            _choice("METHOD", tr("Method"), tuple(METHODS)),
            " ".join(f"{name}: {method.about()}" for name, method in METHODS.items()),
        )
        yield helped(
            _choice("MISSING", tr("Missing values"), POLICIES),
            tr(
                "renormalise: score over the criteria that are known. worst: an unknown value counts as the worst. "
                "refuse: stop and name what is missing."
            ),
        )
        yield helped(
            _choice("NORMALISATION", tr("Scale of measurement"), NORMALISATIONS),
            tr(
                "source: the scale that the method's source asks for. values: the values 0..1 of the value functions. "
                "vector: raw numbers divided by their length."
            ),
            advanced=True,
        )
        for name, option in method_options().items():
            yield helped(_option(name, option), option.about, advanced=True)
        for code in ("SEI", "FEI"):
            yield helped(
                _cut_line(f"{code}_CUT", tr("Cut line of index {code}", code=code)),
                tr("From this value on the index counts as high in the quadrant; empty: the median of the features."),
                advanced=True,
            )

    def results(self) -> Iterator[QgsProcessingOutputDefinition]:
        yield QgsProcessingOutputString("BEST", tr("First"))
        yield QgsProcessingOutputNumber("COUNT", tr("Number of features"))
        yield QgsProcessingOutputNumber("RANKED", tr("Number with a rank"))

    def compute(self, inputs: Inputs, progress: Progress) -> dict[str, Any]:
        definitions = _definitions(inputs)
        criteria = criteria_from_definitions(definitions)
        table = read_input(inputs, "INPUT", None, progress.part(0, 0.4))
        labels = _labels(table, inputs.text("LABEL"))
        ranking = rank_alternatives(
            [_column(table, definition, criterion) for definition, criterion in zip(definitions, criteria)],
            criteria,
            inputs.text("METHOD"),
            inputs.text("MISSING"),
            inputs.text("NORMALISATION"),
            {code: inputs.number(f"{code}_CUT") for code in ("SEI", "FEI") if inputs.given(f"{code}_CUT")},
            labels,
            _chosen_options(inputs),
            progress.part(0.4, 0.5),
        )
        columns, fields = result_columns(ranking)
        output = write_with_columns(inputs, "INPUT", "OUTPUT", columns, fields, progress.part(0.5, 1))
        return {"OUTPUT": output, **_summary(ranking, labels, progress)}


def result_columns(ranking: Ranking) -> tuple[dict[str, Sequence[Any]], list[QgsField]]:
    """The columns that a ranking adds to a layer, and their fields."""
    columns: dict[str, tuple[QVariant.Type, Sequence[Any]]] = {
        "score": (QVariant.Double, ranking.score.tolist()),
        "rank": (QVariant.Int, ranking.rank),
        "coverage": (QVariant.Double, ranking.coverage.tolist()),
        "tied": (QVariant.Bool, ranking.tied.tolist()),
        "sei": (QVariant.Double, ranking.sei.tolist()),
        "fei": (QVariant.Double, ranking.fei.tolist()),
        "quadrant": (QVariant.String, ranking.quadrant),
    }
    for name, values in ranking.columns.items():
        columns[name] = (_field_type(values), values)
    for criterion, contribution in zip(ranking.criteria, ranking.contributions):
        columns[f"c_{criterion.code}"] = (QVariant.Double, contribution.tolist())
    return {name: values for name, (_, values) in columns.items()}, [
        QgsField(name, kind) for name, (kind, _) in columns.items()
    ]


def method_options() -> dict[str, Option]:
    """The numbers that methods can be given, by name."""
    return {name: option for method in METHODS.values() for name, option in method.options().items()}


def _field_type(values: Sequence[Any]) -> QVariant.Type:
    kinds = {type(value) for value in values if value is not None}
    return QVariant.Int if kinds == {int} else QVariant.String if str in kinds else QVariant.Double


def _option(name: str, option: Option) -> QgsProcessingParameterDefinition:
    real = QgsProcessingParameterNumber.Type.Double
    return QgsProcessingParameterNumber(
        name.upper(), option.title, real, option.default, minValue=option.low, maxValue=option.high
    )


def _chosen_options(inputs: Inputs) -> dict[str, float]:
    return {name: inputs.number(name.upper()) for name in METHODS[inputs.text("METHOD")].options()}


def _choice(name: str, words: str, options: Sequence[str]) -> QgsProcessingParameterDefinition:
    return QgsProcessingParameterEnum(
        name, words, options=list(options), usesStaticStrings=True, defaultValue=options[0]
    )


def _cut_line(name: str, words: str) -> QgsProcessingParameterDefinition:
    real = QgsProcessingParameterNumber.Type.Double
    return QgsProcessingParameterNumber(name, words, real, optional=True, minValue=0, maxValue=1)


def _definitions(inputs: Inputs) -> list[dict[str, Any]]:
    from_table, text = definitions_from_cells(inputs.cells("CRITERIA")), inputs.text("CRITERIA_JSON")
    if bool(from_table) == bool(text):
        raise PlanError(
            tr(
                "Give the criteria either in the table (CRITERIA: {cells}) or as CRITERIA_JSON, and at least one.",
                cells=", ".join(CELLS),
            )
        )
    return from_table or definitions_from_json(text)


def _column(table: FeatureTable, definition: Mapping[str, Any], criterion: Criterion) -> Column:
    field = str(definition.get("field") or criterion.code)
    return table.values(field) if criterion.value_function.takes_words else table.numbers(field)


def _labels(table: FeatureTable, field: str) -> list[str]:
    names = table.texts(field) if field else [""] * len(table)
    return [name or tr("feature {number}", number=row) for row, name in enumerate(names, 1)]


def _summary(ranking: Ranking, labels: Sequence[str], progress: Progress) -> dict[str, Any]:
    for note in ranking_notes(ranking):
        progress.say(note)
    best = "; ".join(label for label, rank in zip(labels, ranking.rank) if rank == 1)
    ranked = len(labels) - ranking.rank.count(None)
    progress.say(tr("{ranked} of {total} ranked. First: {best}.", ranked=ranked, total=len(labels), best=best))
    return {"BEST": best, "COUNT": len(labels), "RANKED": ranked}
