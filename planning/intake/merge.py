"""What was read goes into the plan file: new measures are added, known ones changed, none removed."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from ..language import LANGUAGES, language, tr
from ..plan.runs import RunRecord, store_run
from ..plan.store import PlanFile, Row, now
from ..progress import SILENT, Progress
from .documents import document_id
from .funds import Funds
from .reports import Reading, RowReport
from .values import code_key, plain

UNTOLD = ("source_row", "source_page", "source_cells", "doc_id")
ALWAYS = (*UNTOLD, "parent_id")


def store_measures(
    plan: PlanFile, readings: Sequence[Reading], document: Mapping[str, Any], path: Path, progress: Progress = SILENT
) -> RunRecord:
    """Write everything in one transaction; the run holds a row of "import_row" for every row of the tables."""
    total = sum(len(reading.rows) for reading in readings)
    sheets = {reading.sheet.name: dict(reading.layout.columns) for reading in readings}
    run = RunRecord("import", {"file": path.name, "sheets": sheets})
    run.add_file(path, total)
    with plan.transaction():
        merge = _Merge(plan, document_id(plan, document), path)
        for reading in readings:
            merge.start_sheet(reading)
            for report in progress.over(reading.rows, total):
                merge.keep(report)
            rows = [merge.import_row(reading.sheet.name, report) for report in reading.rows]
            run.results.setdefault("import_row", []).extend(rows)
            run.results.setdefault("finding", []).extend(merge.findings(reading))
        run.summary = _summary(readings)
        _drop_earlier_findings(plan, path)
        store_run(plan, run)
    return run


def _summary(readings: Sequence[Reading]) -> dict[str, int]:
    reports = [report for reading in readings for report in reading.rows]
    counts = dict(Counter(report.outcome for report in reports))
    return {**counts, "repeats": sum(report.repeats is not None for report in reports)}


class _Merge:
    def __init__(self, plan: PlanFile, doc_id: str, path: Path) -> None:
        self.plan, self.doc_id, self.path = plan, doc_id, path
        self.sheet = ""
        self.price_year = plan.community["price_year"]
        self.known: dict[str, Row] = {}
        for row in plan.rows("measure"):
            for name in _names(row):
                self.known.setdefault(name, row)
        self.goals = {code_key(row["code"]): row["goal_id"] for row in plan.rows("goal") if row["code"]}
        self.funds = Funds(plan)
        self.payments: dict[str, list[Row]] = defaultdict(list)
        for row in plan.rows("funding"):
            self.payments[row["measure_id"]].append(row)
        self.ids: dict[int, str] = {}
        self.changes: dict[int, dict[str, Any]] = {}
        self.taken: set[str] = set()
        self.codes: dict[str, str] = {}

    def start_sheet(self, reading: Reading) -> None:
        self.sheet, self.ids, self.changes = reading.sheet.name, {}, {}
        named = {fund: "" for report in reading.rows for fund, _ in report.funding if fund}
        for code, words in {**named, **reading.funds}.items():
            self.funds.id_of(code, words)

    def keep(self, report: RowReport) -> None:
        if report.continues is not None and report.continues in self.ids:
            self.ids[report.row] = self.ids[report.continues]
            return
        if report.measure is None or self._is_repeated(report):
            return
        fields = {
            **report.measure,
            "parent_id": self.ids.get(report.part_of or 0),
            "price_year": self.price_year,
            "doc_id": self.doc_id,
            "source_page": f"{self.path.name}, {self.sheet}",
            "source_row": report.row,
            "source_cells": report.cells,
        }
        found = self._find(fields)
        measure_id = self._add(fields) if found is None else self._change(report, found, fields)
        self.ids[report.row] = measure_id
        self.taken.add(measure_id)
        self._pay(report, measure_id)
        self._serve(report, measure_id)
        self._settle_outcome(report, found)

    def _is_repeated(self, report: RowReport) -> bool:
        """A code that stands in an earlier sheet; within a sheet the reader has refused it."""
        key = code_key((report.measure or {}).get("code") or "")
        sheet = self.codes.setdefault(key, self.sheet) if key else self.sheet
        if sheet == self.sheet:
            return False
        report.outcome, report.measure = "refused", None
        report.messages.append(tr("Its code stands on sheet «{sheet}» already.", sheet=sheet))
        return True

    def import_row(self, sheet: str, report: RowReport) -> Row:
        return {
            "sheet": sheet,
            "row": report.row,
            "outcome": report.outcome,
            "entity": "measure" if report.row in self.ids else None,
            "entity_id": self.ids.get(report.row),
            "message": report.message,
            "changes": self.changes.get(report.row) or None,
            "cells": report.cells,
        }

    def findings(self, reading: Reading) -> Iterator[Row]:
        """What the rows of a sheet warn of; where it is no measure that warns, the sentence names the row."""
        for report in reading.rows:
            measure_id = self.ids.get(report.row)
            for found in report.findings:
                named = found if measure_id else {**found, **_with_row(found, reading.sheet.name, report.row)}
                yield {**named, "entity": "measure" if measure_id else None, "entity_id": measure_id}

    def _find(self, fields: Mapping[str, Any]) -> Row | None:
        """The measure of the same code; else the one of the same words, unless both have codes, which then differ."""
        for name in _names(fields):
            found = self.known.get(name)
            if found is None or found["measure_id"] in self.taken:
                continue
            if name.startswith("code ") or not (fields["code"] and found["code"]):
                return found
        return None

    def _add(self, fields: Mapping[str, Any]) -> str:
        [measure_id] = self.plan.insert("measure", [{**fields, "updated": now()}])
        return measure_id

    def _change(self, report: RowReport, found: Row, fields: Mapping[str, Any]) -> str:
        changed = {name: [found[name], value] for name, value in fields.items() if _differs(name, report, found, value)}
        self.changes[report.row] = {name: pair for name, pair in changed.items() if name not in UNTOLD}
        if changed:
            update = {name: pair[1] for name, pair in changed.items()}
            self.plan.update("measure", found["measure_id"], {**update, "updated": now()})
        return found["measure_id"]

    def _settle_outcome(self, report: RowReport, found: Row | None) -> None:
        if found is not None:
            report.outcome = "changed" if self.changes.get(report.row) else "unchanged"

    def _pay(self, report: RowReport, measure_id: str) -> None:
        """Planned amounts follow the table; what is requested, committed or paid is a person's and stays."""
        planned = {(row["fund_id"], row["year"]): row for row in self.payments[measure_id] if row["state"] == "planned"}
        stated = {
            (self.funds.id_of(fund) if fund else None, year): amount for (fund, year), amount in report.funding.items()
        }
        for key, amount in stated.items():
            row = planned.pop(key, None)
            if row is None:
                self._insert_payment(measure_id, key, amount)
            elif row["amount"] != amount:
                self.plan.update("funding", row["funding_id"], {"amount": amount})
                self._tell(report, self._label(key), row["amount"], amount)
        for key, row in planned.items() if stated else ():
            self.plan.delete("funding", funding_id=row["funding_id"])
            self._tell(report, self._label(key), row["amount"], None)

    def _insert_payment(self, measure_id: str, key: tuple[str | None, int | None], amount: float) -> None:
        fund, year = key
        payment = {"measure_id": measure_id, "fund_id": fund, "year": year, "amount": amount}
        self.plan.insert("funding", [{**payment, "currency": "UAH", "state": "planned"}])

    def _tell(self, report: RowReport, name: str, old: float | None, new: float | None) -> None:
        self.changes.setdefault(report.row, {})[name] = [old, new]

    def _label(self, key: tuple[str | None, int | None]) -> str:
        return " ".join(str(part) for part in ("funding", self.funds.code_of(key[0]), key[1]) if part)

    def _serve(self, report: RowReport, measure_id: str) -> None:
        for code in _goal_codes(report.goal_code):
            goal = self.goals.get(code_key(code))
            if goal is None:
                report.messages.append(tr("Goal «{code}» is not in the plan.", code=code))
            elif self.plan.row("measure_goal", measure_id=measure_id, goal_id=goal) is None:
                evidence = {"method": "code", "score": 1, "evidence": code, "review": "automatic", "made_on": now()}
                self.plan.insert("measure_goal", [{"measure_id": measure_id, "goal_id": goal, **evidence}])


def _with_row(found: Mapping[str, str], sheet: str, row: int) -> dict[str, str]:
    words = {}
    for code in LANGUAGES:
        with language(code):
            message = found["message_" + code]
            words["message_" + code] = tr(
                "Sheet «{sheet}», row {row}: {message}", sheet=sheet, row=row, message=message
            )
    return words


def _drop_earlier_findings(plan: PlanFile, path: Path) -> None:
    """Findings of earlier imports of this file are out of date; their rows stay in the runs."""
    imports = {row["run_id"] for row in plan.rows("run", kind="import")}
    for row in plan.rows("run_input", name=path.name):
        if row["run_id"] in imports:
            plan.delete("finding", run_id=row["run_id"])


def _differs(name: str, report: RowReport, found: Row, value: Any) -> bool:
    """What a table states replaces what was there; what was guessed, or is not in the table, only fills a gap."""
    if found[name] == value:
        return False
    if name == "place_state":
        return found[name] == "unknown"
    return found[name] is None or name in report.stated or (name in ALWAYS and value is not None)


def _names(fields: Mapping[str, Any]) -> list[str]:
    """How a measure is found again: by its code, else by title, place and first year."""
    place = plain(fields.get("address") or fields.get("settlement") or "")
    by_words = "|".join(["words", plain(fields["title_uk"]), place, str(fields.get("start_year"))])
    return [f"code {code_key(fields['code'])}", by_words] if fields.get("code") else [by_words]


def _goal_codes(text: str) -> Iterator[str]:
    """Codes of goals in «1.2», «1.1; 2.3» or «Операційна ціль 1.2. Відбудувати житло»."""
    for part in re.split(r"[;,\n]", text):
        found = re.search(r"\d+(?:\.\d+)*", part)
        if found or part.strip():
            yield found.group() if found else part.strip()
