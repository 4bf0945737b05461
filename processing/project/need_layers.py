"""The layers that show where need lies: districts by damage, or by what their measures ask for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from qgis.core import (
    QgsClassificationJenks,
    QgsField,
    QgsLayerNotesUtils,
    QgsProcessingContext,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QVariant

from ...planning.errors import PlanError
from ...planning.language import tr
from ...planning.libraries import require
from ...planning.plan.runs import latest_run
from ...planning.plan.store import PlanFile
from ...planning.publish.need import losses_by_area, per_thousand, sites_of_criterion
from ...planning.publish.wording import money_unit, plain_number
from ..layers import open_layer, plan_crs, read_features
from .facts import RUN_KINDS
from .plan_layers import open_plan_layer
from .styling import apply_style

CLASSES = 4
DIGITS = 3


def scenario_definition(plan: PlanFile) -> dict[str, Any]:
    """The scenario of the newest run, else the first of the plan, else nothing."""
    run = latest_run(plan, RUN_KINDS)
    scenario = plan.row("scenario", scenario_id=run["scenario_id"]) if run else None
    return (scenario or plan.row("scenario") or {}).get("definition") or {}


def need_layers(plan: PlanFile, context: QgsProcessingContext) -> dict[str, QgsVectorLayer]:
    """Districts by damage where the scenario values it, and by what their measures ask for; most telling first."""
    if not plan.rows("focus_area"):
        return {}
    found = {"area_loss": _loss_layer(plan, context), "area_request": _request_layer(plan)}
    return {name: layer for name, layer in found.items() if layer is not None}


def _request_layer(plan: PlanFile) -> QgsVectorLayer:
    unit = money_unit(plan.community["currency"] or "UAH")
    title = tr("Requested for measures, {unit} per resident", unit=unit)
    layer = open_plan_layer(plan.path, "area_result", title)
    QgsLayerNotesUtils.setLayerNotes(
        layer,
        tr(
            "The cost of all measures that lie in a district, divided by its residents. "
            "Parts of a measure count, their parent does not; measures of unknown cost are left out."
        ),
    )
    _classified(layer, "area_request")
    return layer


def _loss_layer(plan: PlanFile, context: QgsProcessingContext) -> QgsVectorLayer | None:
    losses = _losses(plan, context)
    if losses is None:
        return None
    layer = open_plan_layer(plan.path, "focus_area", tr("Damage per 1,000 residents (destroyed = 1)"))
    pairs = ", ".join(f"'{area}', {value:.6g}" for area, value in losses.items() if value == value)
    layer.addExpressionField(f'map_get(map({pairs}), "area_id")', QgsField("loss_per_1000", QVariant.Double))
    QgsLayerNotesUtils.setLayerNotes(
        layer,
        tr(
            "Damaged buildings in a district, weighted by the scenario's loss ratios (a destroyed one counts 1), "
            "for each 1,000 residents. Computed when this project was built."
        ),
    )
    _classified(layer, "area_loss")
    return layer


def _losses(plan: PlanFile, context: QgsProcessingContext) -> dict[str, float] | None:
    definition = scenario_definition(plan)
    criterion = next((c for c in definition.get("criteria", []) if c.get("kind") == "damageexposure"), None)
    source = definition.get("layers", {}).get(criterion.get("layer", "")) if criterion else None
    if not source:
        return None
    try:
        sites = open_layer(source, plan.path.parent)
        table = read_features(sites, source, plan_crs(plan.srs_id), context)
        return _losses_by_id(plan, table, criterion)
    except PlanError:
        return None


def _losses_by_id(plan: PlanFile, sites: Any, criterion: Mapping[str, Any]) -> dict[str, float]:
    rows = plan.rows("focus_area")
    areas = require("shapely").from_wkb([row["geom"] for row in rows])
    people = np.array([row["population"] for row in rows], dtype=float)
    found = per_thousand(losses_by_area(np.array(areas), sites_of_criterion(sites, criterion)), people)
    return {row["area_id"]: value for row, value in zip(rows, found)}


def _classified(layer: QgsVectorLayer, style: str) -> None:
    """The style with classes at the largest gaps between districts."""
    apply_style(layer, style)
    renderer = layer.renderer().clone()
    renderer.setClassificationMethod(QgsClassificationJenks())
    renderer.updateClasses(layer, CLASSES)
    for index, found in enumerate(renderer.ranges()):
        bounds = [_rounded(found.lowerValue()), _rounded(found.upperValue())]
        renderer.updateRangeLabel(index, " – ".join(dict.fromkeys(bounds)))
    layer.setRenderer(renderer)


def _rounded(value: float) -> str:
    return plain_number(float(f"{value:.{DIGITS}g}"))


def visible_need(layers: Mapping[str, QgsVectorLayer]) -> str | None:
    """The one need layer that is switched on: the first that has a class to show."""
    return next((name for name, layer in layers.items() if layer.renderer().ranges()), None)
