from __future__ import annotations

from typing import Any

from ..language import tr
from ..plan.schema import tables
from ..progress import Progress
from ..wording import money_unit, period, span
from .content import Content
from .measures import ChosenMeasure
from .sheet import Formula, Sheet
from .sheet_styles import CENTRED, MONEY, TEXT

COST_COLUMN = 7
WIDTHS = [4.5, 7.5, 40, 21, 20, 10, 10.5, 10.5]
KINDS = [CENTRED, CENTRED, TEXT, TEXT, TEXT, CENTRED, MONEY, MONEY]


def programme_sheet(workbook: Any, content: Content, progress: Progress) -> None:
    """The annex: each measure with place, responsible body, years and money, the totals as formulas."""
    money = content.money
    amounts = len(money.years) + len(money.funds)
    sheet = Sheet(workbook, tr("Programme"), WIDTHS + [11] * amounts, KINDS + [MONEY] * amounts)
    _headings(sheet, content)
    if not content.programme:
        sheet.text(tr("No measure was chosen.") if content.has_run else tr("Nothing has been calculated yet."))
        return
    first = sheet.header(_labels(content), _groups(content), numbered=True)
    sheet.repeat(first, sheet.row)
    sheet.freeze(4)
    top = sheet.row + 1
    for number, line in enumerate(progress.over(content.programme, len(content.programme)), 1):
        sheet.write(_row(sheet, number, line, content))
    _total(sheet, top)
    sheet.gap()
    sheet.text(tr("Secretary of the council ____________________   ____________________ (name)"))


def _headings(sheet: Sheet, content: Content) -> None:
    head = content.head
    sheet.heading(tr("Annex"), size=11, bold=False, side="right")
    sheet.heading(tr("to the council's decision of ____________ No. ________"), size=11, bold=False, side="right")
    title = " ".join(part for part in (tr("Programme of recovery measures"), span(content.years)) if part)
    sheet.heading(title, size=16, side="center")
    sheet.heading(head.community, size=13, side="center")
    if head.documents:
        sheet.heading("; ".join(head.documents), size=11, bold=False, side="center")
    if head.invented:
        sheet.heading(tr("The community is invented: the table decides nothing."), size=11, side="center")
    sheet.heading(money_words(content), size=11, bold=False, side="right")


def money_words(content: Content) -> str:
    """The unit of the table's money and its price year."""
    unit, year = money_unit(content.head.currency), content.head.price_year
    return ", ".join([unit, tr("prices of {year}", year=year)]) if year else unit


def _labels(content: Content) -> list[str]:
    field = tables()["measure"].field
    return [
        tr("No."),
        tr("Code"),
        tr("Measure"),
        field("place_state").label,
        field("responsible_body").label,
        tr("Years"),
        field("cost_total").label,
        tr("total"),
        *(str(year) for year in content.money.years),
        *(fund.name for fund in content.money.funds),
    ]


def _groups(content: Content) -> list[tuple[int, int, str]]:
    first = COST_COLUMN + 1
    last_year = first + len(content.money.years)
    return [
        (first, last_year, tr("Money of the programme, by year")),
        (last_year + 1, last_year + len(content.money.funds), tr("of it by fund")),
    ]


def _row(sheet: Sheet, number: int, line: ChosenMeasure, content: Content) -> list[Any]:
    first_year = COST_COLUMN + 2
    last_year = first_year + len(content.money.years) - 1
    row = sheet.row + 1
    return [
        number,
        line.measure.code,
        line.measure.title,
        line.measure.place,
        line.measure.responsible,
        period(line.start_year, line.end_year),
        None if line.cost is None else line.cost / 1000,
        sheet.sum_of(sheet.address(row, first_year), sheet.address(row, last_year)),
        *(in_thousands(line.paid(year=year)) for year in content.money.years),
        *(in_thousands(line.paid(fund.fund_id)) for fund in content.money.funds),
    ]


def in_thousands(amount: float) -> float | str:
    """The amount in thousands; an empty cell for none."""
    return amount / 1000 if amount else ""


def _total(sheet: Sheet, top: int) -> None:
    last = sheet.row
    sums: list[Formula] = [
        sheet.sum_of(sheet.address(top, column), sheet.address(last, column))
        for column in range(COST_COLUMN, sheet.width + 1)
    ]
    sheet.write(["", "", tr("Total"), "", "", "", *sums], bold=True)
