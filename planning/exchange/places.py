"""Places of measures between the plan's system and GeoJSON in WGS 84."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..errors import PlanError
from ..language import tr
from ..libraries import require
from ..plan.store import PlanFile, Row
from .task import Coordinates

DECIMALS = 8
PLACE_TABLES = {"Point": "measure_point", "LineString": "measure_line", "Polygon": "measure_polygon"}
UKRAINE = (22.0, 44.0, 40.5, 52.5)


@dataclass(frozen=True)
class Place:
    """A row of measure_point, measure_line or measure_polygon; geometry is GeoJSON, about 1 mm exact."""

    table: str
    row: Row
    geometry: dict[str, Any]


def places_in_degrees(plan: PlanFile, coordinates: Coordinates) -> dict[str, list[Place]]:
    """The places of each measure. Raises PlanError where one cannot be moved to WGS 84."""
    shapely = require("shapely")
    found: dict[str, list[Place]] = {}
    for table in PLACE_TABLES.values():
        rows = [row for row in plan.rows(table) if row["geom"] is not None]
        shapes = shapely.force_2d(shapely.from_wkb([row["geom"] for row in rows]))
        for row, text in zip(rows, _as_geojson(shapes, coordinates)):
            if text is None:
                raise PlanError(tr("A place of a measure cannot be moved to WGS 84: check its coordinates."))
            found.setdefault(row["measure_id"], []).append(Place(table, row, json.loads(text)))
    return found


def place_rows(geometry: Mapping[str, Any], coordinates: Coordinates) -> list[tuple[str, bytes]]:
    """Tables and WKB (in the plan's system) of a GeoJSON geometry; many points are a row each.

    Raises ValueError with a sentence where it cannot be placed.
    """
    shapely = require("shapely")
    shape = _shape(geometry)
    _check_degrees(shape)
    moved = shapely.transform(shape, coordinates.from_degrees)
    if shape.is_empty or not all(map(math.isfinite, moved.bounds)):
        raise ValueError(tr("the place lies outside of the plan's coordinate system"))
    kind = moved.geom_type.replace("Multi", "")
    if kind not in PLACE_TABLES:
        raise ValueError(tr("a «{kind}» is no point, line or area", kind=moved.geom_type))
    parts = list(shapely.get_parts(moved))
    whole = parts if kind == "Point" else [getattr(shapely, f"multi{kind}s".lower())(parts)]
    return [(PLACE_TABLES[kind], shapely.to_wkb(part)) for part in whole]


def is_in_ukraine(geometry: Mapping[str, Any]) -> bool:
    """Whether a GeoJSON geometry lies in the country's bounding box."""
    west, south, east, north = _shape(geometry).bounds
    return _is_near(west, south) and _is_near(east, north)


def _as_geojson(shapes: Any, coordinates: Coordinates) -> Sequence[str | None]:
    shapely, numpy = require("shapely"), require("numpy")
    if not len(shapes):
        return []
    points = coordinates.to_degrees(shapely.get_coordinates(shapes))
    moved = shapely.set_coordinates(shapes.copy(), numpy.round(points, DECIMALS) + 0.0)
    finite = numpy.isfinite(shapely.bounds(moved)).all(axis=1)
    return [text if sound else None for text, sound in zip(shapely.to_geojson(moved), finite)]


def _shape(geometry: Mapping[str, Any]) -> Any:
    shapely = require("shapely")
    try:
        return shapely.force_2d(shapely.from_geojson(json.dumps(geometry)))
    except (shapely.errors.GEOSException, ValueError, TypeError):
        raise ValueError(tr("the geometry is no GeoJSON geometry")) from None


def _check_degrees(shape: Any) -> None:
    if shape.is_empty:
        raise ValueError(tr("the geometry is empty"))
    west, south, east, north = shape.bounds
    if not (west >= -180 and east <= 180 and south >= -90 and north <= 90):
        raise ValueError(tr("coordinates must be degrees: longitude, then latitude"))
    if _is_near(south, west) and _is_near(north, east) and not _is_near(west, south):
        raise ValueError(tr("the coordinates seem to be latitude, then longitude; the format wants longitude first"))


def _is_near(longitude: float, latitude: float) -> bool:
    return UKRAINE[0] <= longitude <= UKRAINE[2] and UKRAINE[1] <= latitude <= UKRAINE[3]
