"""How a table is laid out: where its header is, which column is what, and what each row is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ..errors import PlanError
from ..language import tr
from .tables import Sheet, text_of
from .values import code_for, unit_of

HEADER_DEPTH = 3
SEARCHED_ROWS = 30


@dataclass(frozen=True)
class Layout:
    """header: positions of the header rows; columns: role → column; funds: column → fund code and its words;
    unit: what one unit of money stands for, and whether the table says so."""

    header: range
    columns: Mapping[str, int]
    funds: Mapping[int, tuple[str, str]]
    unit: float | None

    def cell(self, row: Sequence, role: str) -> object:
        """The cell of a role in a row, None where the table has no such column."""
        position = self.columns.get(role)
        return row[position] if position is not None and position < len(row) else None


def find_layout(sheet: Sheet, wanted: Sequence[str], mapping: Mapping[str, str] | None = None) -> Layout:
    """The layout of a sheet whose header names all `wanted` roles, or as `mapping` (role → header words) says.

    Raises PlanError that says which column was not found.
    """
    best: Layout | None = None
    for top in range(min(SEARCHED_ROWS, len(sheet.rows))):
        for depth in range(1, HEADER_DEPTH + 1):
            layout = _layout(sheet, range(top, min(top + depth, len(sheet.rows))), mapping or {})
            if best is None or _worth(layout, wanted) > _worth(best, wanted):
                best = layout
    missing = [role for role in wanted if best is None or role not in best.columns]
    if best is None or missing:
        raise PlanError(
            tr(
                "Sheet «{sheet}»: no column was recognised as {roles}. Name it in the mapping, for example {example}.",
                sheet=sheet.name,
                roles=", ".join(missing or wanted),
                example='{"title": "Назва заходу"}',
            )
        )
    return replace(best, header=range(_top_of(sheet, best), best.header.stop))


def _top_of(sheet: Sheet, layout: Layout) -> int:
    """The first header row, where header cells are merged with rows above."""
    top = layout.header.start
    while top > 0 and any(_filled_from_above(sheet, top, column) for column in layout.columns.values()):
        top -= 1
    return top


def _filled_from_above(sheet: Sheet, row: int, column: int) -> bool:
    here, above = sheet.rows[row], sheet.rows[row - 1]
    filled = column < len(here) and not sheet.own[row][column]
    return filled and column < len(above) and above[column] == here[column]


def _worth(layout: Layout, wanted: Sequence[str]) -> tuple[int, int, int]:
    found = sum(role in layout.columns for role in wanted)
    return found, len(layout.columns) + len(layout.funds), -len(layout.header)


def _layout(sheet: Sheet, header: range, mapping: Mapping[str, str]) -> Layout:
    titles = {column: list(_titles(sheet, header, column)) for column in range(sheet.width)}
    columns: dict[str, int] = {}
    funds: dict[int, tuple[str, str]] = {}
    for role, words in mapping.items():
        named = [column for column, lines in titles.items() if words.lower() in (line.lower() for line in lines)]
        if named:
            columns[role] = named[0]
    for column, lines in titles.items():
        lowest = lines[-1] if lines else ""
        fund = code_for("fund", lowest) if len(lowest) < 60 and not code_for("header", lowest) else None
        role = next(filter(None, (code_for("header", line) for line in reversed(lines))), None)
        if column in columns.values():
            continue
        if fund:
            funds[column] = (fund, lowest)
        elif role and role not in columns and role not in mapping:
            columns[role] = column
    above = [text_of(cell) for row in sheet.rows[: header.stop] for cell in row]
    return Layout(header, columns, funds, _unit(titles.get(columns.get("cost", columns.get("amount", -1)), []), above))


def _titles(sheet: Sheet, header: range, column: int) -> Iterator[str]:
    seen = set()
    for position in header:
        row = sheet.rows[position]
        words = text_of(row[column]) if column < len(row) else ""
        if words and words not in seen and len(words) < 120:
            seen.add(words)
            yield words


def _unit(titles: Sequence[str], above: Sequence[str]) -> float | None:
    for text in [*titles, *(words for words in above if len(words) < 60 and "грн" in words.lower())]:
        unit = unit_of(text)
        if unit is not None:
            return unit
    return None


def row_kind(sheet: Sheet, layout: Layout, position: int) -> str:
    """What a row is: title, header, numbering, empty, subheading, subtotal, note or data."""
    row, own = sheet.rows[position], sheet.own[position]
    texts = [text_of(cell) for cell, mine in zip(row, own) if mine and text_of(cell)]
    if position < layout.header.start:
        return "title" if texts else "empty"
    if position in layout.header:
        return "header"
    if not texts:
        return "empty"
    if len(texts) > 2 and [*map(str, range(1, len(texts) + 1))] == texts:
        return "numbering"
    if any(code_for("subtotal", text) for text in texts[:2]):
        return "subtotal"
    title = text_of(layout.cell(row, "title"))
    if len(texts) == 1 and (code_for("note_row", texts[0]) or not title):
        return "note"
    if len(texts) == 1:
        return "subheading"
    return "data" if title and re.search(r"\w", title) else "note"
