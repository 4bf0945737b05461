from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ...libraries import require
from ...progress import SILENT, Progress
from .cleaning.lines import Lines, lines_of
from .search import Search

if TYPE_CHECKING:
    from numpy.typing import NDArray

WIDTH = 40.0
HOLE = 40_000.0
CORNER_SEGMENTS = 4
ALL = -1


@dataclass(frozen=True)
class ServiceArea:
    """What is reached at a cost over `above` and up to `limit`: from one source, or from any (-1). streets is one
    multi-line, area the land along it; both are empty where nothing is reached."""

    source: int
    above: float
    limit: float
    streets: Any
    area: Any


def service_areas(
    search: Search,
    breaks: Sequence[float],
    width: float = WIDTH,
    hole: float = HOLE,
    together: bool = False,
    rings: bool = False,
    progress: Progress = SILENT,
) -> Iterator[ServiceArea]:
    """The service areas of each source, or of all `together`, for each of the breaks, the least first.

    Streets count as far as they are reached, to the metre. The area is what lies within `width` metres of them;
    holes in it up to `hole` square metres, such as yards between reached streets, are filled. Areas of greater breaks
    hold the smaller ones; as `rings` they leave them out.
    """
    lines = lines_of(search.network.lines)
    for number, (source, cost) in enumerate(_costs(search, max(breaks), together)):
        progress.step(number, 1 if together else len(search.sources))
        before: Any = None
        for limit in sorted(breaks):
            streets = _reached(search, lines, source, cost, limit)
            area = _land(streets, width, hole)
            inner, before = before, area
            above = 0.0 if inner is None or not rings else _below(breaks, limit)
            cut = require("shapely").difference(area, inner) if rings and inner is not None else area
            yield ServiceArea(source, above, limit, streets, cut)


def _below(breaks: Sequence[float], limit: float) -> float:
    return max(value for value in breaks if value < limit)


def _costs(search: Search, limit: float, together: bool) -> Iterator[tuple[int, NDArray[np.float64]]]:
    if together:
        yield ALL, search.nearest()[0]
        return
    for source in range(len(search.sources)):
        yield source, search.bounded(np.array([source]), limit)[0]


def _reached(search: Search, lines: Lines, source: int, cost: NDArray[np.float64], limit: float) -> Any:
    """The parts of streets reached within the limit, as one multi-line, each part once."""
    shapely = require("shapely")
    found = zip(_from_nodes(search, cost, limit), _from_sources(search, source, limit))
    edge, start, end = _joined(*(np.concatenate(columns) for columns in found))
    metres = search.network.metres[edge]
    if not len(edge):
        return shapely.from_wkt("MULTILINESTRING EMPTY")
    pieces = shapely.multilinestrings(lines.cut(edge, start * metres, end * metres))
    return shapely.multilinestrings(shapely.get_parts(shapely.line_merge(pieces)))


Intervals = tuple["NDArray[np.intp]", "NDArray[np.float64]", "NDArray[np.float64]"]


def _from_nodes(search: Search, cost: NDArray[np.float64], limit: float) -> Intervals:
    """The shares of edges reached from their nodes: edges, starts and ends; one piece where both sides meet."""
    left = limit - cost[search.network.ends]
    edge = np.flatnonzero((left >= 0).any(axis=1))
    ahead = _share(left[edge, 0], search.towards_end[edge])
    back = 1 - _share(left[edge, 1], search.towards_start[edge])
    whole = ahead >= back
    split = edge[~whole]
    edges = np.concatenate([edge[whole], split, split])
    starts = np.concatenate([np.zeros(int(whole.sum()) + len(split)), back[~whole]])
    ends = np.concatenate([np.ones(int(whole.sum())), ahead[~whole], np.ones(len(split))])
    return edges, starts, ends


def _from_sources(search: Search, source: int, limit: float) -> Intervals:
    """The shares of edges reached from sources that stand at them."""
    sources = search.sources
    beyond = limit - search.off_street * sources.away
    mine = np.flatnonzero(((sources.place == source) | (source == ALL)) & (beyond > 0))
    edge, left = sources.edge[mine], beyond[mine]
    ahead = np.minimum(sources.high[mine] + _share(left, search.towards_end[edge]), 1)
    back = np.maximum(sources.low[mine] - _share(left, search.towards_start[edge]), 0)
    return edge, back, ahead


def _joined(edge: NDArray[np.intp], start: NDArray[np.float64], end: NDArray[np.float64]) -> Intervals:
    """Shares of edges that overlap or touch as one."""
    long = end > start
    order = np.lexsort((start[long], edge[long]))
    edge, start, end = edge[long][order], start[long][order], end[long][order]
    reached = np.maximum.accumulate(2.0 * edge + end)
    first = np.flatnonzero(np.append(True, 2.0 * edge[1:] + start[1:] > reached[:-1])) if len(edge) else edge
    return edge[first], start[first], np.maximum.reduceat(end, first) if len(edge) else end


def _share(left: NDArray[np.float64], cost: NDArray[np.float64]) -> NDArray[np.float64]:
    """How much of an edge can be gone with what is left, 0..1; nothing of a closed way."""
    return np.clip(np.where(np.isfinite(left), left, 0) / cost, 0, 1)


def _land(streets: Any, width: float, hole: float) -> Any:
    shapely = require("shapely")
    pieces = shapely.get_parts(streets)
    if not len(pieces):
        return shapely.from_wkt("MULTIPOLYGON EMPTY")
    area = shapely.union_all(shapely.buffer(pieces, width, quad_segs=CORNER_SEGMENTS))
    filled = shapely.union_all([_filled(part, hole) for part in shapely.get_parts(area)])
    return shapely.multipolygons(shapely.get_parts(filled))


def _filled(polygon: Any, hole: float) -> Any:
    shapely = require("shapely")
    rings = shapely.get_rings(polygon)
    kept = [ring for ring in rings[1:] if shapely.area(shapely.polygons(ring)) > hole]
    return shapely.polygons(rings[0], kept) if kept else shapely.polygons(rings[0])
