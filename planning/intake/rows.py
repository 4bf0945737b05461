"""What each row of a table is."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .layout import Layout, filled_from_above
from .sheet import Cell, Sheet, text_of
from .values import code_for

LONGEST_HEADING = 4


def row_kind(sheet: Sheet, layout: Layout, position: int) -> str:
    """What a row is: title, header, numbering, empty, subheading, subtotal, note or data."""
    row = sheet.rows[position]
    texts = [text for text in (sheet.own_text(position, column) for column in range(len(row))) if text]
    if position < layout.header.start:
        return "title" if texts else "empty"
    if position in layout.header:
        return "header"
    if not texts:
        return "empty"
    if len(texts) > 2 and [*map(str, range(1, len(texts) + 1))] == texts:
        return "numbering"
    if _is_total(layout, row, texts):
        return "subtotal"
    return _bare_kind(sheet, layout, position, texts[0]) if len(texts) == 1 else _full_kind(layout, row, texts)


def is_continued(sheet: Sheet, layout: Layout, position: int) -> bool:
    """Whether the row's title is merged with the row above: another line of the same measure."""
    return position > 0 and filled_from_above(sheet, position, layout.columns["title"])


def amounts_of(layout: Layout, row: Sequence[Cell]) -> list[str]:
    """The cells of a row that hold money, as text."""
    columns = [*layout.money, *(layout.columns[role] for role in ("cost", "amount") if role in layout.columns)]
    return [text_of(row[column]) for column in columns if column < len(row) and text_of(row[column])]


def is_heading(title: str) -> bool:
    """Whether words name a part of the table, such as «Розділ 2» or «Освіта», and no works."""
    short = len(title.split()) <= LONGEST_HEADING and not code_for("measure_type", title)
    return bool(code_for("heading", title) or (short and code_for("sector", title)))


def _is_total(layout: Layout, row: Sequence[Cell], texts: Sequence[str]) -> bool:
    said = any(code_for("subtotal", text) for text in texts[:2])
    title = text_of(layout.cell(row, "title"))
    labels = [text for text in texts if re.search(r"[^\W\d_]", text)]
    unlabelled = not labels and not text_of(layout.cell(row, "position")) and bool(amounts_of(layout, row))
    return said or unlabelled or bool(code_for("heading_total", title))


def _bare_kind(sheet: Sheet, layout: Layout, position: int, text: str) -> str:
    """A row of one text is a heading, unless it reads as a note or as the title of a measure."""
    if code_for("note_row", text) or code_for("parts_follow", text) or not re.search(r"[^\W\d_]", text):
        return "note"
    spans = text in (text_of(cell) for cell, own in zip(sheet.rows[position], sheet.own[position]) if not own)
    of_works = code_for("measure_type", text) and len(text.split()) > LONGEST_HEADING
    in_title = sheet.own_text(position, layout.columns.get("title", -1)) == text
    return "data" if in_title and of_works and not spans and not code_for("heading", text) else "subheading"


def _full_kind(layout: Layout, row: Sequence[Cell], texts: Sequence[str]) -> str:
    title = text_of(layout.cell(row, "title"))
    if not amounts_of(layout, row):
        if code_for("note_row", texts[0]) or not re.search(r"\w", title):
            return "note"
        numbered = len(texts) == 2 and texts[0] == text_of(layout.cell(row, "position")) and texts[1] == title
        if numbered and "cost" in layout.columns and is_heading(title):
            return "subheading"
    return "data"
