"""Measures that a table had and no longer has."""

from __future__ import annotations

from collections.abc import Sequence

from ..language import tr
from ..plan.schema import tables
from ..plan.store import PlanFile, Row, now
from .decisions import CANCEL, KEEP

OWNED = ("funding", "cost_item", "indicator")
LINKS = ("measure_goal", "measure_area")


def gone_measures(before: Sequence[Row], doc_id: str, file: str, pages: Sequence[str], taken: set[str]) -> list[Row]:
    """Imported measures of a document that were not found: those of the same file; of all its files where the document
    has none of that name, as when a new edition is called otherwise. `pages` limits them, empty: all."""
    imported = [row for row in before if row["doc_id"] == doc_id and row["source_row"]]
    of_file = [row for row in imported if str(row["source_page"]).startswith(f"{file}, ")]
    return [
        row
        for row in of_file or imported
        if row["measure_id"] not in taken and (not pages or row["source_page"] in pages)
    ]


def settle_gone(plan: PlanFile, measure: Row, wanted: str) -> str:
    """Keep, cancel or remove it as is wanted; returns what was done in a sentence. What something hangs on is cancelled
    and never removed."""
    if wanted == KEEP:
        return tr("«{measure}» is no longer in the table: it stays in the plan.", measure=_name(measure))
    used = _used_in(plan, measure["measure_id"])
    if wanted == CANCEL or used:
        plan.update("measure", measure["measure_id"], {"status": "cancelled", "updated": now()})
        if wanted == CANCEL:
            return tr("«{measure}» is no longer in the table: it is cancelled.", measure=_name(measure))
        return tr(
            "«{measure}» is no longer in the table: it is cancelled, not removed, since {tables} refer to it.",
            measure=_name(measure),
            tables=", ".join(f"«{label}»" for label in used),
        )
    for table in (*OWNED, *LINKS):
        plan.delete(table, measure_id=measure["measure_id"])
    plan.delete("measure", measure_id=measure["measure_id"])
    return tr("«{measure}» is no longer in the table: it is removed.", measure=_name(measure))


def _used_in(plan: PlanFile, measure_id: str) -> list[str]:
    """Labels of the tables in which people's work or results refer to a measure."""
    found = []
    for table in tables().values():
        for field in table.fields:
            if field.references != "measure" or table.name in OWNED:
                continue
            rows = plan.rows(table.name, **{field.name: measure_id})
            if table.name in LINKS:
                rows = [row for row in rows if row["review"] != "automatic"]
            found += [table.label] if rows else []
    return list(dict.fromkeys(found))


def _name(measure: Row) -> str:
    return measure["code"] or measure["title_uk"]
