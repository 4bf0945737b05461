"""How text looks on a print layout."""

from __future__ import annotations

from qgis.core import QgsTextFormat, QgsUnitTypes
from qgis.PyQt.QtGui import QColor, QFont, QFontDatabase

INK = QColor(40, 40, 40)
QUIET = QColor(90, 90, 90)
LINE = QColor(200, 200, 200)
FAMILIES = ("Open Sans", "Noto Sans", "DejaVu Sans", "Arial", "Helvetica", "Liberation Sans")


def family() -> str:
    """The first of our typefaces that this machine has; the user's own where it has none."""
    known = set(QFontDatabase().families())
    return next((name for name in FAMILIES if name in known), QFont().family())


def font(points: float, bold: bool = False) -> QFont:
    """The project's typeface in a size."""
    found = QFont(family())
    found.setPointSizeF(points)
    found.setBold(bold)
    return found


def text_format(points: float, colour: QColor) -> QgsTextFormat:
    text = QgsTextFormat()
    text.setFont(font(points))
    text.setFamilies(list(FAMILIES))
    text.setSize(points)
    text.setSizeUnit(QgsUnitTypes.RenderUnit.RenderPoints)
    text.setColor(colour)
    return text
