from __future__ import annotations

from typing import Any

from ..figures import COLOURS
from ..language import tr
from ..progress import Progress
from .content import Content
from .measures import ChosenMeasure
from .programme_sheet import in_thousands, money_words
from .schedule import main_fund, schedule_order
from .sheet import Sheet
from .sheet_styles import MONEY, TEXT

LEADING = 3
PALE = 0.62


def schedule_sheet(workbook: Any, content: Content, progress: Progress) -> None:
    """The programme year by year: the money of each year in a cell of the colour of the fund that pays most."""
    lines = schedule_order(content)
    if not lines or not content.years:
        return
    years = content.years
    sheet = Sheet(
        workbook, tr("Schedule"), [12, 52, 26] + [13] * (len(years) + 1), [TEXT] * LEADING + [MONEY] * (len(years) + 1)
    )
    sheet.heading(tr("Schedule of the programme"), size=14)
    sheet.heading(money_words(content), size=11, bold=False)
    sheet.text(tr("Coloured: the years of work; the colour is that of the fund that pays most."))
    first = sheet.header([tr("Code"), tr("Measure"), tr("Sector"), *map(str, years), tr("Total")])
    sheet.freeze(LEADING + 1)
    for line in progress.over(lines, len(lines)):
        _write(sheet, content, line)
    sheet.repeat(first, first)
    sheet.gap()
    for place, fund in enumerate(content.money.funds):
        row = sheet.write(["", fund.name])
        sheet.paint(row, 1, _pale(place))


def _write(sheet: Sheet, content: Content, line: ChosenMeasure) -> None:
    years = content.years
    working = [(line.start_year or 0) <= year <= (line.end_year or line.start_year or 0) for year in years]
    paid = [in_thousands(line.paid(year=year)) if line.paid(year=year) else "" for year in years]
    measure = line.measure
    row = sheet.write([measure.code, measure.title, measure.sector, *paid, in_thousands(line.paid())])
    fund = main_fund(line, content)
    for column, works in enumerate(working, LEADING + 1):
        if works:
            sheet.paint(row, column, "E8EDF2" if fund is None else _pale(fund))


def _pale(place: int) -> str:
    """A fund's colour, light enough for black figures."""
    colour = COLOURS[place % len(COLOURS)].lstrip("#")
    parts = (int(colour[k : k + 2], 16) for k in (0, 2, 4))
    return "".join(f"{round(part + (255 - part) * PALE):02X}" for part in parts)
