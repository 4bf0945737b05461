"""A whole OC4IDS 0.9.5 project package, read into the plan or written from it."""

from __future__ import annotations

import json
from typing import Any

from ...errors import PlanError
from ...language import current_language, language, named, tr
from ...plan.store import Row
from ..task import Report, Task
from .content import FORMAT, PACKAGE, Content, filled
from .loading import load_json, projects_of, refuse
from .losses import losses
from .merging import merged
from .project import moment, project_of
from .reading import taken_from
from .storing import Storing
from .taken import Taken

VERSION = "0.9"
LOCAL = "local"
FROM_MEASURE = ("id", "language", "updated", "title", "description", "status", "type", "purpose")


def read_package(task: Task) -> Report:
    """Read a package into the plan, inside the caller's transaction. Raises PlanError, and takes nothing, for what is
    no package and for values of a wrong type, naming their places."""
    package = load_json(task.path)
    nodes = projects_of(package, task.path.name)
    taken = [taken_from(node) for node in task.progress.part(0, 0.2).over(nodes, len(nodes))]
    refuse(nodes[0].complaints, task.path.name)
    storing, before = Storing(task), Content(task.plan, task.coordinates, LOCAL)
    rows = [storing.measure(each) for each in task.progress.part(0.2, 0.4).over(taken, len(taken))]
    known = {row["entity_id"]: project_of(before, row["entity_id"]) for row in rows if row["outcome"] != "taken"}
    for each in task.progress.part(0.4, 0.6).over(taken, len(taken)):
        storing.rest(each)
    storing.remember(taken, package["projects"], task.progress.part(0.6, 0.9))
    storing.remember_package(package, [each.external_id for each in taken], task.path.name)
    after = Content(task.plan, task.coordinates, LOCAL)
    for number, (each, row) in enumerate(zip(taken, rows)):
        was = known.get(row["entity_id"])
        parts = _changed_parts(was, project_of(after, row["entity_id"])) if was else []
        row.update(_row_words(each, row, parts, number))
    counts = {outcome: sum(row["outcome"] == outcome for row in rows) for outcome in ("taken", "changed", "unchanged")}
    return Report({"projects": len(rows), **counts}, rows)


def write_package(task: Task) -> Report:
    """Write the plan's measures, or those that a run has chosen, as a package."""
    content = Content(task.plan, task.coordinates, task.prefix or LOCAL, task.run_id)
    ids = _exported(task, content)
    if not ids:
        raise PlanError(tr("There is no measure to write: a package needs at least one project."))
    with language(task.language):
        projects = [_project(content, measure_id) for measure_id in task.progress.over(ids, len(ids))]
        package = {**_around(task, content, ids), "projects": projects}
    _write(task, package)
    found = losses(task.plan, ids, task.run_id)
    return Report({"projects": len(projects)}, losses=found, remarks=_remarks(task))


def _changed_parts(was: dict[str, Any], now: dict[str, Any]) -> list[str]:
    names = {**was, **now}
    return [name for name in names if name not in FROM_MEASURE and was.get(name) != now.get(name)]


def _row_words(taken: Taken, row: Row, parts: list[str], number: int) -> Row:
    outcome = "changed" if parts and row["outcome"] == "unchanged" else row["outcome"]
    told = [tr("Changed: {parts}.", parts=", ".join(parts))] if parts else []
    message = " ".join(dict.fromkeys([*told, *taken.remarks])) or None
    return {"row": number + 1, "outcome": outcome, "message": message, "cells": [taken.external_id]}


def _exported(task: Task, content: Content) -> list[str]:
    if not task.only_chosen:
        return list(content.measures)
    chosen = {row["measure_id"] for row in task.plan.rows("programme_item", run_id=task.run_id, chosen=1)}
    return [measure_id for measure_id in content.measures if measure_id in chosen]


def _project(content: Content, measure_id: str) -> dict[str, Any]:
    ours, record = project_of(content, measure_id), content.records.get(measure_id)
    if record is None or not record["content"]:
        return ours
    return merged((record["written"] or {}).get(current_language(), {}), ours, record["content"])


def _around(task: Task, content: Content, ids: list[str]) -> dict[str, Any]:
    """What stands around the projects: the file's own where exactly its projects are written again."""
    external = sorted(content.project_id(each) for each in ids)
    for record in task.plan.rows("exchange_record", format=FORMAT, entity=PACKAGE):
        if sorted(record["taken"]["projects"]) == external:
            return dict(record["content"])
    community = content.community
    dates = [moment(content.measures[each]["updated"]) for each in ids]
    publisher = {"name": named(community, "community"), "scheme": "UA-CATOTTG", "uid": community["katottg"]}
    known = publisher if community["katottg"] and not community["invented"] else {"name": publisher["name"]}
    return filled(
        {
            "uri": f"urn:uuid:{community['plan_id']}",
            "publisher": known,
            "publishedDate": max(filter(None, [*dates, moment(community["created"])])),
            "version": VERSION,
        }
    )


def _write(task: Task, package: dict[str, Any]) -> None:
    around = "".join(f" {_json(name)}: {_json(value)},\n" for name, value in package.items() if name != "projects")
    projects = ",\n".join(f"  {_json(project)}" for project in package["projects"])
    try:
        task.path.write_text(f'{{\n{around} "projects": [\n{projects}\n ]\n}}\n', "utf-8")
    except OSError as error:
        raise PlanError(tr("{path} cannot be written: {why}.", path=task.path, why=error.strerror)) from None


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _remarks(task: Task) -> list[str]:
    prefix = task.prefix or LOCAL
    if prefix.startswith("oc4ids-"):
        return []
    return [
        tr(
            "Project identifiers begin with «{prefix}», which is local: for publication, register a prefix with the "
            "Open Contracting Partnership and give it as PREFIX.",
            prefix=prefix,
        )
    ]
