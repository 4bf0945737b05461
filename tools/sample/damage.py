"""Where the war has struck: clusters at the bridge, the industry and a microdistrict, and a few stray hits."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from shapely import Point

from .buildings import Building
from .sources import rows

CLASSES = ("minor", "moderate", "severe", "destroyed")
GRADE = {"minor": 1, "moderate": 2, "severe": 4, "destroyed": 5}
SOURCES = ("обстеження громади", "супутниковий знімок", "акт комісії")


@dataclass(frozen=True)
class DamageSite:
    point: Point
    damage: str
    assessed_on: str
    source: str
    address: str


def strike(buildings: list[Building], random: np.random.Generator) -> list[DamageSite]:
    """Damage the buildings near the places struck, the nearer the heavier; a site for each damaged building."""
    for row in rows("strikes.csv"):
        centre = Point(float(row["x"]), float(row["y"]))
        for building in (building for building in buildings if building.use != "modular"):
            near = 1 - building.shape.centroid.distance(centre) / float(row["radius"])
            if near > 0 and random.random() < float(row["chance"]) * (0.35 + 0.65 * near):
                level = random.beta(1 + 3 * near, 2.2) * 4
                _hit(building, CLASSES[min(int(level), 3)])
    for building in buildings:
        if building.code in _closed():
            building.damage = "destroyed"
    return [_site(building, random) for building in buildings if building.damage]


def _hit(building: Building, damage: str) -> None:
    worse = CLASSES.index(damage) > CLASSES.index(building.damage or "minor")
    if not building.code and (worse or not building.damage):
        building.damage = damage


def _closed() -> set[str]:
    return {row["code"] for row in rows("facilities.csv") if row["working"] == "no"}


def _site(building: Building, random: np.random.Generator) -> DamageSite:
    day = int(random.integers(1, 28))
    assessed = f"{random.choice(['2025-09', '2025-11', '2026-01'])}-{day:02}"
    return DamageSite(
        building.shape.representative_point(),
        building.damage,
        assessed,
        str(random.choice(SOURCES, p=[0.6, 0.25, 0.15])),
        building.address,
    )
