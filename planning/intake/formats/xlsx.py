"""Workbooks of Excel and of whatever writes them."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

from ...errors import PlanError
from ...language import tr
from ...libraries import require
from ..sheet import Cell, Sheet, spread_merged, without_empty_end
from .archive import damaged

MOST_CELLS = 20_000_000


def read_workbook(path: Path) -> list[Sheet]:
    """Every sheet of an XLSX or XLSM file; macros are not run. Raises PlanError where it is damaged or too large."""
    book = _load(path, data_only=True)
    formulas = _load(path, data_only=False) if _has_formulas(path) else book
    return [_worksheet(path, sheet, formulas[sheet.title]) for sheet in book.worksheets]


def _load(path: Path, data_only: bool) -> Any:
    # a copy in memory, since openpyxl leaves a broken file open, which Windows then keeps locked
    content = io.BytesIO(path.read_bytes())
    try:
        return require("openpyxl").load_workbook(content, data_only=data_only)
    except Exception as error:  # openpyxl lets errors of many kinds through, from zipfile, zlib, expat and its own
        raise damaged(path, error) from None


def _has_formulas(path: Path) -> bool:
    with zipfile.ZipFile(path) as parts:
        names = [name for name in parts.namelist() if name.startswith("xl/worksheets/")]
        return any(b"<f" in parts.read(name).replace(b"<fo", b"") for name in names)


def _worksheet(path: Path, sheet: Any, formulas: Any) -> Sheet:
    if sheet.max_row * sheet.max_column > MOST_CELLS:
        raise PlanError(
            tr(
                "{path}, sheet «{sheet}»: {rows} rows by {columns} columns are too many. "
                "Delete the empty rows and columns beside the table and save the file.",
                path=path,
                sheet=sheet.title,
                rows=sheet.max_row,
                columns=sheet.max_column,
            )
        )
    rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    if formulas.parent is not sheet.parent:
        _show_formulas_without_value(rows, formulas)
    rows = without_empty_end(rows)
    areas = sheet.merged_cells.ranges
    spans = [(area.min_row - 1, area.min_col - 1, area.max_row, area.max_col) for area in areas]
    return Sheet(sheet.title, rows, spread_merged(rows, spans))


def _show_formulas_without_value(rows: list[list[Cell]], formulas: Any) -> None:
    """A program that writes formulas without computing them leaves no value: the formula itself is shown then."""
    for row, cells in zip(rows, formulas.iter_rows(values_only=True)):
        for column, cell in enumerate(cells):
            if row[column] is None and isinstance(cell, str) and cell.startswith("="):
                row[column] = cell
