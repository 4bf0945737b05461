from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from qgis.core import (
    QgsField,
    QgsProcessing,
    QgsProcessingOutputDefinition,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterNumber,
)
from qgis.PyQt.QtCore import QVariant

from ..planning.language import tr
from ..planning.progress import Progress
from ..planning.ranking.engine import rank_alternatives
from ..planning.ranking.robustness.analysis import WEIGHTS, Request, Robustness, memory_needed, robustness_of
from ..planning.ranking.robustness.input import bounds_of, uncertain_fields, uncertainties_of
from ..planning.ranking.robustness.output import Table, alternative_columns, check_tables, tables_of
from ..planning.ranking.robustness.sentences import listed, robustness_notes
from .base import Algorithm, Inputs, choice_parameter, helped
from .criteria_parameters import Candidates, candidate_inputs, missing_input, read_candidates
from .result_style import keep_style, style_shares
from .results import write_table, write_with_columns

FIELD_TYPES = {int: QVariant.Int, float: QVariant.Double, str: QVariant.String}
TABLES = ("RANKS", "PAIRS", "RANGES", "LEFT_OUT", "METHODS")


class RobustnessOfRanking(Algorithm):
    NAME = "robustness"
    GROUP = "ranking"

    def title(self) -> str:
        return tr("Robustness of a ranking")

    def about(self) -> str:
        return tr(
            "Shows how firm a ranking by weighted sum is. "
            "Weights, and criteria that are not known exactly, are drawn many times (SMAA-2): how often is each "
            "feature first, among the first, at which rank. Weights are moved one at a time until the first place "
            "changes, criteria are left out one at a time, and other methods rank the same. "
            "The result is the same layer with these shares and ranks, and tables if you ask for them."
        )

    def inputs(self) -> Iterator[QgsProcessingParameterDefinition]:
        yield from candidate_inputs()
        yield missing_input()
        yield from _weight_inputs()
        yield from _draw_inputs()
        yield helped(
            QgsProcessingParameterFeatureSink("OUTPUT", tr("Robustness"), QgsProcessing.SourceType.TypeVector),
            tr(
                "The layer again with rank, first (share of the draws in which it is first), among_top, rank_mean, "
                "rank_best, rank_worst, rank_low and rank_high (between them lie 90 % of the draws), confidence, "
                "w_<criterion>: the weights that on average make it first, and without_<criterion>: its rank when that "
                "criterion is left out."
            ),
        )
        for name, (title, words) in _tables().items():
            table = QgsProcessingParameterFeatureSink(
                name, title, QgsProcessing.SourceType.TypeVector, optional=True, createByDefault=False
            )
            yield helped(table, words, advanced=True)

    def results(self) -> Iterator[QgsProcessingOutputDefinition]:
        yield QgsProcessingOutputString("FIRST", tr("Most often first"))
        yield QgsProcessingOutputNumber("FIRST_SHARE", tr("Share of the draws in which it is first"))
        yield QgsProcessingOutputString("STABLE", tr("Among the first by all methods"))
        yield QgsProcessingOutputNumber("SEED", tr("Seed"))
        yield QgsProcessingOutputNumber("DRAWS", tr("Draws"))
        yield QgsProcessingOutputNumber("MEMORY", tr("Memory for counting ranks, MiB"))

    def compute(self, inputs: Inputs, progress: Progress) -> dict[str, Any]:
        candidates = read_candidates(inputs, progress.part(0, 0.1), uncertain_fields)
        ranking = rank_alternatives(
            candidates.columns, candidates.criteria, missing=inputs.text("MISSING"), labels=candidates.names
        )
        request, wanted = _request(inputs, candidates), [name for name in TABLES if inputs.given(name)]
        check_tables(wanted, len(candidates.names), request)
        found = robustness_of(candidates.columns, ranking, request, progress.part(0.1, 0.8))
        for note in robustness_notes(found, candidates.names):
            progress.say(note)
        columns = alternative_columns(found)
        fields = [QgsField(name, _kind(values)) for name, values in columns.items()]
        output = write_with_columns(inputs, "INPUT", "OUTPUT", columns, fields, progress.part(0.8, 0.9))
        keep_style(output, inputs.context, style_shares("among_top", found.request.top))
        tables = tables_of(found, candidates.names, progress.part(0.9, 1))
        written = {name: _written_table(inputs, name, tables[name]()) for name in wanted}
        return {"OUTPUT": output, **written, **_summary(found, candidates)}


def _weight_inputs() -> Iterator[QgsProcessingParameterDefinition]:
    yield choice_parameter(
        "WEIGHTS",
        tr("Weights that are drawn"),
        WEIGHTS,
        tr(
            "around: the given weights, each a part (see «Spread») lower or higher. order: any weights in the order "
            "of the given ones. any: any weights at all. interval: shares between weight_low and weight_high (0 to 1) "
            "of each criterion in the JSON."
        ),
    )
    yield helped(
        _number("SPREAD", tr("Spread of the weights"), 0.5, 0, 1),
        tr("For «around»: 0.5 lets a weight be up to half lower or higher than given."),
    )
    yield helped(
        QgsProcessingParameterNumber("TOP", tr("Number of first places"), defaultValue=10, minValue=1),
        tr("How many places count as the front: as many as can be carried out, for example."),
    )


def _draw_inputs() -> Iterator[QgsProcessingParameterDefinition]:
    yield helped(
        QgsProcessingParameterNumber("DRAWS", tr("Draws"), defaultValue=10_000, minValue=1),
        tr("10,000 tell shares within 1 %; for layers of 100,000 features take 1,000."),
    )
    yield helped(
        QgsProcessingParameterNumber("SEED", tr("Seed"), defaultValue=1, minValue=0),
        tr("The same seed gives the same draws."),
        advanced=True,
    )
    yield helped(
        QgsProcessingParameterBoolean("COUNT_RANKS", tr("Count all ranks"), defaultValue=True),
        tr("Without it only first places are counted, which is several times faster on large layers."),
        advanced=True,
    )
    yield helped(
        _number("MEMORY", tr("Memory for counting ranks, MiB"), 1024, 64, 1e6),
        tr("Where single ranks would need more, they are counted in up to 100 steps."),
        advanced=True,
    )


def _tables() -> dict[str, tuple[str, str]]:
    return {
        "RANKS": (tr("Table of ranks"), tr("How often each feature has each rank; up to 2,000 features.")),
        "PAIRS": (tr("Table of pairs"), tr("How often each feature is ahead of each other; up to 200 features.")),
        "RANGES": (
            tr("Table of weight ranges"),
            tr("Between which weights of a criterion the first place stands, and the first places; who takes over."),
        ),
        "LEFT_OUT": (
            tr("Table of left-out criteria"),
            tr("What is first when a criterion is left out, and how many of the first stay there."),
        ),
        "METHODS": (tr("Table of methods"), tr("How far other methods agree: Kendall's tau and Spearman's rho.")),
    }


def _number(name: str, words: str, default: float, least: float, most: float) -> QgsProcessingParameterDefinition:
    real = QgsProcessingParameterNumber.Type.Double
    return QgsProcessingParameterNumber(name, words, real, default, minValue=least, maxValue=most)


def _request(inputs: Inputs, candidates: Candidates) -> Request:
    numbers = candidates.table.numbers
    stated = {
        each["code"]: numbers(str(each.get("field") or each["code"]))
        for each in candidates.definitions
        if each.get("uncertainty")
    }
    return Request(
        draws=inputs.integer("DRAWS"),
        seed=inputs.integer("SEED"),
        top=inputs.integer("TOP"),
        weights=inputs.text("WEIGHTS"),
        spread=inputs.number("SPREAD"),
        bounds=bounds_of(candidates.definitions),
        uncertain=uncertainties_of(candidates.definitions, candidates.criteria, stated, numbers),
        ranks=inputs.switch("COUNT_RANKS"),
        memory=inputs.number("MEMORY"),
    )


def _written_table(inputs: Inputs, name: str, table: Table) -> str:
    fields = [QgsField(column, FIELD_TYPES[kind]) for column, kind in table.columns.items()]
    return write_table(inputs, name, fields, table.rows)


def _kind(values: Any) -> QVariant.Type:
    return QVariant.Int if isinstance(values, list) else QVariant.Double


def _summary(found: Robustness, candidates: Candidates) -> Mapping[str, Any]:
    first = found.firsts.first
    leaders = [place for place, share in enumerate(first.tolist()) if share == first.max()]
    return {
        "FIRST": "; ".join(candidates.names[place] for place in leaders),
        "FIRST_SHARE": float(first.max()),
        "STABLE": listed(found.top.always, candidates.names),
        "SEED": found.request.seed,
        "DRAWS": found.request.draws,
        "MEMORY": memory_needed(found.model.alternatives, found.request),
    }
