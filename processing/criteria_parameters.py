"""The parameters that say what is compared and by which criteria, shared by the ranking algorithms."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, overload

from qgis.core import (
    QgsProcessing,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterMatrix,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
)

from ..planning.errors import PlanError
from ..planning.features import FeatureTable
from ..planning.language import tr
from ..planning.progress import Progress
from ..planning.ranking.criteria_input import CELLS, definitions_from_cells, definitions_from_json
from ..planning.ranking.criterion import Criterion, criteria_from_definitions
from ..planning.ranking.methods.method import Option
from ..planning.ranking.methods.registry import METHODS
from ..planning.ranking.methods.settings import NORMALISATIONS
from ..planning.ranking.missing import POLICIES
from ..planning.ranking.value.functions import Column
from .base import Inputs, choice_parameter, helped
from .layers import read_columns


@dataclass(frozen=True)
class Names(Sequence[str]):
    """The names of features; one without a name is called by its number."""

    given: Sequence[str]

    def __len__(self) -> int:
        return len(self.given)

    @overload
    def __getitem__(self, row: int) -> str: ...

    @overload
    def __getitem__(self, row: slice) -> Sequence[str]: ...

    def __getitem__(self, row: int | slice) -> str | Sequence[str]:
        if isinstance(row, slice):
            return [self[place] for place in range(*row.indices(len(self)))]
        return self.given[row] or tr("feature {number}", number=row + 1)


@dataclass(frozen=True)
class Candidates:
    """What is compared: criteria with their definitions, a raw column (n,) for each, and the names (n,)."""

    definitions: list[dict[str, Any]]
    criteria: tuple[Criterion, ...]
    columns: list[Column]
    names: Names
    table: FeatureTable


def candidate_inputs() -> Iterator[QgsProcessingParameterDefinition]:
    """INPUT, LABEL, CRITERIA and CRITERIA_JSON."""
    yield helped(
        QgsProcessingParameterFeatureSource("INPUT", tr("Layer or table"), [QgsProcessing.SourceType.TypeVector]),
        tr("The features to rank, each with a number or a class for every criterion. NULL means unknown."),
    )
    yield helped(
        QgsProcessingParameterField("LABEL", tr("Field with names"), parentLayerParameterName="INPUT", optional=True),
        tr("Names the features in messages and in the result «first»; without it they are numbered."),
    )
    headers = [tr("Field"), tr("Weight"), tr("Direction"), tr("Worst"), tr("Best"), tr("Function"), tr("Index")]
    yield helped(
        QgsProcessingParameterMatrix("CRITERIA", tr("Criteria"), numberRows=3, headers=headers, optional=True),
        tr(
            "A row for each criterion; only the field is required. "
            "Weight: any number, its share counts (empty: 1). Direction: benefit (more is better) or cost. "
            "Worst and best: the raw values worth 0 and 1 (empty: from the data). "
            "Function: linear, log or s-shape; more of them in the JSON. "
            "Index: SEI or FEI. In a script, the cells row after row."
        ),
    )
    yield helped(
        QgsProcessingParameterString("CRITERIA_JSON", tr("Criteria as JSON"), multiLine=True, optional=True),
        tr(
            "Instead of the table: a list of criteria in the form of a scenario, each with code, field (if it is "
            "not the code), weight, direction, index and value; every value function, and preference, veto and "
            "tier too."
        ),
        advanced=True,
    )


def missing_input() -> QgsProcessingParameterDefinition:
    """MISSING."""
    return choice_parameter(
        "MISSING",
        tr("Missing values"),
        POLICIES,
        tr(
            "renormalise: score over the criteria that are known. worst: an unknown value counts as the worst. "
            "refuse: stop and name what is missing."
        ),
    )


def method_inputs() -> Iterator[QgsProcessingParameterDefinition]:
    """METHOD, MISSING, NORMALISATION and the methods' own numbers."""
    yield choice_parameter(
        "METHOD",
        tr("Method"),
        tuple(METHODS),
        " ".join(f"{name}: {method.about()}" for name, method in METHODS.items()),
    )
    yield missing_input()
    yield choice_parameter(
        "NORMALISATION",
        tr("Scale of measurement"),
        NORMALISATIONS,
        tr(
            "source: the scale that the method's source asks for. values: the values 0..1 of the value functions. "
            "Of the raw numbers: vector (divided by their length), sum (by their sum), z (standard scores), "
            "rank (share of the others that one is better than), ratio (to the best), raw (as they are). "
            "Each method takes some of them and names these if another is chosen."
        ),
        advanced=True,
    )
    for name, option in method_options().items():
        yield helped(_option(name, option), option.about, advanced=True)


def read_candidates(
    inputs: Inputs, progress: Progress, also: Callable[[Sequence[Mapping[str, Any]]], Sequence[str]] = lambda _: ()
) -> Candidates:
    """The layer's columns that the criteria need, and the fields that `also` asks for by the criteria's definitions.

    Raises PlanError for unusable criteria or values.
    """
    definitions = _definitions(inputs)
    criteria = criteria_from_definitions(definitions)
    label = inputs.text("LABEL")
    more = [*([label] if label else []), *also(definitions)]
    columns, table = read_criteria(inputs, definitions, criteria, progress, more)
    return Candidates(definitions, criteria, columns, Names(table.texts(label) if label else [""] * len(table)), table)


def read_criteria(
    inputs: Inputs,
    definitions: Sequence[Mapping[str, Any]],
    criteria: Sequence[Criterion],
    progress: Progress,
    more: Sequence[str] = (),
) -> tuple[list[Column], FeatureTable]:
    """A raw column (n,) for each criterion from layer INPUT, and the table with them and with `more` fields."""
    fields = [str(definition.get("field") or criterion.code) for definition, criterion in zip(definitions, criteria)]
    table = read_columns(inputs, "INPUT", [*fields, *more], progress)
    return [_column(table, field, criterion) for field, criterion in zip(fields, criteria)], table


def method_options() -> dict[str, Option]:
    """The numbers that methods can be given, by name."""
    return {name: option for method in METHODS.values() for name, option in method.options().items()}


def chosen_options(inputs: Inputs) -> dict[str, float]:
    """The numbers of the chosen method."""
    return {name: inputs.number(name.upper()) for name in METHODS[inputs.text("METHOD")].options()}


def _option(name: str, option: Option) -> QgsProcessingParameterDefinition:
    real = QgsProcessingParameterNumber.Type.Double
    return QgsProcessingParameterNumber(
        name.upper(), option.title, real, option.default, minValue=option.low, maxValue=option.high
    )


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


def _column(table: FeatureTable, field: str, criterion: Criterion) -> Column:
    return table.values(field) if criterion.value_function.takes_words else table.numbers(field)
