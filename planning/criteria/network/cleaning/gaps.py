from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ....libraries import require
from .crossings import TOUCH, Meetings, Segments, foot

if TYPE_CHECKING:
    from numpy.typing import NDArray


def gaps_of(segments: Segments, levels: NDArray[np.intp], meetings: Meetings, tolerance: float) -> Meetings:
    """What bridges the small gaps: from each loose end to the nearest place on another line of its level no further
    than `tolerance` metres, to that line's end where one is as near as that; between levels only from end to end.

    An end is loose when no other line meets it. A stub that ends beside the line it starts from is no gap.
    """
    ends = _loose_ends(segments, meetings)
    metres = np.where(ends % 2 == 0, 0.0, segments.lines.metres[ends // 2])
    points = segments.lines.at(ends // 2, metres)
    end, segment = segments.tree.query(require("shapely").points(points), predicate="dwithin", distance=tolerance)
    line, other = ends[end] // 2, segments.line[segment]
    along, away = foot(points[end], *segments.ends(segment))
    along = along + segments.lines.along[segments.start[segment]]
    along, away, at_end = _to_ends(segments, other, along, away, points[end], tolerance)
    fits = (other != line) & ((levels[line] == levels[other]) | at_end)
    fits &= ~_is_stub(ends[end], other, segments, meetings, tolerance)
    kept = _nearest(end[fits], away[fits])
    chosen = np.flatnonzero(fits)[kept]
    return _once_each(Meetings(line[chosen], metres[end[chosen]], other[chosen], along[chosen]), segments)


def _loose_ends(segments: Segments, meetings: Meetings) -> NDArray[np.intp]:
    """The ends that no line meets: twice the line, and one more for its end."""
    loose = np.ones(2 * len(segments.lines), dtype=bool)
    for line, metres in ((meetings.line, meetings.metres), (meetings.other, meetings.other_metres)):
        loose[2 * line[metres <= TOUCH]] = False
        loose[2 * line[metres >= segments.lines.metres[line] - TOUCH] + 1] = False
    return np.flatnonzero(loose)


def _to_ends(
    segments: Segments,
    other: NDArray[np.intp],
    along: NDArray[np.float64],
    away: NDArray[np.float64],
    points: NDArray[np.float64],
    tolerance: float,
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.bool_]]:
    """Places on lines, those near an end moved onto it where that is within the tolerance too."""
    total = segments.lines.metres[other]
    end = np.where(along < total / 2, 0.0, total)
    to_end = np.hypot(*(segments.lines.at(other, end) - points).T)
    at_end = to_end <= tolerance
    return np.where(at_end, end, along), np.where(at_end, to_end, away), at_end


def _is_stub(
    ends: NDArray[np.intp], other: NDArray[np.intp], segments: Segments, meetings: Meetings, tolerance: float
) -> NDArray[np.bool_]:
    """Whether the line of an end meets the other one already, no further back than twice the tolerance."""
    size = len(segments.lines)
    keys = []
    sides = [
        (meetings.line, meetings.metres, meetings.other),
        (meetings.other, meetings.other_metres, meetings.line),
    ]
    for line, metres, met in sides:
        near_start = metres <= 2 * tolerance
        near_end = metres >= segments.lines.metres[line] - 2 * tolerance
        keys += [(2 * line * size + met)[near_start], ((2 * line + 1) * size + met)[near_end]]
    return np.isin(ends * size + other, np.concatenate(keys))


def _nearest(group: NDArray[np.intp], away: NDArray[np.float64]) -> NDArray[np.intp]:
    order = np.lexsort((away, group))
    return order[np.unique(group[order], return_index=True)[1]]


def _once_each(gaps: Meetings, segments: Segments) -> Meetings:
    """Two loose ends that found each other make one bridge."""
    first = np.column_stack([gaps.line, gaps.metres > 0])
    second = np.column_stack([gaps.other, gaps.other_metres > 0])
    an_end = (gaps.other_metres == 0) | (gaps.other_metres == segments.lines.metres[gaps.other])
    mine, theirs = first @ [2, 1], np.where(an_end, second @ [2, 1], -1)
    back = np.isin(theirs * (2 * len(segments.lines)) + mine, mine * (2 * len(segments.lines)) + theirs)
    kept = ~(back & (mine > theirs) & (theirs >= 0))
    return Meetings(gaps.line[kept], gaps.metres[kept], gaps.other[kept], gaps.other_metres[kept])
