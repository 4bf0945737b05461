from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from qgis.core import (
    QgsField,
    QgsProcessing,
    QgsProcessingOutputDefinition,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterNumber,
)
from qgis.PyQt.QtCore import QVariant

from ..planning.language import tr
from ..planning.progress import Progress
from ..planning.ranking.criterion import INDICES
from ..planning.ranking.engine import Ranking, rank_alternatives
from ..planning.ranking.notes import ranking_notes
from .base import Algorithm, Inputs, helped
from .criteria_parameters import candidate_inputs, chosen_options, method_inputs, read_candidates
from .explanations import comparison, explained, explanation_inputs
from .result_style import keep_style, style_ranks
from .results import Values, write_with_columns


class Rank(Algorithm):
    NAME = "rank"
    GROUP = "ranking"

    def title(self) -> str:
        return tr("Rank")

    def about(self) -> str:
        return tr(
            "Ranks the features of any layer or table by several weighted criteria. "
            "The result is the same layer with score, rank, coverage (the share of the weight that is known), tied, "
            "the two indices with their quadrant, c_<criterion>: what each criterion adds to the score, and why: "
            "a sentence on each of the first places. "
            "Equal scores share a rank. An unknown value is not zero: you choose what it means."
        )

    def inputs(self) -> Iterator[QgsProcessingParameterDefinition]:
        yield from candidate_inputs()
        yield from method_inputs()
        yield from explanation_inputs()
        for code in INDICES:
            yield helped(
                _cut_line(f"{code}_CUT", tr("Cut line of index {code}", code=code)),
                tr("From this value on the index counts as high in the quadrant; empty: the median of the features."),
                advanced=True,
            )
        yield helped(
            QgsProcessingParameterFeatureSink("OUTPUT", tr("Ranked"), QgsProcessing.SourceType.TypeVector),
            tr("The layer again, with the fields of the ranking added."),
        )

    def results(self) -> Iterator[QgsProcessingOutputDefinition]:
        yield QgsProcessingOutputString("BEST", tr("First"))
        yield QgsProcessingOutputString("WHY", tr("Why one is ahead of the other"))
        yield QgsProcessingOutputNumber("COUNT", tr("Number of features"))
        yield QgsProcessingOutputNumber("RANKED", tr("Number with a rank"))

    def compute(self, inputs: Inputs, progress: Progress) -> dict[str, Any]:
        candidates = read_candidates(inputs, progress.part(0, 0.4))
        ranking = rank_alternatives(
            candidates.columns,
            candidates.criteria,
            inputs.text("METHOD"),
            inputs.text("MISSING"),
            inputs.text("NORMALISATION"),
            {code: inputs.number(f"{code}_CUT") for code in INDICES if inputs.given(f"{code}_CUT")},
            candidates.names,
            chosen_options(inputs),
            progress.part(0.4, 0.5),
        )
        told = comparison(inputs, ranking, candidates.names, progress.part(0.5, 0.55))
        sentences = explained(inputs, ranking, candidates.names, progress.part(0.55, 0.7))
        columns, fields = result_columns(ranking, sentences)
        output = write_with_columns(inputs, "INPUT", "OUTPUT", columns, fields, progress.part(0.7, 1))
        keep_style(output, inputs.context, style_ranks(ranking.rank))
        return {"OUTPUT": output, "WHY": told, **_summary(ranking, candidates.names, told, progress)}


def result_columns(ranking: Ranking, sentences: Sequence[str | None]) -> tuple[dict[str, Values], list[QgsField]]:
    """The columns that a ranking and the sentences on it add to a layer, and their fields."""
    columns: dict[str, tuple[QVariant.Type, Values]] = {
        "score": (QVariant.Double, ranking.score),
        "rank": (QVariant.Int, ranking.rank),
        "coverage": (QVariant.Double, ranking.coverage),
        "tied": (QVariant.Bool, ranking.tied),
        "sei": (QVariant.Double, ranking.sei),
        "fei": (QVariant.Double, ranking.fei),
        "quadrant": (QVariant.String, ranking.quadrant),
    }
    for name, values in ranking.columns.items():
        columns[name] = (_field_type(values), values)
    for criterion, contribution in zip(ranking.criteria, ranking.contributions):
        columns[f"c_{criterion.code}"] = (QVariant.Double, contribution)
    if any(sentences):
        columns["why"] = (QVariant.String, sentences)
    return {name: values for name, (_, values) in columns.items()}, [
        QgsField(name, kind) for name, (kind, _) in columns.items()
    ]


def _field_type(values: Sequence[Any]) -> QVariant.Type:
    kinds = {type(value) for value in values if value is not None}
    kind = kinds.pop() if len(kinds) == 1 else float
    return {bool: QVariant.Bool, int: QVariant.Int, str: QVariant.String}.get(kind, QVariant.Double)


def _cut_line(name: str, words: str) -> QgsProcessingParameterDefinition:
    real = QgsProcessingParameterNumber.Type.Double
    return QgsProcessingParameterNumber(name, words, real, optional=True, minValue=0, maxValue=1)


def _summary(ranking: Ranking, labels: Sequence[str], told: str, progress: Progress) -> dict[str, Any]:
    for note in ranking_notes(ranking):
        progress.say(note)
    if told:
        progress.say(told)
    best = "; ".join(labels[row] for row in np.flatnonzero(np.array(ranking.rank, dtype=object) == 1))
    ranked = len(labels) - ranking.rank.count(None)
    progress.say(tr("{ranked} of {total} ranked. First: {best}.", ranked=ranked, total=len(labels), best=best))
    return {"BEST": best, "COUNT": len(labels), "RANKED": ranked}
