"""What was read goes into the plan file: new measures are added, known ones changed as is decided."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from ..language import LANGUAGES, language, tr
from ..plan.runs import store_run
from ..plan.schema import tables
from ..plan.store import PlanFile, Row, now
from ..progress import SILENT, Progress
from .decisions import FUNDING, Decisions
from .differences import ImportRun, words_of
from .documents import document_id
from .funds import Funds
from .gone import gone_measures, settle_gone
from .known import KnownMeasures
from .payments import PlannedPayments, amounts_of
from .reports import Reading, RowReport
from .values import code_key

UNTOLD = ("source_row", "source_page", "source_cells", "doc_id")
ALWAYS = (*UNTOLD, "parent_id")
AS_READ = Decisions()


class _Undone(Exception):
    """Takes back what was written for a preview."""


def store_measures(
    plan: PlanFile,
    readings: Sequence[Reading],
    document: Mapping[str, Any],
    path: Path,
    progress: Progress = SILENT,
    decisions: Decisions = AS_READ,
    sheet: str = "",
    preview: bool = False,
) -> ImportRun:
    """Write everything in one transaction; the run holds a row of "import_row" for every row of the tables, and for
    every measure that they no longer have. `sheet` is the one that was asked for, empty: all. With `preview` the same
    is found out and nothing is written."""
    total = sum(len(reading.rows) for reading in readings)
    sheets = {reading.sheet.name: dict(reading.layout.columns) for reading in readings}
    run = ImportRun("import", {"file": path.name, "sheets": sheets, "decisions": vars(decisions)})
    run.add_file(path, total)
    try:
        with plan.transaction():
            merge = _Merge(plan, document_id(plan, document), path, decisions)
            for reading in readings:
                merge.start_sheet(reading)
                for report in progress.over(reading.rows, total):
                    merge.keep(report)
                rows = [merge.import_row(reading.sheet.name, report) for report in reading.rows]
                run.results.setdefault("import_row", []).extend(rows)
                run.results.setdefault("finding", []).extend(merge.findings(reading))
            run.results.setdefault("import_row", []).extend(merge.gone(sheet))
            run.summary = _summary(readings, run)
            run.names = merge.names
            if preview:
                raise _Undone
            _drop_earlier_findings(plan, path)
            store_run(plan, run)
    except _Undone:
        pass
    return run


def _summary(readings: Sequence[Reading], run: ImportRun) -> dict[str, int]:
    counts = dict(Counter(row["outcome"] for row in run.results["import_row"]))
    repeats = sum(report.repeats is not None for reading in readings for report in reading.rows)
    return {**counts, "repeats": repeats}


class _Merge:
    def __init__(self, plan: PlanFile, doc_id: str, path: Path, decisions: Decisions) -> None:
        self.plan, self.doc_id, self.path, self.decisions = plan, doc_id, path, decisions
        self.sheet = ""
        self.price_year = plan.community["price_year"]
        self.known = KnownMeasures(plan)
        self.goals = {code_key(row["code"]): row["goal_id"] for row in plan.rows("goal") if row["code"]}
        self.funds = Funds(plan)
        self.payments = PlannedPayments(plan, self.funds, decisions)
        self.ids: dict[int, str] = {}
        self.changes: dict[int, dict[str, Any]] = {}
        self.left: dict[int, dict[str, Any]] = {}
        self.codes: dict[str, str] = {}
        self.names: dict[str, tuple[str | None, str]] = {}

    def start_sheet(self, reading: Reading) -> None:
        self.sheet, self.ids, self.changes, self.left = reading.sheet.name, {}, {}, {}
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
        found = self.known.find(fields)
        measure_id = self._add(report, fields) if found is None else self._change(report, found, fields)
        self.ids[report.row] = measure_id
        self.names[measure_id] = (fields["code"], fields["title_uk"])
        self.known.taken.add(measure_id)
        paid = self.payments.settle(report, measure_id, found)
        self._serve(report, measure_id)
        if found is not None:
            self.changes[report.row].update(paid)
            report.outcome = "changed" if self.changes[report.row] else "unchanged"

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
            "kept": self.left.get(report.row) or None,
            "cells": report.cells,
        }

    def findings(self, reading: Reading) -> Iterator[Row]:
        """What the rows of a sheet warn of; where it is no measure that warns, the sentence names the row."""
        for report in reading.rows:
            measure_id = self.ids.get(report.row)
            for found in report.findings:
                named = found if measure_id else {**found, **_with_row(found, reading.sheet.name, report.row)}
                yield {**named, "entity": "measure" if measure_id else None, "entity_id": measure_id}

    def gone(self, sheet: str) -> Iterator[Row]:
        """Rows of "import_row" for the measures that the tables no longer have."""
        pages = [f"{self.path.name}, {sheet}"] if sheet else []
        for measure in gone_measures(self.known.before, self.doc_id, self.path.name, pages, self.known.taken):
            self.names[measure["measure_id"]] = (measure["code"], measure["title_uk"])
            yield {
                "sheet": str(measure["source_page"]).removeprefix(f"{self.path.name}, "),
                "row": measure["source_row"],
                "outcome": "gone",
                "entity": "measure",
                "entity_id": measure["measure_id"],
                "message": settle_gone(self.plan, measure, self.decisions.gone),
                "cells": measure["source_cells"],
            }

    def _add(self, report: RowReport, fields: Mapping[str, Any]) -> str:
        [measure_id] = self.plan.insert("measure", [{**fields, "imported": _imported(report, {}), "updated": now()}])
        return measure_id

    def _change(self, report: RowReport, found: Row, fields: Mapping[str, Any]) -> str:
        differing = {name: value for name, value in fields.items() if _differs(name, report, found, value)}
        taken = {
            name: value
            for name, value in differing.items()
            if name in ALWAYS or self.decisions.takes(name, found, found[name], value)
        }
        self.changes[report.row] = _pairs(taken, found)
        self.left[report.row] = _pairs({name: differing[name] for name in differing.keys() - taken.keys()}, found)
        self._tell(report, found, taken)
        imported = _imported(report, found["imported"] or {})
        if taken or imported != found["imported"]:
            update = {**taken, "imported": imported, **({"updated": now()} if taken else {})}
            self.plan.update("measure", found["measure_id"], update)
        return found["measure_id"]

    def _tell(self, report: RowReport, found: Row, taken: Mapping[str, Any]) -> None:
        """Say what is left as people wrote it, and what of theirs the table replaces."""
        for name, (there, stated) in self.left[report.row].items():
            report.messages.append(
                tr("{field} stays «{there}» as in the plan; the table says «{stated}».", **_words(name, there, stated))
            )
        for name in taken:
            if name not in ALWAYS and self.decisions.is_conflict(name, found, found[name], taken[name]):
                words = _words(name, found[name], taken[name])
                report.messages.append(
                    tr("{field} was changed in the plan to «{there}»; the table's «{stated}» is taken.", **words)
                )

    def _serve(self, report: RowReport, measure_id: str) -> None:
        for code in _goal_codes(report.goal_code):
            goal = self.goals.get(code_key(code))
            if goal is None:
                report.messages.append(tr("Goal «{code}» is not in the plan.", code=code))
            elif self.plan.row("measure_goal", measure_id=measure_id, goal_id=goal) is None:
                evidence = {"method": "code", "score": 1, "evidence": code, "review": "automatic", "made_on": now()}
                self.plan.insert("measure_goal", [{"measure_id": measure_id, "goal_id": goal, **evidence}])


def _pairs(values: Mapping[str, Any], found: Row) -> dict[str, list[Any]]:
    return {name: [found[name], value] for name, value in values.items() if name not in UNTOLD}


def _imported(report: RowReport, before: Mapping[str, Any]) -> dict[str, Any]:
    """What the table says of a measure: an empty cell leaves what an earlier edition said."""
    stated = {name: v for name, v in (report.measure or {}).items() if v is not None or name in report.stated}
    return {**before, **stated, **({FUNDING: amounts_of(report)} if report.funding else {})}


def _words(name: str, there: Any, stated: Any) -> dict[str, str]:
    label = tables()["measure"].field(name).label
    return {"field": label, "there": words_of(name, there) or "—", "stated": words_of(name, stated) or "—"}


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


def _goal_codes(text: str) -> Iterator[str]:
    """Codes of goals in «1.2», «1.1; 2.3» or «Операційна ціль 1.2. Відбудувати житло»."""
    for part in re.split(r"[;,\n]", text):
        found = re.search(r"\d+(?:\.\d+)*", part)
        if found or part.strip():
            yield found.group() if found else part.strip()
