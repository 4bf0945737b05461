"""The table of the ten first measures on a print layout; it follows the plan's newest results by itself."""

from __future__ import annotations

from dataclasses import dataclass

from qgis.core import (
    QgsLayout,
    QgsLayoutItemAttributeTable,
    QgsLayoutTable,
    QgsReadWriteContext,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtXml import QDomDocument, QDomElement

from ...planning.language import current_language, tr
from ...planning.plan.schema import code_label
from .facts import Facts
from .texts import INK, LINE, QUIET, text_format
from .words import currency_word

FIRST = 10
LONGEST_TITLE = 75
CELL_MARGIN = 0.8


@dataclass(frozen=True)
class Column:
    """A heading, the expression of its cells, its share of the table's width, and on which side the text stands."""

    heading: str
    expression: str
    share: float
    side: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft


def add_first_measures(
    layout: QgsLayout, measures: QgsVectorLayer, facts: Facts, width: float, points: float
) -> QgsLayoutItemAttributeTable:
    """The table `width` millimetres wide, still without a frame; measures by code where none is ranked yet."""
    table = QgsLayoutItemAttributeTable.create(layout)
    layout.addMultiFrame(table)
    table.setVectorLayer(measures)
    table.setMaximumNumberOfFeatures(FIRST)
    table.setFilterFeatures(facts.has_run)
    table.setFeatureFilter('"rank" IS NOT NULL' if facts.has_run else "")
    table.setHeaderTextFormat(text_format(points, QUIET))
    table.setContentTextFormat(text_format(points, INK))
    table.setWrapBehavior(QgsLayoutTable.WrapBehavior.WrapText)
    table.setCellMargin(CELL_MARGIN)
    table.setGridColor(LINE)
    table.setGridStrokeWidth(0.15)
    table.setVerticalGrid(False)
    columns = _columns(facts)
    text_width = width - 2 * CELL_MARGIN * len(columns)
    _set_columns(table, columns, '"rank"' if facts.has_run else '"code"', text_width)
    return table


def _columns(facts: Facts) -> list[Column]:
    code, currency = current_language(), currency_word(facts.currency)
    right = Qt.AlignmentFlag.AlignRight
    title = f'coalesce("title_{code}", "title_uk")'
    short = f"if(length({title}) > {LONGEST_TITLE}, trim(left({title}, {LONGEST_TITLE - 2})) || '…', {title})"
    millions = f"coalesce(format_number(\"cost_total\" / 1000000, 1, '{code}'), '?')"
    placed = f"{short} || CASE {_placeless()} ELSE '' END"
    rank = Column("№", '"rank"', 0.08)
    measure = Column(tr("Measure"), placed, 0.6)
    cost = Column(tr("million {currency}", currency=currency), millions, 0.14, right)
    years = Column(tr("Years"), _years(), 0.18, right)
    return [rank, measure, cost, years] if facts.has_run else [Column(tr("Code"), '"code"', 0.19), measure, cost]


def _placeless() -> str:
    """Words for measures that the map cannot show, as the branches of a CASE."""
    words = {
        state: code_label("place_state", state).lower().replace("'", "''") for state in ("community_wide", "unknown")
    }
    return " ".join(f"WHEN \"place_state\" = '{state}' THEN ' ({label})'" for state, label in words.items())


def _years() -> str:
    left_out = tr("not chosen").replace("'", "''")
    years = 'array_to_string(array_distinct(array("start_year", "end_year")), \'–\')'
    return f"CASE WHEN \"chosen\" THEN {years} WHEN \"chosen\" IS NULL THEN '' ELSE '{left_out}' END"


def _set_columns(table: QgsLayoutItemAttributeTable, columns: list[Column], order: str, width: float) -> None:
    """Columns through XML: handing them over in Python corrupts memory in QGIS 3.22."""
    document, context = QDomDocument(), QgsReadWriteContext()
    root = document.createElement("table")
    table.writeXml(root, document, context)
    element = root.firstChildElement()
    for name, members in (("displayColumns", columns), ("sortColumns", [Column("", order, 0)])):
        element.removeChild(element.firstChildElement(name))
        holder = element.appendChild(document.createElement(name))
        for column in members:
            holder.appendChild(_column_element(document, column, width))
    table.readXml(element, document, context)


def _column_element(document: QDomDocument, column: Column, width: float) -> QDomElement:
    element = document.createElement("column")
    element.setAttribute("heading", column.heading)
    element.setAttribute("attribute", column.expression)
    element.setAttribute("width", str(column.share * width))
    element.setAttribute("hAlignment", str(int(column.side)))
    element.setAttribute("vAlignment", str(int(Qt.AlignmentFlag.AlignTop)))
    element.setAttribute("sortOrder", "0")
    return element
