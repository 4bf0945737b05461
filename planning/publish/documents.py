"""What the planning documents say: the documents themselves and their measures, in words."""

from __future__ import annotations

from collections import defaultdict

from ..language import named, tr
from ..plan.schema import code_label
from ..plan.store import PlanFile, Row
from ..wording import date
from .measures import Measure


def document_lines(plan: PlanFile) -> tuple[str, ...]:
    """Each document with its decision."""
    return tuple(_document_line(row) for row in plan.rows("document"))


def measures_by_id(plan: PlanFile) -> dict[str, Measure]:
    """Every measure of the plan, in the order of the documents."""
    documents = {row["doc_id"]: named(row, "title") for row in plan.rows("document")}
    places, rows = _attached_places(plan), plan.rows("measure")
    names = {row["measure_id"]: row["code"] or named(row, "title") for row in rows}
    return {row["measure_id"]: _measure(row, documents, places, names) for row in rows}


def _document_line(row: Row) -> str:
    title = named(row, "title") or code_label("document_kind", row["kind"])
    if row["decision_no"] and row["approved_on"]:
        when = date(row["approved_on"])
        return tr("{title} (decision No. {number} of {date})", title=title, number=row["decision_no"], date=when)
    return title


def _measure(row: Row, documents: dict[str, str], places: dict[str, list[str]], names: dict[str, str]) -> Measure:
    return Measure(
        measure_id=row["measure_id"],
        code=row["code"] or "",
        title=named(row, "title"),
        sector=code_label("sector", row["sector"]) if row["sector"] else "",
        place=_place(row, places.get(row["measure_id"], [])),
        place_state=row["place_state"],
        responsible=row["responsible_body"] or "",
        cost=row["cost_total"],
        source=_source(row, documents),
        part_of=names.get(row["parent_id"] or "", ""),
    )


def _place(row: Row, attached: list[str]) -> str:
    if row["place_state"] == "community_wide":
        return code_label("place_state", "community_wide")
    written = ", ".join(part for part in (row["settlement"], row["address"]) if part)
    if written or row["place_state"] == "unknown":
        return written
    return "; ".join(attached[:3]) + ("…" if len(attached) > 3 else "")


def _attached_places(plan: PlanFile) -> dict[str, list[str]]:
    places: dict[str, list[str]] = defaultdict(list)
    for row in plan.rows("measure_object"):
        if row["review"] != "rejected" and row["object_label"] and row["object_label"] not in places[row["measure_id"]]:
            places[row["measure_id"]].append(row["object_label"])
    return places


def _source(row: Row, documents: dict[str, str]) -> str:
    parts = [documents.get(row["doc_id"], ""), row["source_page"] or ""]
    if row["source_row"] is not None:
        parts.append(tr("row {row}", row=row["source_row"]))
    return ", ".join(part for part in parts if part)
