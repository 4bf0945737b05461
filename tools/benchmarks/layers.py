"""From layer to layer in one warm QGIS."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import fiona
from as_plugin import ROOT
from timing import median_seconds, tell

BUILDINGS = 150_000
APART = 14_000.0


def bench_rank(folder: Path, data: Path) -> None:
    """`rank` on many buildings against only copying them feature by feature in Python."""
    from qgis import processing

    source, fields = made_buildings(folder, data)
    targets = fresh(folder, "ranked")
    criteria = [cell for field in fields for cell in (field, 1, "benefit", "", "", "", "")]

    def ours() -> None:
        processing.run("vidnova:rank", {"INPUT": source, "CRITERIA": criteria, "OUTPUT": next(targets)})

    times = {"copy alone": median_seconds(lambda: copy_one_by_one(source, next(targets)))}
    tell(
        f"rank, {feature_count(source)} buildings × {len(fields)} criteria, layer to layer", median_seconds(ours), times
    )


def copy_one_by_one(source: str, target: str) -> None:
    from qgis.core import QgsFeature, QgsFeatureSink, QgsVectorFileWriter, QgsVectorLayer

    layer = QgsVectorLayer(source, "layer", "ogr")
    options = QgsVectorFileWriter.SaveVectorOptions()
    writer = QgsVectorFileWriter.create(
        target, layer.fields(), layer.wkbType(), layer.crs(), layer.transformContext(), options
    )
    for feature in layer.getFeatures():
        copy = QgsFeature(layer.fields())
        copy.setGeometry(feature.geometry())
        copy.setAttributes(feature.attributes())
        writer.addFeature(copy, QgsFeatureSink.Flag.FastInsert)
    del writer


def made_buildings(folder: Path, data: Path, count: int = BUILDINGS) -> tuple[str, list[str]]:
    """Many buildings, made once in a folder, and three of their number fields: real footprints where there are some,
    else the sample's."""
    target = folder / f"buildings{count}.gpkg"
    if not data.is_dir():
        return buildings_of_sample(target, count)
    if not target.exists():
        make_buildings_of_reality(target, data, count)
    return f"{target}|layername=buildings", ["area_m2", "levels", "copy"]


def make_buildings_of_reality(target: Path, data: Path, count: int) -> None:
    """Real footprints, made by the generator that lies with the real data."""
    script = data / "perf_generator" / "make_perf_buildings.py"
    extract = data / "osm_liechtenstein" / "liechtenstein-latest.osm.pbf"
    system = "/usr/bin/python3" if Path("/usr/bin/python3").exists() else sys.executable
    words = [system, str(script), str(extract), str(target), str(count)]
    subprocess.run(words, check=True, capture_output=True)


def buildings_of_sample(target: Path, count: int) -> tuple[str, list[str]]:
    """The sample's buildings, as often as needed."""
    with fiona.open(ROOT / "sample_layers" / "community.gpkg", layer="buildings") as layer:
        copies = -(-count // len(layer))
    return copies_of_buildings(target, copies), ["residents", "floors", "older"]


def copies_of_buildings(path: Path, copies: int) -> str:
    """The sample's buildings, many times side by side."""
    with fiona.open(ROOT / "sample_layers" / "community.gpkg", layer="buildings") as layer:
        features, schema, crs = list(layer), layer.schema, layer.crs
    with fiona.open(path, "w", driver="GPKG", layer="homes", schema=schema, crs=crs) as layer:
        for copy in range(copies):
            layer.writerecords([moved(feature, APART * copy) for feature in features])
    return f"{path}|layername=homes"


def points_among(source: str, path: Path, count: int) -> str:
    """Corners of so many of the buildings, evenly chosen."""
    schema = {"geometry": "Point", "properties": {"name": "str"}}
    with fiona.open(source.split("|")[0]) as layer:
        chosen = [feature["geometry"] for feature in islice(layer, 0, None, len(layer) // count)][:count]
        crs = layer.crs
    with fiona.open(path, "w", driver="GPKG", layer="places", schema=schema, crs=crs) as layer:
        for number, geometry in enumerate(chosen):
            point = {"type": "Point", "coordinates": first_corner(geometry["coordinates"])}
            layer.write({"geometry": point, "properties": {"name": f"place {number}"}})
    return f"{path}|layername=places"


def first_corner(coordinates: Any) -> Any:
    return coordinates if isinstance(coordinates[0], float) else first_corner(coordinates[0])


def moved(feature: Any, by: float) -> dict[str, Any]:
    rings = [[(x + by, y) for x, y in ring] for ring in feature["geometry"]["coordinates"]]
    return {"geometry": {"type": "Polygon", "coordinates": rings}, "properties": dict(feature["properties"])}


def feature_count(source: str) -> int:
    from qgis.core import QgsVectorLayer

    return QgsVectorLayer(source, "layer", "ogr").featureCount()


def fresh(folder: Path, name: str) -> Iterator[str]:
    number = 0
    while True:
        number += 1
        yield str(folder / f"{name}{number}.gpkg")
