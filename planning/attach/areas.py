"""Which focus areas a measure or a feature lies in, and with what share of itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from ..language import tr
from ..libraries import require
from ..plan.store import PlanFile
from ..progress import Progress
from .by_place import SLIVER, size
from .candidates import Candidate
from .layer_index import LayerIndex
from .places import TABLES

MOST_OF_IT = 0.5


def area_links(plan: PlanFile, progress: Progress) -> list[dict[str, Any]]:
    """Rows of measure_area: each placed measure in the areas that hold at least 2 % of its place.

    The share is that of the place's area, length or points, whichever its fullest geometry has. Community-wide
    measures and those without a place lie in none.
    """
    shapely = require("shapely")
    areas = _areas(plan)
    tree = shapely.STRtree([area["shape"] for area in areas])
    wide = {row["measure_id"] for row in plan.rows("measure", place_state="community_wide")}
    places = {key: place for key, place in _fullest_places(plan).items() if key not in wide}
    rows = []
    for measure_id, place in progress.over(places.items(), max(len(places), 1)):
        for position in sorted(tree.query(place, predicate="intersects")):
            share = share_inside(place, areas[position]["shape"])
            if share >= SLIVER:
                rows.append(_link(measure_id, areas[position], share))
    return rows


def share_inside(place: Any, area: Any) -> float:
    """The share of a geometry that an area holds: of its area, length or number of points."""
    shapely = require("shapely")
    if shapely.covers(area, place):
        return 1.0
    dimension = int(shapely.get_dimensions(place))
    whole = size(place, dimension)
    inside = shapely.intersection(shapely.make_valid(place), area)
    return float(np.clip(size(inside, dimension) / whole, 0, 1)) if whole else 0.0


def features_in_areas(plan: PlanFile, index: LayerIndex, progress: Progress) -> Iterator[Candidate]:
    """Features that lie in a focus area: sure where most of the feature does, to review where a smaller part does."""
    shapely = require("shapely")
    shapes = index.table.geometries
    tree = shapely.STRtree(shapes)
    areas = _areas(plan)
    for area in progress.over(areas, max(len(areas), 1)):
        for row in sorted(int(row) for row in tree.query(area["shape"], predicate="intersects")):
            share = share_inside(shapes[row], area["shape"])
            if share >= SLIVER:
                review = "automatic" if share >= MOST_OF_IT else "to_review"
                evidence = _evidence(area, share)
                claims = frozenset({"place"})
                yield Candidate(area["area_id"], row, "place", round(share, 4), evidence, claims, True, review)


def drop_outdated_places(plan: PlanFile, rows: Sequence[Mapping[str, Any]]) -> int:
    """Take back links by place that no longer hold, unless a person decided on them."""
    hold = {(row["measure_id"], row["area_id"]) for row in rows}
    dropped = 0
    for row in plan.rows("measure_area", method="place"):
        if row["review"] in ("automatic", "to_review") and (row["measure_id"], row["area_id"]) not in hold:
            dropped += plan.delete("measure_area", link_id=row["link_id"])
    return dropped


def _areas(plan: PlanFile) -> list[dict[str, Any]]:
    shapely = require("shapely")
    rows = [row for row in plan.rows("focus_area") if row["geom"] is not None]
    return [{**row, "shape": shapely.make_valid(shapely.from_wkb(row["geom"]))} for row in rows]


def _fullest_places(plan: PlanFile) -> dict[str, Any]:
    """Measure → its polygons, else its lines, else its points."""
    shapely = require("shapely")
    found: dict[str, Any] = {}
    for table in TABLES:
        parts = defaultdict(list)
        for row in plan.rows(table):
            if row["geom"] is not None:
                parts[row["measure_id"]].append(row["geom"])
        found.update({key: shapely.union_all(shapely.from_wkb(wkb)) for key, wkb in parts.items()})
    return found


def _link(measure_id: str, area: Mapping[str, Any], share: float) -> dict[str, Any]:
    return {
        "measure_id": measure_id,
        "area_id": area["area_id"],
        "share": round(share, 4),
        "method": "place",
        "score": 1.0,
        "evidence": _evidence(area, share),
        "review": "automatic",
    }


def _evidence(area: Mapping[str, Any], share: float) -> str:
    return tr("{share} % of its place lies in «{area}»", share=round(100 * share), area=area["name_uk"])
