"""What was read of projects → the plan: new measures, or changes where the file has changed since it was read last."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ...intake.documents import document_id
from ...language import LANGUAGES, language, tr
from ...plan.schema import tables
from ...plan.store import PlanFile, Row
from ...progress import Progress
from ..task import Coordinates, Task
from .belongings import Belongings, comparable
from .content import FORMAT, PACKAGE, PROJECT, Content
from .project import project_of
from .taken import Taken, derived_id, uuid_at_end


class Storing:
    """Keeps projects in the plan; call inside a transaction, first `measure` for each, then `rest`, then `remember`."""

    def __init__(self, task: Task) -> None:
        self.plan: PlanFile = task.plan
        self.coordinates: Coordinates = task.coordinates
        self.document = task.document
        self.measures = {row["measure_id"]: row for row in self.plan.rows("measure")}
        found = self.plan.rows("exchange_record", format=FORMAT, entity=PROJECT)
        self.records = {row["external_id"]: row for row in found}
        self.ids = {row["external_id"]: row["measure_id"] for row in found if row["measure_id"]}
        self.owners = {measure_id: external_id for external_id, measure_id in self.ids.items()}
        parents = {measure_id: row["parent_id"] for measure_id, row in self.measures.items()}
        self.belongings = Belongings(self.plan, self.coordinates, self.ids, parents)

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
            self.belongings.parents[measure_id] = None
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
        self.belongings.write(taken, self._taken_before(taken.external_id))

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
                    "rows": {name: comparable(rows) for name, rows in each.rows.items()},
                },
            }
            self._keep(self.records.get(each.external_id), record)
        self._remember_words({self.ids[each.external_id] for each in taken}, progress.part(0.4, 1))

    def remember_package(self, package: Mapping[str, Any], external_ids: Sequence[str], file: str) -> None:
        """Keep what stands around the projects of a file."""
        around = {name: value for name, value in package.items() if name != "projects"}
        uri = str(around.get("uri") or file)
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
