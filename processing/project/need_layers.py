"""The layers that show where need lies: districts by damage, or by what their measures ask for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
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

from ...planning.criteria.damage.sites import DamageSites
from ...planning.errors import PlanError
from ...planning.language import tr
from ...planning.libraries import require
from ...planning.plan.runs import latest_run
from ...planning.plan.store import PlanFile, Row
from ...planning.publish.need import losses_by_area, per_thousand, sites_of_criterion
from ...planning.wording import money_unit, plain_number
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
    layer = open_plan_layer(plan.path, "focus_area", losses.title)
    pairs = ", ".join(f"'{area}', {value:.6g}" for area, value in losses.by_area.items() if value == value)
    layer.addExpressionField(f'map_get(map({pairs}), "area_id")', QgsField("loss", QVariant.Double))
    layer.setFieldAlias(layer.fields().indexOf("loss"), losses.title)
    QgsLayerNotesUtils.setLayerNotes(
        layer,
        tr(
            "Damage in a district as the scenario weighs it: with loss ratios a destroyed object counts 1, "
            "without them each case counts 1. Computed when this project was built."
        ),
    )
    _classified(layer, "area_loss")
    return layer


@dataclass(frozen=True)
class Losses:
    """What a number means, and the number for each focus area, NaN where it is not known."""

    title: str
    by_area: Mapping[str, float]


def _losses(plan: PlanFile, context: QgsProcessingContext) -> Losses | None:
    definition = scenario_definition(plan)
    criteria = definition.get("criteria", [])
    criterion: Mapping[str, Any] = next((found for found in criteria if found.get("kind") == "damageexposure"), {})
    source = definition.get("layers", {}).get(criterion.get("layer", ""))
    if not source:
        return None
    try:
        sites = open_layer(source, plan.path.parent)
        table = read_features(sites, source, plan_crs(plan.srs_id), context, layer=sites)
        graded = bool(criterion.get("fields", {}).get("damage_class"))
        return _losses_of(plan.rows("focus_area"), sites_of_criterion(table, criterion), graded)
    except PlanError:
        return None


def _losses_of(areas: Sequence[Row], sites: DamageSites, graded: bool) -> Losses:
    """For 1,000 residents each, or in all where no area's residents are known."""
    polygons = np.array(require("shapely").from_wkb([row["geom"] for row in areas]))
    people = np.array([row["population"] for row in areas], dtype=float)
    by_people = not np.isnan(people).all()
    found = losses_by_area(polygons, sites)
    found = per_thousand(found, people) if by_people else found
    return Losses(_title(graded, by_people), dict(zip((row["area_id"] for row in areas), found.tolist())))


def _title(graded: bool, by_people: bool) -> str:
    if graded:
        return tr("Damage per 1,000 residents (destroyed = 1)") if by_people else tr("Damage (destroyed = 1)")
    return tr("Cases of damage per 1,000 residents") if by_people else tr("Cases of damage")


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
