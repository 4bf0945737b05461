"""Tables inside Word documents, such as the annexes of a council's decision."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ...language import tr
from ...libraries import require
from ..sheet import Cell, Sheet, spread_merged, text_of, without_empty_end
from .archive import damaged

HEADER_ROWS = 5
Rows = list[list[Cell]]
Spans = list[tuple[int, int, int, int]]


def read_document(path: Path) -> list[Sheet]:
    """The tables of a DOCX file in their order, called «table 1», «table 2»…; one that a page break or a converter has
    cut is put together again, without its repeated header. Raises PlanError where the file is damaged."""
    load = require("docx").Document
    try:
        tables = [_table(table) for table in load(str(path)).tables]
    except Exception as error:  # python-docx lets errors of lxml, zipfile and its own through
        raise damaged(path, error) from None
    return [
        Sheet(tr("table {number}", number=number), rows, spread_merged(rows, spans))
        for number, (rows, spans) in enumerate(_joined(tables), 1)
    ]


def _table(table: Any) -> tuple[Rows, Spans]:
    """Cells on the grid of the table; a merged cell stands in the first of its places."""
    cell_of = require("docx.table")._Cell
    rows: Rows = []
    spans: dict[int, list[int]] = {}
    closed: list[list[int]] = []
    for number, row in enumerate(table._tbl.tr_lst):
        values: list[Cell] = [None] * _skipped(row)
        for cell in row.tc_lst:
            left, width = len(values), cell.grid_span
            if cell.vMerge == "continue" and left in spans:
                spans[left][2] = number + 1
                values.extend([None] * width)
                continue
            text = "\n".join(paragraph.text for paragraph in cell_of(cell, table).paragraphs).strip()
            spans[left] = [number, left, number + 1, left + width]
            closed.append(spans[left])
            values.extend([text or None] + [None] * (width - 1))
        rows.append(values)
    return rows, [(a, b, c, d) for a, b, c, d in closed if (c - a, d - b) != (1, 1)]


def _skipped(row: Any) -> int:
    """Grid columns that a row leaves out before its first cell."""
    found = row.xpath("./w:trPr/w:gridBefore/@w:val")
    return int(found[0]) if found else 0


def _joined(tables: list[tuple[Rows, Spans]]) -> Iterator[tuple[Rows, Spans]]:
    whole: tuple[Rows, Spans] | None = None
    for rows, spans in tables:
        rows = without_empty_end(rows)
        if not rows:
            continue
        repeated = _repeated(whole[0], rows) if whole else None
        if whole is None or repeated is None:
            if whole:
                yield whole
            whole = rows, list(spans)
            continue
        moved = len(whole[0]) - repeated
        whole[1].extend((top + moved, left, low + moved, right) for top, left, low, right in spans if top >= repeated)
        whole[0].extend(rows[repeated:])
    if whole:
        yield whole


def _repeated(above: Rows, below: Rows) -> int | None:
    """How many header rows a table repeats from the one above that it goes on with: 0 where it goes on without any,
    None where it is a table of its own. A table without a header goes on if it is as wide and begins with a number
    that follows the last one above."""
    same = 0
    while same < min(HEADER_ROWS, len(above), len(below)) and _words(above[same]) == _words(below[same]):
        same += 1
    if same and any(_words(above[0])):
        return same
    return 0 if _width(above) == _width(below) and _number(below[0]) == _last_number(above) + 1 > 1 else None


def _words(row: list[Cell]) -> list[str]:
    return [text_of(cell).lower() for cell in row]


def _width(rows: Rows) -> int:
    return max(len(row) for row in rows)


def _number(row: list[Cell]) -> int:
    text = text_of(row[0]).rstrip(".)") if row else ""
    return int(text) if text.isdecimal() else 0


def _last_number(rows: Rows) -> int:
    return next((number for number in map(_number, reversed(rows)) if number), 0)
