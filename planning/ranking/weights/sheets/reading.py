"""Filled sheets back in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ....errors import PlanError
from ....intake.sheet import Sheet, text_of
from ....language import tr
from ...value.definitions import finite
from ..answers import Answers, Member
from ..hierarchy import Hierarchy
from ..method import RANKS
from .layout import (
    AMOUNT,
    ANSWER,
    BEST,
    FIRST,
    FIRST_CODE,
    KIND,
    MARK,
    MOST_POINTS,
    MOST_TIMES,
    NUMBER,
    PAIR,
    SECOND,
    SECOND_CODE,
    TIMES,
    WORST,
    letter,
)

SHOWN = 10


@dataclass(frozen=True)
class Filled:
    """The members who answered, and the names of those whose sheets are empty."""

    members: tuple[Member, ...]
    unfilled: tuple[str, ...] = ()


def is_our_sheet(sheet: Sheet) -> bool:
    return bool(sheet.rows) and _text(sheet.rows[0], KIND) == MARK


def read_filled(sheets: Sequence[Sheet], hierarchy: Hierarchy, asks: str) -> Filled:
    """The answers of each sheet. Raises PlanError with a sentence for every wrong cell."""
    members, unfilled, wrong = [], [], []
    for sheet in sheets:
        reader = _Reader(sheet, hierarchy, asks)
        answers = reader.answers()
        wrong.extend(reader.wrong)
        if reader.filled:
            members.append(Member(reader.name, answers))
        else:
            unfilled.append(reader.name)
    if wrong:
        more = tr("and {count} more", count=len(wrong) - SHOWN) if len(wrong) > SHOWN else ""
        raise PlanError("\n".join([*wrong[:SHOWN], *([more] if more else [])]))
    return Filled(tuple(members), tuple(unfilled))


class _Reader:
    """One sheet: its answers, and what is wrong with its cells."""

    def __init__(self, sheet: Sheet, hierarchy: Hierarchy, asks: str) -> None:
        self._sheet = sheet
        self._known = {item.code for item in hierarchy.items}
        self._asks = asks
        self._rows = [(number, row) for number, row in enumerate(sheet.rows, 1) if _text(row, KIND)]
        self.name = _text(sheet.rows[0], SECOND_CODE) or sheet.name
        self.filled = any(self._has_entry(row) for _, row in self._rows[1:])
        self.wrong: list[str] = []

    def answers(self) -> Answers:
        asked = _text(self._sheet.rows[0], FIRST_CODE)
        if asked != self._asks:
            raise PlanError(
                tr(
                    "Sheet «{sheet}» asks for another kind of answer ({asked}) than the chosen method ({asks}): "
                    "choose the method that the sheets were written for.",
                    sheet=self._sheet.name,
                    asked=asked,
                    asks=self._asks,
                )
            )
        if not self.filled:
            return Answers()
        numbers: dict[str, float] = {}
        pairs: dict[tuple[str, str], float] = {}
        for number, row in self._of(NUMBER):
            self._keep(numbers, _text(row, FIRST_CODE), self._number(number, row))
        for number, row in self._of(PAIR):
            self._keep(pairs, (_text(row, FIRST_CODE), _text(row, SECOND_CODE)), self._pair(number, row))
        best_to, to_worst = self._comparisons()
        return Answers(numbers, pairs, best_to, to_worst)

    def _of(self, kind: str) -> list[tuple[int, Sequence[Any]]]:
        found = [(number, row) for number, row in self._rows if _text(row, KIND) == kind]
        for number, row in found:
            codes = {_text(row, FIRST_CODE), _text(row, SECOND_CODE)} - {""}
            for code in sorted(codes - self._known):
                raise PlanError(
                    tr(
                        "Sheet «{sheet}», row {row}: criterion «{code}» is no longer among the criteria. "
                        "Write the sheets again.",
                        sheet=self._sheet.name,
                        row=number,
                        code=code,
                    )
                )
        return found

    def _has_entry(self, row: Sequence[Any]) -> bool:
        return bool(_text(row, ANSWER)) or bool(_text(row, AMOUNT) and _text(row, KIND) in (PAIR, TIMES))

    def _keep(self, found: dict[Any, float], key: Any, value: float | None) -> None:
        if value is not None:
            found[key] = value

    def _number(self, number: int, row: Sequence[Any]) -> float | None:
        if self._asks == RANKS:
            places = len([one for _, one in self._of(NUMBER) if _text(one, SECOND_CODE) == _text(row, SECOND_CODE)])
            return self._whole(number, row, ANSWER, places)
        return self._amount(number, row, ANSWER, 0, MOST_POINTS)

    def _pair(self, number: int, row: Sequence[Any]) -> float | None:
        chosen, stated = _text(row, ANSWER), _text(row, AMOUNT)
        if not chosen and not stated:
            return None
        first, second = _text(row, FIRST), _text(row, SECOND)
        if not stated:
            self._say(number, AMOUNT, tr("choose how many times more important, from 1 to 9."))
            return None
        times = self._amount(number, row, AMOUNT, 1, MOST_TIMES)
        if times is None or times == 1:
            return times
        if chosen not in (first, second):
            self._say(number, ANSWER, tr("choose «{first}» or «{second}» from the list.", first=first, second=second))
            return None
        return times if chosen == first else 1 / times

    def _comparisons(self) -> tuple[dict[str, float], dict[str, float]]:
        best_to: dict[str, float] = {}
        to_worst: dict[str, float] = {}
        rows = self._of(TIMES)
        self._check_differ()
        for kind, found, column in ((BEST, best_to, ANSWER), (WORST, to_worst, AMOUNT)):
            for number, chosen in self._of(kind):
                own = [(n, row) for n, row in rows if _text(row, SECOND_CODE) == _text(chosen, SECOND_CODE)]
                names = {_text(row, FIRST): _text(row, FIRST_CODE) for _, row in own}
                code = names.get(_text(chosen, ANSWER))
                if code is None:
                    self._say(number, ANSWER, tr("choose a criterion from the list."))
                    continue
                for n, row in own:
                    itself = _text(row, FIRST_CODE) == code
                    stated = 1.0 if itself else self._amount(n, row, column, 1, MOST_TIMES)
                    self._keep(found, _text(row, FIRST_CODE), stated)
        return best_to, to_worst

    def _check_differ(self) -> None:
        for (_, best), (number, worst) in zip(self._of(BEST), self._of(WORST)):
            if _text(best, ANSWER) and _text(best, ANSWER) == _text(worst, ANSWER):
                self._say(number, ANSWER, tr("the least important criterion cannot be the most important one too."))

    def _amount(self, number: int, row: Sequence[Any], column: int, low: float, high: float) -> float | None:
        text = _text(row, column)
        try:
            value = finite(text)
        except ValueError:
            value = low - 1
        if low <= value <= high:
            return value
        if text:
            sentence = tr("«{value}» is not a number from {low} to {high}.", value=text, low=low, high=high)
        else:
            sentence = tr("the cell is empty: give a number from {low} to {high}.", low=low, high=high)
        self._say(number, column, sentence)
        return None

    def _whole(self, number: int, row: Sequence[Any], column: int, high: int) -> float | None:
        value = self._amount(number, row, column, 1, high)
        if value is not None and value != int(value):
            self._say(number, column, tr("«{value}» is not a whole number.", value=_text(row, column)))
        return value

    def _say(self, number: int, column: int, sentence: str) -> None:
        where = tr("Sheet «{sheet}», cell {cell}", sheet=self._sheet.name, cell=f"{letter(column)}{number}")
        self.wrong.append(tr("{where}: {why}", where=where, why=sentence))


def _text(row: Sequence[Any], column: int) -> str:
    return text_of(row[column - 1]) if column <= len(row) else ""
