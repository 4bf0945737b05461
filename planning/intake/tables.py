from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..errors import PlanError
from ..language import tr
from ..libraries import require

Cell = Any
WORKBOOKS = {".xlsx", ".xlsm"}
TEXTS = {".csv", ".tsv", ".txt"}
ENCRYPTED_MARK = b"\xd0\xcf\x11\xe0"
FORMULA_ERRORS = {"#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#N/A", "#NULL!", "#NUM!"}


@dataclass(frozen=True)
class Sheet:
    """One table as it is written: rows of cells (text, number, date or None), merged cells filled from their first.

    Row 1 of the file is rows[0]. own (row, column) tells whether a cell is its own or filled from a merged one.
    """

    name: str
    rows: Sequence[Sequence[Cell]]
    own: Sequence[Sequence[bool]]

    @property
    def width(self) -> int:
        return max((len(row) for row in self.rows), default=0)


def read_sheets(path: Path) -> list[Sheet]:
    """Every table of a workbook or CSV file. Raises PlanError for a file that is missing, broken or of another kind."""
    if not path.is_file():
        raise PlanError(tr("There is no file {path}: check the path.", path=path))
    ending = path.suffix.lower()
    if ending in WORKBOOKS:
        return _workbook(path)
    if ending in TEXTS:
        return [_text_table(path)]
    raise PlanError(tr("{path}: files of this kind cannot be read. Save the table as XLSX or CSV.", path=path))


def read_sheet(path: Path, name: str = "") -> Sheet:
    """The table of that name, or the first that is not empty. Raises PlanError listing the tables that there are."""
    sheets = read_sheets(path)
    if name:
        found = next((sheet for sheet in sheets if sheet.name == name), None)
        if found is None:
            known = ", ".join(f"«{sheet.name}»" for sheet in sheets)
            raise PlanError(
                tr("{path} has no sheet «{sheet}». Its sheets: {known}.", path=path, sheet=name, known=known)
            )
        return found
    filled = [sheet for sheet in sheets if any(cell is not None for row in sheet.rows for cell in row)]
    if not filled:
        raise PlanError(tr("{path} is empty: there is nothing to read.", path=path))
    return filled[0]


def text_of(cell: Cell) -> str:
    """A cell as text with single spaces; whole numbers without «.0»."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return " ".join(str(cell).split())


def _workbook(path: Path) -> list[Sheet]:
    openpyxl = require("openpyxl")
    if path.read_bytes()[:4] == ENCRYPTED_MARK:
        raise PlanError(
            tr("{path} is protected by a password or is an old XLS: save it as XLSX without a password.", path=path)
        )
    try:
        book = openpyxl.load_workbook(path, data_only=True)
    except (zipfile.BadZipFile, KeyError, ValueError, OSError, SyntaxError) as error:
        raise PlanError(
            tr("{path} is damaged or is no workbook ({why}): open and save it again.", path=path, why=error)
        ) from None
    return [_worksheet(sheet) for sheet in book.worksheets]


def _worksheet(sheet: Any) -> Sheet:
    rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    own = [[True] * len(row) for row in rows]
    for area in sheet.merged_cells.ranges:
        value = sheet.cell(area.min_row, area.min_col).value
        for row in range(area.min_row - 1, min(area.max_row, len(rows))):
            for column in range(area.min_col - 1, min(area.max_col, len(rows[row]))):
                rows[row][column] = value
                own[row][column] = (row, column) == (area.min_row - 1, area.min_col - 1)
    return Sheet(sheet.title, rows, own)


def _text_table(path: Path) -> Sheet:
    text = _decoded(path)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    rows = [[cell if cell.strip() else None for cell in row] for row in reader]
    return Sheet(path.stem, rows, [[True] * len(row) for row in rows])


def _delimiter(text: str) -> str:
    """The first that stands in most lines; the comma last, since it also stands in numbers and titles."""
    lines = [line for line in text.splitlines() if line.strip()]
    common = (mark for mark in ";\t|" if 2 * sum(mark in line for line in lines) > len(lines))
    return next(common, ",")


def _decoded(path: Path) -> str:
    content = path.read_bytes()
    for encoding in ("utf-8-sig", "cp1251"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise PlanError(tr("{path} is neither UTF-8 nor Windows-1251 text: save it as CSV UTF-8.", path=path))
