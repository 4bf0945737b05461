"""OpenDocument spreadsheets of LibreOffice and OpenOffice."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.parsers.expat import ParserCreate

from ...errors import PlanError
from ...language import tr
from ...libraries import require
from ..sheet import Cell, Sheet, spread_merged, without_empty_end
from .archive import damaged

LARGEST_CONTENT = 1 << 27
MOST_CELLS = 5_000_000
NUMBERS = ("float", "percentage", "currency")
NO_TEXT = ("annotation", "shapes")


def read_spreadsheet(path: Path) -> list[Sheet]:
    """Every sheet of an ODS file. Raises PlanError where it is damaged or too large."""
    with zipfile.ZipFile(path) as parts:
        size = parts.getinfo("content.xml").file_size
    if size > LARGEST_CONTENT:
        raise PlanError(tr("{path} is too large for an ODS ({size} MB): save it as XLSX.", path=path, size=size >> 20))
    load = require("odf.opendocument").load
    try:
        _refuse_broken_xml(path)
        spreadsheet = load(str(path)).spreadsheet
        return [_table(path, table) for table in spreadsheet.getElementsByType(require("odf.table").Table)]
    except PlanError:
        raise
    except Exception as error:  # odfpy lets errors of zipfile, zlib and expat through, and its own of many kinds
        raise damaged(path, error) from None


def _refuse_broken_xml(path: Path) -> None:
    """odfpy prints that XML ends too early, and goes on with what it has."""
    with zipfile.ZipFile(path) as parts, parts.open("content.xml") as content:
        ParserCreate().ParseFile(content)


def _table(path: Path, table: Any) -> Sheet:
    name = str(table.getAttribute("name"))
    rows: list[list[Cell]] = []
    spans: list[tuple[int, int, int, int]] = []
    cells = waiting = 0
    for element in table.getElementsByType(require("odf.table").TableRow):
        values, own_spans = _row(element)
        times = _times(element, "numberrowsrepeated")
        if not values:
            waiting += times
            continue
        cells += len(values) * times + waiting
        if cells > MOST_CELLS:
            raise PlanError(
                tr(
                    "{path}, sheet «{sheet}» has too many cells. "
                    "Delete what stands beside the table and save the file.",
                    path=path,
                    sheet=name,
                )
            )
        rows.extend([] for _ in range(waiting))
        waiting = 0
        spans.extend((len(rows), left, len(rows) + down, left + right) for left, down, right in own_spans)
        rows.extend(list(values) for _ in range(times))
    rows = _as_wide_as(spans, without_empty_end([*rows, *([] for _ in range(waiting))]))
    return Sheet(name, rows, spread_merged(rows, spans))


def _as_wide_as(spans: list[tuple[int, int, int, int]], rows: list[list[Cell]]) -> list[list[Cell]]:
    """Rows of which a merged cell takes the end are written without it."""
    for top, _, bottom, right in spans:
        for row in rows[top:bottom]:
            row.extend([None] * (right - len(row)))
    return rows


def _row(row: Any) -> tuple[list[Cell], list[tuple[int, int, int]]]:
    """Values up to the last that belongs to something, and (column, rows, columns) of merged cells."""
    values: list[Cell] = []
    spans, width = [], 0
    for cell in row.childNodes:
        if not cell.qname[1].endswith("table-cell"):
            continue
        value, times = _value(cell), _times(cell, "numbercolumnsrepeated")
        down, right = _times(cell, "numberrowsspanned"), _times(cell, "numbercolumnsspanned")
        if value is None and (down, right) == (1, 1):
            width += times
            continue
        if width + times > MOST_CELLS:
            break
        values.extend([None] * (width - len(values)))
        if (down, right) != (1, 1):
            spans.append((width, down, right))
            times = max(times, right)
        values.extend([value] + [value if (down, right) == (1, 1) else None] * (times - 1))
        width = len(values) - (times - 1 if right > 1 else 0)
    return values, spans


def _times(element: Any, attribute: str) -> int:
    try:
        return max(1, int(element.getAttribute(attribute) or 1))
    except ValueError:
        return 1


def _value(cell: Any) -> Cell:
    if cell.qname[1] == "covered-table-cell":
        return None
    kind = cell.getAttribute("valuetype")
    if kind in NUMBERS:
        return float(cell.getAttribute("value"))
    if kind == "date":
        return str(cell.getAttribute("datevalue"))
    text = "\n".join(_texts(cell)).strip()
    return "#VALUE!" if text.startswith("Err:") else text or None


def _texts(cell: Any) -> Iterator[str]:
    extract = require("odf.teletype").extractText
    for part in cell.childNodes:
        if part.nodeType != part.TEXT_NODE and part.qname[1] not in NO_TEXT:
            yield extract(part)
