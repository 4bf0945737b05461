"""Style files: QML whose {keys} become words of the current language."""

from __future__ import annotations

import re
from pathlib import Path
from xml.sax.saxutils import escape

from qgis.core import QgsExpression, QgsFeatureRequest, QgsMapLayer, QgsRenderContext, QgsVectorLayer, QgsWkbTypes
from qgis.PyQt.QtXml import QDomDocument

from .texts import family
from .words import legend_words

STYLES = Path(__file__).resolve().parents[2] / "styles"
KEY = re.compile(r"\{(\w+)\}")
PLAIN = {
    QgsWkbTypes.GeometryType.PointGeometry: "points",
    QgsWkbTypes.GeometryType.LineGeometry: "lines",
    QgsWkbTypes.GeometryType.PolygonGeometry: "polygons",
}


def apply_style(layer: QgsVectorLayer, name: str) -> None:
    """Give the layer the look of styles/<name>.qml, or a plain one where it lacks the fields that this needs."""
    _load(layer, name if (STYLES / f"{name}.qml").is_file() else _plain(layer))
    if not _used_fields(layer) <= set(layer.fields().names()):
        _load(layer, _plain(layer))


def style_text(name: str) -> str:
    """A style file with its keys replaced by words."""
    words = {**legend_words(), "font": family()}
    text = (STYLES / f"{name}.qml").read_text("utf-8")
    return KEY.sub(lambda key: escape(words[key[1]], {'"': "&quot;"}), text)


def _used_fields(layer: QgsVectorLayer) -> set[str]:
    """The fields that the renderer reads, by name or inside an expression."""
    used = layer.renderer().usedAttributes(QgsRenderContext())
    found = {column for text in used for column in QgsExpression(text).referencedColumns()}
    return found - {QgsFeatureRequest.ALL_ATTRIBUTES}


def _plain(layer: QgsVectorLayer) -> str:
    return PLAIN[layer.geometryType()]


def _load(layer: QgsVectorLayer, name: str) -> None:
    document = QDomDocument()
    document.setContent(style_text(name))
    layer.setLabelsEnabled(False)
    layer.importNamedStyle(document, QgsMapLayer.StyleCategory.Symbology | QgsMapLayer.StyleCategory.Labeling)
