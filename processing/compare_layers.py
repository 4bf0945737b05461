"""A comparison of scenarios → tables, and layers of the measures' places."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from qgis.core import QgsFeature, QgsFeatureSink, QgsField, QgsFields, QgsGeometry, QgsWkbTypes
from qgis.PyQt.QtCore import QVariant

from ..planning.errors import PlanError
from ..planning.language import tr
from ..planning.plan.store import PlanFile
from ..planning.programme.inputs.measures import MeasureCodes
from ..planning.progress import Progress
from ..planning.scenarios.tables import Column
from .base import Inputs
from .layers import plan_crs
from .results import write_table

TYPES = {str: QVariant.String, int: QVariant.Int, float: QVariant.Double, bool: QVariant.Bool}
LAYERS = {
    "POINTS": ("measure_point", QgsWkbTypes.Type.Point),
    "LINES": ("measure_line", QgsWkbTypes.Type.MultiLineString),
    "POLYGONS": ("measure_polygon", QgsWkbTypes.Type.MultiPolygon),
}


def write_columns(inputs: Inputs, output: str, columns: Sequence[Column]) -> str:
    """A table of these columns; returns the identifier of the result."""
    return write_table(inputs, output, _fields(columns), zip(*(column.values for column in columns)))


def write_places(
    inputs: Inputs, output: str, plan: PlanFile, columns: Sequence[Column], progress: Progress
) -> tuple[str, set[str]]:
    """The places of the measures of one kind of geometry, each with the columns of its measure; the places of parts
    have those of the whole. Returns the identifier of the result and the measures that it shows."""
    table, kind = LAYERS[output]
    rows = {values[0]: values for values in zip(*(column.values for column in columns))}
    fields = QgsFields()
    for field in _fields(columns):
        fields.append(field)
    sink, identifier = inputs.sink(output, fields, kind, plan_crs(plan.srs_id))
    shown: set[str] = set()
    places = list(_places(plan, table))
    for measure, wkb in progress.over(places, max(len(places), 1)):
        if measure in rows:
            shown.add(measure)
            _add(sink, fields, wkb, rows[measure])
    return identifier, shown


def _places(plan: PlanFile, table: str) -> Iterator[tuple[str, bytes]]:
    wholes = MeasureCodes(plan.rows("measure"))
    for row in plan.rows(table):
        if row["geom"] is not None:
            yield wholes.whole(row["measure_id"]), row["geom"]


def _add(sink: QgsFeatureSink, fields: QgsFields, wkb: bytes, values: Sequence[Any]) -> None:
    geometry, feature = QgsGeometry(), QgsFeature(fields)
    geometry.fromWkb(wkb)
    feature.setGeometry(geometry)
    feature.setAttributes(list(values))
    if not sink.addFeature(feature, QgsFeatureSink.Flag.FastInsert):
        raise PlanError(tr("The result layer does not take a feature: {why}.", why=sink.lastError()))


def _fields(columns: Sequence[Column]) -> list[QgsField]:
    return [QgsField(column.name, TYPES[column.kind]) for column in columns]
