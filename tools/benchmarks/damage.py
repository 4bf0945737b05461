"""Damage in reach, two sources together, density and hot spots: how they grow, and QGIS's heatmap beside ours."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path

import numpy as np
import shapely
from layers import made_buildings
from timing import median_seconds, tell, tell_growth
from vidnova.planning.criteria.clusters.density import kernel_density
from vidnova.planning.criteria.clusters.hotspots import hot_spots
from vidnova.planning.criteria.damage.exposure import damage_exposure
from vidnova.planning.criteria.damage.sites import DamageSites, read_sites
from vidnova.planning.criteria.damage.sources import matched, near_sites
from vidnova.planning.features import FeatureTable

SIZES = (50_000, 150_000, 450_000)
TO_A_HECTARE = 8
BAND, NEAREST, BANDWIDTH, REACH, MATCH = 250.0, 8, 500.0, 500.0, 15.0
CELL = 100
CLASSES = ("minor", "moderate", "severe", "destroyed")


@dataclass(frozen=True)
class Town:
    """Damaged buildings at random, as dense at any size, and one place to be valued for a hundred of them."""

    size: int

    @cached_property
    def random(self) -> np.random.Generator:
        return np.random.default_rng(4)

    @cached_property
    def side(self) -> float:
        return float(100 * np.sqrt(self.size / TO_A_HECTARE))

    @cached_property
    def spots(self) -> np.ndarray:
        return self.random.random((self.size, 2)) * self.side

    @cached_property
    def values(self) -> np.ndarray:
        return self.random.gamma(2, 5, self.size)

    @cached_property
    def cells(self) -> np.ndarray:
        steps = np.arange(0, self.side, CELL)
        return np.column_stack([axis.ravel() for axis in np.meshgrid(steps, steps)])

    @cached_property
    def places(self) -> np.ndarray:
        return shapely.points(self.spots[::100])

    @cached_property
    def layer(self) -> FeatureTable:
        classes = [CLASSES[kind] for kind in self.random.integers(0, len(CLASSES), self.size)]
        return FeatureTable("damage", "", "EPSG:6386", {"c": classes}, shapely.to_wkb(shapely.points(self.spots)))

    @cached_property
    def sites(self) -> DamageSites:
        return read_sites(self.layer, "c")

    def read(self) -> object:
        return read_sites(self.layer, "c")

    def hot_by_distance(self) -> object:
        return hot_spots(self.spots, self.values, BAND)

    def hot_by_nearest(self) -> object:
        return hot_spots(self.spots, self.values, nearest=NEAREST)

    def density(self) -> object:
        return kernel_density(self.spots, self.values, self.cells, BANDWIDTH)

    def exposure(self) -> object:
        return damage_exposure(self.places, self.sites, REACH)

    def together(self) -> object:
        return matched(self.sites, self.sites, near_sites(self.sites, self.sites, MATCH))


WAYS: dict[str, Callable[[Town], object]] = {
    f"Gi*, {BAND:.0f} m": Town.hot_by_distance,
    f"Gi*, {NEAREST} nearest": Town.hot_by_nearest,
    f"kernel density, bandwidth {BANDWIDTH:.0f} m, a cell to a hectare": Town.density,
    "classes to losses": Town.read,
    f"two sources within {MATCH:.0f} m": Town.together,
    f"damage within {REACH:.0f} m of a hundredth as many places": Town.exposure,
}


def bench_damage(folder: Path, data: Path) -> None:
    """Kernels at 50,000 to 450,000 features; hot spots and density of 150,000 buildings from layer to layer."""
    towns = {size: Town(size) for size in SIZES}
    for town in towns.values():
        town.spots, town.values, town.cells, town.places, town.sites  # noqa: B018 - made before the clock runs
    for name, way in WAYS.items():
        seconds = {size: median_seconds(partial(way, town), 1) for size, town in towns.items()}
        tell_growth(name, seconds)
    _from_layer_to_layer(folder, data)


def _from_layer_to_layer(folder: Path, data: Path) -> None:
    from qgis import processing

    source, fields = made_buildings(folder, data)
    asked = {"INPUT": source, "OUTPUT": str(folder / "spots.gpkg")}
    hot = {**asked, "FIELD": fields[0], "BAND": BAND}
    tell("hot spots of 150,000 buildings, layer to layer", _seconds("vidnova:hotspots", hot), {})
    points = processing.run("native:centroids", {"INPUT": source, "OUTPUT": str(folder / "middles.gpkg")})["OUTPUT"]
    density = {"INPUT": points, "BANDWIDTH": BANDWIDTH, "SIZE": CELL, "OUTPUT": str(folder / "density.gpkg")}
    heat = {"INPUT": points, "RADIUS": BANDWIDTH, "PIXEL_SIZE": CELL, "OUTPUT": str(folder / "heat.tif")}
    tell(
        "density of 150,000 points, layer to layer",
        _seconds("vidnova:kerneldensity", density),
        {"QGIS heatmap, a raster": _seconds("qgis:heatmapkerneldensityestimation", heat)},
    )


def _seconds(algorithm: str, parameters: dict[str, object]) -> float:
    from qgis import processing

    return median_seconds(lambda: processing.run(algorithm, parameters), 1)
