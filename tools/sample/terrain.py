"""River, railway, boundary and the ground that is set aside before anything is built."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from shapely import LineString, Polygon

from .geometry import largest, on_grid, points_of, ragged, ribbon, smooth, smooth_ring
from .sources import rows

RIVER = (
    "-7200,1300 -6300,1500 -5200,1900 -4200,1350 -3100,1500 -2300,950 -1500,700 -800,820 -300,590 150,430 650,520"
    " 1150,900 1700,1000 2200,620 2650,0 3200,-330 4000,-150 4800,-700 6000,-560 7200,-700"
)
RAILWAY = (
    "-7200,-3500 -4500,-2900 -2500,-2100 -1200,-1640 -700,-1545 -150,-1520 900,-1590 2200,-1900 4000,-2500 7200,-3300"
)
CLEARING = 45.0
ROUNDED = 8.0
BOUNDARY = (
    "-6300,200 -5900,2100 -5300,3500 -3600,3800 -1600,3300 400,3500 2400,3900 4300,4000 5500,3200 5900,1500 6250,-400"
    " 5900,-2300 4300,-3400 2200,-3000 200,-3300 -2100,-3500 -4300,-3700 -5800,-2700 -6400,-1200"
)


@dataclass(frozen=True)
class BuiltUp:
    settlement: str
    kind: str
    shape: Polygon


@dataclass(frozen=True)
class Terrain:
    boundary: Polygon
    river_line: LineString
    river: Polygon
    railway: LineString
    grounds: tuple[dict[str, object], ...]

    def ground(self, kind: str) -> Polygon:
        """All ground of a kind, such as «park»."""
        return shapely.union_all([g["shape"] for g in self.grounds if g["kind"] == kind])


def make_terrain(random: np.random.Generator) -> Terrain:
    boundary = ragged(smooth_ring(points_of(BOUNDARY), 150), 420, 75, random)
    river_line = smooth(points_of(RIVER), 25)
    river = ribbon(river_line, _wavering(len(river_line.coords), 17, 3, random))
    railway = smooth(points_of(RAILWAY), 40)
    taken = shapely.union_all([river, railway.buffer(14), *(a.shape.buffer(CLEARING) for a in built_up_areas("с."))])
    grounds = tuple({**row, "shape": _ground(row, taken, random)} for row in rows("grounds.csv"))
    return Terrain(boundary, river_line, river, railway, grounds)


def built_up_areas(settlement: str = "") -> list[BuiltUp]:
    """Where houses stand along the streets, in the settlements whose name begins so."""
    described = [row for row in rows("built_up.csv") if row["settlement"].startswith(settlement)]
    return [BuiltUp(row["settlement"], row["kind"], smooth_ring(points_of(row["points"]))) for row in described]


def _ground(row: dict[str, str], taken: Polygon, random: np.random.Generator) -> Polygon:
    points = points_of(row["points"])
    if row["kind"] == "forest":
        return largest(on_grid(ragged(smooth_ring(points), 70, 16, random).difference(taken)))
    if row["kind"] == "pond":
        return smooth_ring(points, 15)
    rounded = Polygon(points).buffer(-ROUNDED).buffer(ROUNDED)
    return largest(on_grid(rounded.difference(taken)))


def flood_zone(terrain: Terrain, width: float, random: np.random.Generator) -> Polygon:
    """Ground under water in a flood about `width` metres beyond each bank, more in the bends."""
    widths = _wavering(len(terrain.river_line.coords), width, width * 0.3, random)
    wet = ribbon(terrain.river_line, widths).buffer(90).buffer(-120).buffer(30)
    return on_grid(wet.union(terrain.river.buffer(10)).simplify(1).intersection(terrain.boundary))


def _wavering(number: int, mean: float, spread: float, random: np.random.Generator) -> np.ndarray:
    """A slowly changing series around `mean`, never under half of it."""
    rough = random.normal(0, 1, number + 40)
    slow = np.convolve(rough, np.ones(21) / np.sqrt(21), mode="same")[20:-20]
    return np.maximum(mean * 0.5, mean + spread * slow)
