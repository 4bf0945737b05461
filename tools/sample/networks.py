"""Pipes and cables under the streets, and the zones around what is dangerous."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from shapely import LineString, MultiPolygon

from .geometry import on_grid
from .streets import Street
from .terrain import Terrain

REACHES = {
    "water": ("primary", "secondary", "tertiary", "residential"),
    "sewer": ("primary", "secondary", "tertiary"),
    "power": ("primary", "secondary", "tertiary", "residential"),
}
OFFSET = {"water": 2.5, "sewer": -2.5, "heat": 4.0, "power": -5.0}
HEATED = ("вул. Молодіжна", "вул. Миру", "просп. Незалежності", "вул. Лесі Українки", "вул. Шевченка")
CONDITIONS = ("good", "worn", "emergency")
NAMES = {"water": "Водогін", "sewer": "Каналізація", "heat": "Тепломережа", "power": "Лінія електропередачі"}
SANITARY = {
    "cemetery": (300.0, "Санітарна зона кладовища"),
    "treatment": (400.0, "Санітарна зона очисних споруд"),
    "industry": (100.0, "Санітарна зона промислової території"),
}


@dataclass(frozen=True)
class Utility:
    kind: str
    name: str
    condition: str
    year: int
    line: LineString


def utilities(streets: list[Street], random: np.random.Generator) -> Iterator[Utility]:
    for street in streets:
        for kind, ranks in REACHES.items():
            served = street.rank in ranks and (street.rank != "residential" or random.random() < 0.72)
            if served and street.settlement.startswith("м."):
                yield _utility(kind, street, random)
        if street.name in HEATED:
            yield _utility("heat", street, random)


def _utility(kind: str, street: Street, random: np.random.Generator) -> Utility:
    line = street.line if street.line.is_ring else street.line.offset_curve(OFFSET[kind])
    year = int(random.integers(1964, 2022))
    worn = np.array([year - 1950, 2026 - year, max(0, 1990 - year)], dtype=float) + 4
    condition = str(random.choice(CONDITIONS, p=worn / worn.sum()))
    kept = line if line.geom_type == "LineString" and not line.is_empty else street.line
    return Utility(kind, f"{NAMES[kind]}, {street.name}", condition, year, on_grid(kept))


def sanitary_zones(terrain: Terrain) -> Iterator[tuple[str, str, MultiPolygon]]:
    """Kind, name and shape of each zone."""
    for ground in terrain.grounds:
        if ground["kind"] in SANITARY:
            width, words = SANITARY[str(ground["kind"])]
            shape = on_grid(ground["shape"].buffer(width, 12).intersection(terrain.boundary))
            yield str(ground["kind"]), f"{words}: {ground['name_uk']}", _multi(shape)


def _multi(shape) -> MultiPolygon:
    return shape if isinstance(shape, MultiPolygon) else MultiPolygon([shape])
