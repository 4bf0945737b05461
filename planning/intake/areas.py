from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..features import FeatureTable
from ..language import tr
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
        first: dict[str, int] = {}
        reports = [_store(plan, row, known, doc_id, first, number) for number, row in enumerate(rows, 1)]
        run.results["import_row"] = [
            {"sheet": layer.name, "row": number, "entity": "focus_area", **report}
            for number, report in enumerate(reports, 1)
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


def _store(
    plan: PlanFile, row: Row, known: Mapping[str, Row], doc_id: str | None, first: dict[str, int], number: int
) -> Row:
    if not row:
        return {"outcome": "refused", "message": tr("It has no polygon.")}
    key = row["code"] or row["source_key"]
    cells = [str(value) for name, value in row.items() if value is not None and name != "geom"]
    if first.setdefault(key, number) != number:
        message = tr("Code «{code}» stands in feature {first} already.", code=key, first=first[key])
        return {"outcome": "refused", "message": message, "cells": cells}
    found = known.get(key)
    if found is None:
        return {
            "outcome": "taken",
            "entity_id": plan.insert("focus_area", [{**row, "doc_id": doc_id}])[0],
            "cells": cells,
        }
    changed = {name: value for name, value in row.items() if found[name] != value}
    if changed:
        plan.update("focus_area", found["area_id"], changed)
    told = {name: [found[name], value] for name, value in changed.items() if name != "geom"}
    outcome = "changed" if changed else "unchanged"
    return {"outcome": outcome, "entity_id": found["area_id"], "changes": told or None, "cells": cells}
