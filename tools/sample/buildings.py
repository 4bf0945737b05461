"""What stands in the community: public buildings where the text says, all others along the streets."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import shapely
from shapely import LineString, Point, Polygon

from .geometry import bearing, left_of, placed, rectangle, with_two_wings, with_wing
from .sources import rows
from .streets import WIDTH, Street
from .terrain import BuiltUp, Terrain, built_up_areas

CELL = 80.0
ADDRESSED = frozenset("house apartment dormitory modular commerce industry".split())


@dataclass
class Building:
    shape: Polygon
    use: str
    floors: int
    settlement: str
    street: Street | None = None
    code: str = ""
    house: str = ""
    district: str = ""
    damage: str = ""
    residents: dict[str, int | None] = field(default_factory=dict)

    @property
    def address(self) -> str:
        return f"{self.settlement}, {self.street.name}, {self.house}" if self.street and self.house else ""


class Ground:
    """Where something may still be built."""

    def __init__(self, taken: Polygon) -> None:
        self.taken = taken
        shapely.prepare(taken)
        self.built: dict[tuple[int, int], list[Polygon]] = defaultdict(list)

    def take(self, shape: Polygon, gap: float) -> bool:
        """Take the ground of a shape where nothing else is within `gap`; tells whether it was free."""
        around = shape.buffer(gap, 2)
        if self.taken.intersects(shape) or any(around.intersects(other) for other in self._near(around)):
            return False
        for cell in self._cells(shape):
            self.built[cell].append(shape)
        return True

    def _near(self, shape: Polygon) -> Iterator[Polygon]:
        for cell in self._cells(shape):
            yield from self.built[cell]

    def _cells(self, shape: Polygon) -> Iterator[tuple[int, int]]:
        left, low, right, high = (int(value // CELL) for value in shape.bounds)
        return ((x, y) for x in range(left, right + 1) for y in range(low, high + 1))


def make_buildings(terrain: Terrain, streets: list[Street], random: np.random.Generator) -> list[Building]:
    areas = built_up_areas()
    roads = shapely.union_all([street.line.buffer(WIDTH[street.rank] / 2 + 1.5) for street in streets])
    fixed = shapely.union_all([roads, terrain.river.buffer(15), terrain.railway.buffer(9)])
    ground = Ground(fixed)
    found = list(_public(streets, ground))
    found += _industry(terrain, ground, random)
    kept = [terrain.ground(kind) for kind in ("square", "park", "stadium", "cemetery", "market", "pond", "industry")]
    yards = [b.shape.buffer(_yard(b)) for b in found if b.code]
    wet = terrain.river.buffer(55)
    ground.taken = shapely.union_all([fixed, wet, *kept, *yards])
    shapely.prepare(ground.taken)
    found += _market(terrain, random)
    found += _slabs([area for area in areas if area.kind == "microdistrict"], ground, random)
    found += _modular(ground)
    found += _garages(ground)
    found += _along_streets(areas, streets, ground, random)
    _give_addresses(found, streets)
    return found


def _yard(building: Building) -> float:
    return next(float(row["yard"]) for row in rows("facilities.csv") if row["code"] == building.code)


def _public(streets: list[Street], ground: Ground) -> Iterator[Building]:
    for row in rows("facilities.csv"):
        outline = _outline(row["form"], float(row["width"]), float(row["depth"]))
        meant = Point(float(row["x"]), float(row["y"]))
        for spot in _around(meant):
            street = _nearest(spot, streets)
            at = street.line.project(spot)
            angle = bearing(street.line, at) + (0 if _is_left(street.line, at, spot) else np.pi)
            shape = placed(outline, spot.x, spot.y, angle)
            if ground.take(shape, 2.0):
                yield Building(shape, row["use"], int(row["floors"]), street.settlement, street, row["code"])
                break
        else:
            raise ValueError(f"{row['code']} {row['name_uk']}: the ground is taken")


def _around(meant: Point) -> Iterator[Point]:
    """The spot meant, then spots ever further from it."""
    yield meant
    for step in range(1, 240):
        angle, away = 2.4 * step, 4.0 * np.sqrt(step)
        yield Point(meant.x + away * np.cos(angle), meant.y + away * np.sin(angle))


def _outline(form: str, width: float, depth: float) -> Polygon:
    if form == "U":
        return with_two_wings(width, depth, depth, depth * 1.1)
    if form == "L":
        return with_wing(width, depth, depth, depth)
    if form == "X":
        return rectangle(width, depth).union(rectangle(depth, width * 0.8))
    return rectangle(width, depth)


def _nearest(spot: Point, streets: list[Street]) -> Street:
    return min(streets, key=lambda street: street.line.distance(spot))


def _is_left(line: LineString, at: float, spot: Point) -> bool:
    return Point(left_of(line, at, 5)).distance(spot) < Point(left_of(line, at, -5)).distance(spot)


def _industry(terrain: Terrain, ground: Ground, random: np.random.Generator) -> Iterator[Building]:
    for area in (g["shape"] for g in terrain.grounds if g["kind"] == "industry"):
        inside = area.buffer(-8)
        for _ in range(400):
            spot = Point(random.uniform(inside.bounds[0], inside.bounds[2]), random.uniform(*inside.bounds[1::2]))
            angle = bearing(terrain.railway, terrain.railway.project(spot)) + random.normal(0, 0.02)
            width, depth = random.choice([18, 24, 36, 48, 60, 84]), random.choice([12, 15, 18, 24])
            shape = placed(_outline("L" if random.random() < 0.3 else "I", width, depth), spot.x, spot.y, angle)
            if inside.contains(shape) and ground.take(shape, random.uniform(8, 18)):
                yield Building(shape, "industry", int(random.integers(1, 3)), "м. Вербівка")


def _market(terrain: Terrain, random: np.random.Generator) -> Iterator[Building]:
    area = terrain.ground("market").buffer(-6)
    middle = area.centroid
    for row in range(-4, 5):
        for column in range(-4, 5):
            shape = placed(rectangle(16, 6), middle.x + column * 20 + row * 4, middle.y + row * 14 - column * 6, -0.28)
            if area.contains(shape) and random.random() < 0.85:
                yield Building(shape, "commerce", 1, "м. Вербівка")


def _slabs(areas: list[BuiltUp], ground: Ground, random: np.random.Generator) -> Iterator[Building]:
    """Panel blocks around courtyards: long slabs along and across, shops between them."""
    for area in areas:
        left, low, right, high = area.shape.bounds
        for y in np.arange(low + 40, high, 128):
            for x in np.arange(left + 40, right, 150):
                for shape, floors, use in _courtyard(x, y, random):
                    if area.shape.contains(shape) and ground.take(shape, 14):
                        yield Building(shape, use, floors, area.settlement)


def _courtyard(x: float, y: float, random: np.random.Generator) -> Iterator[tuple[Polygon, int, str]]:
    lean = -0.03 + 0.04 * np.sin(x / 300)
    floors = int(random.choice([5, 5, 5, 5, 9]))
    yield placed(rectangle(random.choice([62, 78, 78]), 12.5), x + 52, y + 8, lean), floors, "apartment"
    yield placed(rectangle(random.choice([48, 62]), 12.5), x, y + 52, lean + np.pi / 2), 5, "apartment"
    if random.random() < 0.45:
        yield placed(rectangle(62, 12.5), x + 60, y + 84, lean), 5, "apartment"
    if random.random() < 0.3:
        yield placed(with_wing(24, 12, 10, 8), x + 110, y + 50, lean), 1, "commerce"
    yield placed(rectangle(7, 5), x + 45, y + 50, lean), 1, "utility"


def _modular(ground: Ground) -> Iterator[Building]:
    for row in range(3):
        for column in range(8):
            shape = placed(rectangle(14, 6), -2290 + column * 17, -330 + row * 16, 0.25)
            if ground.take(shape, 2):
                yield Building(shape, "modular", 1, "м. Вербівка")


def _garages(ground: Ground) -> Iterator[Building]:
    for x, y, angle in ((-2440, -550, 0.1), (-2515, -558, 0.1), (-880, -1300, 0.1), (2250, -1380, 0.35)):
        for row in range(3):
            shape = placed(rectangle(66, 6), x - np.sin(angle) * row * 17, y + np.cos(angle) * row * 17, angle)
            if ground.take(shape, 3):
                yield Building(shape, "garage", 1, "м. Вербівка")


def _along_streets(areas: list[BuiltUp], streets: list[Street], ground: Ground, random: np.random.Generator):
    cores = [area for area in areas if area.kind == "core"]
    open_ground = [area for area in areas if area.kind == "homestead"]
    closed = shapely.union_all([area.shape for area in areas if area.kind == "microdistrict"])
    for street in streets:
        for side in (1, -1):
            at = random.uniform(8, 18)
            while at < street.line.length - 8:
                spot = Point(left_of(street.line, at, side * 12))
                core = any(area.shape.contains(spot) for area in cores)
                area = next((area for area in open_ground if area.shape.contains(spot)), None)
                if area is not None and not closed.contains(spot):
                    build = _town_house if core else _homestead
                    yield from build(street, at, side, area.settlement, ground, random)
                at += random.uniform(17, 30) if core else random.uniform(46, 78)


def _town_house(street: Street, at: float, side: int, settlement: str, ground: Ground, random: np.random.Generator):
    width, depth = random.uniform(13, 25), random.uniform(10, 13)
    away = WIDTH[street.rank] / 2 + random.uniform(2.5, 4.5) + depth / 2
    form = with_wing(width, depth, depth * 0.8, random.uniform(5, 12)) if random.random() < 0.4 else None
    shape = _facing(street, at, side, away, form or rectangle(width, depth))
    if ground.take(shape, 1.5):
        use = str(random.choice(["apartment", "commerce", "house", "administration"], p=[0.5, 0.27, 0.2, 0.03]))
        yield Building(shape, use, int(random.choice([1, 2, 3], p=[0.15, 0.6, 0.25])), settlement, street)


def _homestead(street: Street, at: float, side: int, settlement: str, ground: Ground, random: np.random.Generator):
    """A house with its garden behind; now and then an empty plot, a shed, a shop on a main street."""
    if random.random() < 0.16:
        return
    width, depth = random.uniform(8, 14), random.uniform(7.5, 11)
    away = WIDTH[street.rank] / 2 + random.uniform(5, 9) + depth / 2
    form = rectangle(width, depth)
    if random.random() < 0.38:
        form = with_wing(width, depth, width * random.uniform(0.35, 0.55), random.uniform(2.5, 5.5))
    shape = _facing(street, at, side, away, form, random.normal(0, 0.035))
    if not ground.take(shape, 4):
        return
    shop = street.rank != "residential" and random.random() < 0.06
    yield Building(shape, "commerce" if shop else "house", int(random.random() < 0.2) + 1, settlement, street)
    if random.random() < 0.06:
        behind = _facing(street, at + random.uniform(-6, 6), side, away + random.uniform(15, 24), rectangle(7, 4.5))
        if ground.take(behind, 2):
            yield Building(behind, "outbuilding", 1, settlement, street)


def _facing(street: Street, at: float, side: int, away: float, form: Polygon, turn: float = 0.0) -> Polygon:
    """A form set beside the street, its wings turned from it."""
    x, y = left_of(street.line, at, side * away)
    return placed(form, x, y, bearing(street.line, at) + (0 if side > 0 else np.pi) + turn)


def _give_addresses(buildings: list[Building], streets: list[Street]) -> None:
    """House numbers along each street, odd on the left and even on the right."""
    by_side: dict[tuple[int, bool], list[tuple[float, Building]]] = defaultdict(list)
    order = {id(street): number for number, street in enumerate(streets)}
    for building in buildings:
        if building.code or building.use in ADDRESSED or building.use == "administration":
            middle = building.shape.centroid
            building.street = building.street or _nearest(middle, streets)
            at = building.street.line.project(middle)
            side = _is_left(building.street.line, at, middle)
            by_side[order[id(building.street)], side].append((at, building))
    for (_, left), members in sorted(by_side.items(), key=lambda item: item[0]):
        for number, (_, building) in enumerate(sorted(members, key=lambda member: member[0])):
            building.house = str(2 * number + (1 if left else 2))
