from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from ..errors import PlanError
from ..language import tr
from ..plan.runs import RunRecord, store_run
from ..plan.store import PlanFile, Row
from .documents import document_id
from .layout import SEARCHED_ROWS, Layout, find_layout
from .rows import row_kind
from .sheet import Sheet, text_of
from .values import code_for, code_key, plain

LEVELS = ("vision", "strategic_goal", "operational_goal", "task")
LONGEST_LEVEL_HEADER = 60
GOAL_WORDS = r"(?:(?:стратегічна |операційна |strategic |operational )?(?:ціль|goal)|завдання|пріоритет|напрям|task)"
LEADING_CODE = re.compile(
    rf"\s*(?:{GOAL_WORDS}\s*№?\s*(\d+(?:\.\d+)*)\b|(\d+(?:\.\d+)+)(?=[.):\s]|$)|(\d{{1,2}})[.)](?!\d))", re.IGNORECASE
)


def read_goals(sheet: Sheet, mapping: Mapping[str, str] | None = None) -> list[Row]:
    """Every row of a goal tree: {"row", "outcome", "message", "cells"} and in "goals" the goals that it holds,
    each {"goal": fields of table "goal", "key", "parent": key of its parent or None}.

    A row is a goal, or the levels stand side by side as columns. Raises PlanError for goals in a circle.
    """
    levels = {} if mapping else _level_columns(sheet)
    reports = list(_of_columns(sheet, levels) if levels else _of_rows(sheet, find_layout(sheet, ["title"], mapping)))
    _refuse_repeated(reports)
    parents = {entry["key"]: entry["parent"] for report in reports for entry in report["goals"]}
    for key in parents:
        _refuse_circle(key, parents)
    return reports


def store_goals(plan: PlanFile, sheet: Sheet, reports: list[Row], document: Mapping[str, Any], path: Path) -> RunRecord:
    """Write the tree in one transaction; a goal of the same code (else title) is changed, none is removed."""
    run = RunRecord("import", {"file": path.name, "sheet": sheet.name})
    run.add_file(path, len(reports))
    with plan.transaction():
        doc_id = document_id(plan, document)
        known = {_key(row["code"], row["title_uk"]): row for row in plan.rows("goal", doc_id=doc_id)}
        ids = {key: row["goal_id"] for key, row in known.items()}
        for report in reports:
            _store(plan, report, doc_id, known, ids)
        for report in reports:
            _link_to_parents(plan, report, ids)
        run.results["import_row"] = [_import_row(sheet.name, report, ids) for report in reports]
        store_run(plan, run)
    return run


def _level_columns(sheet: Sheet) -> dict[int, tuple[int, str]]:
    """Column → (header row, level), where a header row names several levels and no title column."""
    for position, row in enumerate(sheet.rows[:SEARCHED_ROWS]):
        words = {column: text_of(cell) for column, cell in enumerate(row) if len(text_of(cell)) < LONGEST_LEVEL_HEADER}
        levels = {column: code_for("goal_level", text) for column, text in words.items()}
        found = {column: (position, level) for column, level in levels.items() if level in LEVELS}
        if any(code_for("header", text) == "title" for text in words.values()):
            return {}
        if len({level for _, level in found.values()}) > 1:
            return found
    return {}


def _of_columns(sheet: Sheet, levels: Mapping[int, tuple[int, str]]) -> Iterator[Row]:
    header = next(iter(levels.values()))[0]
    above: dict[str, str] = {}
    for position, row in enumerate(sheet.rows):
        report = _report(position, row, "title" if position < header else "header" if position == header else "note")
        for column, (_, level) in levels.items() if position > header else ():
            title = text_of(row[column]) if column < len(row) else ""
            key = _key(_leading_code(title), title)
            if title and above.get(level) != key:
                parent = next(
                    (above[upper] for upper in reversed(LEVELS[: LEVELS.index(level)]) if upper in above), None
                )
                report["goals"].append(_entry(position, row, level, _leading_code(title), title, "", parent))
                above = {upper: above[upper] for upper in LEVELS[: LEVELS.index(level)] if upper in above}
                above[level] = key
        report["outcome"] = "taken" if report["goals"] else report["outcome"] if any(row) else "empty"
        yield report


def _of_rows(sheet: Sheet, layout: Layout) -> Iterator[Row]:
    above: dict[str, str] = {}
    for position, row in enumerate(sheet.rows):
        kind = row_kind(sheet, layout, position)
        report = _report(position, row, kind)
        if kind in ("data", "subheading"):
            entry = _goal(layout, row, position, above)
            report["goals"], report["outcome"] = [entry], "taken"
            above[entry["goal"]["level"]] = entry["key"]
        yield report


def _report(position: int, row: Sequence, outcome: str) -> Row:
    cells = [text_of(cell) for cell in row]
    return {"row": position + 1, "outcome": outcome, "message": "", "changes": None, "cells": cells, "goals": []}


def _goal(layout: Layout, row: Sequence, position: int, above: Mapping[str, str]) -> Row:
    title = text_of(layout.cell(row, "title")) or next(text_of(cell) for cell in row if text_of(cell))
    code = text_of(layout.cell(row, "code")) or _leading_code(title)
    stated = code_for("goal_level", layout.cell(row, "level")) or code_for("goal_level", title)
    level = stated or LEVELS[min(code.count(".") + 1, len(LEVELS) - 1)]
    named = text_of(layout.cell(row, "parent"))
    prefix = code.rstrip(".").rpartition(".")[0]
    upper = LEVELS[: LEVELS.index(level)] if level in LEVELS else ()
    parent = next((above[name] for name in reversed(upper) if name in above), None)
    if named or prefix:
        parent = _key(_leading_code(named) or named or prefix, "")
    return _entry(position, row, level, code, title, text_of(layout.cell(row, "title_en")), parent)


def _entry(position: int, row: Sequence, level: str, code: str, title: str, title_en: str, parent: str | None) -> Row:
    goal = {
        "code": code or None,
        "level": level,
        "title_uk": title,
        "title_en": title_en or None,
        "position": position,
        "source_row": position + 1,
        "source_text": " | ".join(text_of(cell) for cell in row if text_of(cell)),
    }
    return {"goal": goal, "key": _key(code, title), "parent": parent}


def _leading_code(title: str) -> str:
    found = LEADING_CODE.match(title)
    return next(filter(None, found.groups())) if found else ""


def _key(code: str | None, title: str) -> str:
    return f"code {code_key(code)}" if code else f"title {plain(title)}"


def _refuse_repeated(reports: Sequence[Row]) -> None:
    first: dict[str, int] = {}
    for report in reports:
        for entry in list(report["goals"]):
            if first.setdefault(entry["key"], report["row"]) == report["row"]:
                continue
            report["goals"].remove(entry)
            name = entry["goal"]["code"] or entry["goal"]["title_uk"]
            words = tr("Goal «{goal}» stands in row {first} already.", goal=name, first=first[entry["key"]])
            report["message"] = " ".join(filter(None, [report["message"], words]))
            report["outcome"] = "taken" if report["goals"] else "refused"


def _refuse_circle(key: str, parents: Mapping[str, str | None]) -> None:
    passed = [key]
    while (above := parents.get(passed[-1])) is not None:
        if above in passed:
            circle = " → ".join(name.partition(" ")[2] for name in [*passed, above])
            raise PlanError(tr("The goals stand in a circle: {circle}. Correct their parents.", circle=circle))
        passed.append(above)


def _store(plan: PlanFile, report: Row, doc_id: str, known: Mapping[str, Row], ids: dict[str, str]) -> None:
    outcomes, changes = [], {}
    for entry in report["goals"]:
        goal, found = entry["goal"], known.get(entry["key"])
        if found is None:
            [ids[entry["key"]]] = plan.insert("goal", [{**goal, "doc_id": doc_id}])
            outcomes.append("taken")
            continue
        changed = {name: [found[name], value] for name, value in goal.items() if found[name] != value}
        outcomes.append("changed" if changed else "unchanged")
        changes.update(changed)
        if changed:
            plan.update("goal", found["goal_id"], {name: pair[1] for name, pair in changed.items()})
    if outcomes:
        report["outcome"] = min(outcomes, key=("taken", "changed", "unchanged").index)
        report["changes"] = changes or None


def _link_to_parents(plan: PlanFile, report: Row, ids: Mapping[str, str]) -> None:
    for entry in report["goals"]:
        if entry["parent"] in ids:
            plan.update("goal", ids[entry["key"]], {"parent_id": ids[entry["parent"]]})
        elif entry["parent"]:
            code = entry["parent"].partition(" ")[2]
            report["message"] = tr("Its parent goal «{code}» is not in the table.", code=code)


def _import_row(sheet: str, report: Row, ids: Mapping[str, str]) -> Row:
    kept = {name: report[name] for name in ("row", "outcome", "message", "changes", "cells")}
    entity_id = next((ids[entry["key"]] for entry in reversed(report["goals"])), None)
    return {"sheet": sheet, "entity": "goal" if entity_id else None, "entity_id": entity_id, **kept}
