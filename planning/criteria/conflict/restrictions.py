"""Restrictions from layers: protected, flood, sanitary, heritage, red lines."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from ...errors import PlanError
from ...features import FeatureTable
from ...language import tr
from ...libraries import require
from ..column import CriterionColumn, Finding, Request, finding, placeless_findings
from ..shapes import has_place, is_broken, only_where
from .overlap import Overlap, Restriction, overlap

if TYPE_CHECKING:
    pass

LARGEST_SEVERITY = 1.0


def read_restriction(layer: FeatureTable, severity: float = LARGEST_SEVERITY, severity_field: str = "") -> Restriction:
    """The polygons of a layer, each as severe as its field says, or else the layer. Raises PlanError for a severity
    that is not from 0 to 1."""
    own = layer.numbers(severity_field) if severity_field and severity_field in layer.columns else np.array([])
    given = np.where(np.isnan(own), severity, own) if len(own) else np.full(len(layer), severity)
    wrong = np.flatnonzero((given < 0) | (given > LARGEST_SEVERITY))
    if len(wrong):
        raise PlanError(
            tr(
                "Layer «{layer}», feature {row}: severity {value} is not from 0 to 1.",
                layer=layer.name,
                row=int(wrong[0]) + 1,
                value=float(given[wrong[0]]),
            )
        )
    polygons = only_where(layer.geometries, require("shapely").get_dimensions(layer.geometries) == 2)
    return Restriction(layer.name, polygons, given)


def checked_severities(severities: Any) -> dict[str, float]:
    """Severity by layer name. Raises PlanError unless each is a number from 0 to 1."""
    usable = isinstance(severities, Mapping) and all(_is_severity(value) for value in severities.values())
    if not usable:
        raise PlanError(
            tr(
                "Severities must name a number from 0 to 1 for each layer, as in {example}.",
                example='{"flood_zones": 1, "sanitary_zones": 0.5}',
            )
        )
    return {str(name): float(value) for name, value in severities.items()}


def restriction_findings(layer: FeatureTable) -> list[Finding]:
    """What had to be set aside or mended in a layer of restrictions."""
    shapely = require("shapely")
    lines = int((has_place(layer.geometries) & (shapely.get_dimensions(layer.geometries) < 2)).sum())
    broken = int(is_broken(layer.geometries).sum())
    found = placeless_findings(layer)
    if lines:
        found.append(finding("restriction_without_area", "warning", lambda: _without_area(layer, lines)))
    if broken:
        found.append(finding("geometry_mended", "warning", lambda: mended_sentence(layer, broken)))
    return found


def mended_sentence(layer: FeatureTable, count: int) -> str:
    return tr(
        "Layer «{layer}»: the outlines of {count} of {total} features cross or touch themselves; they were mended "
        "for the calculation, the layer itself was not changed.",
        layer=layer.name,
        count=count,
        total=len(layer),
    )


def names_of_layers(found: Overlap, names: list[str]) -> list[str | None]:
    """The names of the layers that lie on each place (n,), None where none does."""
    labels = np.array(names, dtype=object)
    lying = np.nan_to_num(found.by_layer) > 0
    kind = np.zeros(lying.shape[1], dtype=np.intp)
    for here in lying:
        kind = np.unique(2 * kind + here, return_inverse=True)[1]
    _, first, kind = np.unique(kind, return_index=True, return_inverse=True)
    words = np.array([", ".join(labels[lying[:, place]]) or None for place in first] + [None], dtype=object)
    return list(words[kind])


def overlap_column(request: Request) -> CriterionColumn:
    """Criterion "overlapshare": the share of each alternative under restrictions, each spot weighted by the strongest.

    "restrictions" names the layers and their severities. What is done for the whole community lies nowhere: unknown.
    """
    severities = checked_severities(request.definition.get("restrictions") or {})
    layers = {name: request.usable_layer(name) for name in severities}
    usable = {name: layer for name, layer in layers.items() if layer is not None}
    if not usable:
        return request.without_layer()
    field = request.field("severity")
    restrictions = [read_restriction(layer, severities[name], field) for name, layer in usable.items()]
    found = overlap(request.alternatives.places, restrictions, request.progress)
    notes = [_note(names) for names in names_of_layers(found, [layer.name for layer in usable.values()])]
    findings = [item for layer in usable.values() for item in restriction_findings(layer)]
    missing = [name for name, layer in layers.items() if layer is None]
    if missing:
        findings.append(finding("layer_missing", "warning", lambda: _missing(request, missing)))
    return request.column(found.conflict, notes, findings)


def _is_severity(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and 0 <= value <= LARGEST_SEVERITY


def _note(names: str | None) -> str:
    return tr("It lies on: {layers}.", layers=names) if names else ""


def _missing(request: Request, names: list[str]) -> str:
    return tr(
        "Criterion «{criterion}»: layers missing or without geometry: {layers}. Conflicts with them are not counted.",
        criterion=request.name,
        layers=", ".join(names),
    )


def _without_area(layer: FeatureTable, count: int) -> str:
    return tr(
        "Layer «{layer}»: {count} of {total} features are points or lines; only polygons restrict, "
        "so draw a buffer around them first.",
        layer=layer.name,
        count=count,
        total=len(layer),
    )
