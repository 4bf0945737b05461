from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ..errors import PlanError
from ..language import tr
from ..plan.runs import RunRecord, store_run
from ..plan.store import PlanFile, Row
from .documents import document_id
from .layout import find_layout
from .rows import row_kind
from .tables import Sheet, text_of
from .values import code_for

LEVELS = ("vision", "strategic_goal", "operational_goal", "task")


def read_goals(sheet: Sheet, mapping: Mapping[str, str] | None = None) -> list[Row]:
    """Every row of a goal tree: {"row", "outcome", "message", "cells"} and, where taken, "goal" and "parent"."""
    layout = find_layout(sheet, ["title"], mapping)
    reports = []
    for position, row in enumerate(sheet.rows):
        kind = row_kind(sheet, layout, position)
        report: Row = {"row": position + 1, "outcome": kind, "message": "", "cells": [text_of(cell) for cell in row]}
        if kind in ("data", "subheading"):
            report.update(outcome="taken", **_goal(layout, row, position))
        reports.append(report)
    _check_tree(reports)
    return reports


def store_goals(plan: PlanFile, sheet: Sheet, reports: list[Row], document: Mapping[str, Any], path: Path) -> RunRecord:
    """Write the tree in one transaction; a goal of the same code is changed, none is removed."""
    run = RunRecord("import", {"file": path.name, "sheet": sheet.name})
    run.add_file(path, len(reports))
    with plan.transaction():
        doc_id = document_id(plan, document)
        known = {row["code"]: row for row in plan.rows("goal", doc_id=doc_id) if row["code"]}
        ids = {code: row["goal_id"] for code, row in known.items()}
        for report in (report for report in reports if "goal" in report):
            _store(plan, report, doc_id, known, ids)
        for report in (report for report in reports if report.get("parent")):
            plan.update("goal", ids[report["goal"]["code"]], {"parent_id": ids[report["parent"]]})
        run.results["import_row"] = [_import_row(sheet.name, report, ids) for report in reports]
        store_run(plan, run)
    return run


def _goal(layout: Any, row: Any, position: int) -> Row:
    title = text_of(layout.cell(row, "title"))
    code = text_of(layout.cell(row, "code")) or _leading_code(title)
    parent = text_of(layout.cell(row, "parent")) or code.rpartition(".")[0]
    level = code_for("goal_level", layout.cell(row, "level")) or code_for("goal_level", title)
    goal = {
        "code": code or str(position + 1),
        "level": level or LEVELS[min(code.count(".") + 1, len(LEVELS) - 1)],
        "title_uk": title,
        "title_en": text_of(layout.cell(row, "title_en")) or None,
        "position": position,
        "source_row": position + 1,
        "source_text": " | ".join(text_of(cell) for cell in row if text_of(cell)),
    }
    return {"goal": goal, "parent": parent or None}


def _leading_code(title: str) -> str:
    found = re.match(r"\D{0,30}?(\d+(?:\.\d+)*)", title)
    return found.group(1) if found else ""


def _check_tree(reports: list[Row]) -> None:
    parents = {report["goal"]["code"]: report["parent"] for report in reports if "goal" in report}
    for report in (report for report in reports if report.get("parent")):
        if report["parent"] not in parents:
            report["message"] = tr("Its parent goal «{code}» is not in the table.", code=report["parent"])
            report["parent"] = None
    for code in parents:
        _refuse_circle(code, parents)


def _refuse_circle(code: str, parents: Mapping[str, str | None]) -> None:
    passed = [code]
    while (above := parents.get(passed[-1])) is not None:
        if above in passed:
            circle = " → ".join([*passed, above])
            raise PlanError(tr("The goals stand in a circle: {circle}. Correct their parents.", circle=circle))
        passed.append(above)


def _store(plan: PlanFile, report: Row, doc_id: str, known: Mapping[str, Row], ids: dict[str, str]) -> None:
    goal = report["goal"]
    found = known.get(goal["code"])
    if found is None:
        [ids[goal["code"]]] = plan.insert("goal", [{**goal, "doc_id": doc_id}])
        return
    changed = {name: [found[name], value] for name, value in goal.items() if found[name] != value}
    report["outcome"], report["changes"] = ("changed", changed) if changed else ("unchanged", None)
    if changed:
        plan.update("goal", found["goal_id"], {name: pair[1] for name, pair in changed.items()})


def _import_row(sheet: str, report: Row, ids: Mapping[str, str]) -> Row:
    kept = {name: report.get(name) for name in ("row", "outcome", "message", "changes", "cells")}
    entity_id = ids.get(report["goal"]["code"]) if "goal" in report else None
    return {"sheet": sheet, "entity": "goal" if entity_id else None, "entity_id": entity_id, **kept}
