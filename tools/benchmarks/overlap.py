"""Overlap with restrictions from layer to layer in one warm QGIS, against QGIS's own overlap analysis."""

from __future__ import annotations

from itertools import cycle
from pathlib import Path
from typing import Any

import fiona
import shapely
from layers import BUILDINGS, feature_count, fresh, made_buildings, points_among
from reach import SIZES, seconds_of
from timing import median_seconds, tell, tell_growth

CIRCLES = 300
RADII = (50, 100, 200, 300, 500, 1000)
FLOODS = 34
FLOOD_WIDTH = 80.0


def bench_overlap(folder: Path, data: Path) -> None:
    """Buildings under sanitary circles and flooded valleys, and how the time grows with their number."""
    taken = {}
    for size in SIZES:
        source, _ = made_buildings(folder, data, size)
        zones = zones_among(source, folder, size)
        taken[size] = seconds_of(folder, "vidnova:overlapshare", {"INPUT": source, "RESTRICTIONS": [zones]})
        if size == BUILDINGS:
            against_native(folder, source, zones, taken[size])
    tell_growth(f"overlap with {CIRCLES + FLOODS} restrictions", taken)


def against_native(folder: Path, source: str, zones: str, ours: float) -> None:
    from qgis import processing

    targets = fresh(folder, "native")

    def overlaps() -> None:
        parameters = {"INPUT": source, "LAYERS": [zones], "OUTPUT": next(targets)}
        processing.run("native:calculatevectoroverlaps", parameters)

    tell(
        f"overlap of {feature_count(source)} buildings with {feature_count(zones)} restrictions, layer to layer",
        ours,
        {"overlap analysis": median_seconds(overlaps, runs=1)},
    )


def zones_among(source: str, folder: Path, size: int) -> str:
    """Circles around some of the buildings, and winding valleys from building to building."""
    path = folder / f"zones{size}.gpkg"
    spots, crs = corners_of(points_among(source, folder / f"spots{size}.gpkg", 10 * CIRCLES))
    circles = [spot.buffer(radius, quad_segs=16) for spot, radius in zip(spots[::10], cycle(RADII))]
    step = len(spots) // FLOODS
    valleys = [shapely.LineString(spots[n * step : n * step + 5]).buffer(FLOOD_WIDTH) for n in range(FLOODS)]
    schema = {"geometry": "Polygon", "properties": {"name": "str"}}
    with fiona.open(path, "w", driver="GPKG", layer="zones", schema=schema, crs=crs) as layer:
        for zone in [*circles, *valleys]:
            layer.write({"geometry": shapely.geometry.mapping(zone), "properties": {"name": "zone"}})
    return f"{path}|layername=zones"


def corners_of(source: str) -> tuple[list[shapely.Point], Any]:
    with fiona.open(source.split("|")[0]) as layer:
        return [shapely.geometry.shape(feature["geometry"]) for feature in layer], layer.crs
