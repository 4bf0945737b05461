from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ....libraries import require
from ....progress import SILENT, Progress
from ..network import Network
from ..streets.read import Streets
from .crossings import TOUCH, Meetings, meetings_of, segments_of
from .duplicates import without_duplicates
from .gaps import gaps_of
from .lines import Lines, lines_of
from .report import cleaning_findings

if TYPE_CHECKING:
    from numpy.typing import NDArray

GAP = 0.5


@dataclass(frozen=True)
class Stops:
    """Where lines are cut, in the order of lines and of the metres along them: line, metres and node, all (t,). places
    are the points (n, 2) of the nodes."""

    line: NDArray[np.intp]
    metres: NDArray[np.float64]
    node: NDArray[np.intp]
    places: NDArray[np.float64]


def network_of_streets(streets: Streets, gap: float = GAP, progress: Progress = SILENT) -> Network:
    """The streets as a network: cut where they meet, gaps up to `gap` metres bridged, doubles taken once.

    Lines of one level meet where they cross or touch, of different levels (bridges, tunnels) only at their ends. A
    gap is bridged by a straight edge as long as the gap, so that no street is bent or shortened. Time and memory grow
    with the number of corners.
    """
    progress.step(0, 1)
    lines = lines_of(streets.lines)
    segments = segments_of(lines, progress.part(0, 0.3))
    meetings = meetings_of(segments, streets.levels, progress.part(0.3, 0.8))
    progress.step(0.8, 1)
    gaps = gaps_of(segments, streets.levels, meetings, gap) if gap > 0 else _none()
    progress.step(0.9, 1)
    stops, bridges = _stops_of(lines, meetings, gaps)
    whole = _edges_of(lines, stops, streets)
    progress.step(0.95, 1)
    single = without_duplicates(whole)
    with_bridges = _bridged(single, stops.places[bridges], gaps, bridges, streets)
    progress.step(1, 1)
    return with_bridges.found(cleaning_findings(with_bridges, len(whole) - len(single)))


def _none() -> Meetings:
    nothing, nowhere = np.zeros(0, dtype=np.intp), np.zeros(0)
    return Meetings(nothing, nowhere, nothing, nowhere)


def _stops_of(lines: Lines, meetings: Meetings, gaps: Meetings) -> tuple[Stops, NDArray[np.intp]]:
    """Every place where a line is cut, its ends among them, with the node that it is; and the two nodes (b, 2) of each
    gap. Places on one line that are no further apart than a millimetre are one."""
    every = np.arange(len(lines))
    line = np.concatenate([every, every, meetings.line, meetings.other, gaps.line, gaps.other])
    ends = [np.zeros(len(lines)), lines.metres]
    metres = np.concatenate([*ends, meetings.metres, meetings.other_metres, gaps.metres, gaps.other_metres])
    order = np.lexsort((metres, line))
    starts = np.ones(len(line), dtype=bool)
    starts[1:] = (np.diff(line[order]) > 0) | (np.diff(metres[order]) > TOUCH)
    group = np.empty(len(line), dtype=np.intp)
    group[order] = np.cumsum(starts) - 1
    heads = order[starts]
    at, cut = metres[heads], line[heads]
    at[group[len(lines) : 2 * len(lines)]] = lines.metres
    at[group[: len(lines)]] = 0.0
    met = group[2 * len(lines) :]
    first, second, third = len(meetings.line), 2 * len(meetings.line), 2 * len(meetings.line) + len(gaps.line)
    node = _joined(met[:first], met[first:second], len(heads))
    bridges = np.column_stack([node[met[second:third]], node[met[third:]]])
    places = np.empty((int(node.max()) + 1, 2))
    places[node[::-1]] = lines.at(cut, at)[::-1]
    return Stops(cut, at, node, places), bridges


def _joined(one: NDArray[np.intp], two: NDArray[np.intp], count: int) -> NDArray[np.intp]:
    """The node of each stop (t,): stops that meet are one node."""
    sparse = require("scipy.sparse")
    graph = sparse.coo_matrix((np.ones(len(one), dtype=np.int8), (one, two)), shape=(count, count))
    label: NDArray[np.intp] = require("scipy.sparse.csgraph").connected_components(graph, directed=False)[1]
    return label.astype(np.intp)


def _edges_of(lines: Lines, stops: Stops, streets: Streets) -> Network:
    here = np.flatnonzero((np.diff(stops.line) == 0) & (np.diff(stops.metres) > 0))
    line, start, end = stops.line[here], stops.metres[here], stops.metres[here + 1]
    ends = np.column_stack([stops.node[here], stops.node[here + 1]])
    pieces = lines.cut(line, start, end, (stops.places[ends[:, 0]], stops.places[ends[:, 1]]))
    made = np.zeros(len(line), dtype=bool)
    return Network(pieces, streets.rows[line], ends, end - start, streets.speeds[line], made, len(stops.places))


def _bridged(
    network: Network, points: NDArray[np.float64], gaps: Meetings, nodes: NDArray[np.intp], streets: Streets
) -> Network:
    """The network with an edge over each gap, points (b, 2, 2), open both ways at the better speed of the line that
    ends there."""
    if not len(nodes):
        return network
    speed = streets.speeds[gaps.line].max(axis=1)
    return Network(
        np.concatenate([network.lines, require("shapely").linestrings(points)]),
        np.concatenate([network.rows, streets.rows[gaps.line]]),
        np.concatenate([network.ends, nodes]),
        np.concatenate([network.metres, np.hypot(*(points[:, 1] - points[:, 0]).T)]),
        np.concatenate([network.speeds, np.column_stack([speed, speed])]),
        np.concatenate([network.made, np.ones(len(nodes), dtype=bool)]),
        network.nodes,
    )
