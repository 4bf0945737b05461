"""Where streets meet: found between their segments, all at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ....libraries import require
from ....progress import SILENT, Progress
from ...reach import chunks
from .lines import Lines

if TYPE_CHECKING:
    from numpy.typing import NDArray

TOUCH = 1e-3


@dataclass(frozen=True)
class Meetings:
    """Places (m,) where one line meets another: both lines, and the metres along each."""

    line: NDArray[np.intp]
    metres: NDArray[np.float64]
    other: NDArray[np.intp]
    other_metres: NDArray[np.float64]


@dataclass(frozen=True)
class Segments:
    """The segments (g,) of lines: start (g,) is the position of their first coordinate."""

    lines: Lines
    start: NDArray[np.intp]
    line: NDArray[np.intp]
    tree: Any

    def ends(self, segment: NDArray[np.intp]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        return self.lines.xy[self.start[segment]], self.lines.xy[self.start[segment] + 1]

    def is_line_end(self, segment: NDArray[np.intp], tip: int) -> NDArray[np.bool_]:
        """Whether the start (tip 0) or the end (1) of the segments is an end of their line."""
        here, first = self.start[segment] + tip, self.lines.first
        return (here == first[self.line[segment]]) | (here == first[self.line[segment] + 1] - 1)


def segments_of(lines: Lines, progress: Progress = SILENT) -> Segments:
    shapely = require("shapely")
    inner = np.ones(len(lines.xy), dtype=bool)
    inner[lines.first[1:] - 1] = False
    start = np.flatnonzero(inner)
    line = np.repeat(np.arange(len(lines)), np.diff(lines.first))[start]
    pairs = np.stack([lines.xy[start], lines.xy[start + 1]], axis=1)
    made = np.empty(len(start), dtype=object)
    for rows in chunks(len(start), progress):
        made[rows] = shapely.linestrings(pairs[rows])
    progress.step(1, 1)
    return Segments(lines, start, line, shapely.STRtree(made))


def meetings_of(segments: Segments, levels: NDArray[np.intp], progress: Progress = SILENT) -> Meetings:
    """Where lines of one level (s,) cross or touch, to the millimetre; lines of two levels meet only where a corner of
    one is an end of the other, as a bridge and the street that leads to it."""
    found = []
    for rows in chunks(len(segments.start), progress):
        one, two = _near_pairs(segments, rows)
        same = levels[segments.line[one]] == levels[segments.line[two]]
        found += [_crossed(segments, one[same], two[same])]
        for tip in (0, 1):
            found += [_touched(segments, one, two, tip, same), _touched(segments, two, one, tip, same)]
    columns = [np.concatenate(column) for column in zip(*found)] if found else [np.zeros(0)] * 4
    return Meetings(columns[0].astype(np.intp), columns[1], columns[2].astype(np.intp), columns[3])


Found = tuple["NDArray[Any]", "NDArray[Any]", "NDArray[Any]", "NDArray[Any]"]


def _near_pairs(segments: Segments, rows: slice) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    shapely = require("shapely")
    first, last = segments.ends(np.arange(rows.start, rows.stop))
    low, high = np.minimum(first, last) - TOUCH, np.maximum(first, last) + TOUCH
    one, two = segments.tree.query(shapely.box(*low.T, *high.T))
    one = one + rows.start
    follows = (two == one + 1) & (segments.line[one] == segments.line[two])
    wanted = (two > one) & ~follows
    return one[wanted], two[wanted]


def _crossed(segments: Segments, one: NDArray[np.intp], two: NDArray[np.intp]) -> Found:
    """Crossings away from the ends of both segments."""
    (p, p_end), (q, q_end) = segments.ends(one), segments.ends(two)
    r, s, gap = p_end - p, q_end - q, q - p
    turn = _cross(r, s)
    with np.errstate(divide="ignore", invalid="ignore"):
        here, there = _cross(gap, s) / turn, _cross(gap, r) / turn
    r_long, s_long = np.hypot(*r.T), np.hypot(*s.T)
    hit = (here * r_long > TOUCH) & ((1 - here) * r_long > TOUCH)
    hit &= (there * s_long > TOUCH) & ((1 - there) * s_long > TOUCH)
    along = segments.lines.along[segments.start[one[hit]]] + (here * r_long)[hit]
    other = segments.lines.along[segments.start[two[hit]]] + (there * s_long)[hit]
    return segments.line[one[hit]], along, segments.line[two[hit]], other


def _touched(
    segments: Segments, one: NDArray[np.intp], two: NDArray[np.intp], tip: int, same: NDArray[np.bool_]
) -> Found:
    """Where the start (tip 0) or the end (1) of a segment lies on the other one."""
    point = segments.ends(one)[tip]
    metres, away = foot(point, *segments.ends(two))
    long = np.hypot(*np.subtract(*segments.ends(two)).T)
    at_start, at_end = metres <= TOUCH, metres >= long - TOUCH
    an_end = segments.is_line_end(one, tip) | (at_start & segments.is_line_end(two, 0))
    an_end |= at_end & segments.is_line_end(two, 1)
    hit = (away <= TOUCH) & (same | ((at_start | at_end) & an_end))
    along = segments.lines.along[segments.start[one[hit]] + tip]
    other = segments.lines.along[segments.start[two[hit]]] + metres[hit]
    return segments.line[one[hit]], along, segments.line[two[hit]], other


def foot(
    point: NDArray[np.float64], start: NDArray[np.float64], end: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The nearest place on segments to points, both (p, 2): metres from the segment's start, and how far away."""
    r = end - start
    long = np.hypot(*r.T)
    metres = np.clip(((point - start) * r).sum(axis=1) / long, 0, long)
    return metres, np.hypot(*(start + r * (metres / long)[:, None] - point).T)


def _cross(a: NDArray[np.float64], b: NDArray[np.float64]) -> NDArray[np.float64]:
    return a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0]
