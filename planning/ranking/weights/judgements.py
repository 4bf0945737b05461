"""What the members of a group said, from JSON or from a table that is not one of our sheets."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ...errors import PlanError
from ...intake.sheet import Sheet, is_filled, text_of
from ...intake.tables import read_sheets
from ...language import tr
from ..value.definitions import finite
from .answers import Answers, Member
from .definitions import Pairing, code_of
from .hierarchy import Hierarchy
from .method import BEST_WORST, PAIRS
from .sheets.reading import Filled, is_our_sheet, read_filled

IMPORTANCE = {"importance", "важливість", "вага голосу"}


def read_judgements(paths: Sequence[Path], hierarchy: Hierarchy, asks: str) -> Filled:
    """The members of several files; one whose sheet is empty in one file may have filled another."""
    each = [_read_file(path, hierarchy, asks) for path in paths]
    members = tuple(member for filled in each for member in filled.members)
    answered = {member.name for member in members}
    unfilled = dict.fromkeys(name for filled in each for name in filled.unfilled if name not in answered)
    return Filled(members, tuple(unfilled))


def _read_file(path: Path, hierarchy: Hierarchy, asks: str) -> Filled:
    """Members from a JSON file, from filled sheets, or from plain tables.

    A plain table is, for pairs, a square matrix or a list of pairs, a sheet for each member; for points and ranks a
    row for each member under the criteria. Raises PlanError saying where something cannot be read.
    """
    if path.suffix.lower() == ".json":
        return Filled(_from_json(path, hierarchy, asks))
    sheets = [sheet for sheet in read_sheets(path) if is_filled(sheet)]
    if any(is_our_sheet(sheet) for sheet in sheets):
        return read_filled([sheet for sheet in sheets if is_our_sheet(sheet)], hierarchy, asks)
    if asks == PAIRS:
        named = len(sheets) > 1
        return Filled(
            tuple(Member(sheet.name if named else path.stem, _pairs_of(sheet, hierarchy)) for sheet in sheets)
        )
    if asks == BEST_WORST or not sheets:
        raise PlanError(
            tr("{path} holds no filled sheets: write them with SHEETS, or give the answers as JSON.", path=path)
        )
    return Filled(_members_of_rows(sheets[0], hierarchy))


def _from_json(path: Path, hierarchy: Hierarchy, asks: str) -> tuple[Member, ...]:
    try:
        found = json.loads(path.read_text("utf-8-sig"))
    except (OSError, ValueError) as error:
        raise PlanError(tr("{path} is not JSON: {why}.", path=path, why=error)) from None
    listed = found.get("members", [found]) if isinstance(found, dict) else found
    if not isinstance(listed, list) or not all(isinstance(one, dict) for one in listed) or not listed:
        example = '{"members": [{"name": "…", "pairs": [["people", "cost", 3]]}]}'
        raise PlanError(tr("{path}: the answers must be an object such as {example}.", path=path, example=example))
    return tuple(_member(number, one, hierarchy, asks, len(listed)) for number, one in enumerate(listed, 1))


def _member(number: int, given: Mapping[str, Any], hierarchy: Hierarchy, asks: str, members: int) -> Member:
    name = str(given.get("name") or (tr("member {number}", number=number) if members > 1 else ""))
    try:
        importance = finite(given.get("importance", 1))
    except (TypeError, ValueError):
        raise PlanError(
            tr("Member «{name}»: importance «{value}» is not a number.", name=name, value=given["importance"])
        ) from None
    if asks == PAIRS:
        return Member(name, Answers(pairs=_json_pairs(name, given, hierarchy)), importance)
    if asks == BEST_WORST:
        best_to, to_worst = (_json_numbers(name, given, key, hierarchy) for key in ("best_to", "to_worst"))
        return Member(name, Answers(best_to=best_to, to_worst=to_worst), importance)
    key = "points" if "points" in given else "ranks" if "ranks" in given else "weights"
    return Member(name, Answers(numbers=_json_numbers(name, given, key, hierarchy)), importance)


def _json_pairs(name: str, given: Mapping[str, Any], hierarchy: Hierarchy) -> dict[tuple[str, str], float]:
    pairs, listed = Pairing(hierarchy), given.get("pairs", [])
    if "matrix" in given:
        codes = given.get("codes") or [item.code for item in hierarchy.criteria]
        matrix = given["matrix"]
        if not isinstance(matrix, list) or [len(row) if isinstance(row, list) else 0 for row in matrix] != [
            len(codes)
        ] * len(codes):
            raise PlanError(
                tr("Member «{name}»: «matrix» must have {size} rows of {size} numbers.", name=name, size=len(codes))
            )
        listed = [(codes[i], codes[j], cell) for i, row in enumerate(matrix) for j, cell in enumerate(row)]
    if not isinstance(listed, list):
        raise PlanError(tr("Member «{name}»: «pairs» must be a list of [first, second, times].", name=name))
    for number, pair in enumerate(listed, 1):
        if not isinstance(pair, (list, tuple)) or len(pair) != 3:
            raise PlanError(
                tr("Member «{name}»: pair {number} must be [first, second, times].", name=name, number=number)
            )
        pairs.add(tr("Member «{name}», pair {number}", name=name, number=number), *pair)
    return pairs.found


def _json_numbers(name: str, given: Mapping[str, Any], key: str, hierarchy: Hierarchy) -> dict[str, float]:
    numbers = given.get(key, {})
    try:
        return {code_of(hierarchy, code): finite(value) for code, value in numbers.items() if value is not None}
    except (AttributeError, TypeError, ValueError):
        raise PlanError(
            tr("Member «{name}»: «{key}» must give a number for each criterion.", name=name, key=key)
        ) from None
    except PlanError as error:
        raise PlanError(tr("Member «{name}»: {why}", name=name, why=error)) from None


def _pairs_of(sheet: Sheet, hierarchy: Hierarchy) -> Answers:
    pairs = Pairing(hierarchy)
    for row, first, second, cell, column in _stated_pairs(sheet, hierarchy):
        pairs.add(_cell(sheet, row, column), first, second, cell)
    if not pairs.found:
        raise PlanError(
            tr(
                "Sheet «{sheet}» compares nothing: give a square matrix with the codes of criteria above and on the "
                "left, or rows of two criteria and a number.",
                sheet=sheet.name,
            )
        )
    return Answers(pairs=pairs.found)


def _stated_pairs(sheet: Sheet, hierarchy: Hierarchy) -> list[tuple[int, str, str, Any, int]]:
    """Row, first, second, cell and column of each judgement of a square matrix or of a list of pairs."""
    for start, row in enumerate(sheet.rows):
        head = [text_of(cell) for cell in row]
        named = [(column, text) for column, text in enumerate(head) if column and text]
        if len(named) > 1 and all(_is_known(hierarchy, text) for _, text in named):
            return [
                (start + down, text_of(cells[0]), text, _at(cells, column), column)
                for down, cells in enumerate(sheet.rows[start + 1 :], 1)
                if text_of(_at(cells, 0))
                for column, text in named
            ]
    return [
        (number, text_of(_at(row, 0)), text_of(_at(row, 1)), _at(row, 2), 2)
        for number, row in enumerate(sheet.rows)
        if text_of(_at(row, 0)) and (number or _is_known(hierarchy, text_of(_at(row, 0))))
    ]


def _members_of_rows(sheet: Sheet, hierarchy: Hierarchy) -> tuple[Member, ...]:
    head = [text_of(cell) for cell in sheet.rows[0]]
    known = {
        column: code_of(hierarchy, text)
        for column, text in enumerate(head)
        if column and text and text.casefold() not in IMPORTANCE
    }
    voice = next((column for column, text in enumerate(head) if text.casefold() in IMPORTANCE), None)
    members = []
    for number, row in enumerate(sheet.rows[1:], 1):
        if any(cell is not None for cell in row):
            given = {
                code: _number(sheet, number, column, row) for column, code in known.items() if text_of(_at(row, column))
            }
            importance = 1.0 if voice is None else _number(sheet, number, voice, row)
            name = text_of(_at(row, 0)) or tr("member {number}", number=number)
            members.append(Member(name, Answers(numbers=given), importance))
    return tuple(members)


def _number(sheet: Sheet, row: int, column: int, cells: Sequence[Any]) -> float:
    try:
        return finite(_at(cells, column))
    except (TypeError, ValueError):
        raise PlanError(
            tr(
                "{where}: «{value}» is not a number.",
                where=_cell(sheet, row, column),
                value=text_of(_at(cells, column)),
            )
        ) from None


def _is_known(hierarchy: Hierarchy, text: str) -> bool:
    try:
        return bool(code_of(hierarchy, text))
    except PlanError:
        return False


def _at(cells: Sequence[Any], column: int) -> Any:
    return cells[column] if column < len(cells) else None


def _cell(sheet: Sheet, row: int, column: int) -> str:
    return tr(
        "Sheet «{sheet}», cell {cell}",
        sheet=sheet.name,
        cell=f"{chr(65 + column) if column < 26 else column + 1}{row + 1}",
    )
