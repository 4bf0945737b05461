"""Criteria that are a QGIS expression over the plan's measures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import shapely
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsDistanceArea,
    QgsExpression,
    QgsExpressionContext,
    QgsExpressionContextUtils,
    QgsFeature,
    QgsField,
    QgsFields,
    QgsGeometry,
    QgsProject,
    QgsUnitTypes,
)
from qgis.PyQt.QtCore import QVariant

from ..planning.criteria.alternatives import Alternatives, alternatives_of_plan
from ..planning.criteria.fields import expression_field
from ..planning.errors import PlanError
from ..planning.language import tr
from ..planning.plan.store import PlanFile
from .compat import none_if_null
from .measuring_crs import DEGREES

KINDS = ((bool, QVariant.Bool), (int, QVariant.LongLong), (float, QVariant.Double))


def computed_fields(
    plan: PlanFile, definition: Mapping[str, Any], crs: QgsCoordinateReferenceSystem
) -> dict[str, list[Any]]:
    """The values of each criterion of kind "expression" for the plan's measures, as more fields of theirs.

    An expression sees the fields of table "measure" and, as its geometry, the measure's place in the plan's system.
    Raises PlanError for one that QGIS cannot read or evaluate, or that gives something else than a number.
    """
    wanted = [criterion for criterion in definition.get("criteria", []) if criterion.get("kind") == "expression"]
    if not wanted:
        return {}
    alternatives = alternatives_of_plan(plan)
    features = _features(alternatives)
    return {
        expression_field(criterion["code"]): _values(criterion, features, alternatives, crs) for criterion in wanted
    }


def _values(
    criterion: Mapping[str, Any],
    features: list[QgsFeature],
    alternatives: Alternatives,
    crs: QgsCoordinateReferenceSystem,
) -> list[Any]:
    expression = QgsExpression(str(criterion.get("expression") or ""))
    context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(None))
    context.setFields(_fields(alternatives))
    _measure_in(expression, crs)
    if expression.hasParserError() or not expression.prepare(context):
        raise _failed(criterion, expression.parserErrorString() or expression.evalErrorString())
    values = []
    for feature, code in zip(features, alternatives.codes):
        context.setFeature(feature)
        values.append(_number(criterion, none_if_null(expression.evaluate(context)), code))
        if expression.hasEvalError():
            raise _failed(criterion, expression.evalErrorString())
    return values


def _measure_in(expression: QgsExpression, crs: QgsCoordinateReferenceSystem) -> None:
    """$area and $length on the ellipsoid, in square metres and metres."""
    ruler = QgsDistanceArea()
    ruler.setSourceCrs(crs, QgsProject.instance().transformContext())
    ruler.setEllipsoid(DEGREES.ellipsoidAcronym())
    expression.setGeomCalculator(ruler)
    expression.setDistanceUnits(QgsUnitTypes.DistanceUnit.DistanceMeters)
    expression.setAreaUnits(QgsUnitTypes.AreaUnit.AreaSquareMeters)


def _features(alternatives: Alternatives) -> list[QgsFeature]:
    fields = _fields(alternatives)
    rows = zip(*alternatives.fields.values())
    return [_feature(fields, row, place) for row, place in zip(rows, alternatives.places)]


def _feature(fields: QgsFields, row: tuple[Any, ...], place: Any) -> QgsFeature:
    feature = QgsFeature(fields)
    feature.setAttributes(list(row))
    if place is not None:
        geometry = QgsGeometry()
        geometry.fromWkb(shapely.to_wkb(place, output_dimension=2))
        feature.setGeometry(geometry)
    return feature


def _fields(alternatives: Alternatives) -> QgsFields:
    fields = QgsFields()
    for name, values in alternatives.fields.items():
        fields.append(QgsField(name, _kind(values)))
    return fields


def _kind(values: Any) -> Any:
    known = [value for value in values if value is not None]
    fit = (kind for python, kind in KINDS if known and all(isinstance(value, python) for value in known))
    return next(fit, QVariant.String)


def _number(criterion: Mapping[str, Any], value: Any, code: str) -> Any:
    if value is None or isinstance(value, (bool, int, float)):
        return value
    raise PlanError(
        tr(
            "Criterion «{criterion}»: for «{code}» the expression gives «{value}», which is no number.",
            criterion=criterion["code"],
            code=code,
            value=value,
        )
    )


def _failed(criterion: Mapping[str, Any], why: str) -> PlanError:
    sentence = tr(
        "Criterion «{criterion}»: the expression cannot be used: {why}", criterion=criterion["code"], why=why.strip()
    )
    return PlanError(sentence)
