"""Shapes the town is made of; all lengths in metres, all coordinates rounded to centimetres."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely
from scipy.interpolate import CubicSpline
from shapely import LineString, MultiLineString, Point, Polygon
from shapely.affinity import rotate, translate
from shapely.geometry.base import BaseGeometry

GRID = 0.01
Coordinates = Sequence[Sequence[float]]


def points_of(text: str) -> list[tuple[float, float]]:
    """«1,2 3,4» as [(1, 2), (3, 4)]."""
    return [(float(x), float(y)) for x, y in (pair.split(",") for pair in text.split())]


def smooth(points: Coordinates, step: float = 20.0) -> LineString:
    """A curve through the points with a vertex about every `step` metres."""
    given = np.asarray(points, dtype=float)
    along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(given, axis=0).T))])
    if len(given) == 2:
        return on_grid(LineString(given))
    at = np.linspace(0, along[-1], max(2, round(along[-1] / step) + 1))
    return on_grid(LineString(CubicSpline(along, given)(at)))


def smooth_ring(points: Coordinates, step: float = 20.0) -> Polygon:
    """A closed curve through the points."""
    given = np.asarray([*points, points[0]], dtype=float)
    along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(given, axis=0).T))])
    at = np.linspace(0, along[-1], max(4, round(along[-1] / step)), endpoint=False)
    return on_grid(Polygon(CubicSpline(along, given, bc_type="periodic")(at)))


def ragged(shape: Polygon, step: float, spread: float, random: np.random.Generator) -> Polygon:
    """The shape with an edge as fields and woods have: a corner about every `step` metres, up to `spread` astray."""
    edge = shape.exterior
    at = np.arange(step / 2, edge.length, step)
    return on_grid(Polygon([left_of(edge, float(place), random.normal(0, spread)) for place in at]))


def largest(shape: BaseGeometry) -> Polygon:
    """The largest polygon of a shape."""
    return max(shapely.get_parts(shape), key=lambda part: part.area)


def on_grid(shape: BaseGeometry) -> BaseGeometry:
    """The shape with coordinates on the centimetre grid; valid shapes stay valid."""
    return shapely.set_precision(shape, GRID)


def ribbon(line: LineString, widths: Sequence[float]) -> Polygon:
    """The ground within `widths` (one for each vertex, interpolated between) of a line."""
    discs = [Point(xy).buffer(width, 12) for xy, width in zip(line.coords, widths)]
    spans = [shapely.union_all(pair).convex_hull for pair in zip(discs, discs[1:])]
    return shapely.union_all(spans)


def beside(line: LineString, distance: float) -> LineString | None:
    """The line `distance` to the left (right where negative), its direction kept; None where nothing is left."""
    moved = longest(line.offset_curve(distance, join_style="round"))
    if moved is None:
        return None
    start, end = Point(line.coords[0]), Point(line.coords[-1])
    first = Point(moved.coords[0])
    return moved if first.distance(start) <= first.distance(end) or line.is_ring else moved.reverse()


def longest(shape: BaseGeometry) -> LineString | None:
    """The longest line of a shape, None where it has no line."""
    merged = shapely.line_merge(shape) if isinstance(shape, MultiLineString) else shape
    lines = [part for part in shapely.get_parts(merged) if part.geom_type == "LineString" and part.length]
    return max(lines, key=lambda part: part.length, default=None)


def lengthened(line: LineString, start: float, end: float) -> LineString:
    """The line carried straight on at both ends."""
    xy = np.asarray(line.coords)
    ahead = [_beyond(xy[1], xy[0], start)] if start else []
    after = [_beyond(xy[-2], xy[-1], end)] if end else []
    return LineString([*ahead, *xy, *after])


def _beyond(before: np.ndarray, end: np.ndarray, distance: float) -> np.ndarray:
    step = end - before
    return end + step / np.hypot(*step) * distance


def bearing(line: LineString, at: float) -> float:
    """The line's direction at a distance along it, radians from east."""
    behind, ahead = line.interpolate(max(0.0, at - 2)), line.interpolate(min(line.length, at + 2))
    return float(np.arctan2(ahead.y - behind.y, ahead.x - behind.x))


def left_of(line: LineString, at: float, distance: float) -> tuple[float, float]:
    """The point `distance` to the left of the line at a distance along it."""
    angle, on = bearing(line, at), line.interpolate(at)
    return on.x - np.sin(angle) * distance, on.y + np.cos(angle) * distance


def placed(shape: Polygon, x: float, y: float, angle: float) -> Polygon:
    """A shape drawn around the origin, turned by `angle` radians and moved to (x, y)."""
    return on_grid(translate(rotate(shape, angle, origin=(0, 0), use_radians=True), x, y))


def rectangle(width: float, depth: float) -> Polygon:
    return shapely.box(-width / 2, -depth / 2, width / 2, depth / 2)


def with_wing(width: float, depth: float, wing: float, reach: float) -> Polygon:
    """An L: a rectangle with a wing of width `wing` that reaches out of its upper side at the right."""
    upper = depth / 2
    return rectangle(width, depth).union(shapely.box(width / 2 - wing, upper - 0.5, width / 2, upper + reach))


def with_two_wings(width: float, depth: float, wing: float, reach: float) -> Polygon:
    """A U: wings at both ends."""
    one = with_wing(width, depth, wing, reach)
    return one.union(shapely.affinity.scale(one, -1, 1, origin=(0, 0)))
