from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..features import FeatureTable
from ..libraries import require
from ..plan.runs import RunRecord, store_run
from ..plan.store import PlanFile, Row


@dataclass(frozen=True)
class AreaFields:
    """Which field of the layer says what; empty where none does."""

    name: str
    code: str = ""
    name_en: str = ""
    population: str = ""
    katottg: str = ""


def area_rows(layer: FeatureTable, fields: AreaFields, kind: str) -> list[Row]:
    """Rows of "focus_area" for the polygons of a layer; a feature without polygon gives None in its place."""
    shapely = require("shapely")
    rows = []
    for position, geometry in enumerate(layer.geometries):
        polygons = [part for part in shapely.get_parts(geometry) if part.geom_type == "Polygon"] if geometry else []
        # GEOS before 3.12, which QGIS may have loaded first, knows no fourth dimension
        wkb = shapely.to_wkb(shapely.MultiPolygon(polygons), output_dimension=2)
        rows.append(_row(layer, fields, kind, position, wkb) if polygons else {})
    return rows


def store_areas(plan: PlanFile, layer: FeatureTable, rows: list[Row], doc_id: str | None) -> RunRecord:
    """Write the areas in one transaction; one of the same code (else source key) is changed, none is removed."""
    run = RunRecord("import", {"layer": layer.source})
    run.add_layer(layer)
    with plan.transaction():
        known = {row["code"] or row["source_key"]: row for row in plan.rows("focus_area")}
        outcomes = [_store(plan, row, known, doc_id) for row in rows]
        run.results["import_row"] = [
            {"sheet": layer.name, "row": number, "outcome": outcome, "entity": "focus_area", "entity_id": area_id}
            for number, (outcome, area_id) in enumerate(outcomes, 1)
        ]
        store_run(plan, run)
    return run


def _row(layer: FeatureTable, fields: AreaFields, kind: str, position: int, wkb: bytes) -> Row:
    def value(field: str) -> Any:
        return layer.values(field)[position] if field else None

    key = str(value(fields.code) or position + 1)
    return {
        "code": None if value(fields.code) is None else str(value(fields.code)),
        "name_uk": str(value(fields.name) or key),
        "name_en": value(fields.name_en),
        "population": value(fields.population),
        "katottg": value(fields.katottg),
        "kind": kind,
        "status": "designated",
        "source_layer": layer.source,
        "source_key": key,
        "geom": wkb,
    }


def _store(plan: PlanFile, row: Row, known: Mapping[str, Row], doc_id: str | None) -> tuple[str, str | None]:
    if not row:
        return "refused", None
    found = known.get(row["code"] or row["source_key"])
    if found is None:
        return "taken", plan.insert("focus_area", [{**row, "doc_id": doc_id}])[0]
    changed = {name: value for name, value in row.items() if found[name] != value}
    if changed:
        plan.update("focus_area", found["area_id"], changed)
    return ("changed" if changed else "unchanged"), found["area_id"]
