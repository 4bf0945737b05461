from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..language import tr
from ..progress import Progress
from .content import Content, Fund
from .programme_sheet import in_thousands, money_words
from .sheet import Formula, Sheet
from .sheet_styles import MONEY, TEXT

LEADING = 2
LINES_OF_A_FUND = 3
Pair = tuple[Fund, int]


def money_sheet(workbook: Any, content: Content, progress: Progress) -> None:
    """Budget, programme and what is left by fund and year; below, the payments that make the programme."""
    pairs = _pairs(content)
    amounts = max(len(content.years), len(pairs)) + 1
    sheet = Sheet(workbook, tr("Years and funds"), [20, 46] + [11.5] * amounts, [TEXT, TEXT] + [MONEY] * amounts)
    sheet.heading(tr("Money by year and fund"), size=14)
    sheet.heading(money_words(content), size=11, bold=False)
    if not content.years:
        sheet.text(tr("The plan has no budgets for the years of this scenario."))
        return
    _budgets(sheet, content, _sum_addresses(sheet, content, pairs))
    if pairs:
        sheet.gap()
        _payments(sheet, content, pairs, progress)


def _pairs(content: Content) -> list[Pair]:
    """Each fund and year that pays for something, year by year."""
    money = content.money
    return [(fund, year) for year in money.years for fund in money.funds if money.paid(fund.fund_id, year)]


def _sum_addresses(sheet: Sheet, content: Content, pairs: Sequence[Pair]) -> dict[tuple[str, int], str]:
    """Where the sum of each fund's and year's payments will stand, so that the table above can point to it."""
    header, gap, payments_header = 1, 1, 3
    lines = LINES_OF_A_FUND * (len(content.money.funds) + 1)
    row = sheet.row + header + lines + gap + payments_header + len(content.programme) + 1
    return {(fund.fund_id, year): sheet.address(row, LEADING + number) for number, (fund, year) in enumerate(pairs, 1)}


def _budgets(sheet: Sheet, content: Content, sums: dict[tuple[str, int], str]) -> None:
    years = content.years
    sheet.header([tr("Fund"), "", *(str(year) for year in years), tr("Total")])
    first = sheet.row + 1
    for fund in content.money.funds:
        budget = [content.money.budget(fund.fund_id, year) / 1000 for year in years]
        paid = [Formula("=" + sums[fund.fund_id, year]) if (fund.fund_id, year) in sums else 0 for year in years]
        _fund_lines(sheet, fund.name, budget, paid)
    tops = [first + LINES_OF_A_FUND * number for number in range(len(content.money.funds))]
    columns = range(LEADING + 1, LEADING + len(years) + 1)
    budgets, payments = (
        [Formula("=" + "+".join(sheet.address(top + line, column) for top in tops)) for column in columns]
        for line in (0, 1)
    )
    _fund_lines(sheet, tr("All funds"), budgets, payments, bold=True)


def _fund_lines(sheet: Sheet, name: str, budget: Sequence[Any], paid: Sequence[Any], bold: bool = False) -> None:
    top = sheet.row + 1
    left = [
        Formula(f"={sheet.address(top, column)}-{sheet.address(top + 1, column)}")
        for column in range(LEADING + 1, LEADING + len(budget) + 1)
    ]
    for label, amounts in ((tr("budget"), budget), (tr("programme"), paid), (tr("left"), left)):
        sheet.write([name, label, *amounts, _row_sum(sheet, len(budget))], bold)


def _payments(sheet: Sheet, content: Content, pairs: Sequence[Pair], progress: Progress) -> None:
    sheet.heading(tr("Payments of the programme"), size=12)
    labels = [tr("Code"), tr("Measure"), *(fund.name for fund, _ in pairs), tr("Total")]
    sheet.header(labels, _year_groups(pairs))
    top = sheet.row + 1
    for line in progress.over(content.programme, len(content.programme)):
        amounts = [in_thousands(line.paid(fund.fund_id, year)) for fund, year in pairs]
        sheet.write([line.measure.code, line.measure.title, *amounts, _row_sum(sheet, len(pairs))])
    columns = range(LEADING + 1, LEADING + len(pairs) + 2)
    sums = [sheet.sum_of(sheet.address(top, column), sheet.address(sheet.row, column)) for column in columns]
    sheet.write([tr("Total"), "", *sums], bold=True)


def _year_groups(pairs: Sequence[Pair]) -> list[tuple[int, int, str]]:
    years = [year for _, year in pairs]
    return [
        (LEADING + 1 + years.index(year), LEADING + years.index(year) + years.count(year), str(year))
        for year in dict.fromkeys(years)
    ]


def _row_sum(sheet: Sheet, number: int) -> Formula:
    """The sum of `number` amounts in the row to be written next."""
    row = sheet.row + 1
    return sheet.sum_of(sheet.address(row, LEADING + 1), sheet.address(row, LEADING + number))
