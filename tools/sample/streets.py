"""The street network: main streets as drawn, local streets beside them, joined into one network."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np
import shapely
from shapely import LineString, Point, Polygon, STRtree
from shapely.ops import polygonize

from .geometry import beside, left_of, lengthened, longest, on_grid, points_of, smooth
from .romanise import street_in_english
from .sources import rows

TOWN = "м. Вербівка"
SPEED = {"primary": 50, "secondary": 50, "tertiary": 50, "residential": 30}
WIDTH = {"primary": 12.0, "secondary": 9.0, "tertiary": 7.5, "residential": 5.5}
REACH = 45.0
SHORTEST = 110.0
CLEARANCE = 25.0
SMALLEST_FACE = 12_000.0
STUB = 30.0


@dataclass(frozen=True)
class Street:
    settlement: str
    name: str
    rank: str
    line: LineString

    @property
    def name_en(self) -> str:
        return street_in_english(self.name)

    @property
    def carriageway(self) -> Polygon:
        return self.line.buffer(WIDTH[self.rank] / 2)


def street_network(boundary: Polygon, water: Polygon, closed: Polygon, random: np.random.Generator) -> list[Street]:
    """Every street of the community; `closed` is ground where no local street runs."""
    drawn = [street for street in main_streets(boundary)]
    local = list(_local_streets(drawn, water.buffer(40).union(closed), random))
    return joined([*drawn, *_named(local, drawn)])


def main_streets(boundary: Polygon) -> Iterator[Street]:
    for row in rows("main_streets.csv"):
        points = points_of(row["points"])
        line = on_grid(LineString(points)) if row["name"].startswith("пл.") else smooth(points)
        yield Street(row["settlement"], row["name"], row["class"], longest(line.intersection(boundary)))


def _local_streets(drawn: list[Street], closed: Polygon, random: np.random.Generator) -> Iterator[LineString]:
    everything = shapely.union_all([street.line for street in drawn])
    for row in rows("quarters.csv"):
        spine = next(s.line for s in drawn if (s.settlement, s.name) == (row["settlement"], row["spine"]))
        offsets = [float(text) for text in row["offsets"].split()]
        outline = Polygon(points_of(row["points"]))
        for face in polygonize(shapely.union_all([outline.boundary, everything.intersection(outline)])):
            if face.area > SMALLEST_FACE:
                ground = face.difference(closed).difference(everything.buffer(CLEARANCE))
                yield from _along(spine, offsets, ground, random)
                yield from _across(spine, offsets, float(row["crossings"]), ground, random)


def _along(spine: LineString, offsets: list[float], ground: Polygon, random: np.random.Generator):
    for offset in offsets:
        line = beside(spine, offset * random.uniform(0.93, 1.07))
        kept = None if line is None else longest(_waved(line, random).intersection(ground))
        if kept is not None and kept.length > SHORTEST:
            yield kept


def _waved(line: LineString, random: np.random.Generator) -> LineString:
    """The line redrawn through fewer, slightly displaced points, as streets that grew over time run."""
    at = np.arange(0, line.length, 110)
    points = [left_of(line, float(place), random.normal(0, 6)) for place in at]
    return smooth(points) if len(points) > 2 else line


def _across(spine: LineString, offsets: list[float], spacing: float, ground: Polygon, random: np.random.Generator):
    side = np.sign(offsets[-1])
    at = random.uniform(0.3, 0.9) * spacing
    while at < spine.length:
        lean = random.normal(0, 14)
        ends = [left_of(spine, at, -side * 6), left_of(spine, at + lean, offsets[-1] / 2)]
        ends.append(left_of(spine, at + lean * random.uniform(0, 1.5), offsets[-1] + side * 60))
        kept = longest(smooth(ends).intersection(ground))
        if kept is not None and kept.length > SHORTEST * 0.7:
            yield kept
        at += spacing * random.uniform(0.75, 1.3)


def _named(lines: Iterable[LineString], drawn: list[Street]) -> Iterator[Street]:
    """The lines as streets: names that belong to a place go to the nearest line, the others to the longest first."""
    taken = {street.name for street in drawn if street.settlement == TOWN}
    names = [row for row in rows("street_names.csv") if row["name"] not in taken]
    left = sorted(lines, key=lambda line: -line.length)
    for row in [row for row in names if row["near"]]:
        line = min(left, key=shapely.Point(points_of(row["near"])).distance)
        left.remove(line)
        yield Street(TOWN, row["name"], "residential", on_grid(line))
    for row, line in zip([row for row in names if not row["near"]], left):
        yield Street(TOWN, row["name"], "residential", on_grid(line))


def joined(streets: list[Street]) -> list[Street]:
    """Loose ends carried to a street nearby, a common vertex wherever streets meet, stubs cut, islands left out."""
    reaching = [replace(street, line=_reaching(street, streets)) for street in streets]
    noded = _noded(reaching)
    trimmed = [trimmed for trimmed in (_without_stubs(street, noded) for street in noded) if trimmed is not None]
    return _connected(_noded(trimmed))


def _reaching(street: Street, streets: list[Street]) -> LineString:
    if street.line.is_ring:
        return street.line
    others = shapely.union_all([other.line for other in streets if other is not street])
    xy = list(street.line.coords)
    for end in (0, -1):
        tip = Point(xy[end])
        near = shapely.shortest_line(tip, others)
        if 0 < near.length < REACH:
            target = lengthened(near, 0, 0.5).coords[-1]
            xy = [target, *xy] if end == 0 else [*xy, target]
    return LineString(xy)


def _noded(streets: list[Street]) -> list[Street]:
    lines = [street.line for street in streets]
    nodes: list[set[tuple[float, float]]] = [set() for _ in lines]
    for one, other in STRtree(lines).query(lines, predicate="intersects").T:
        if one < other:
            for point in _meeting_points(lines[one], lines[other]):
                nodes[one].add(point)
                nodes[other].add(point)
    return [replace(s, line=_through(s.line, found)) for s, found in zip(streets, nodes)]


def _meeting_points(one: LineString, other: LineString) -> Iterator[tuple[float, float]]:
    for part in shapely.get_parts(one.intersection(other)):
        point = part if part.geom_type == "Point" else part.interpolate(0.5, normalized=True)
        yield round(point.x, 2), round(point.y, 2)


def _through(line: LineString, nodes: set[tuple[float, float]]) -> LineString:
    """The line with the nodes as vertices; own vertices closer than a metre to a node give way to it."""
    if not nodes:
        return line
    met = shapely.multipoints(sorted(nodes))
    own = [xy for xy in line.coords if Point(xy).distance(met) > 1.0]
    if line.is_ring:
        own = own[:-1] if len(own) > 1 and own[0] == own[-1] else own
    ordered = sorted([*own, *nodes], key=lambda xy: line.project(Point(xy)))
    return LineString([*ordered, ordered[0]] if line.is_ring else ordered)


def _without_stubs(street: Street, streets: list[Street]) -> Street | None:
    if street.line.is_ring:
        return street
    shared = Counter(xy for other in streets for xy in set(other.line.coords))
    xy = list(street.line.coords)
    places = [place for place, point in enumerate(xy) if shared[point] > 1]
    if not places:
        return None
    first = places[0] if LineString([*xy[: places[0] + 1], xy[places[0]]]).length < STUB else 0
    last = places[-1] if LineString([*xy[places[-1] :], xy[-1]]).length < STUB else len(xy) - 1
    return replace(street, line=LineString(xy[first : last + 1])) if last > first else None


def _connected(streets: list[Street]) -> list[Street]:
    """The streets that can be reached from the first."""
    reached, todo = {0}, [0]
    vertices = [set(street.line.coords) for street in streets]
    while todo:
        here = todo.pop()
        for other, points in enumerate(vertices):
            if other not in reached and points & vertices[here]:
                reached.add(other)
                todo.append(other)
    return [street for number, street in enumerate(streets) if number in reached]
