from __future__ import annotations

import codecs
import csv
import io
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from ..errors import PlanError
from ..language import tr
from ..libraries import require

Cell = Any
WORKBOOKS = {".xlsx", ".xlsm"}
TEXTS = {".csv", ".tsv", ".txt"}
ZIP_MARK = b"PK\x03\x04"
ENCRYPTED_MARK = b"\xd0\xcf\x11\xe0"
DELIMITERS = (";", "\t", "|", ",")
SNIFFED_RECORDS = 200
MOST_CELLS = 20_000_000
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

    def own_text(self, row: int, column: int) -> str:
        """The text of a cell that is not filled from a merged one, else empty."""
        cells = self.rows[row]
        return text_of(cells[column]) if column < len(cells) and self.own[row][column] else ""


def read_sheets(path: Path) -> list[Sheet]:
    """Every table of a workbook or CSV file. Raises PlanError for a file that is missing, broken or of another kind."""
    if not path.is_file():
        raise PlanError(tr("There is no file {path}: check the path.", path=path))
    ending = path.suffix.lower()
    start = _start_of(path)
    if ending in WORKBOOKS or (ending in TEXTS and start == ZIP_MARK):
        return _workbook(path, start)
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
    filled = [sheet for sheet in sheets if is_filled(sheet)]
    if not filled:
        raise PlanError(tr("{path} is empty: there is nothing to read.", path=path))
    return filled[0]


def is_filled(sheet: Sheet) -> bool:
    """Whether any cell holds something."""
    return any(cell is not None for row in sheet.rows for cell in row)


def text_of(cell: Cell) -> str:
    """A cell as text with single spaces; whole numbers without «.0»."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return " ".join(str(cell).split())


def _start_of(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(4)


def _workbook(path: Path, start: bytes) -> list[Sheet]:
    if start == ENCRYPTED_MARK:
        raise PlanError(
            tr("{path} is protected by a password or is an old XLS: save it as XLSX without a password.", path=path)
        )
    if start != ZIP_MARK:
        raise PlanError(tr("{path} is called XLSX but is none: open it and save it as XLSX or CSV.", path=path))
    book = _load(path, data_only=True)
    formulas = _load(path, data_only=False) if _has_formulas(path) else book
    return [_worksheet(path, sheet, formulas[sheet.title]) for sheet in book.worksheets]


def _load(path: Path, data_only: bool) -> Any:
    # a copy in memory, since openpyxl leaves a broken file open, which Windows then keeps locked
    content = io.BytesIO(path.read_bytes())
    try:
        return require("openpyxl").load_workbook(content, data_only=data_only)
    except Exception as error:  # openpyxl lets errors of many kinds through, from zipfile, zlib, expat and its own
        raise PlanError(
            tr("{path} is damaged or is no workbook ({why}): open and save it again.", path=path, why=error)
        ) from None


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
    rows = _without_empty_end(rows)
    own = [[True] * len(row) for row in rows]
    for area in sheet.merged_cells.ranges:
        value = rows[area.min_row - 1][area.min_col - 1] if area.min_row <= len(rows) else None
        for row in range(area.min_row - 1, min(area.max_row, len(rows))):
            for column in range(area.min_col - 1, min(area.max_col, len(rows[row]))):
                rows[row][column] = value
                own[row][column] = (row, column) == (area.min_row - 1, area.min_col - 1)
    return Sheet(sheet.title, rows, own)


def _show_formulas_without_value(rows: list[list[Cell]], formulas: Any) -> None:
    """A program that writes formulas without computing them leaves no value: the formula itself is shown then."""
    for row, cells in zip(rows, formulas.iter_rows(values_only=True)):
        for column, cell in enumerate(cells):
            if row[column] is None and isinstance(cell, str) and cell.startswith("="):
                row[column] = cell


def _without_empty_end(rows: list[list[Cell]]) -> list[list[Cell]]:
    filled = [number for number, row in enumerate(rows, 1) if any(cell is not None for cell in row)]
    return rows[: filled[-1]] if filled else []


def _text_table(path: Path) -> Sheet:
    text = _decoded(path)
    try:
        rows = [[cell if cell.strip() else None for cell in row] for row in _records(text, _delimiter(text))]
    except csv.Error as error:
        raise PlanError(
            tr("{path} is no readable CSV table ({why}): save it as CSV again.", path=path, why=error)
        ) from None
    rows = _without_empty_end(rows)
    return Sheet(path.stem, rows, [[True] * len(row) for row in rows])


def _records(text: str, delimiter: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)


def _delimiter(text: str) -> str:
    """The one that cuts most lines into as many cells as the others; the comma last, as it stands in numbers too."""
    return max(DELIMITERS, key=lambda delimiter: _regularity(text, delimiter))


def _regularity(text: str, delimiter: str) -> float:
    try:
        widths = [len(row) for row in islice(_records(text, delimiter), SNIFFED_RECORDS) if row]
    except csv.Error:
        return 0.0
    [(width, times)] = Counter(widths).most_common(1) or [(1, 0)]
    return times / len(widths) if width > 1 else 0.0


def _decoded(path: Path) -> str:
    content = path.read_bytes()
    utf16 = content[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
    for encoding in ("utf-16",) if utf16 else ("utf-8-sig", "cp1251"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise PlanError(tr("{path} is neither UTF-8 nor Windows-1251 text: save it as CSV UTF-8.", path=path))
