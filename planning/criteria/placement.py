"""Whether layers lie where they can belong together, and are no heavier than they need to be."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..features import FeatureTable
from ..language import tr
from .column import Finding, finding
from .shapes import bounds_around

FAR = 200_000.0
BYTES_OF_A_CORNER = 16
HEAVY = 1_000_000 * BYTES_OF_A_CORNER


def far_apart_findings(layers: Sequence[FeatureTable]) -> list[Finding]:
    """A finding for each layer that lies more than 200 km from the first, all in metres: its coordinate system is
    likely wrong, or its coordinates are swapped."""
    first, *others = layers
    here = np.array(bounds_around(first.geometries, 0))
    apart = [(layer, _gap(here, np.array(bounds_around(layer.geometries, 0)))) for layer in others]
    return [_far(first, layer, metres) for layer, metres in apart if metres > FAR]


def heavy_findings(layer: FeatureTable) -> list[Finding]:
    """A finding where features of a layer have more than a million corners: they are taken as they are, slowly."""
    corners = [len(wkb) // BYTES_OF_A_CORNER for wkb in layer.wkb if wkb is not None and len(wkb) > HEAVY]
    if not corners:
        return []
    return [finding("geometry_heavy", "info", lambda: _heavy(layer, len(corners), max(corners)))]


def _heavy(layer: FeatureTable, count: int, most: int) -> str:
    return tr(
        "Layer «{layer}»: {count} features have more than a million corners, one of them {millions} million. "
        "They count as they are; simplified they would be faster.",
        layer=layer.name,
        count=count,
        millions=round(most / 1e6, 1),
    )


def _gap(one: np.ndarray, other: np.ndarray) -> float:
    """The distance of two boxes, NaN where one is missing."""
    return float(np.hypot(*np.maximum(np.maximum(other[:2] - one[2:], one[:2] - other[2:]), 0)))


def _far(first: FeatureTable, layer: FeatureTable, metres: float) -> Finding:
    return finding(
        "layers_far_apart",
        "warning",
        lambda: tr(
            "Layer «{layer}» lies {km} km from «{first}»: check its coordinate reference system, "
            "and whether its coordinates are swapped.",
            layer=layer.name,
            km=round(metres / 1000),
            first=first.name,
        ),
    )
