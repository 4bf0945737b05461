from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ..language import tr
from ..progress import Progress
from .area_money import AreaMoney, AreaTable
from .content import Content
from .programme_sheet import in_thousands, money_words
from .sheet import Sheet
from .sheet_styles import MONEY, SHARE, TEXT, WHOLE


def area_money_sheet(workbook: Any, content: Content, progress: Progress) -> None:
    """Cost and financing by focus area; no sheet where no measure of the programme lies in one."""
    if not content.area_tables:
        return
    years, funds = content.years, content.money.funds
    amounts = 1 + len(years) + len(funds)
    sheet = Sheet(
        workbook, tr("Money by area"), [40, 10, *[13] * amounts, 10], [TEXT, WHOLE, *[MONEY] * amounts, SHARE]
    )
    sheet.heading(tr("Cost and financing by focus area"), size=14)
    sheet.heading(money_words(content), size=11, bold=False)
    for table in progress.over(content.area_tables, len(content.area_tables)):
        _write(sheet, content, table)
    if any(table.split for table in content.area_tables):
        sheet.text(split_words())
    sheet.print_over(1, 1)


def split_words() -> str:
    """How a measure in several areas counts."""
    return tr("A measure in several areas whose parts are not known is divided equally among them.")


def _write(sheet: Sheet, content: Content, table: AreaTable) -> None:
    years, funds = content.years, content.money.funds
    sheet.gap()
    labels = [table.kind, tr("Measures"), tr("Cost"), *map(str, years), *(fund.name for fund in funds), tr("Share")]
    sheet.header(labels)
    total = sum(line.cost for line in table.lines) or 1.0
    for line in table.lines:
        if line.measures:
            sheet.write(_cells(line, content, line.cost / total))
    sheet.write(_sums(table.lines, content), bold=True)


def _cells(line: AreaMoney, content: Content, share: float) -> list[Any]:
    by_year = [in_thousands(line.by_year[year]) for year in content.years]
    by_fund = [in_thousands(line.by_fund[fund.fund_id]) for fund in content.money.funds]
    return [line.name, line.measures, in_thousands(line.cost), *by_year, *by_fund, share]


def _sums(lines: Iterable[AreaMoney], content: Content) -> list[Any]:
    found = list(lines)
    by_year = [in_thousands(sum(line.by_year[year] for line in found)) for year in content.years]
    by_fund = [in_thousands(sum(line.by_fund[fund.fund_id] for line in found)) for fund in content.money.funds]
    cost = in_thousands(sum(line.cost for line in found))
    return [tr("Total"), len(content.programme), cost, *by_year, *by_fund, 1.0]
