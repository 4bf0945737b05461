"""Access over streets from layer to layer in one warm QGIS, with the curve of growing towns."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import fiona
from as_plugin import ROOT
from timing import median_seconds, tell

SIZES = (10_000, 30_000, 100_000)
FACILITIES = 100
NATIVE_PLACES = 200
NATIVE_FACILITIES = 10
REACH = 1000
GRID_COLUMNS = 4
MARGIN = 1000.0
METRES = "EPSG:32632"


def bench_network(folder: Path, data: Path) -> None:
    """`access` and `serviceareas` on real streets, copied side by side until there are enough."""
    streets, houses = _town(folder, data)
    for size in SIZES:
        town = _copies(folder, streets, houses, size)
        _bench_access(folder, *town)
    small = _copies(folder, streets, houses, SIZES[0])
    _bench_native_paths(folder, *small)
    _bench_native_areas(folder, small[0], small[2])


def _bench_access(folder: Path, streets: str, houses: str, facilities: str) -> None:
    targets = _fresh(folder, "access")

    def ours() -> None:
        _run("vidnova:access", INPUT=houses, FACILITIES=facilities, STREETS=streets, OUTPUT=next(targets))

    what = f"access, {_count(houses)} buildings × {_count(streets)} streets × {_count(facilities)} facilities"
    tell(f"{what}, layer to layer", median_seconds(ours), {})


def _bench_native_paths(folder: Path, streets: str, houses: str, facilities: str) -> None:
    """The native shortest paths lead to one point, so a planner runs them for each facility: one is timed."""
    targets = _fresh(folder, "paths")
    some = _some(folder / "some.gpkg", houses, NATIVE_PLACES)
    [facility] = _points(facilities)[:1]
    one = _write_points(folder / "one.gpkg", [facility])

    def ours() -> None:
        _run("vidnova:access", INPUT=some, FACILITIES=one, STREETS=streets, OUTPUT=next(targets))

    def native() -> None:
        end = f"{facility[0]},{facility[1]} [{METRES}]"
        paths = {"INPUT": streets, "STRATEGY": 0, "START_POINTS": some, "END_POINT": end}
        _run("native:shortestpathlayertopoint", **paths, OUTPUT=next(targets))

    what = f"ways of {NATIVE_PLACES} buildings to 1 facility over {_count(streets)} streets, layer to layer"
    tell(what, median_seconds(ours), {"native shortest path": median_seconds(native)})


def _bench_native_areas(folder: Path, streets: str, facilities: str) -> None:
    targets = _fresh(folder, "areas")
    some = _write_points(folder / "facilities10.gpkg", _points(facilities)[:NATIVE_FACILITIES])

    def ours() -> None:
        asked = {"BREAKS": str(REACH), "LINES": next(targets)}
        _run("vidnova:serviceareas", FACILITIES=some, STREETS=streets, **asked, OUTPUT=next(targets))

    def native() -> None:
        area = {"INPUT": streets, "STRATEGY": 0, "START_POINTS": some, "TRAVEL_COST2": REACH}
        lines = _run("native:serviceareafromlayer", **area, OUTPUT_LINES=next(targets))["OUTPUT_LINES"]
        _run("native:buffer", INPUT=lines, DISTANCE=40, SEGMENTS=4, OUTPUT=next(targets))

    what = f"service areas of {NATIVE_FACILITIES} facilities, {REACH} m over {_count(streets)} streets"
    tell(what, median_seconds(ours), {"native area + buffer": median_seconds(native)})


def _run(name: str, **parameters: Any) -> dict[str, Any]:
    from qgis import processing

    return processing.run(name, parameters)


def _town(folder: Path, data: Path) -> tuple[str, str]:
    """Streets cut at crossings and buildings as points: Liechtenstein's, else the sample's."""
    extract = data / "osm_liechtenstein" / "liechtenstein-latest.osm.pbf"
    sample = str(ROOT / "sample_layers" / "community.gpkg") + "|layername="
    real = extract.exists()
    lines, areas = (f"{extract}|layername={name}" for name in ("lines", "multipolygons"))
    lines, areas = (lines, areas) if real else (sample + "streets", sample + "buildings")
    cut, whole, houses = (str(folder / f"{name}.gpkg") for name in ("cut", "whole", "houses"))
    _run("vidnova:cleanstreets", STREETS=lines, OUTPUT=cut)
    wanted = {"INPUT": areas, "EXPRESSION": "building is not null" if real else "true"}
    _run("native:extractbyexpression", **wanted, OUTPUT=whole)
    _run("native:centroids", INPUT=whole, ALL_PARTS=False, OUTPUT=houses)
    moved = [str(folder / f"{name}_metres.gpkg") for name in ("cut", "houses")]
    for source, target in zip((cut, houses), moved):
        _run("native:reprojectlayer", INPUT=source, TARGET_CRS=METRES, OUTPUT=target)
    return moved[0], moved[1]


def _copies(folder: Path, streets: str, houses: str, size: int) -> tuple[str, str, str]:
    """As many streets and buildings, the town side by side with itself, and facilities spread among them."""
    lines, points = _lines(streets), _points(houses)
    copies = -(-size // len(lines))
    shifts = list(_shifts(points, copies))
    drawn = [[(x + dx, y + dy) for x, y in line] for dx, dy in shifts for line in lines][:size]
    spots = [(x + dx, y + dy) for dx, dy in shifts for x, y in points]
    spots = spots[:: max(1, len(spots) // size)][:size]
    return (
        _write(folder / f"streets{size}.gpkg", "LineString", drawn),
        _write_points(folder / f"houses{size}.gpkg", spots),
        _write_points(folder / f"facilities{size}.gpkg", spots[:: len(spots) // FACILITIES][:FACILITIES]),
    )


def _shifts(points: list[Any], copies: int) -> Iterator[tuple[float, float]]:
    xs, ys = zip(*points)
    wide, high = max(xs) - min(xs) + MARGIN, max(ys) - min(ys) + MARGIN
    return ((wide * (n % GRID_COLUMNS), high * (n // GRID_COLUMNS)) for n in range(copies))


def _lines(path: str) -> list[Any]:
    with fiona.open(path) as layer:
        return [[xy[:2] for xy in feature["geometry"]["coordinates"]] for feature in layer]


def _points(path: str) -> list[Any]:
    with fiona.open(path) as layer:
        return [feature["geometry"]["coordinates"][:2] for feature in layer]


def _some(target: Path, source: str, count: int) -> str:
    points = _points(source)
    return _write_points(target, points[:: len(points) // count][:count])


def _write_points(path: Path, points: list[Any]) -> str:
    return _write(path, "Point", points)


def _write(path: Path, kind: str, shapes: list[Any]) -> str:
    schema = {"geometry": kind, "properties": {"number": "int"}}
    with fiona.open(path, "w", driver="GPKG", layer=path.stem, schema=schema, crs=METRES) as layer:
        layer.writerecords(
            {"geometry": {"type": kind, "coordinates": shape}, "properties": {"number": number}}
            for number, shape in enumerate(shapes)
        )
    return str(path)


def _count(path: str) -> int:
    with fiona.open(path) as layer:
        return len(layer)


def _fresh(folder: Path, name: str) -> Iterator[str]:
    number = 0
    while True:
        number += 1
        yield str(folder / f"{name}{number}.gpkg")
