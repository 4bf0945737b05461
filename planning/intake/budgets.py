from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from ..errors import PlanError
from ..language import tr
from ..plan.runs import RunRecord, store_run
from ..plan.store import PlanFile, Row
from .funds import Funds
from .layout import Layout, find_layout
from .sheet import Cell, Sheet, text_of
from .values import YEAR, code_for, money


def read_budgets(sheet: Sheet, mapping: Mapping[str, str] | None = None, unit: float | None = None) -> list[Row]:
    """Every row of a table of budgets; where taken, "amounts" lists (fund code, fund words, year, amount).

    One year a row, or the years as columns. A fund and year that stand twice are refused the second time.
    """
    layout = find_layout(sheet, ["fund"], mapping)
    factor = unit or layout.unit or 1.0
    years = dict(_year_columns(sheet, layout))
    first: dict[tuple[str, int], int] = {}
    reports = []
    for position, row in enumerate(sheet.rows):
        kind = "header" if position in layout.header else row_kind_of_budget(layout, row, position)
        report: Row = {"row": position + 1, "outcome": kind, "message": "", "cells": [text_of(cell) for cell in row]}
        if kind == "data":
            _take(report, layout, row, years, factor, first)
        reports.append(report)
    return reports


def row_kind_of_budget(layout: Layout, row: Any, position: int) -> str:
    fund = text_of(layout.cell(row, "fund"))
    if not any(text_of(cell) for cell in row):
        return "empty"
    if position < layout.header.start or not fund:
        return "title"
    return "subtotal" if code_for("subtotal", fund) else "data"


def store_budgets(plan: PlanFile, sheet: Sheet, reports: list[Row], variant: str, path: Path) -> RunRecord:
    """Write the budgets of a variant in one transaction; a fund and year that are known get the new amount."""
    run = RunRecord("import", {"file": path.name, "sheet": sheet.name, "variant": variant})
    run.add_file(path, len(reports))
    with plan.transaction():
        funds = Funds(plan)
        for report in reports:
            outcomes: list[str] = []
            for code, words, year, amount in report.get("amounts", ()):
                fund_id = funds.id_of(code, words)
                funds.call(code, words)
                outcomes.append(_store(plan, variant, fund_id, year, amount, report["row"]))
            if outcomes:
                report["outcome"] = min(outcomes, key=("taken", "changed", "unchanged").index)
        names = ("row", "outcome", "message", "cells")
        run.results["import_row"] = [{"sheet": sheet.name, **{n: report[n] for n in names}} for report in reports]
        store_run(plan, run)
    return run


def _year_columns(sheet: Sheet, layout: Layout) -> Iterator[tuple[int, int]]:
    if "year" in layout.columns:
        return
    for position in layout.header:
        for column, cell in enumerate(sheet.rows[position]):
            found = YEAR.search(text_of(cell))
            if found:
                yield column, int(found.group())


def _take(
    report: Row,
    layout: Layout,
    row: Sequence[Cell],
    years: Mapping[int, int],
    factor: float,
    first: dict[tuple[str, int], int],
) -> None:
    words = text_of(layout.cell(row, "fund"))
    code = text_of(layout.cell(row, "fund_code")) or code_for("fund", words) or words
    try:
        amounts = [(year, money(cell, factor).likely) for year, cell in _stated(layout, row, years)]
        for year, _ in amounts:
            if first.setdefault((code, year), report["row"]) != report["row"]:
                earlier = first[code, year]
                raise PlanError(
                    tr("{fund}, {year}: stands in row {first} already", fund=words, year=year, first=earlier)
                )
    except PlanError as error:
        report["outcome"] = "refused"
        report["message"] = tr("{why}. Correct the cell and import again.", why=error)
        return
    unknown = [year for year, amount in amounts if amount is None]
    sentences = [
        tr("{fund}, {year}: no amount is stated, nothing was taken.", fund=words, year=year) for year in unknown
    ]
    report["amounts"] = [(code, words, year, amount) for year, amount in amounts if amount is not None]
    report["outcome"], report["message"] = "taken" if report["amounts"] else "refused", " ".join(sentences)


def _stated(layout: Layout, row: Sequence[Cell], years: Mapping[int, int]) -> list[tuple[int, Cell]]:
    if years:
        return [(year, row[column]) for column, year in years.items() if column < len(row)]
    amount = layout.cell(row, "cost" if "amount" not in layout.columns else "amount")
    return [(_year(layout.cell(row, "year")), amount)]


def _year(cell: Any) -> int:
    found = YEAR.search(text_of(cell))
    if not found:
        raise PlanError(tr("«{text}» is not a year", text=text_of(cell)))
    return int(found.group())


def _store(plan: PlanFile, variant: str, fund_id: str, year: int, amount: float, source_row: int) -> str:
    row = {"amount": amount, "currency": "UAH", "source_row": source_row}
    found = plan.row("budget", variant=variant, fund_id=fund_id, year=year)
    if found is None:
        plan.insert("budget", [{"variant": variant, "fund_id": fund_id, "year": year, **row}])
        return "taken"
    plan.update("budget", found["budget_id"], row)
    return "unchanged" if found["amount"] == amount else "changed"
