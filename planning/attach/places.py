"""The place of a measure from the features it is attached to: its shapes, and exactly one anchor point."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..libraries import require
from ..plan.store import PlanFile
from .by_place import size

TABLES = ("measure_point", "measure_line", "measure_polygon")
BY_DIMENSION = {1: "measure_line", 2: "measure_polygon"}
HAND = ("imported", "drawn")


@dataclass(frozen=True)
class AttachedShape:
    """The geometry (shapely, plan CRS) of a feature to which a measure is surely attached."""

    measure_id: str
    attachment_id: str
    score: float
    shape: Any

    @property
    def dimension(self) -> int:
        return int(require("shapely").get_dimensions(self.shape))

    @property
    def rank(self) -> tuple[float, int, float]:
        return self.score, self.dimension, size(self.shape, self.dimension)


def places_by_measure(plan: PlanFile) -> dict[str, Any]:
    """Measure → its imported or drawn place, the fullest geometry there is (polygon, else line, else point)."""
    shapely = require("shapely")
    found: dict[str, Any] = {}
    for table in TABLES:
        parts = defaultdict(list)
        for row in plan.rows(table):
            if row["geom"] is not None and row["origin"] in HAND:
                parts[row["measure_id"]].append(row["geom"])
        found.update({key: shapely.union_all(shapely.from_wkb(wkb)) for key, wkb in parts.items()})
    return found


def write_places(plan: PlanFile, layer_attachments: Iterable[str], shapes: Sequence[AttachedShape]) -> int:
    """Bring places up to date with a layer's attachments; returns how many measures are placed by them.

    `layer_attachments` are all attachments of the layer: places that came from one of them and are not among
    `shapes` are taken back. Imported and drawn places stay as they are. Call inside a transaction.
    """
    standing = {table: plan.rows(table) for table in TABLES}
    ours = set(layer_attachments)
    touched = {shape.measure_id for shape in shapes}
    touched |= {row["measure_id"] for rows in standing.values() for row in rows if row["attachment_id"] in ours}
    _write_shapes(plan, standing, ours, [shape for shape in shapes if shape.dimension])
    _write_anchors(plan, standing["measure_point"], ours, shapes, touched)
    _set_states(plan, touched)
    return len({shape.measure_id for shape in shapes})


def _write_shapes(
    plan: PlanFile, standing: Mapping[str, list[dict[str, Any]]], ours: set[str], shapes: Sequence[AttachedShape]
) -> None:
    wanted = {shape.attachment_id: shape for shape in shapes}
    known = set()
    for table in BY_DIMENSION.values():
        for row in standing[table]:
            shape = wanted.get(row["attachment_id"])
            if row["attachment_id"] in ours and (shape is None or BY_DIMENSION[shape.dimension] != table):
                plan.delete(table, place_id=row["place_id"])
            elif shape is not None:
                known.add(shape.attachment_id)
                _move(plan, table, row, _multi(shape.shape))
    for shape in wanted.values():
        if shape.attachment_id not in known:
            plan.insert(BY_DIMENSION[shape.dimension], [_place(shape, _multi(shape.shape))])


def _write_anchors(
    plan: PlanFile, standing: Sequence[Mapping[str, Any]], ours: set[str], shapes: Sequence[AttachedShape], touched: set
) -> None:
    scores = {row["attachment_id"]: row["score"] or 0.0 for row in plan.rows("measure_object")}
    anchors = defaultdict(list)
    for row in standing:
        anchors[row["measure_id"]].append(row)
    offered = defaultdict(list)
    for shape in shapes:
        offered[shape.measure_id].append(shape)
    hand = places_by_measure(plan)
    for measure_id in sorted(touched):
        _write_anchor(plan, measure_id, anchors[measure_id], offered[measure_id], ours, scores, hand.get(measure_id))


def _write_anchor(
    plan: PlanFile,
    measure_id: str,
    anchors: Sequence[Mapping[str, Any]],
    offered: Sequence[AttachedShape],
    ours: set[str],
    scores: Mapping[str, float],
    hand: Any,
) -> None:
    """Keep, move, make or take back the one anchor of a measure."""
    if any(row["origin"] in HAND for row in anchors):
        _drop(plan, [row for row in anchors if row["origin"] not in HAND])
        return
    shapely = require("shapely")
    if hand is not None:
        _drop(plan, anchors)
        point = shapely.to_wkb(shapely.point_on_surface(hand), output_dimension=2)
        plan.insert("measure_point", [{"measure_id": measure_id, "origin": "drawn", "geom": point}])
        return
    best = max(offered, key=lambda shape: shape.rank, default=None)
    others = [row for row in anchors if row["attachment_id"] not in ours]
    if others and (best is None or scores.get(others[0]["attachment_id"], 0.0) >= best.score):
        _drop(plan, [row for row in anchors if row is not others[0]])
    elif best is None:
        _drop(plan, anchors)
    else:
        _anchor_on(plan, anchors, best)


def _anchor_on(plan: PlanFile, anchors: Sequence[Mapping[str, Any]], best: AttachedShape) -> None:
    shapely = require("shapely")
    point = shapely.to_wkb(shapely.point_on_surface(best.shape), output_dimension=2)
    same = [row for row in anchors if row["attachment_id"] == best.attachment_id][:1]
    _drop(plan, [row for row in anchors if row not in same])
    if same:
        _move(plan, "measure_point", same[0], point)
    else:
        plan.insert("measure_point", [_place(best, point)])


def _drop(plan: PlanFile, rows: Iterable[Mapping[str, Any]]) -> None:
    for row in rows:
        plan.delete("measure_point", place_id=row["place_id"])


def _move(plan: PlanFile, table: str, row: Mapping[str, Any], wkb: bytes) -> None:
    if row["geom"] != wkb:
        plan.update(table, row["place_id"], {"geom": wkb})


def _place(shape: AttachedShape, wkb: bytes) -> dict[str, Any]:
    return {
        "measure_id": shape.measure_id,
        "origin": "attached",
        "attachment_id": shape.attachment_id,
        "geom": wkb,
    }


def _multi(shape: Any) -> bytes:
    shapely = require("shapely")
    if shape.geom_type == "LineString":
        shape = shapely.multilinestrings([shape])
    elif shape.geom_type == "Polygon":
        shape = shapely.multipolygons([shape])
    return shapely.to_wkb(shape, output_dimension=2)


def _set_states(plan: PlanFile, touched: Iterable[str]) -> None:
    """A measure with a place is placed; one that lost its only place is unknown; community-wide ones stay."""
    placed = {row["measure_id"] for table in TABLES for row in plan.rows(table)}
    states = {row["measure_id"]: row["place_state"] for row in plan.rows("measure")}
    for measure_id in sorted(touched):
        if measure_id in placed and states[measure_id] != "placed":
            plan.update("measure", measure_id, {"place_state": "placed"})
        elif measure_id not in placed and states[measure_id] == "placed":
            plan.update("measure", measure_id, {"place_state": "unknown"})
