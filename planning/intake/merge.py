"""What was read goes into the plan file: new measures are added, known ones changed, none removed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ..language import tr
from ..plan.runs import RunRecord, store_run
from ..plan.store import PlanFile, Row, now
from .documents import document_id
from .measures import Reading, RowReport
from .values import code_for, plain


def store_measures(plan: PlanFile, reading: Reading, document: Mapping[str, Any], path: Path) -> RunRecord:
    """Write everything in one transaction; the run holds a row of "import_row" for every row of the table."""
    run = RunRecord("import", {"file": path.name, "sheet": reading.sheet.name, "columns": dict(reading.layout.columns)})
    run.add_file(path, len(reading.rows))
    with plan.transaction():
        merge = _Merge(plan, document_id(plan, document), path)
        merge.add_funds(reading.funds)
        for report in reading.rows:
            merge.keep(report)
        run.results["import_row"] = [merge.import_row(reading.sheet.name, report) for report in reading.rows]
        run.summary = dict(Counter(report.outcome for report in reading.rows))
        store_run(plan, run)
    return run


class _Merge:
    def __init__(self, plan: PlanFile, doc_id: str, path: Path) -> None:
        self.plan, self.doc_id, self.path = plan, doc_id, path
        self.price_year = plan.community["price_year"]
        self.known: dict[str, Row] = {}
        for row in plan.rows("measure"):
            for name in _names(row):
                self.known.setdefault(name, row)
        self.goals = {row["code"]: row["goal_id"] for row in plan.rows("goal") if row["code"]}
        self.funds = {row["code"]: row["fund_id"] for row in plan.rows("fund")}
        self.ids: dict[int, str] = {}
        self.changes: dict[int, dict[str, Any]] = {}
        self.taken: set[str] = set()

    def add_funds(self, funds: Mapping[str, str]) -> None:
        for code, words in funds.items():
            if code not in self.funds:
                row = {"code": code, "name_uk": words, "category": code_for("fund_category", words)}
                [self.funds[code]] = self.plan.insert("fund", [row])

    def keep(self, report: RowReport) -> None:
        if report.measure is None:
            return
        fields = {
            **report.measure,
            "parent_id": self.ids.get(report.part_of or 0),
            "price_year": self.price_year,
            "doc_id": self.doc_id,
            "source_page": self.path.name,
            "source_row": report.row,
            "source_cells": report.cells,
        }
        found = self._find(fields)
        measure_id = self._add(fields) if found is None else self._change(report, found, fields)
        self.ids[report.row] = measure_id
        self.taken.add(measure_id)
        self._link(report, measure_id)

    def import_row(self, sheet: str, report: RowReport) -> Row:
        return {
            "sheet": sheet,
            "row": report.row,
            "outcome": report.outcome,
            "entity": "measure" if report.row in self.ids else None,
            "entity_id": self.ids.get(report.row),
            "message": report.message,
            "changes": self.changes.get(report.row),
            "cells": report.cells,
        }

    def _find(self, fields: Mapping[str, Any]) -> Row | None:
        names = _names(fields)
        found = next((self.known[name] for name in names[:1] if name in self.known), None)
        return None if found is None or found["measure_id"] in self.taken else found

    def _add(self, fields: Mapping[str, Any]) -> str:
        [measure_id] = self.plan.insert("measure", [{**fields, "updated": now()}])
        return measure_id

    def _change(self, report: RowReport, found: Row, fields: Mapping[str, Any]) -> str:
        kept = {name: value for name, value in fields.items() if name not in ("place_state", "source_cells")}
        if found["place_state"] == "unknown":
            kept["place_state"] = fields["place_state"]
        changed = {name: [found[name], value] for name, value in kept.items() if found[name] != value}
        told = {name: pair for name, pair in changed.items() if name not in ("source_row", "doc_id", "source_page")}
        report.outcome = "changed" if told else "unchanged"
        self.changes[report.row] = told
        if changed:
            update = {name: pair[1] for name, pair in changed.items()}
            self.plan.update("measure", found["measure_id"], {**update, "updated": now()})
        return found["measure_id"]

    def _link(self, report: RowReport, measure_id: str) -> None:
        self.plan.delete("funding", measure_id=measure_id)
        self.plan.insert(
            "funding",
            [
                {
                    "measure_id": measure_id,
                    "fund_id": self.funds[fund],
                    "amount": amount,
                    "currency": "UAH",
                    "state": "planned",
                }
                for fund, amount in report.funding.items()
            ],
        )
        if not report.goal_code:
            return
        goal = self.goals.get(report.goal_code)
        if goal is None:
            report.messages.append(tr("Goal «{code}» is not in the plan.", code=report.goal_code))
        elif self.plan.row("measure_goal", measure_id=measure_id, goal_id=goal) is None:
            evidence = {
                "method": "code",
                "score": 1,
                "evidence": report.goal_code,
                "review": "automatic",
                "made_on": now(),
            }
            self.plan.insert("measure_goal", [{"measure_id": measure_id, "goal_id": goal, **evidence}])


def _names(fields: Mapping[str, Any]) -> list[str]:
    """How a measure is found again: by its code, else by title, place and years."""
    by_words = "|".join(
        [
            plain(fields["title_uk"]),
            plain(fields.get("address") or fields.get("settlement") or ""),
            str(fields.get("start_year")),
        ]
    )
    return [fields["code"], by_words] if fields.get("code") else [by_words]
