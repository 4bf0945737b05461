"""How equity looks on the map: orange for less than the share of the people, purple for more.

Colours: PuOr of ColorBrewer (Harrower & Brewer 2003), which readers who see colours differently can tell apart; in grey
the purple end is the darker one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from qgis.core import (
    QgsFillSymbol,
    QgsLabeling,
    QgsPalLayerSettings,
    QgsRuleBasedRenderer,
    QgsVectorLayer,
    QgsVectorLayerSimpleLabeling,
)

from ..planning.language import current_language, tr
from ..planning.wording import number
from .result_style import label

EDGES = (0.5, 0.8, 1.25, 2.0)
COLOURS = ("#e08214", "#fdb863", "#f7f7f7", "#d0cce4", "#8073ac")
UNKNOWN, LINE, ALARM = "#8a8f94", "#6b6f73", "#1a1a1a"


def style_quotients() -> Callable[[QgsVectorLayer], None]:
    """Five classes of the location quotient, areas without it hatched, neglected ones with a thick broken outline; each
    is labelled with its name and its quotient in the current language."""
    rules, words = list(_rules()), _label()

    def style(layer: QgsVectorLayer) -> None:
        root = QgsRuleBasedRenderer.Rule(None)
        for symbol, condition, name in rules:
            root.appendChild(QgsRuleBasedRenderer.Rule(symbol.clone(), 0, 0, condition, name))
        renderer = QgsRuleBasedRenderer(root)
        renderer.setUsingSymbolLevels(True)
        layer.setRenderer(renderer)
        label(layer, words, "5")
        layer.setLabeling(QgsVectorLayerSimpleLabeling(_inside(layer.labeling().settings())))

    return style


def _inside(settings: QgsPalLayerSettings) -> QgsPalLayerSettings:
    """A label beside its area would name the neighbour."""
    settings.setPolygonPlacementFlags(QgsLabeling.PolygonPlacementFlag.AllowPlacementInsideOfPolygon)
    settings.multilineAlign = QgsPalLayerSettings.MultiLineAlign.MultiCenter
    return settings


def _rules() -> Iterator[tuple[QgsFillSymbol, str, str]]:
    for position, colour in reversed(list(enumerate(COLOURS))):
        low, high = (None, *EDGES)[position], (*EDGES, None)[position]
        yield _fill(colour), _between(low, high), _words(low, high)
    unknown = QgsFillSymbol.createSimple({"color": UNKNOWN, "style": "b_diagonal", "outline_color": LINE})
    yield unknown, '"lq" IS NULL', tr("its people or the money are not known")
    alarm = {"style": "no", "outline_color": ALARM, "outline_width": "1.0", "outline_style": "dash"}
    outline = QgsFillSymbol.createSimple(alarm)
    outline.symbolLayer(0).setRenderingPass(1)
    yield outline, '"neglected"', tr("much damage, no measure chosen")


def _fill(colour: str) -> QgsFillSymbol:
    return QgsFillSymbol.createSimple({"color": colour, "outline_color": LINE, "outline_width": "0.3"})


def _between(low: float | None, high: float | None) -> str:
    bounds = [f'"lq" >= {low}' if low is not None else "", f'"lq" < {high}' if high is not None else ""]
    return " AND ".join(bound for bound in bounds if bound)


def _words(low: float | None, high: float | None) -> str:
    if low is None:
        return tr("far less than its share of the people (below ×{high})", high=number(high, 1))
    if high is None:
        return tr("far more than its share (×{low} and above)", low=number(low, 1))
    names = {
        EDGES[0]: tr("less than its share (×{low}–{high})", low=number(low, 1), high=number(high, 1)),
        EDGES[1]: tr("about its share (×{low}–{high})", low=number(low, 1), high=number(high, 2)),
        EDGES[2]: tr("more than its share (×{low}–{high})", low=number(low, 2), high=number(high, 1)),
    }
    return names[low]


def _label() -> str:
    name = 'coalesce(nullif("name_en", \'\'), "name_uk")' if current_language() == "en" else '"name_uk"'
    point = "," if current_language() == "uk" else "."
    return f"{name} || coalesce('\\n×' || replace(to_string(round(\"lq\", 2)), '.', '{point}'), '')"
