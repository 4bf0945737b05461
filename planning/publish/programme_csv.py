"""The programme as CSV for a spreadsheet: UTF-8 with a byte order mark, semicolons, money in thousands."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

from ..language import current_language, tr
from ..plan.schema import tables
from ..wording import money_unit
from .content import Content
from .files import written
from .measures import ChosenMeasure

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def programme_table(content: Content) -> list[list[str]]:
    """The labels and one row a measure, with a column for each year and fund, in the current language."""
    return [_labels(content), *(_row(number, line, content) for number, line in enumerate(content.programme, 1))]


def write_csv(table: Sequence[Sequence[str]], path: Path) -> None:
    """Raises PlanError where the file cannot be written."""
    with written(path) as unfinished, unfinished.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, delimiter=";").writerows(table)


def _labels(content: Content) -> list[str]:
    measure, unit = tables()["measure"].field, money_unit(content.head.currency)
    return [
        tr("No."),
        tr("Code"),
        tr("Measure"),
        measure("place_state").label,
        measure("responsible_body").label,
        measure("start_year").label,
        measure("end_year").label,
        tr("Cost, {unit}", unit=unit),
        *(f"{year}: {fund.name}, {unit}" for year in content.years for fund in content.money.funds),
    ]


def _row(number: int, line: ChosenMeasure, content: Content) -> list[str]:
    paid = [line.paid(fund.fund_id, year) for year in content.years for fund in content.money.funds]
    texts = (line.measure.code, line.measure.title, line.measure.place, line.measure.responsible)
    years = ("" if year is None else str(year) for year in (line.start_year, line.end_year))
    return [str(number), *map(_harmless, texts), *years, _thousands(line.cost), *map(_thousands, paid)]


def _thousands(amount: float | None) -> str:
    if amount is None:
        return ""
    text = f"{amount / 1000:.5f}".rstrip("0").rstrip(".")
    return text.replace(".", ",") if current_language() == "uk" else text


def _harmless(text: str) -> str:
    """The text so that no spreadsheet takes it for a formula."""
    return "'" + text if text.startswith(FORMULA_STARTS) else text
