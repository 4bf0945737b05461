"""The ledger of equity → a layer of areas and a table of all lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from qgis.core import QgsFeature, QgsFeatureSink, QgsField, QgsFields, QgsGeometry, QgsWkbTypes
from qgis.PyQt.QtCore import QVariant

from ..planning.errors import PlanError
from ..planning.language import tr
from ..planning.plan.store import PlanFile
from ..planning.programme.equity.ledger import Equity, Line
from .base import Inputs
from .layers import plan_crs
from .results import write_table

COLUMNS = (
    ("measures", QVariant.Int),
    ("money", QVariant.Double),
    ("spread", QVariant.Double),
    ("beneficiaries", QVariant.Double),
    ("people", QVariant.Double),
    ("per_head", QVariant.Double),
    ("money_share", QVariant.Double),
    ("people_share", QVariant.Double),
    ("lq", QVariant.Double),
    ("damage", QVariant.Double),
)
AREA_WORDS = ("area_id", "code", "name_uk", "name_en")


def write_areas(inputs: Inputs, output: str, plan: PlanFile, equity: Equity) -> str:
    """The areas with their outlines; returns the identifier of the result."""
    fields = QgsFields()
    for field in (
        *_texts(AREA_WORDS),
        *_numbers(),
        QgsField("neglected", QVariant.Bool),
        QgsField("gini", QVariant.Double),
    ):
        fields.append(field)
    sink, identifier = inputs.sink(output, fields, QgsWkbTypes.Type.MultiPolygon, plan_crs(plan.srs_id))
    outlines = {row["area_id"]: row["geom"] for row in plan.rows("focus_area")}
    neglected = {line.key for line in equity.neglected}
    for line in equity.areas:
        words = [line.key, line.code, line.name_uk, line.name_en]
        values = [*words, *_values(line), line.key in neglected if line.damage is not None else None, equity.gini]
        _add(sink, fields, outlines[line.key], values)
    return identifier


def write_lines(inputs: Inputs, output: str, equity: Equity) -> str:
    """Every line as a table: areas, what is in none, settlements and groups; returns the identifier of the result."""
    fields = [*_texts(("kind", "key", "code", "name")), *_numbers(), QgsField("told", QVariant.Double)]
    rows = ([line.kind, line.key, line.code, line.name, *_values(line), line.told] for line in equity.lines())
    return write_table(inputs, output, fields, rows)


def _texts(names: Sequence[str]) -> list[QgsField]:
    return [QgsField(name, QVariant.String) for name in names]


def _numbers() -> list[QgsField]:
    return [QgsField(name, kind) for name, kind in COLUMNS]


def _values(line: Line) -> list[Any]:
    known: Mapping[str, Any] = {"lq": line.quotient}
    return [known[name] if name in known else getattr(line, name) for name, _ in COLUMNS]


def _add(sink: QgsFeatureSink, fields: QgsFields, wkb: bytes | None, values: Sequence[Any]) -> None:
    feature = QgsFeature(fields)
    if wkb is not None:
        geometry = QgsGeometry()
        geometry.fromWkb(wkb)
        feature.setGeometry(geometry)
    feature.setAttributes(list(values))
    if not sink.addFeature(feature, QgsFeatureSink.Flag.FastInsert):
        raise PlanError(tr("The result layer does not take a feature: {why}.", why=sink.lastError()))
