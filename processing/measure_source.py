"""What the algorithms of fit look at: the measures of a plan file, or the features of any layer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from qgis.core import (
    QgsField,
    QgsProcessing,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterFile,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QVariant

from ..planning.criteria.alternatives import Alternatives, alternatives_of_layer, alternatives_of_plan
from ..planning.errors import PlanError
from ..planning.language import tr
from ..planning.progress import Progress
from .base import Inputs, helped
from .distances import read_for_distances
from .layers import read_input
from .results import Values, write_table, write_with_columns


def measures_parameters() -> Iterator[QgsProcessingParameterDefinition]:
    """INPUT or PLAN."""
    yield helped(
        QgsProcessingParameterFeatureSource(
            "INPUT", tr("Layer of measures"), [QgsProcessing.SourceType.TypeVector], optional=True
        ),
        tr("Points, lines or polygons, one feature a measure. Give either a layer or a plan file."),
    )
    plan = QgsProcessingParameterFile("PLAN", tr("Plan file"), extension="gpkg", optional=True)
    yield helped(plan, tr("Instead of a layer: the measures of a plan, each whole with its parts, and their links."))


def measure_field(name: str, title: str, words: str, numeric: bool = False) -> QgsProcessingParameterDefinition:
    """A field of INPUT, optional; a plan file has its own."""
    kind = QgsProcessingParameterField.DataType.Numeric if numeric else QgsProcessingParameterField.DataType.Any
    parameter = QgsProcessingParameterField(name, title, parentLayerParameterName="INPUT", type=kind, optional=True)
    return helped(parameter, words)


def read_measures(
    inputs: Inputs, roles: Mapping[str, str], progress: Progress, needed: Sequence[str] = ()
) -> Alternatives:
    """The measures, their places in metres; `roles` maps parameters that name fields of a layer to the plan's fields.

    Raises PlanError unless either INPUT or PLAN is given, and where a layer comes without the `needed` parameters.
    """
    if inputs.given("INPUT") == inputs.given("PLAN"):
        raise PlanError(tr("Give either a layer (INPUT) or a plan file (PLAN)."))
    if inputs.given("PLAN"):
        with inputs.plan() as plan:
            return alternatives_of_plan(plan)
    missing = [name for name in needed if not inputs.given(name)]
    if missing:
        raise PlanError(tr("A layer needs parameter {names}.", names=", ".join(missing)))
    named = {field: inputs.text(name) for name, field in roles.items() if inputs.given(name)}
    wanted = list(dict.fromkeys(named.values()))
    if inputs.source("INPUT").wkbType() == QgsWkbTypes.Type.NoGeometry:
        layer = read_input(inputs, "INPUT", None, progress, wanted)
    else:
        [layer] = read_for_distances(inputs, {"INPUT": wanted}, progress)
    found = alternatives_of_layer(layer, named.get("code", ""), named.get("sector", ""))
    fields = {field: layer.values(column) for field, column in named.items()}
    codes = [code or number for code, number in zip(found.codes, found.ids)]
    return Alternatives(found.ids, codes, found.places, found.community_wide, found.sectors, fields)


def write_measures(
    inputs: Inputs,
    measures: Alternatives,
    columns: Mapping[str, Values],
    fields: Sequence[QgsField],
    progress: Progress,
) -> str:
    """OUTPUT: the layer again with columns, or a table of the plan's measures with them."""
    if inputs.given("INPUT"):
        return write_with_columns(inputs, "INPUT", "OUTPUT", columns, fields, progress)
    own = {"measure_id": measures.ids, "code": measures.codes, "title_uk": measures.fields["title_uk"]}
    texts = [QgsField(name, QVariant.String) for name in own]
    return write_table(inputs, "OUTPUT", [*texts, *fields], zip(*own.values(), *columns.values()))
