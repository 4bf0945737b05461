"""Compares our way with the way of today, side by side in one run, and prints the ratios."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
from as_plugin import ROOT, import_repository

RUNS = 3
PLACES = 200
COPIES = 12


def main() -> None:
    import_repository()
    print(
        f"Medians of {RUNS} runs on {os.cpu_count()} processors; ratio = other / ours, above 1 means ours is faster.\n"
    )
    bench_ranking()
    bench_people()


def bench_ranking() -> None:
    from pymcdm.methods import TOPSIS, WSM
    from pymcdm.normalizations import minmax_normalization, vector_normalization
    from vidnova.planning.ranking.criterion import Criterion
    from vidnova.planning.ranking.engine import rank_alternatives

    peers = {"weighted_sum": WSM(minmax_normalization), "topsis": TOPSIS(vector_normalization)}
    criteria = [Criterion(str(number), str(number)) for number in range(10)]
    weights, types = np.full(10, 0.1), np.ones(10)
    for size, (method, peer) in product((1_000, 100_000), peers.items()):
        matrix = np.random.default_rng(1).random((10, size))
        rows = np.ascontiguousarray(matrix.T)
        ours = median_seconds(partial(rank_alternatives, matrix, criteria, method))
        theirs = median_seconds(partial(peer, rows, weights, types))
        tell(f"{method}, {size} × 10, with ranks and contributions", ours, theirs, "pymcdm, scores only")


def bench_people() -> None:
    """People within 800 m, GeoPackage to GeoPackage, against buffer and join by location, in one warm QGIS."""
    running = start_qgis()
    from qgis import processing

    with tempfile.TemporaryDirectory() as name:
        homes, places = make_layers(Path(name))
        outputs = iter(range(1000))

        def ours() -> None:
            target = str(Path(name) / f"ours{next(outputs)}.gpkg")
            fields = {"PEOPLE_FIELDS": ["residents"], "REACH": 800}
            processing.run("vidnova:peopleserved", {"INPUT": places, "PEOPLE": homes, "OUTPUT": target, **fields})

        def native() -> None:
            target = str(Path(name) / f"native{next(outputs)}.gpkg")
            buffers = {"INPUT": places, "DISTANCE": 800, "SEGMENTS": 16, "OUTPUT": "memory:"}
            around = processing.run("native:buffer", buffers)["OUTPUT"]
            joined = {"INPUT": around, "JOIN": homes, "JOIN_FIELDS": ["residents"], "SUMMARIES": [5]}
            processing.run("qgis:joinbylocationsummary", {**joined, "PREDICATE": [0], "OUTPUT": target})

        count = feature_count(homes)
        tell(
            f"people served, {count} homes × {PLACES} places, layer to layer",
            median_seconds(ours),
            median_seconds(native),
            "buffer + join",
        )
    del running


def start_qgis() -> Any:
    sys.path.append("/usr/share/qgis/python/plugins")
    from qgis.core import QgsApplication

    app = QgsApplication([], False)
    app.initQgis()
    from processing.core.Processing import Processing
    from vidnova.processing.provider import VidnovaProvider

    Processing.initialize()
    provider = VidnovaProvider()
    app.processingRegistry().addProvider(provider)
    return app, provider


def make_layers(folder: Path) -> tuple[str, str]:
    """The sample's buildings, many times side by side, and places among them."""
    import fiona

    source = ROOT / "sample_layers" / "community.gpkg"
    with fiona.open(source, layer="buildings") as layer:
        features = list(layer)
        schema, crs = layer.schema, layer.crs
    homes, places = folder / "homes.gpkg", folder / "places.gpkg"
    with fiona.open(homes, "w", driver="GPKG", layer="homes", schema=schema, crs=crs) as layer:
        for copy in range(COPIES):
            layer.writerecords([moved(feature, 14_000.0 * copy) for feature in features])
    point = {"geometry": "Point", "properties": {"name": "str"}}
    with fiona.open(places, "w", driver="GPKG", layer="places", schema=point, crs=crs) as layer:
        step = max(1, len(features) // (PLACES // COPIES + 1))
        chosen = [(f, copy) for copy in range(COPIES) for f in features[::step]][:PLACES]
        for feature, copy in chosen:
            x, y = feature["geometry"]["coordinates"][0][0]
            geometry = {"type": "Point", "coordinates": (x + 14_000.0 * copy, y)}
            layer.write({"geometry": geometry, "properties": {"name": "place"}})
    return f"{homes}|layername=homes", f"{places}|layername=places"


def moved(feature: Any, by: float) -> dict[str, Any]:
    rings = [[(x + by, y) for x, y in ring] for ring in feature["geometry"]["coordinates"]]
    return {"geometry": {"type": "Polygon", "coordinates": rings}, "properties": dict(feature["properties"])}


def feature_count(source: str) -> int:
    from qgis.core import QgsVectorLayer

    return QgsVectorLayer(source, "layer", "ogr").featureCount()


def median_seconds(work: Callable[[], object]) -> float:
    work()
    taken = []
    for _ in range(RUNS):
        started = time.perf_counter()
        work()
        taken.append(time.perf_counter() - started)
    return float(np.median(taken))


def tell(what: str, ours: float, theirs: float, peer: str) -> None:
    print(f"{what}\n    ours {ours:9.4f} s   {peer} {theirs:9.4f} s   ratio {theirs / ours:6.1f}", flush=True)


if __name__ == "__main__":
    main()
