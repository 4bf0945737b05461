"""How far lines run beside each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ...libraries import require
from ...progress import Progress
from ..reach import chunks

if TYPE_CHECKING:
    from numpy.typing import NDArray

SAME_DIRECTION = np.cos(np.radians(30))
Stretches = tuple["NDArray[np.intp]", "NDArray[np.intp]", "NDArray[np.float64]"]


def shared_stretches(
    lines: NDArray[np.object_], owners: NDArray[np.intp], distance: float, progress: Progress
) -> Stretches:
    """The pairs of owners whose lines (l,) run side by side, the first before the second, and over how many metres.

    A spot of a line counts when it is within `distance` metres of a piece of the other's lines whose direction differs
    by 30 degrees at most, so that streets that only cross share nothing. Measured along either owner's lines, the
    smaller length holds. Lines of one owner must not lie on each other.
    """
    ends, owner = _segments(lines, owners)
    shapely = require("shapely")
    pieces = shapely.linestrings(ends)
    tree = shapely.STRtree(pieces)
    found: list[Stretches] = []
    for rows in chunks(len(pieces), progress):
        one, other = tree.query(pieces[rows], predicate="dwithin", distance=distance)
        one += rows.start
        beside = (owner[one] != owner[other]) & _same_direction(ends[one], ends[other])
        found.append(_covered(ends, owner, one[beside], other[beside], distance))
    return _smaller_of_both(*(np.concatenate(parts) for parts in zip(*found))) if found else _nothing()


def _segments(lines: NDArray[np.object_], owners: NDArray[np.intp]) -> tuple[NDArray[np.float64], NDArray[np.intp]]:
    """The straight pieces (s, 2, 2) of lines and their owners (s,)."""
    points, line = require("shapely").get_coordinates(lines, return_index=True)
    ends = np.stack([points[:-1], points[1:]], axis=1)
    real = (line[:-1] == line[1:]) & (ends[:, 0] != ends[:, 1]).any(axis=1)
    return ends[real], owners[line[:-1][real]]


def _same_direction(one: NDArray[np.float64], other: NDArray[np.float64]) -> NDArray[np.bool_]:
    u, v = one[:, 1] - one[:, 0], other[:, 1] - other[:, 0]
    return np.abs((u * v).sum(axis=1)) >= SAME_DIRECTION * np.hypot(*u.T) * np.hypot(*v.T)


def _covered(
    ends: NDArray[np.float64],
    owner: NDArray[np.intp],
    one: NDArray[np.intp],
    other: NDArray[np.intp],
    distance: float,
) -> Stretches:
    """For each pair of owners the length of the first's pieces that lies near the second's."""
    start, end = _part_within(ends[one], ends[other], distance)
    pairs, group = np.unique(np.column_stack([one, owner[other]]), axis=0, return_inverse=True)
    share = _united(start, end, np.ravel(group), len(pairs))
    metres = share * np.hypot(*(ends[pairs[:, 0], 1] - ends[pairs[:, 0], 0]).T)
    return owner[pairs[:, 0]], pairs[:, 1], metres


def _part_within(
    one: NDArray[np.float64], other: NDArray[np.float64], distance: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """From where to where (0..1) of pieces (p, 2, 2) they are within `distance` of others: of the two round ends and
    the band between them, which together are convex."""
    away, step = one[:, 0] - other[:, 0], one[:, 1] - one[:, 0]
    long = np.hypot(*(other[:, 1] - other[:, 0]).T)
    along = (other[:, 1] - other[:, 0]) / long[:, None]
    across = along[:, ::-1] * np.array([-1, 1])
    ahead = _between(_dot(away, along), _dot(step, along), np.zeros(len(long)), long)
    aside = _between(
        _dot(away, across), _dot(step, across), np.full(len(long), -distance), np.full(len(long), distance)
    )
    band = np.maximum(ahead[0], aside[0]), np.minimum(ahead[1], aside[1])
    parts = [band, *(_inside_circle(one[:, 0] - other[:, end], step, distance) for end in (0, 1))]
    starts = [np.where(start <= end, start, np.inf) for start, end in parts]
    stops = [np.where(start <= end, end, -np.inf) for start, end in parts]
    return np.clip(np.min(starts, axis=0), 0, 1), np.clip(np.max(stops, axis=0), 0, 1)


def _between(
    start: NDArray[np.float64], step: NDArray[np.float64], low: NDArray[np.float64], high: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Where start + t * step lies between low and high."""
    still = step == 0
    moving = np.where(still, 1.0, step)
    one, other = (low - start) / moving, (high - start) / moving
    inside = (low <= start) & (start <= high)
    first = np.where(still, np.where(inside, -np.inf, np.inf), np.minimum(one, other))
    return first, np.where(still, np.where(inside, np.inf, -np.inf), np.maximum(one, other))


def _inside_circle(
    start: NDArray[np.float64], step: NDArray[np.float64], radius: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Where start + t * step is no further than the radius from 0; an empty stretch runs backwards."""
    a, b, c = _dot(step, step), _dot(start, step), _dot(start, start) - radius**2
    root = b * b - a * c
    half = np.sqrt(np.maximum(root, 0))
    return np.where(root >= 0, (-b - half) / a, np.inf), np.where(root >= 0, (-b + half) / a, -np.inf)


def _united(
    start: NDArray[np.float64], end: NDArray[np.float64], group: NDArray[np.intp], groups: int
) -> NDArray[np.float64]:
    """The length (g,) that the stretches of 0..1 of each group cover together."""
    order = np.lexsort((start, group))
    shift = 2.0 * group[order]
    start, end = start[order] + shift, np.maximum(end[order] + shift, start[order] + shift)
    before = np.concatenate([[-np.inf], np.maximum.accumulate(end)[:-1]])
    added = np.maximum(end - np.maximum(start, before), 0)
    return np.bincount(group[order], weights=added, minlength=groups).astype(float)


def _smaller_of_both(one: NDArray[np.intp], other: NDArray[np.intp], metres: NDArray[np.float64]) -> Stretches:
    forward = one < other
    pairs, pair = np.unique(np.sort(np.column_stack([one, other]), axis=1), axis=0, return_inverse=True)
    sums = [np.bincount(np.ravel(pair)[way], weights=metres[way], minlength=len(pairs)) for way in (forward, ~forward)]
    return pairs[:, 0], pairs[:, 1], np.minimum(*sums)


def _nothing() -> Stretches:
    return np.empty(0, dtype=np.intp), np.empty(0, dtype=np.intp), np.empty(0)


def _dot(one: NDArray[np.float64], other: NDArray[np.float64]) -> NDArray[np.float64]:
    return (one * other).sum(axis=1)
