"""The legend of a print layout."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

from qgis.core import (
    QgsLayerTreeLayer,
    QgsLayout,
    QgsLayoutItemLegend,
    QgsLayoutItemMap,
    QgsLegendRenderer,
    QgsLegendStyle,
    QgsVectorLayer,
)

from .texts import INK, font

LINE_BREAK = "|"
MILLIMETRES_PER_POINT_SIZE = 0.24


@dataclass(frozen=True)
class LegendGroup:
    """A heading of the legend and the layers below it; `bare` ones show their symbols without a title."""

    title: str
    layers: Sequence[QgsVectorLayer]
    bare: Sequence[QgsVectorLayer] = ()


def add_legend(
    layout: QgsLayout, groups: Sequence[LegendGroup], on_map: QgsLayoutItemMap, width: float, points: float
) -> QgsLayoutItemLegend:
    """A legend of what the map shows, its titles broken to fit `width` millimetres."""
    legend = QgsLayoutItemLegend(layout)
    legend.setLinkedMap(on_map)
    legend.setAutoUpdateModel(False)
    root = legend.model().rootGroup()
    root.clear()
    letters = int(width / (points * MILLIMETRES_PER_POINT_SIZE))
    for group in groups:
        heading = root.addGroup(group.title)
        for layer in group.layers:
            _entry(heading.addLayer(layer), layer in group.bare, letters)
    legend.setLegendFilterByMapEnabled(True)
    _style(legend, points)
    layout.addLayoutItem(legend)
    legend.setResizeToContents(False)
    return legend


def _entry(node: QgsLayerTreeLayer, bare: bool, letters: int) -> None:
    lines = LINE_BREAK.join(textwrap.wrap(node.name(), letters))
    node.setCustomProperty("legend/title-label", lines)
    if bare:
        QgsLegendRenderer.setNodeLegendStyle(node, QgsLegendStyle.Style.Hidden)


def _style(legend: QgsLayoutItemLegend, points: float) -> None:
    styles, top = QgsLegendStyle.Style, QgsLegendStyle.Side.Top
    legend.setStyleFont(styles.Group, font(points + 1, bold=True))
    legend.setStyleFont(styles.Subgroup, font(points, bold=True))
    legend.setStyleFont(styles.SymbolLabel, font(points))
    legend.setFontColor(INK)
    legend.setWrapString(LINE_BREAK)
    legend.setSymbolWidth(6)
    legend.setSymbolHeight(0.4 * points)
    legend.setBoxSpace(0)
    legend.rstyle(styles.Group).setMargin(top, 0.35 * points)
    legend.rstyle(styles.Subgroup).setMargin(top, 0.2 * points)
    legend.rstyle(styles.Symbol).setMargin(top, 0.12 * points)
