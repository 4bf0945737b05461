"""A worksheet written row by row, as a municipality prints it."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import Any

from ..language import tr
from ..libraries import require
from .sheet_styles import FONT, FORMATS, body_style, head_style

MOST_LETTERS = 32_000
LINE_POINTS = 14
LETTERS_PER_WIDTH = 1.15


class Formula(str):
    """A cell's formula; any other text is written as text, whatever its first letter."""


class Sheet:
    """One worksheet with a cursor; `kinds` says of each column how its values look."""

    def __init__(self, workbook: Any, title: str, widths: Sequence[float], kinds: Sequence[str]) -> None:
        self._styles = require("openpyxl.styles")
        self._letter = require("openpyxl.utils").get_column_letter
        self._illegal = require("openpyxl.cell.cell").ILLEGAL_CHARACTERS_RE
        self._workbook = workbook
        self._sheet = workbook.create_sheet(title)
        self.kinds = list(kinds)
        self.row = 0
        self._widths = list(widths)
        for column, width in enumerate(widths, 1):
            self._sheet.column_dimensions[self._letter(column)].width = width
        self._set_up_print()

    @property
    def width(self) -> int:
        return len(self.kinds)

    def address(self, row: int, column: int) -> str:
        """The address of a cell, such as B7."""
        return f"{self._letter(column)}{row}"

    def sum_of(self, first: str, last: str) -> Formula:
        return Formula(f"=SUM({first}:{last})")

    def heading(self, text: str, size: int = 12, bold: bool = True, side: str = "left") -> None:
        """A line across the sheet."""
        self.row += 1
        self._sheet.merge_cells(start_row=self.row, start_column=1, end_row=self.row, end_column=self.width)
        cell = self._put(self.row, 1, text)
        cell.font = self._styles.Font(name=FONT, size=size, bold=bold)
        cell.alignment = self._styles.Alignment(horizontal=side, vertical="center", wrap_text=True)
        letters = int(sum(self._widths) * 11 / size)
        self._sheet.row_dimensions[self.row].height = _lines(text, letters) * size * 1.5

    def header(self, labels: Sequence[str], groups: Sequence[tuple[int, int, str]] = (), numbered: bool = False) -> int:
        """The head of a table: a row of labels, above it groups (first column, last column, label); under it, if
        wanted, the numbers of the columns. Returns its first row."""
        first = self.row + 1
        if groups:
            self.row += 1
            self._group_row(groups)
        self.row += 1
        for column, label in enumerate(labels, 1):
            self._head_cell(self.row, column, label)
        self._fit_height(labels)
        if groups:
            self._merge_ungrouped(groups)
        if numbered:
            self.row += 1
            for column in range(1, self.width + 1):
                self._head_cell(self.row, column, str(column))
        return first

    def write(self, values: Sequence[Any], bold: bool = False) -> int:
        """A row of the table; None is written as a word where a number is due. Returns the row's number."""
        self.row += 1
        for column, (value, kind) in enumerate(zip(values, self.kinds), 1):
            self._body_cell(column, value, kind, bold)
        self._fit_height(values)
        return self.row

    def paint(self, row: int, column: int, colour: str) -> None:
        """Fill a cell with a colour such as E8EDF2."""
        self._sheet.cell(row, column).fill = self._styles.PatternFill("solid", fgColor=colour)

    def text(self, text: str) -> None:
        """A plain line across the sheet."""
        self.heading(text, size=11, bold=False)

    def gap(self) -> None:
        self.row += 1

    def freeze(self, column: int) -> None:
        """Keep everything above and left of the next row and `column` in view."""
        self._sheet.freeze_panes = self.address(self.row + 1, column)

    def repeat(self, first: int, last: int) -> None:
        """Print these rows on every page."""
        self._sheet.print_title_rows = f"${first}:${last}"

    def print_over(self, pages: int, repeated: int) -> None:
        """Print a wide table over several pages side by side, its first `repeated` columns on each."""
        self._sheet.page_setup.fitToWidth = pages
        self._sheet.print_title_cols = f"$A:${self._letter(repeated)}"

    def filter(self, first: int, last: int) -> None:
        """Offer a filter on a table whose labels stand in row `first`."""
        self._sheet.auto_filter.ref = f"A{first}:{self.address(last, self.width)}"

    def _set_up_print(self) -> None:
        sheet = self._sheet
        sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        margins = require("openpyxl.worksheet.page").PageMargins
        sheet.page_margins = margins(left=0.5, right=0.4, top=0.5, bottom=0.6, header=0.3, footer=0.3)
        sheet.oddFooter.center.text = "&P / &N"

    def _group_row(self, groups: Sequence[tuple[int, int, str]]) -> None:
        for first, last, label in groups:
            self._head_cell(self.row, first, label)
            for column in range(first + 1, last + 1):
                self._head_cell(self.row, column, "")
            if last > first:
                self._sheet.merge_cells(start_row=self.row, start_column=first, end_row=self.row, end_column=last)

    def _merge_ungrouped(self, groups: Sequence[tuple[int, int, str]]) -> None:
        grouped = {column for first, last, _ in groups for column in range(first, last + 1)}
        for column in set(range(1, self.width + 1)) - grouped:
            label = self._sheet.cell(self.row, column).value
            self._head_cell(self.row - 1, column, label)
            self._sheet.merge_cells(start_row=self.row - 1, start_column=column, end_row=self.row, end_column=column)

    def _head_cell(self, row: int, column: int, label: str) -> None:
        self._put(row, column, label).style = head_style(self._workbook)

    def _body_cell(self, column: int, value: Any, kind: str, bold: bool) -> None:
        shown = tr("unknown") if value is None and kind in FORMATS else value
        self._put(self.row, column, shown).style = body_style(self._workbook, kind, bold)

    def _fit_height(self, values: Sequence[Any]) -> None:
        """Height for the longest text: spreadsheets do not always fit rows that they did not write."""
        texts = [(v, w) for v, w in zip(values, self._widths) if isinstance(v, str) and not isinstance(v, Formula)]
        most = max((_lines(text, int(width * LETTERS_PER_WIDTH)) for text, width in texts), default=1)
        self._sheet.row_dimensions[self.row].height = 2 + LINE_POINTS * most

    def _put(self, row: int, column: int, value: Any) -> Any:
        cell = self._sheet.cell(row, column)
        if isinstance(value, str) and not isinstance(value, Formula):
            cell.value = self._illegal.sub("", value)[:MOST_LETTERS]
            cell.data_type = "s"
        else:
            cell.value = value
        return cell


def _lines(text: str, letters: int) -> int:
    """How many lines a text takes in a cell that is so many letters wide."""
    return sum(max(1, len(textwrap.wrap(line, max(1, letters)))) for line in text.split("\n"))
