"""How a comparison of scenarios looks on the map: told apart by colour, by symbol and in grey."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from qgis.core import (
    QgsFillSymbol,
    QgsLineSymbol,
    QgsMarkerSymbol,
    QgsProcessingContext,
    QgsRuleBasedRenderer,
    QgsSymbol,
    QgsVectorLayer,
    QgsWkbTypes,
)

from ..planning.language import tr
from ..planning.scenarios.comparison import ENTERED, KEPT, LEFT, NEVER
from .result_style import keep_style, label

Style = Callable[[QgsVectorLayer], None]
KINDS = {
    QgsWkbTypes.GeometryType.PointGeometry: (QgsMarkerSymbol, "marker"),
    QgsWkbTypes.GeometryType.LineGeometry: (QgsLineSymbol, "line"),
    QgsWkbTypes.GeometryType.PolygonGeometry: (QgsFillSymbol, "fill"),
}
QUIET = "#8a8f94"
NAME = 'coalesce(nullif("code", \'\'), left("title", 20))'
WITHOUT_POINT = "if(\"place\" LIKE '%point%', NULL, {words})"


@dataclass(frozen=True)
class Look:
    """A class on the map with its symbols for points, lines and areas; the first is drawn above the others."""

    words: str
    condition: str
    marker: Mapping[str, str]
    line: Mapping[str, str]
    fill: Mapping[str, str]


def keep_styles(identifier: str, context: QgsProcessingContext, styles: Mapping[str, Style]) -> None:
    """Give a result several styles by name, the first of them shown; a GeoPackage keeps them all."""
    keep_style(identifier, context, lambda layer: _set(layer, styles))
    if identifier.split("|")[0].lower().endswith(".gpkg"):
        for name, style in list(styles.items())[1:]:
            layer = QgsVectorLayer(identifier, "result", "ogr")
            style(layer)
            layer.saveStyleToDatabase(name, "", False, "")


def style_changes(counts: Mapping[str, int]) -> Style:
    """Who is in the programme: kept, entered, dropped out, never; with how many of each."""
    words = {
        ENTERED: tr("entered ({count})", count=counts[ENTERED]),
        LEFT: tr("dropped out ({count})", count=counts[LEFT]),
        KEPT: tr("in every programme ({count})", count=counts[KEPT]),
        NEVER: tr("in no programme ({count})", count=counts[NEVER]),
    }
    looks = [Look(words[kind], f"\"change\" = '{kind}'", *_change_symbols()[kind]) for kind in words]
    return _styled(looks, f"if(\"change\" IN ('{ENTERED}', '{LEFT}'), {NAME}, NULL)", "9")


def style_shifts(field: str, far: int) -> Style:
    """How many places each gains or loses in a field, `far` and more apart from less."""
    looks = [
        _shift_look(tr("rises by {places} places and more", places=far), f'"{field}" >= {far}', "triangle", 4.6),
        _shift_look(tr("falls by {places} places and more", places=far), f'"{field}" <= -{far}', "down", 4.6),
        _shift_look(tr("rises"), f'"{field}" > 0 AND "{field}" < {far}', "triangle", 3.0),
        _shift_look(tr("falls"), f'"{field}" < 0 AND "{field}" > -{far}', "down", 3.0),
        _shift_look(tr("same rank, or not ranked"), "ELSE", "circle", 1.8),
    ]
    return _styled(looks, f"if(\"{field}\" <> 0, format('%1%2', if(\"{field}\" > 0, '+', ''), \"{field}\"), NULL)", "5")


def styles_of(shift_names: Mapping[str, str], counts: Mapping[str, int], ranked: int) -> dict[str, Style]:
    """The styles of a comparison by name: the programme, and the shifts of rank that a field holds, named by field."""
    far = max(2, -(-ranked // 10))
    shifts = {name: style_shifts(field, far) for field, name in shift_names.items()}
    return {tr("In the programme"): style_changes(counts), **shifts}


def _set(layer: QgsVectorLayer, styles: Mapping[str, Style]) -> None:
    manager = layer.styleManager()
    first, *others = styles
    for name in others:
        if name not in manager.styles():
            manager.addStyleFromLayer(name)
        manager.setCurrentStyle(name)
        styles[name](layer)
    manager.setCurrentStyle(next(name for name in manager.styles() if name not in others))
    manager.renameStyle(manager.currentStyle(), first)
    styles[first](layer)


def _styled(looks: Sequence[Look], words: str, priority: str) -> Style:
    def style(layer: QgsVectorLayer) -> None:
        if layer.geometryType() not in KINDS:
            return
        root = QgsRuleBasedRenderer.Rule(None)
        for level, look in enumerate(reversed(looks)):
            symbol = _symbol(layer, look)
            for part in range(symbol.symbolLayerCount()):
                symbol.symbolLayer(part).setRenderingPass(level)
            root.insertChild(0, QgsRuleBasedRenderer.Rule(symbol, 0, 0, look.condition, look.words))
        renderer = QgsRuleBasedRenderer(root)
        renderer.setUsingSymbolLevels(True)
        layer.setRenderer(renderer)
        is_point = layer.geometryType() == QgsWkbTypes.GeometryType.PointGeometry
        label(layer, words if is_point else WITHOUT_POINT.format(words=words), priority)

    return style


def _symbol(layer: QgsVectorLayer, look: Look) -> QgsSymbol:
    kind, name = KINDS[layer.geometryType()]
    return kind.createSimple(dict(getattr(look, name)))


def _change_symbols() -> dict[str, tuple[dict[str, str], dict[str, str], dict[str, str]]]:
    return {
        ENTERED: (
            {"name": "triangle", "color": "#1b7f5c", "outline_color": "#0d3f2e", "size": "4.6"},
            {"color": "#1b7f5c", "width": "1.1", "line_style": "dash"},
            {"color": "#1b7f5c", "outline_color": "#0d3f2e", "outline_width": "0.5", "style": "b_diagonal"},
        ),
        LEFT: (
            {"name": "cross2", "color": "#c2622d", "outline_color": "#c2622d", "outline_width": "0.9", "size": "3.6"},
            {"color": "#c2622d", "width": "1.1", "line_style": "dot"},
            {"color": "#c2622d", "outline_color": "#c2622d", "outline_width": "0.5", "style": "diagonal_x"},
        ),
        KEPT: (
            {"name": "circle", "color": "#2f6690", "outline_color": "#ffffff", "size": "3.2"},
            {"color": "#2f6690", "width": "0.9"},
            {"color": "#2f6690", "outline_color": "#1a3a52", "outline_width": "0.3"},
        ),
        NEVER: (
            {"name": "circle", "color": "#ffffff", "outline_color": QUIET, "size": "2.0"},
            {"color": QUIET, "width": "0.35"},
            {"color": "#ffffff", "outline_color": QUIET, "outline_width": "0.2"},
        ),
    }


def _shift_look(words: str, condition: str, shape: str, size: float) -> Look:
    colours: dict[tuple[str, bool], str] = {
        ("triangle", True): "#40206f",
        ("triangle", False): "#9f90c4",
        ("down", True): "#b35806",
        ("down", False): "#f1a65a",
    }
    far = size > 4
    colour = colours.get((shape, far), "#f2f2f2")
    marker: dict[str, Any] = {"name": "circle" if shape == "circle" else "triangle", "color": colour, "size": str(size)}
    marker.update(outline_color="#40404a", angle="180" if shape == "down" else "0")
    width = {4.6: "1.3", 3.0: "0.8"}.get(size, "0.4")
    line = {"color": colour if shape != "circle" else QUIET, "width": width}
    line["line_style"] = "dash" if shape == "down" else "solid"
    fill = {"color": colour, "outline_color": "#40404a", "outline_width": "0.2"}
    return Look(words, condition, marker, line, fill)
