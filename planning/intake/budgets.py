from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from ..errors import PlanError
from ..language import tr
from ..plan.runs import RunRecord, store_run
from ..plan.store import PlanFile, Row
from .layout import Layout, find_layout
from .tables import Sheet, text_of
from .values import YEAR, code_for, money


def read_budgets(sheet: Sheet, mapping: Mapping[str, str] | None = None, unit: float | None = None) -> list[Row]:
    """Every row of a table of budgets; where taken, "amounts" lists (fund code, fund words, year, amount).

    One year a row, or the years as columns.
    """
    layout = find_layout(sheet, ["fund"], mapping)
    factor = unit or layout.unit or 1.0
    years = dict(_year_columns(sheet, layout))
    reports = []
    for position, row in enumerate(sheet.rows):
        kind = "header" if position in layout.header else row_kind_of_budget(layout, row, position)
        report: Row = {"row": position + 1, "outcome": kind, "message": "", "cells": [text_of(cell) for cell in row]}
        if kind == "data":
            _take(report, layout, row, years, factor)
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
        funds = {row["code"]: row["fund_id"] for row in plan.rows("fund")}
        for report in reports:
            for code, words, year, amount in report.get("amounts", ()):
                if code not in funds:
                    row = {"code": code, "name_uk": words, "category": code_for("fund_category", words)}
                    [funds[code]] = plan.insert("fund", [row])
                report["outcome"] = _store(plan, variant, funds[code], year, amount, report["row"])
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


def _take(report: Row, layout: Layout, row: Any, years: Mapping[int, int], factor: float) -> None:
    words = text_of(layout.cell(row, "fund"))
    code = text_of(layout.cell(row, "fund_code")) or code_for("fund", words) or words
    try:
        if years:
            amounts = [(year, row[column]) for column, year in years.items() if column < len(row)]
        else:
            amounts = [(_year(layout.cell(row, "year")), layout.cell(row, "amount") or layout.cell(row, "cost"))]
        report["amounts"] = [(code, words, year, money(cell, factor).likely or 0.0) for year, cell in amounts]
        report["outcome"] = "taken"
    except PlanError as error:
        report["outcome"] = "refused"
        report["message"] = tr("Row {row}: {why}. Correct the cell and import again.", row=report["row"], why=error)


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
