"""A protected worksheet written line by line: what is asked can be filled in, nothing else can be changed."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import Any

from ....language import tr
from ....libraries import require
from .layout import AMOUNT, ANSWER, FIRST, HIDDEN, HINT, PLACE, SECOND, letter

FONT = "Arial"
WIDTHS = {PLACE: 5, FIRST: 30, SECOND: 30, ANSWER: 30, AMOUNT: 15, HINT: 46}
INK, MUTED, WARNING, ENTRY, HEAD, LINE = "1F2A33", "5B6770", "9A4B00", "FFF7D6", "E3EAF0", "B7C1C9"
LINE_POINTS = 15.0


class Formula(str):
    """A cell's formula; any other text is written as text, whatever its first letter."""


class Paper:
    """One worksheet with a cursor."""

    def __init__(self, workbook: Any, title: str) -> None:
        self._styles = require("openpyxl.styles")
        self._validation = require("openpyxl.worksheet.datavalidation").DataValidation
        self._illegal = require("openpyxl.cell.cell").ILLEGAL_CHARACTERS_RE
        self.sheet = workbook.create_sheet(title)
        self.row = 0
        self._set_up()

    def line(self, text: str, size: int = 11, bold: bool = False, colour: str = INK, marks: Sequence[Any] = ()) -> int:
        """A line of text across the visible columns, with marks in the hidden first ones. Returns its row."""
        self.row += 1
        self.sheet.merge_cells(start_row=self.row, start_column=PLACE, end_row=self.row, end_column=HINT)
        for column, mark in enumerate(marks, 1):
            self._put(column, mark)
        cell = self._put(PLACE, text)
        cell.font = self._styles.Font(name=FONT, size=size, bold=bold, color=colour)
        cell.alignment = self._styles.Alignment(vertical="center", wrap_text=True)
        letters = int(sum(WIDTHS.values()) * 10 / size)
        lines = 1 if isinstance(text, Formula) else max(1, len(textwrap.wrap(text, letters)))
        self._height(lines * size * 1.5 + 2)
        return self.row

    def gap(self) -> None:
        self.row += 1
        self._height(8)

    def head(self, labels: dict[int, str]) -> None:
        """The head of a table, by column; without a second name the first takes both columns."""
        self.row += 1
        for column in WIDTHS:
            cell = self._put(column, labels.get(column, ""))
            cell.font = self._styles.Font(name=FONT, size=10, bold=True, color=INK)
            cell.fill = self._styles.PatternFill("solid", fgColor=HEAD)
            cell.alignment = self._styles.Alignment(horizontal="center", vertical="center", wrap_text=True)
            cell.border = self._border()
        self._height(max(_lines(text, WIDTHS[column]) for column, text in labels.items()) * 13 + 6)
        if SECOND not in labels:
            self.merge_names()

    def body(self, values: dict[int, Any], entries: Sequence[int] = (), lines: int = 1) -> int:
        """A row of the table by column; the entries are for filling in; it is so many lines high at least."""
        self.row += 1
        for column in sorted({*WIDTHS, *values}):
            cell = self._put(column, values.get(column))
            if column in WIDTHS:
                self._dress(cell, column, column in entries)
        name_width = WIDTHS[FIRST] if SECOND in values else WIDTHS[FIRST] + WIDTHS[SECOND]
        names = [(values.get(FIRST), name_width), (values.get(SECOND), WIDTHS[SECOND])]
        self._height(max(lines, *(_lines(str(name or ""), width) for name, width in names)) * LINE_POINTS + 6)
        return self.row

    def merge_names(self) -> None:
        """Join the two columns of names of the row just written."""
        self.sheet.merge_cells(start_row=self.row, start_column=FIRST, end_row=self.row, end_column=SECOND)

    def as_share(self, column: int) -> None:
        """Show the number of the row just written as a percentage."""
        self.sheet.cell(self.row, column).number_format = "0.0%"

    def choose(self, column: int, among: str, complaint: str) -> None:
        """Offer a list of cells or of words for the cell of the row just written."""
        self._validate(column, complaint, type="list", formula1=among)

    def demand_number(self, column: int, kind: str, low: int, high: int, complaint: str) -> None:
        """Let the cell of the row just written take only numbers of a kind («whole» or «decimal») in a range."""
        self._validate(column, complaint, type=kind, operator="between", formula1=str(low), formula2=str(high))

    def finish(self) -> None:
        """Lock what is not for filling in and say what is printed."""
        self.sheet.protection.sheet = True
        self.sheet.protection.formatColumns = False
        self.sheet.protection.formatRows = False
        self.sheet.print_area = f"{letter(PLACE)}1:{letter(HINT)}{self.row}"

    def _validate(self, column: int, complaint: str, **rule: Any) -> None:
        validation = self._validation(allow_blank=True, showErrorMessage=True, **rule)
        validation.errorTitle, validation.error = tr("This answer does not fit"), complaint
        validation.add(f"{letter(column)}{self.row}")
        self.sheet.add_data_validation(validation)

    def _dress(self, cell: Any, column: int, entry: bool) -> None:
        colour = WARNING if column == HINT else MUTED if column == PLACE else INK
        side = "left" if column in (FIRST, SECOND, HINT) else "center"
        cell.font = self._styles.Font(name=FONT, size=10 if column == HINT else 11, bold=entry, color=colour)
        cell.alignment = self._styles.Alignment(
            horizontal=side, vertical="center", wrap_text=True, indent=side == "left"
        )
        cell.border = self._border()
        if entry:
            cell.fill = self._styles.PatternFill("solid", fgColor=ENTRY)
            cell.protection = self._styles.Protection(locked=False)

    def _put(self, column: int, value: Any) -> Any:
        cell = self.sheet.cell(self.row, column)
        if isinstance(value, str) and not isinstance(value, Formula):
            cell.value = self._illegal.sub("", value)
            cell.data_type = "s"
        else:
            cell.value = value
        return cell

    def _height(self, points: float) -> None:
        self.sheet.row_dimensions[self.row].height = points

    def _border(self) -> Any:
        side = self._styles.Side(style="thin", color=LINE)
        return self._styles.Border(left=side, right=side, top=side, bottom=side)

    def _set_up(self) -> None:
        sheet = self.sheet
        for column, width in WIDTHS.items():
            sheet.column_dimensions[letter(column)].width = width
        for column in HIDDEN:
            sheet.column_dimensions[letter(column)].hidden = True
        sheet.sheet_view.showGridLines = False
        sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        margins = require("openpyxl.worksheet.page").PageMargins
        sheet.page_margins = margins(left=0.4, right=0.4, top=0.5, bottom=0.6, header=0.3, footer=0.3)
        sheet.oddFooter.center.text = "&P / &N"


def _lines(text: str, width: int) -> int:
    return max(1, len(textwrap.wrap(text, int(width * 0.95))))
