"""How text looks on a print layout."""

from __future__ import annotations

from qgis.core import QgsTextFormat, QgsUnitTypes
from qgis.PyQt.QtGui import QColor, QFont

INK = QColor(40, 40, 40)
QUIET = QColor(90, 90, 90)
LINE = QColor(200, 200, 200)


def font(points: float, bold: bool = False) -> QFont:
    """The user's default face in a size."""
    found = QFont()
    found.setPointSizeF(points)
    found.setBold(bold)
    return found


def text_format(points: float, colour: QColor) -> QgsTextFormat:
    text = QgsTextFormat()
    text.setFont(font(points))
    text.setSize(points)
    text.setSizeUnit(QgsUnitTypes.RenderUnit.RenderPoints)
    text.setColor(colour)
    return text
