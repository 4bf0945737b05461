"""How result layers look: classes in shades of one colour that prints in grey, and labels."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import ceil
from typing import ClassVar

from qgis.core import (
    QgsFillSymbol,
    QgsLabeling,
    QgsLineSymbol,
    QgsMapLayer,
    QgsMarkerSymbol,
    QgsPalLayerSettings,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingLayerPostProcessorInterface,
    QgsProcessingUtils,
    QgsProperty,
    QgsRuleBasedRenderer,
    QgsSymbol,
    QgsTextBufferSettings,
    QgsVectorLayer,
    QgsVectorLayerSimpleLabeling,
    QgsWkbTypes,
)
from qgis.PyQt.QtGui import QColor

from ..planning.language import tr
from .project.texts import INK, text_format

SHADES = ("#08519c", "#4292c6", "#9ecae1", "#deebf7")
NOTHING = "#f2f2f2"
NO_LINE = "#c4c4c4"
TIERS = (0.1, 0.25, 0.5, 1.0)
LABELLED = 50
SHARES = (1.01, 0.95, 0.5, 0.05, 0.0005, -1.0)


@dataclass(frozen=True)
class Look:
    """A class on the map: words for the legend, which features, and their colour; "ELSE" takes what is left."""

    words: str
    condition: str
    colour: str


class Styler(QgsProcessingLayerPostProcessorInterface):
    """Styles a result when QGIS opens it from its file."""

    waiting: ClassVar[list[Styler]] = []  # QGIS does not own them, and calls them after the algorithm is gone

    def __init__(self, style: Callable[[QgsVectorLayer], None]) -> None:
        super().__init__()
        self._style = style
        self.waiting.append(self)

    def postProcessLayer(
        self, layer: QgsMapLayer, context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> None:
        if isinstance(layer, QgsVectorLayer):
            self._style(layer)
            layer.triggerRepaint()


def keep_style(identifier: str, context: QgsProcessingContext, style: Callable[[QgsVectorLayer], None]) -> None:
    """Style a result; a GeoPackage keeps the style as its own, so that it shows wherever the file is opened."""
    if context.willLoadLayerOnCompletion(identifier):
        context.layerToLoadOnCompletionDetails(identifier).setPostProcessor(Styler(style))
    if identifier.split("|")[0].lower().endswith(".gpkg"):
        layer = QgsVectorLayer(identifier, "result", "ogr")
        style(layer)
        layer.saveStyleToDatabase(layer.name(), "", True, "")
        return
    layer = QgsProcessingUtils.mapLayerFromString(identifier, context, False)
    if isinstance(layer, QgsVectorLayer):
        style(layer)


def style_ranks(ranks: Sequence[int | None], field: str = "rank") -> Callable[[QgsVectorLayer], None]:
    """The first tenth, quarter, half and the rest in falling shades, the first places labelled with their rank."""
    looks = list(_rank_looks(sum(rank is not None for rank in ranks), field))

    def style(layer: QgsVectorLayer) -> None:
        style_classes(layer, looks)
        label(layer, f'if("{field}" <= {LABELLED}, "{field}", NULL)', f'10 - 10 * "{field}" / {LABELLED}')

    return style


def style_shares(field: str, top: int) -> Callable[[QgsVectorLayer], None]:
    """Shares of draws in five shades, labelled in percent."""
    edges = zip(SHARES[1:], SHARES, (*SHADES, NOTHING))
    looks = [
        Look(_shares(low, high, top), f'"{field}" >= {low} AND "{field}" < {high}', colour)
        for low, high, colour in edges
    ]

    def style(layer: QgsVectorLayer) -> None:
        style_classes(layer, looks)
        label(layer, f'if("{field}" >= {SHARES[3]}, round(100 * "{field}") || \' %\', NULL)', f'10 * "{field}"')

    return style


def style_classes(layer: QgsVectorLayer, looks: Sequence[Look]) -> None:
    """One symbol for each class, the first above the others; a table is left as it is."""
    if layer.geometryType() in (QgsWkbTypes.GeometryType.NullGeometry, QgsWkbTypes.GeometryType.UnknownGeometry):
        return
    root = QgsRuleBasedRenderer.Rule(None)
    for level, look in enumerate(reversed(looks)):
        symbol = _symbol(layer.geometryType(), look.colour)
        symbol.symbolLayer(0).setRenderingPass(level)
        root.insertChild(0, QgsRuleBasedRenderer.Rule(symbol, 0, 0, look.condition, look.words))
    renderer = QgsRuleBasedRenderer(root)
    renderer.setUsingSymbolLevels(True)
    layer.setRenderer(renderer)


def label(layer: QgsVectorLayer, expression: str, priority: str) -> None:
    """Label the features with the value of an expression; where there is no room, those of a high priority (0 to 10,
    an expression too) keep theirs."""
    settings = QgsPalLayerSettings()
    settings.fieldName, settings.isExpression = expression, True
    if layer.geometryType() == QgsWkbTypes.GeometryType.PolygonGeometry:
        settings.placement = QgsPalLayerSettings.Placement.Horizontal
        where = QgsLabeling.PolygonPlacementFlag
        settings.setPolygonPlacementFlags(where.AllowPlacementInsideOfPolygon | where.AllowPlacementOutsideOfPolygon)
    if layer.geometryType() == QgsWkbTypes.GeometryType.LineGeometry:
        settings.placement = QgsPalLayerSettings.Placement.Line
    priorities = settings.dataDefinedProperties()
    priorities.setProperty(QgsPalLayerSettings.Property.Priority, QgsProperty.fromExpression(priority))
    settings.setDataDefinedProperties(priorities)
    form = text_format(8, INK)
    halo = QgsTextBufferSettings()
    halo.setEnabled(True)
    halo.setSize(0.8)
    halo.setColor(QColor("white"))
    form.setBuffer(halo)
    settings.setFormat(form)
    layer.setLabeling(QgsVectorLayerSimpleLabeling(settings))
    layer.setLabelsEnabled(True)


def _rank_looks(count: int, field: str) -> Iterator[Look]:
    before = 0
    for share, colour in zip(TIERS, SHADES):
        last = ceil(count * share)
        if last > before:
            yield Look(_places(before + 1, last), f'"{field}" > {before} AND "{field}" <= {last}', colour)
        before = max(before, last)
    yield Look(tr("without a place"), f'"{field}" IS NULL', NOTHING)


def _places(first: int, last: int) -> str:
    if first == last:
        return tr("place {number}", number=first)
    return tr("places {first}–{last}", first=first, last=last)


def _shares(low: float, high: float, top: int) -> str:
    if low < 0:
        return tr("never among the first {top}", top=top)
    least, most = round(100 * low), min(100, round(100 * high))
    return tr("among the first {top} in {low}–{high} % of draws", top=top, low=least, high=most)


def _symbol(kind: QgsWkbTypes.GeometryType, colour: str) -> QgsSymbol:
    outline = QColor(colour).darker(150).name()
    if kind == QgsWkbTypes.GeometryType.PointGeometry:
        return QgsMarkerSymbol.createSimple({"color": colour, "outline_color": outline, "size": "3.2"})
    if kind == QgsWkbTypes.GeometryType.LineGeometry:
        thin = {"color": NO_LINE, "width": "0.4"}
        return QgsLineSymbol.createSimple(thin if colour == NOTHING else {"color": colour, "width": "0.9"})
    width = "0.16" if colour == NOTHING else "0.4"  # a building on the map of a town is little but its outline
    return QgsFillSymbol.createSimple({"color": colour, "outline_color": outline, "outline_width": width})
