"""How a table is laid out: where its header is, and which column is what."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ..errors import PlanError
from ..language import tr
from .sheet import Sheet, text_of
from .values import code_for, codes_of, unit_of

HEADER_DEPTH = 4
SEARCHED_ROWS = 40
LONGEST_HEADER = 160
LONGEST_FUND = 60
YEAR_COLUMN = re.compile(r"\W*(?:на |у |в )?(20\d\d)\s*(?:р\.?|рік|році|року|year)?\W*")


@dataclass(frozen=True)
class MoneyColumn:
    """A column of amounts of one fund, of one year, or of both; `words` is the fund as the header calls it."""

    fund: str | None
    words: str
    year: int | None
    unit: float | None


@dataclass(frozen=True)
class Layout:
    """header: positions of the header rows; columns: role → column; money: columns of amounts by fund and year;
    unit: what one unit of money stands for, None where the table does not say."""

    header: range
    columns: Mapping[str, int]
    money: Mapping[int, MoneyColumn]
    unit: float | None

    def cell(self, row: Sequence, role: str) -> object:
        """The cell of a role in a row, None where the table has no such column."""
        position = self.columns.get(role)
        return row[position] if position is not None and position < len(row) else None

    def in_units(self, unit: float) -> Layout:
        """The same, with one unit of money for every column."""
        return replace(self, unit=unit, money={at: replace(column, unit=None) for at, column in self.money.items()})


def find_layout(sheet: Sheet, wanted: Sequence[str], mapping: Mapping[str, str] | None = None) -> Layout:
    """The layout of a sheet whose header names all `wanted` roles.

    `mapping` (role → words of the header, or letter of the column) goes before what is recognised.
    Raises PlanError that says which column was not found.
    """
    _check_roles(mapping or {})
    best: Layout | None = None
    for header in _candidate_headers(sheet):
        layout = _layout(sheet, header, mapping or {})
        if not _is_header(sheet, layout, wanted[0], (mapping or {}).get(wanted[0], "")):
            continue
        if best is None or _worth(layout, wanted) > _worth(best, wanted):
            best = layout
    missing = [role for role in (*wanted, *(mapping or {})) if best is None or role not in best.columns]
    if best is None or missing:
        raise PlanError(_not_found(sheet, missing or list(wanted), mapping or {}))
    header = range(_top_of(sheet, best), _end_of(sheet, best))
    return replace(best, header=header, money=_without_yearly_totals(best.money))


def known_roles() -> tuple[str, ...]:
    """What a mapping may name."""
    return codes_of("header")


def _check_roles(mapping: Mapping[str, str]) -> None:
    unknown = [role for role in mapping if role not in known_roles()]
    if unknown:
        known = ", ".join(known_roles())
        raise PlanError(
            tr("The mapping names «{role}», which is not known. Known: {known}.", role=unknown[0], known=known)
        )


def _not_found(sheet: Sheet, missing: Sequence[str], mapping: Mapping[str, str]) -> str:
    given = [mapping[role] for role in missing if role in mapping]
    if given:
        return tr(
            "Sheet «{sheet}» has no column «{column}», which the mapping names: give its header or its letter.",
            sheet=sheet.name,
            column=given[0],
        )
    return tr(
        "Sheet «{sheet}»: no column was recognised as {roles}. Name it in the mapping, for example {example}.",
        sheet=sheet.name,
        roles=", ".join(missing),
        example='{"title": "Назва заходу"}',
    )


def _candidate_headers(sheet: Sheet) -> Iterator[range]:
    for top in range(min(SEARCHED_ROWS, len(sheet.rows))):
        for depth in range(1, min(HEADER_DEPTH, len(sheet.rows) - top) + 1):
            yield range(top, top + depth)


def _is_header(sheet: Sheet, layout: Layout, role: str, words: str) -> bool:
    """Whether these are all header rows and no more: in the column of `role` a row of data has text of its own,
    a header row below the one that names the column has none."""
    column, below = layout.columns.get(role), layout.header.stop
    if column is not None and below < len(sheet.rows) and filled_from_above(sheet, below, column):
        return False
    texts = [] if column is None else [sheet.own_text(position, column) for position in layout.header]
    named = (i for i, text in enumerate(texts) if code_for("header", text) == role or text.lower() == words.lower())
    return not any(texts[next(named, 0) + 1 :])


def _top_of(sheet: Sheet, layout: Layout) -> int:
    """The first header row, where header cells are merged with rows above."""
    top = layout.header.start
    while top > 0 and any(filled_from_above(sheet, top, column) for column in layout.columns.values()):
        top -= 1
    return top


def _end_of(sheet: Sheet, layout: Layout) -> int:
    """One behind the last header row, where header cells are merged with rows below."""
    end = layout.header.stop
    while end < len(sheet.rows) and any(sheet.rows[end]) and not any(_own_texts(sheet, end)):
        end += 1
    return end


def _own_texts(sheet: Sheet, row: int) -> list[str]:
    return [sheet.own_text(row, column) for column in range(len(sheet.rows[row]))]


def filled_from_above(sheet: Sheet, row: int, column: int) -> bool:
    """Whether a cell is merged with the one above."""
    here, above = sheet.rows[row], sheet.rows[row - 1]
    filled = column < len(here) and not sheet.own[row][column]
    return filled and column < len(above) and above[column] == here[column]


def _worth(layout: Layout, wanted: Sequence[str]) -> tuple[int, int, int]:
    found = sum(role in layout.columns for role in wanted)
    return found, len(layout.columns) + len(layout.money), -len(layout.header)


def _layout(sheet: Sheet, header: range, mapping: Mapping[str, str]) -> Layout:
    titles = {column: list(_titles(sheet, header, column)) for column in range(sheet.width)}
    columns = dict(_mapped(titles, mapping))
    money: dict[int, MoneyColumn] = {}
    for column, lines in titles.items():
        if column in columns.values() or not lines:
            continue
        amounts = _money_column(lines)
        role = next(filter(None, (code_for("header", line) for line in reversed(lines))), None)
        if amounts:
            money[column] = amounts
        elif role and role not in columns and role not in mapping:
            columns[role] = column
    cost = titles.get(columns.get("cost", columns.get("amount", -1)), [])
    return Layout(header, columns, money, _unit(cost) or _unit(_said_above(sheet, header)))


def _mapped(titles: Mapping[int, Sequence[str]], mapping: Mapping[str, str]) -> Iterator[tuple[str, int]]:
    for role, words in mapping.items():
        wanted = words.strip().lower()
        named = [column for column, lines in titles.items() if wanted in (line.lower() for line in lines)]
        if named:
            yield role, named[0]
        elif re.fullmatch("[A-Z]{1,2}", words.strip()) and _column_of(words.strip()) in titles:
            yield role, _column_of(words.strip())


def _column_of(letters: str) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - ord("A") + 1
    return number - 1


def _money_column(lines: Sequence[str]) -> MoneyColumn | None:
    years = [int(found[1]) for found in map(YEAR_COLUMN.fullmatch, lines) if found]
    year = years[-1] if years else None
    lowest = [line for line in lines if not YEAR_COLUMN.fullmatch(line)][-1:]
    words = next((line for line in lowest if len(line) < LONGEST_FUND and not code_for("header", line)), "")
    fund = code_for("fund", words)
    if fund is None and year is None:
        return None
    return MoneyColumn(fund, words if fund else "", year, _unit(lines))


def _without_yearly_totals(money: Mapping[int, MoneyColumn]) -> dict[int, MoneyColumn]:
    """Leaves out what other columns split already: a year's total beside its funds."""
    split = {column.year for column in money.values() if column.fund}
    return {
        position: column
        for position, column in money.items()
        if column.fund or (column.year not in split and None not in split)
    }


def _titles(sheet: Sheet, header: range, column: int) -> Iterator[str]:
    seen = set()
    for position in header:
        row = sheet.rows[position]
        words = text_of(row[column]) if column < len(row) else ""
        if words and words not in seen and len(words) < LONGEST_HEADER:
            seen.add(words)
            yield words


def _said_above(sheet: Sheet, header: range) -> list[str]:
    """Cells of the title rows and the header that speak of hryvnias."""
    texts = dict.fromkeys(text_of(cell) for row in sheet.rows[: header.stop] for cell in row)
    return [text for text in texts if re.search(r"\bгрн|гривень|₴|\bUAH", text)]


def _unit(texts: Sequence[str]) -> float | None:
    units = [unit_of(text) for text in reversed(texts)]
    return next((unit for unit in units if unit not in (None, 1.0)), 1.0 if 1.0 in units else None)
