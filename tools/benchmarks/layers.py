"""From layer to layer in one warm QGIS."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import fiona
from as_plugin import ROOT
from timing import median_seconds, tell

BUILDINGS = 150_000
PLACES = 200
COPIES = 12
APART = 14_000.0


def bench_rank(folder: Path, data: Path) -> None:
    """`rank` on many buildings against only copying them feature by feature in Python."""
    from qgis import processing

    source, fields = buildings_of_reality(folder, data) if data.is_dir() else buildings_of_sample(folder)
    targets = fresh(folder, "ranked")
    criteria = [cell for field in fields for cell in (field, 1, "benefit", "", "", "", "")]

    def ours() -> None:
        processing.run("vidnova:rank", {"INPUT": source, "CRITERIA": criteria, "OUTPUT": next(targets)})

    times = {"copy alone": median_seconds(lambda: copy_one_by_one(source, next(targets)))}
    tell(
        f"rank, {feature_count(source)} buildings × {len(fields)} criteria, layer to layer", median_seconds(ours), times
    )


def bench_people(folder: Path) -> None:
    """People within 800 m against buffer and join by location."""
    from qgis import processing

    homes, places = copies_of_buildings(folder / "homes.gpkg", COPIES), places_among_homes(folder / "places.gpkg")
    targets = fresh(folder, "people")

    def ours() -> None:
        fields = {"PEOPLE_FIELDS": ["residents"], "REACH": 800}
        processing.run("vidnova:peopleserved", {"INPUT": places, "PEOPLE": homes, "OUTPUT": next(targets), **fields})

    def native() -> None:
        buffers = {"INPUT": places, "DISTANCE": 800, "SEGMENTS": 16, "OUTPUT": "memory:"}
        around = processing.run("native:buffer", buffers)["OUTPUT"]
        joined = {"INPUT": around, "JOIN": homes, "JOIN_FIELDS": ["residents"], "SUMMARIES": [5]}
        processing.run("qgis:joinbylocationsummary", {**joined, "PREDICATE": [0], "OUTPUT": next(targets)})

    what = f"people served, {feature_count(homes)} homes × {PLACES} places, layer to layer"
    tell(what, median_seconds(ours), {"buffer + join": median_seconds(native)})


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


def buildings_of_reality(folder: Path, data: Path) -> tuple[str, list[str]]:
    """Real footprints, made by the generator that lies with the real data."""
    target = folder / "buildings.gpkg"
    script = data / "perf_generator" / "make_perf_buildings.py"
    extract = data / "osm_liechtenstein" / "liechtenstein-latest.osm.pbf"
    system = "/usr/bin/python3" if Path("/usr/bin/python3").exists() else sys.executable
    words = [system, str(script), str(extract), str(target), str(BUILDINGS)]
    subprocess.run(words, check=True, capture_output=True)
    return f"{target}|layername=buildings", ["area_m2", "levels", "copy"]


def buildings_of_sample(folder: Path) -> tuple[str, list[str]]:
    """The sample's buildings, as often as needed."""
    with fiona.open(ROOT / "sample_layers" / "community.gpkg", layer="buildings") as layer:
        copies = -(-BUILDINGS // len(layer))
    return copies_of_buildings(folder / "buildings.gpkg", copies), ["residents", "floors", "older"]


def copies_of_buildings(path: Path, copies: int) -> str:
    """The sample's buildings, many times side by side."""
    with fiona.open(ROOT / "sample_layers" / "community.gpkg", layer="buildings") as layer:
        features, schema, crs = list(layer), layer.schema, layer.crs
    with fiona.open(path, "w", driver="GPKG", layer="homes", schema=schema, crs=crs) as layer:
        for copy in range(copies):
            layer.writerecords([moved(feature, APART * copy) for feature in features])
    return f"{path}|layername=homes"


def places_among_homes(path: Path) -> str:
    with fiona.open(ROOT / "sample_layers" / "community.gpkg", layer="buildings") as layer:
        features, crs = list(layer), layer.crs
    step = max(1, len(features) // (PLACES // COPIES + 1))
    chosen = [(feature, copy) for copy in range(COPIES) for feature in features[::step]][:PLACES]
    point = {"geometry": "Point", "properties": {"name": "str"}}
    with fiona.open(path, "w", driver="GPKG", layer="places", schema=point, crs=crs) as layer:
        for feature, copy in chosen:
            x, y = feature["geometry"]["coordinates"][0][0]
            geometry = {"type": "Point", "coordinates": (x + APART * copy, y)}
            layer.write({"geometry": geometry, "properties": {"name": "place"}})
    return f"{path}|layername=places"


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
