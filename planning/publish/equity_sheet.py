from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..language import tr
from ..programme.equity.groups import EVERYONE
from ..programme.equity.ledger import Line
from ..programme.equity.sentences import equity_sentences
from ..progress import Progress
from ..wording import money_unit
from .content import Content
from .equity import equity_notes, equity_warnings, is_a_place, place_lines
from .sheet import Sheet
from .sheet_styles import MONEY, SCORE, SHARE, TEXT, WHOLE

WIDTHS = [40, 10, 14, 13, 13, 12, 13, 13, 11]
KINDS = [TEXT, WHOLE, MONEY, WHOLE, WHOLE, MONEY, SHARE, SHARE, SCORE]


def equity_sheet(workbook: Any, content: Content, progress: Progress) -> None:
    """Money and people by area, settlement and group; no sheet where there is no programme or no area."""
    equity = content.equity
    if equity is None:
        return
    sheet = Sheet(workbook, tr("Equity"), WIDTHS, KINDS)
    sheet.heading(tr("Who gets what"), size=14)
    for sentence in (*equity_warnings(equity), *equity_sentences(equity)):
        sheet.text(sentence)
    tables = (
        (tr("Area"), place_lines(equity)),
        (tr("Group of people"), equity.groups),
        (tr("Settlement"), equity.settlements),
    )
    for label, lines in progress.over(tables, len(tables)):
        sheet.gap()
        sheet.header(_labels(label, content.head.currency))
        _write(sheet, lines)
    sheet.gap()
    for note in equity_notes(equity):
        sheet.text(note)


def _labels(first: str, currency: str) -> list[str]:
    unit = money_unit(currency)
    return [
        first,
        tr("Measures"),
        tr("Money, {unit}", unit=unit),
        tr("People whom they serve"),
        tr("People living there"),
        tr("Per head, {unit}", unit=unit),
        tr("Share of the money"),
        tr("Share of the people"),
        tr("Times its share"),
    ]


def _write(sheet: Sheet, lines: Sequence[Line]) -> None:
    for line in lines:
        quotient = "" if line.key == EVERYONE else line.quotient
        living = [line.people, _thousands(line.per_head), line.money_share, line.people_share, quotient]
        shown = living if is_a_place(line) else [""] * len(living)
        sheet.write([line.name, line.measures, _thousands(line.money), line.beneficiaries, *shown])


def _thousands(amount: float | None) -> float | None:
    return None if amount is None else amount / 1000
