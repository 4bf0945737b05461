"""Planning districts whose borders run along river, railway and streets; together they are the boundary exactly."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import shapely
from shapely import LineString, MultiPolygon, Polygon
from shapely.ops import polygonize

from .geometry import on_grid, points_of
from .sources import rows
from .streets import Street
from .terrain import Terrain

SMALLEST = 1.0


def make_districts(terrain: Terrain, streets: list[Street]) -> dict[str, MultiPolygon]:
    """District shapes by code: the ground between borders goes to the district roughly drawn there."""
    main = {row["name"] for row in rows("main_streets.csv")}
    lines = [terrain.boundary.boundary, *_borders(terrain), *(s.line for s in streets if s.name in main)]
    edges = shapely.union_all(lines, grid_size=0.01)
    rough = {row["code"]: Polygon(points_of(row["points"])) for row in rows("districts.csv")}
    parts: dict[str, list[Polygon]] = defaultdict(list)
    for face in polygonize(edges):
        if terrain.boundary.buffer(SMALLEST).contains(face):
            parts[max(rough, key=lambda code: rough[code].intersection(face).area)].append(face)
    return {code: _multi(shapely.union_all(parts[code])) for code in rough}


def _borders(terrain: Terrain) -> Iterator[LineString]:
    yield terrain.river_line
    yield terrain.railway
    for row in rows("district_borders.csv"):
        if row["follows"] == "line":
            yield on_grid(LineString(points_of(row["points"])))


def _multi(shape: Polygon | MultiPolygon) -> MultiPolygon:
    return shape if isinstance(shape, MultiPolygon) else MultiPolygon([shape])
