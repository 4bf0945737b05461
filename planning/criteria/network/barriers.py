from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ...features import FeatureTable
from ...language import tr
from ...libraries import require
from ..column import Finding, finding, placeless_findings
from ..reach import has_place, measurable
from .cleaning.crossings import TOUCH
from .cleaning.lines import lines_of, overlaps
from .network import Network

if TYPE_CHECKING:
    from numpy.typing import NDArray

TOLERANCE = 5.0
POINT = 0


def with_barriers(network: Network, layer: FeatureTable, tolerance: float = TOLERANCE) -> Network:
    """The network with its streets closed where barriers are, and findings about barriers that close none.

    An edge is closed where a barrier is within `tolerance` metres, if it comes that near away from the edge's ends: so
    a line drawn along a street closes it, and not the streets that branch off. A point closes the nearest edge
    whatever its place. What is closed stays in the network as edges without speed: a place that lies on them is cut
    off, and does not move to another street.
    """
    barriers = measurable(layer.geometries)
    tolerance = max(tolerance, TOUCH)
    hits = [_along(network, barriers, tolerance), _nearest_to_points(network, barriers, tolerance)]
    barrier, edge = (np.concatenate(column) for column in zip(*hits))
    closed = _closed_parts(network, barriers[barrier], edge, tolerance)
    result = _cut(network, *closed) if len(closed[0]) else network
    idle = int(has_place(barriers).sum()) - len(np.unique(barrier))
    metres, cut_off = float(result.metres[~result.is_open].sum()), _apart(result) - _apart(network)
    return result.found([*placeless_findings(layer), *_idle(layer, idle), *_closed(metres, cut_off)])


Hits = tuple["NDArray[np.intp]", "NDArray[np.intp]"]
Parts = tuple["NDArray[np.intp]", "NDArray[np.float64]", "NDArray[np.float64]"]


def _along(network: Network, barriers: NDArray[np.object_], tolerance: float) -> Hits:
    """Barriers and the edges that they come near to further than twice the tolerance from the edge's ends; of a short
    edge the middle counts."""
    shapely = require("shapely")
    barrier, edge = network.tree.query(barriers, predicate="dwithin", distance=tolerance)
    near = np.unique(edge)
    margin = np.minimum(2 * tolerance, network.metres[near] * 0.49)
    inner = lines_of(network.lines[near]).cut(np.arange(len(near)), margin, network.metres[near] - margin)
    hit = shapely.dwithin(barriers[barrier], inner[np.searchsorted(near, edge)], tolerance)
    return barrier[hit], edge[hit]


def _nearest_to_points(network: Network, barriers: NDArray[np.object_], tolerance: float) -> Hits:
    shapely = require("shapely")
    parts, owner = shapely.get_parts(barriers, return_index=True)
    points = shapely.get_type_id(parts) == POINT
    point, edge = network.tree.query_nearest(parts[points], max_distance=tolerance, all_matches=True)
    return owner[points][point], edge


def _closed_parts(network: Network, barriers: NDArray[np.object_], edge: NDArray[np.intp], tolerance: float) -> Parts:
    """Which edges are closed from where to where, in metres along them."""
    shapely = require("shapely")
    zones = shapely.buffer(shapely.make_valid(barriers), tolerance)
    pair, start, end = overlaps(network.lines[edge], network.metres[edge], zones)
    long = end > start
    return edge[pair[long]], start[long], end[long]


def _cut(network: Network, edge: NDArray[np.intp], start: NDArray[np.float64], end: NDArray[np.float64]) -> Network:
    """The network with the closed parts of edges as edges of their own without speed."""
    hit = np.unique(edge)
    at = np.concatenate([np.zeros(len(hit)), network.metres[hit], start, end])
    of = np.concatenate([hit, hit, edge, edge])
    depth = np.repeat([0, 0, 1, -1], [len(hit), len(hit), len(edge), len(edge)])
    order = np.lexsort((-depth, at, of))
    at, of, covered = at[order], of[order], np.cumsum(depth[order])
    piece = np.flatnonzero((np.diff(of) == 0) & (np.diff(at) > TOUCH))
    line, low, high = of[piece], at[piece], at[piece + 1]
    kept = np.ones(len(network), dtype=bool)
    kept[hit] = False
    rest = network.taken(kept)
    nodes = _piece_nodes(network, line)
    return Network(
        np.concatenate([rest.lines, lines_of(network.lines[hit]).cut(np.searchsorted(hit, line), low, high)]),
        np.concatenate([rest.rows, network.rows[line]]),
        np.concatenate([rest.ends, nodes]),
        np.concatenate([rest.metres, high - low]),
        np.concatenate([rest.speeds, np.where(covered[piece, None] > 0, 0.0, network.speeds[line])]),
        np.concatenate([rest.made, network.made[line]]),
        max(network.nodes, int(nodes.max()) + 1),
        network.findings,
    )


def _piece_nodes(network: Network, line: NDArray[np.intp]) -> NDArray[np.intp]:
    """The nodes (p, 2) of pieces in the order of their edges (p,) and along them; a new one for each cut."""
    first = np.append(True, np.diff(line) > 0)
    last = np.append(first[1:], True)
    cuts = network.nodes + np.cumsum(~first) - 1
    start = np.where(first, network.ends[line, 0], cuts)
    end = np.where(last, network.ends[line, 1], np.append(cuts[1:], 0))
    return np.column_stack([start, end])


def _idle(layer: FeatureTable, count: int) -> list[Finding]:
    if not count:
        return []
    return [
        finding(
            "barrier_without_street",
            "warning",
            lambda: tr(
                "Layer «{layer}»: {count} of {total} barriers close no street: none is near enough.",
                layer=layer.name,
                count=count,
                total=len(layer),
            ),
        )
    ]


def _apart(network: Network) -> float:
    """Metres of open streets outside of the largest network."""
    return float(network.metres[network.is_open & (network.islands() > 1)].sum())


def _closed(metres: float, cut_off: float) -> list[Finding]:
    if not metres:
        return []
    return [
        finding(
            "streets_closed",
            "info",
            lambda: tr(
                "Barriers close {km} km of streets and cut {apart} km off from the largest network.",
                km=f"{metres / 1000:.2f}",
                apart=f"{max(cut_off, 0) / 1000:.2f}",
            ),
        )
    ]
