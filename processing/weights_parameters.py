"""The parameters of the weights algorithm."""

from __future__ import annotations

from collections.abc import Iterator

from qgis.core import (
    QgsProcessing,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterMatrix,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterString,
)

from ..planning.language import tr
from ..planning.ranking.weights.consistency import RANDOM_INDICES
from ..planning.ranking.weights.group import AGGREGATIONS
from ..planning.ranking.weights.registry import METHODS, about_methods
from .base import choice_parameter, helped
from .report import language_parameter


def weight_inputs() -> Iterator[QgsProcessingParameterDefinition]:
    """Everything that weights can be made from, and what is written."""
    yield choice_parameter("METHOD", tr("Method"), METHODS, about_methods())
    yield from _criteria_inputs()
    yield from _group_inputs()
    yield helped(
        QgsProcessingParameterFeatureSource(
            "INPUT", tr("Layer or table"), [QgsProcessing.SourceType.TypeVector], optional=True
        ),
        tr("For entropy, critic and standard_deviation: the features whose fields are the criteria."),
    )
    yield from _outputs()


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
    yield choice_parameter(
        "AGGREGATION",
        tr("Aggregation"),
        AGGREGATIONS,
        tr(
            "mean, median: of the members' weights. aip: their geometric mean. "
            "aij: the geometric mean of judgements in pairs, as if the group were one person (AHP)."
        ),
    )
    yield choice_parameter(
        "RANDOM_INDEX",
        tr("Random index"),
        RANDOM_INDICES,
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
