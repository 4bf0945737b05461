"""What is near what, from layer to layer in one warm QGIS, against the native algorithms of today."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from layers import BUILDINGS, feature_count, fresh, made_buildings, points_among
from timing import median_seconds, tell, tell_growth

PLACES = 1000
FACILITIES = 100
REACH = 800
SIZES = (BUILDINGS, 300_000, 1_000_000)


def bench_reach(folder: Path, data: Path) -> None:
    """People served and the nearest facility, and how both grow with the number of buildings."""
    people, nearest = {}, {}
    for size in SIZES:
        source, fields = made_buildings(folder, data, size)
        places = points_among(source, folder / f"places{size}.gpkg", PLACES)
        hubs = points_among(source, folder / f"hubs{size}.gpkg", FACILITIES)
        served = {"INPUT": places, "PEOPLE": source, "PEOPLE_FIELDS": fields[1:2], "REACH": REACH}
        people[size] = seconds_of(folder, "vidnova:peopleserved", served)
        nearest[size] = seconds_of(folder, "vidnova:servicegap", {"INPUT": source, "FACILITIES": hubs, "SAME_PLACE": 0})
        if size == BUILDINGS:
            against_native(folder, source, places, hubs, fields[1], people[size], nearest[size])
    tell_growth(f"people served, {PLACES} places", people)
    tell_growth(f"nearest of {FACILITIES} facilities", nearest)


def against_native(
    folder: Path, source: str, places: str, hubs: str, field: str, people: float, nearest: float
) -> None:
    from qgis import processing

    count, targets = feature_count(source), fresh(folder, "native")

    def buffer_and_join() -> None:
        buffers = {"INPUT": places, "DISTANCE": REACH, "SEGMENTS": 16, "OUTPUT": "memory:"}
        around = processing.run("native:buffer", buffers)["OUTPUT"]
        joined = {"INPUT": around, "JOIN": source, "JOIN_FIELDS": [field], "SUMMARIES": [5]}
        processing.run("qgis:joinbylocationsummary", {**joined, "PREDICATE": [0], "OUTPUT": next(targets)})

    def join_by_nearest() -> None:
        joined = {"INPUT": source, "INPUT_2": hubs, "FIELDS_TO_COPY": ["name"], "NEIGHBORS": 1}
        processing.run("native:joinbynearest", {**joined, "OUTPUT": next(targets)})

    tell(
        f"people served, {count} buildings × {PLACES} places, layer to layer",
        people,
        {"buffer + join": median_seconds(buffer_and_join, runs=1)},
    )
    tell(
        f"nearest of {FACILITIES} facilities for {count} buildings, layer to layer",
        nearest,
        {"join by nearest": median_seconds(join_by_nearest, runs=1)},
    )


def seconds_of(folder: Path, algorithm: str, parameters: dict[str, Any]) -> float:
    from qgis import processing

    targets = fresh(folder, algorithm.split(":")[1])
    return median_seconds(lambda: processing.run(algorithm, {**parameters, "OUTPUT": next(targets)}))
