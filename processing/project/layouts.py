"""Print layouts: map, title, the ten first measures, legend, scale, north, sources."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qgis.core import (
    QgsBasicNumericFormat,
    QgsFillSymbol,
    QgsLayout,
    QgsLayoutFrame,
    QgsLayoutItem,
    QgsLayoutItemLabel,
    QgsLayoutItemMap,
    QgsLayoutItemMapOverview,
    QgsLayoutItemPicture,
    QgsLayoutItemScaleBar,
    QgsLayoutPoint,
    QgsLayoutSize,
    QgsPrintLayout,
    QgsProject,
    QgsRectangle,
    QgsUnitTypes,
    QgsVectorLayer,
)
from qgis.PyQt.QtGui import QColor

from ...planning.language import tr
from .extents import Views
from .facts import Facts
from .first_measures import add_first_measures
from .legends import LegendGroup, add_legend
from .sheets import Box, Sheet
from .texts import INK, LINE, QUIET, font, text_format

MILLIMETRES = QgsUnitTypes.LayoutUnit.LayoutMillimeters
NORTH_ARROW = ":/images/north_arrows/layout_default_north_arrow.svg"
KILOMETRE = 1000
SHOWN_IN_KILOMETRES = 8 * KILOMETRE
SCALE_BAR_SHARE = 1 / 8
HEADING = 0.75
OVERVIEW = "overview"


@dataclass(frozen=True)
class Contents:
    """What goes onto each sheet."""

    facts: Facts
    views: Views
    legend: Sequence[LegendGroup]
    measures: QgsVectorLayer
    overview: Sequence[QgsVectorLayer]


def make_layout(project: QgsProject, sheet: Sheet, contents: Contents) -> QgsPrintLayout:
    """The print layout of a sheet, not yet added to the project."""
    layout = QgsPrintLayout(project)
    layout.initializeDefaults()
    layout.setName(sheet.name)
    layout.pageCollection().page(0).setPageSize(QgsLayoutSize(sheet.width, sheet.height, MILLIMETRES))
    on_map = _add_map(layout, sheet.map, contents.views.main)
    _place(add_legend(layout, contents.legend, on_map, sheet.legend.width, sheet.points), sheet.legend)
    _add_scale(layout, sheet, on_map)
    _add_north(layout, sheet.map)
    if contents.views.overview is not None:
        _add_overview(layout, sheet, contents, on_map)
    _add_text(layout, sheet.caption, contents.facts.caption, sheet.points - 1, QUIET)
    if sheet.title:
        _add_text(layout, sheet.title, contents.facts.title, sheet.points * 2, INK, bold=True)
    if sheet.table:
        _add_table(layout, sheet.table, sheet.points, contents)
    return layout


def _place(item: QgsLayoutItem, box: Box) -> None:
    item.attemptMove(QgsLayoutPoint(box.x, box.y, MILLIMETRES))
    item.attemptResize(QgsLayoutSize(box.width, box.height, MILLIMETRES))


def _add_map(layout: QgsLayout, box: Box, extent: QgsRectangle) -> QgsLayoutItemMap:
    item = QgsLayoutItemMap(layout)
    layout.addLayoutItem(item)
    _place(item, box)
    item.setExtent(extent)
    _place(item, box)
    item.zoomToExtent(extent)
    item.setFrameEnabled(True)
    item.setFrameStrokeColor(LINE)
    return item


def _add_overview(layout: QgsLayout, sheet: Sheet, contents: Contents, on_map: QgsLayoutItemMap) -> None:
    """The whole community in small, a rectangle showing what the main map shows."""
    heading = Box(sheet.overview.x, sheet.overview.y, sheet.overview.width, HEADING * sheet.points)
    _add_text(layout, heading, tr("The whole community"), sheet.points + 1, INK, bold=True)
    item = _add_map(layout, _below_heading(sheet.overview, sheet.points), contents.views.overview)
    item.setId(OVERVIEW)
    item.setLayers(list(contents.overview))
    item.setKeepLayerSet(True)
    frame = QgsLayoutItemMapOverview("main", item)
    frame.setLinkedMap(on_map)
    frame.setFrameSymbol(
        QgsFillSymbol.createSimple({"style": "no", "outline_color": "213,94,0", "outline_width": "0.5"})
    )
    item.overviews().addOverview(frame)


def _below_heading(box: Box, points: float) -> Box:
    taken = HEADING * points
    return Box(box.x, box.y + taken, box.width, box.height - taken)


def _add_text(layout: QgsLayout, box: Box, text: str, points: float, colour: QColor, bold: bool = False) -> None:
    item = QgsLayoutItemLabel(layout)
    item.setText(text)
    item.setFont(font(points, bold))
    item.setFontColor(colour)
    item.setMarginX(0)
    layout.addLayoutItem(item)
    _place(item, box)


def _add_table(layout: QgsLayout, box: Box, points: float, contents: Contents) -> None:
    heading = tr("The ten first measures") if contents.facts.has_run else tr("Measures of the plan")
    _add_text(layout, Box(box.x, box.y, box.width, HEADING * points), heading, points + 1, INK, bold=True)
    table = add_first_measures(layout, contents.measures, contents.facts, box.width, points - 1)
    frame = QgsLayoutFrame(layout, table)
    _place(frame, _below_heading(box, points))
    table.addFrame(frame)


def _add_scale(layout: QgsLayout, sheet: Sheet, on_map: QgsLayoutItemMap) -> None:
    bar = QgsLayoutItemScaleBar(layout)
    layout.addLayoutItem(bar)
    bar.setLinkedMap(on_map)
    bar.setStyle("Single Box")
    bar.setTextFormat(text_format(sheet.points - 1, INK))
    bar.setNumericFormat(_plain_numbers())
    _set_length(bar, on_map.extent().width())
    bar.setNumberOfSegmentsLeft(0)
    bar.setNumberOfSegments(2)
    bar.setHeight(1.4)
    bar.setBackgroundEnabled(True)
    bar.setBackgroundColor(QColor(255, 255, 255, 200))
    bar.update()
    bar.attemptMove(QgsLayoutPoint(sheet.map.x + 2, sheet.map.y + sheet.map.height - 11, MILLIMETRES))


def _set_length(bar: QgsLayoutItemScaleBar, map_width: float) -> None:
    """Segments of a round length that fits the map, in metres or kilometres."""
    units, distance = (1, QgsUnitTypes.DistanceUnit.DistanceMeters)
    if map_width > SHOWN_IN_KILOMETRES:
        units, distance = (KILOMETRE, QgsUnitTypes.DistanceUnit.DistanceKilometers)
    bar.setUnits(distance)
    bar.setMapUnitsPerScaleBarUnit(1)
    bar.setUnitLabel(tr("m") if units == 1 else tr("km"))
    bar.setUnitsPerSegment(_round_length(map_width * SCALE_BAR_SHARE) / units)


def _round_length(metres: float) -> float:
    """The largest 1, 2 or 5 times a power of ten that is no longer than `metres`."""
    lengths = [step * 10**power for power in range(7) for step in (1, 2, 5)]
    return max((length for length in lengths if length <= metres), default=1)


def _plain_numbers() -> QgsBasicNumericFormat:
    numbers = QgsBasicNumericFormat()
    numbers.setShowThousandsSeparator(False)
    return numbers


def _add_north(layout: QgsLayout, box: Box) -> None:
    arrow = QgsLayoutItemPicture(layout)
    layout.addLayoutItem(arrow)
    arrow.setPicturePath(NORTH_ARROW)
    _place(arrow, Box(box.x + box.width - 11, box.y + 3, 8, 10))
