from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

Cell = Any
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


def without_empty_end(rows: list[list[Cell]]) -> list[list[Cell]]:
    """The rows up to the last one that holds something."""
    filled = [number for number, row in enumerate(rows, 1) if any(cell is not None for cell in row)]
    return rows[: filled[-1]] if filled else []


def spread_merged(rows: list[list[Cell]], spans: Sequence[tuple[int, int, int, int]]) -> list[list[bool]]:
    """Fill merged cells from their first, in place; returns which cells are their own. spans are (first row, first
    column, one behind the last row, one behind the last column)."""
    own = [[True] * len(row) for row in rows]
    for top, left, bottom, right in spans:
        value = rows[top][left] if top < len(rows) and left < len(rows[top]) else None
        for row in range(top, min(bottom, len(rows))):
            for column in range(left, min(right, len(rows[row]))):
                rows[row][column] = value
                own[row][column] = (row, column) == (top, left)
    return own
