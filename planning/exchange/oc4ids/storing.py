"""What was read of projects → the plan: new measures, or changes where the file has changed since it was read last."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from ...intake.documents import document_id
from ...language import LANGUAGES, language, tr
from ...plan.schema import tables
from ...plan.store import PlanFile, Row
from ...progress import Progress
from ..places import PLACE_TABLES, is_in_ukraine, place_rows
from ..task import Coordinates, Task
from .content import FORMAT, PACKAGE, PROJECT, Content
from .project import project_of
from .reading import Taken, derived_id, uuid_at_end

CHILDREN = ("funding", "cost_item", "indicator")


class Storing:
    """Keeps projects in the plan; call inside a transaction, first `measure` for each, then `rest` for each."""

    def __init__(self, task: Task) -> None:
        self.plan: PlanFile = task.plan
        self.coordinates: Coordinates = task.coordinates
        self.document = task.document
        self.measures = {row["measure_id"]: row for row in self.plan.rows("measure")}
        found = self.plan.rows("exchange_record", format=FORMAT, entity=PROJECT)
        self.records = {row["external_id"]: row for row in found}
        self.ids = {row["external_id"]: row["measure_id"] for row in found if row["measure_id"]}
        self.owners = {measure_id: external_id for external_id, measure_id in self.ids.items()}
        self.funds = {row["code"]: row["fund_id"] for row in self.plan.rows("fund")}
        self.goals = self.plan.rows("goal")

    def measure(self, taken: Taken) -> Row:
        """Write the measure itself; returns a row of "import_row" that tells what became of it."""
        taken.fields["doc_id"] = self._document(taken)
        fields = taken.fields
        known = self._known(taken.external_id)
        if known is None:
            measure_id = self._new_id(taken.external_id)
            stated = {name: value for name, value in fields.items() if value is not None}
            self.plan.insert("measure", [{"measure_id": measure_id, **stated}])
            self.measures[measure_id] = {**dict.fromkeys(tables()["measure"].field_names), **stated}
            changes: dict[str, Any] = {}
        else:
            measure_id = known
            changes = self._change(measure_id, fields, taken)
        self.ids[taken.external_id] = measure_id
        self.owners[measure_id] = taken.external_id
        outcome = "taken" if known is None else "changed" if changes else "unchanged"
        return {"outcome": outcome, "entity": "measure", "entity_id": measure_id, "changes": changes or None}

    def rest(self, taken: Taken) -> None:
        """Write what belongs to the measure, once all measures are known."""
        measure_id, before = self.ids[taken.external_id], self._taken_before(taken.external_id)
        if taken.whole != before.get("whole"):
            self._place_under(measure_id, taken)
        for table in (*CHILDREN, "places", "dependency", "measure_goal"):
            rows, old = taken.rows.get(table, []), before.get("rows", {}).get(table, [])
            if _comparable(rows) != old:
                self._replace(table, measure_id, old, rows, taken)

    def remember(self, taken: Sequence[Taken], projects: Sequence[Mapping[str, Any]], progress: Progress) -> None:
        """Keep each project as the file has it, and as the plan writes it now, to write again what the plan lacks."""
        for each, project in progress.part(0, 0.4).over(zip(taken, projects), len(taken)):
            record = {
                "format": FORMAT,
                "entity": PROJECT,
                "external_id": each.external_id,
                "measure_id": self.ids[each.external_id],
                "content": project,
                "taken": {
                    "fields": each.fields,
                    "whole": each.whole,
                    "rows": {name: _comparable(rows) for name, rows in each.rows.items()},
                },
            }
            self._keep(self.records.get(each.external_id), record)
        self._remember_words({self.ids[each.external_id] for each in taken}, progress.part(0.4, 1))

    def remember_package(self, package: Mapping[str, Any], external_ids: Sequence[str]) -> None:
        """Keep what stands around the projects."""
        around = {name: value for name, value in package.items() if name != "projects"}
        uri = str(around.get("uri") or "")
        record = {
            "format": FORMAT,
            "entity": PACKAGE,
            "external_id": uri,
            "content": around,
            "taken": {"projects": list(external_ids)},
        }
        self._keep(self.plan.row("exchange_record", format=FORMAT, entity=PACKAGE, external_id=uri), record)

    def _keep(self, known: Row | None, record: Row) -> None:
        if known is None:
            self.plan.insert("exchange_record", [record])
        else:
            self.plan.update("exchange_record", known["record_id"], record)

    def _remember_words(self, measure_ids: set[str], progress: Progress) -> None:
        content = Content(self.plan, self.coordinates, "")
        known = [record for record in content.records.values() if record["measure_id"] in measure_ids]
        for record in progress.over(known, len(known)):
            words = {}
            for code in LANGUAGES:
                with language(code):
                    words[code] = project_of(content, record["measure_id"])
            self.plan.update("exchange_record", record["record_id"], {"written": words})

    def _known(self, external_id: str) -> str | None:
        found = self.ids.get(external_id) or uuid_at_end(external_id)
        return found if found in self.measures and self._is_free(found, external_id) else None

    def _is_free(self, measure_id: str | None, external_id: str) -> bool:
        return self.owners.get(measure_id or "", external_id) == external_id

    def _new_id(self, external_id: str) -> str:
        wanted = uuid_at_end(external_id)
        free = wanted is not None and wanted not in self.measures and self._is_free(wanted, external_id)
        return wanted if wanted and free else derived_id(FORMAT, external_id)

    def _taken_before(self, external_id: str) -> dict[str, Any]:
        record = self.records.get(external_id)
        return (record["taken"] or {}) if record else {}

    def _change(self, measure_id: str, fields: Row, taken: Taken) -> dict[str, Any]:
        before = self._taken_before(taken.external_id).get("fields")
        row, changes = self.measures[measure_id], {}
        for name, value in fields.items():
            was = before.get(name) if before is not None else None
            if value == was or value == row[name] or (before is None and value is None):
                continue
            if before is not None and row[name] != was and row[name] is not None:
                shape = tables()["measure"].field(name)
                words = tr("«{field}»: plan and file have both changed; the file is taken.", field=shape.label)
                taken.remarks.append(words)
            changes[name] = [row[name], value]
        required = {field.name for field in tables()["measure"].fields if field.required}
        changes = {name: pair for name, pair in changes.items() if pair[1] is not None or name not in required}
        if changes:
            self.plan.update("measure", measure_id, {name: pair[1] for name, pair in changes.items()})
        return changes

    def _document(self, taken: Taken) -> str | None:
        if taken.document is None:
            return document_id(self.plan, self.document) if self.document and not taken.is_own else None
        stated = {name: value for name, value in taken.document.items() if value is not None}
        known = stated.get("doc_id") and self.plan.row("document", doc_id=stated["doc_id"])
        return known["doc_id"] if known else document_id(self.plan, stated)

    def _place_under(self, measure_id: str, taken: Taken) -> None:
        parent = self.ids.get(taken.whole or "")
        if taken.whole and parent is None:
            taken.remarks.append(tr("The project that it is part of is not in the plan: {id}.", id=taken.whole))
        elif parent and not self._is_above(measure_id, parent):
            self.plan.update("measure", measure_id, {"parent_id": parent})
            self.measures[measure_id]["parent_id"] = parent
        elif parent:
            taken.remarks.append(tr("It cannot be part of its own part: {id}.", id=taken.whole))

    def _is_above(self, measure_id: str, other: str | None) -> bool:
        while other is not None:
            if other == measure_id:
                return True
            other = self.measures[other]["parent_id"]
        return False

    def _replace(self, table: str, measure_id: str, old: Sequence[Row], new: Sequence[Row], taken: Taken) -> None:
        if table == "places":
            self._replace_places(measure_id, old, new, taken)
        elif table == "measure_goal":
            self._serve(measure_id, new)
        else:
            key = tables()[table].key
            owner = "from_id" if table == "dependency" else "measure_id"
            for row in (*old, *new):
                self.plan.delete(table, **{key: row[key], owner: measure_id})
            for row in new:
                completed = self._completed(table, measure_id, row, taken)
                if completed:
                    self._add(table, completed, measure_id)

    def _completed(self, table: str, measure_id: str, row: Row, taken: Taken) -> Row | None:
        if table == "dependency":
            other = self.ids.get(row["to"])
            if other is None or other == measure_id:
                taken.remarks.append(tr("The related project is not in the plan: {id}.", id=row["to"]))
                return None
            return {"dependency_id": row["dependency_id"], "kind": row["kind"], "from_id": measure_id, "to_id": other}
        if table == "funding":
            row = {**row, "fund_id": self._fund(row.get("fund_code"), taken)}
            row.pop("fund_code", None)
        return {**row, "measure_id": measure_id}

    def _add(self, table: str, row: Row, measure_id: str) -> None:
        """Insert; an identifier that another measure's row has gives way to a derived one."""
        key = tables()[table].key
        if self.plan.row(table, **{key: row[key]}) is not None:
            row = {**row, key: derived_id(measure_id, row[key])}
        unique = {name: row[name] for name in tables()[table].unique}
        if not unique or self.plan.row(table, **unique) is None:
            self.plan.insert(table, [row])

    def _fund(self, code: str | None, taken: Taken) -> str | None:
        if code and code not in self.funds:
            self.funds[code] = self.plan.insert("fund", [taken.funds[code]])[0]
        return self.funds.get(code or "")

    def _replace_places(self, measure_id: str, old: Sequence[Row], new: Sequence[Row], taken: Taken) -> None:
        for row in (*old, *new):
            for table in PLACE_TABLES.values():
                for part in range(_parts(row["geometry"])):
                    self.plan.delete(table, place_id=_part_id(row["place_id"], part), measure_id=measure_id)
        for row in new:
            try:
                parts = place_rows(row["geometry"], self.coordinates)
            except ValueError as error:
                taken.remarks.append(tr("{place}: {why}; kept, but not put on the map.", place=row["place"], why=error))
                continue
            if not is_in_ukraine(row["geometry"]):
                taken.remarks.append(tr("{place} lies outside Ukraine.", place=row["place"]))
            for number, (table, wkb) in enumerate(parts):
                place = {"place_id": _part_id(row["place_id"], number), "origin": "imported", "note": row["note"]}
                self._add(table, {**place, "measure_id": measure_id, "geom": wkb}, measure_id)

    def _serve(self, measure_id: str, links: Sequence[Row]) -> None:
        for link in links:
            goal = next((row for row in self.goals if row["goal_id"] == link["goal"]), None)
            if goal and self.plan.row("measure_goal", measure_id=measure_id, goal_id=goal["goal_id"]) is None:
                evidence = {"method": "code", "review": "automatic", "score": 1}
                self.plan.insert("measure_goal", [{"measure_id": measure_id, "goal_id": goal["goal_id"], **evidence}])


def _parts(geometry: Mapping[str, Any]) -> int:
    """How many rows a place may have become."""
    points = geometry.get("coordinates")
    return len(points) if geometry.get("type") == "MultiPoint" and isinstance(points, list) and points else 1


def _part_id(place_id: str, part: int) -> str:
    return derived_id(place_id, part) if part else place_id


def _comparable(rows: Sequence[Row]) -> list[Row]:
    return json.loads(json.dumps(list(rows)))
