"""The nearest source of places over streets, and every source in reach."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ...progress import SILENT, Progress
from ..reach import chunks
from .entrances import Entrances
from .search import Search

if TYPE_CHECKING:
    from numpy.typing import NDArray

NOBODY = -1


@dataclass(frozen=True)
class Routes:
    """The least way of n places: cost (n,), infinite where there is none, and the source (n,), -1 where none."""

    cost: NDArray[np.float64]
    source: NDArray[np.intp]


def nearest_source(search: Search, places: Entrances) -> Routes:
    """The least way from each place (n,) to any source: over the network, or along the edge that both are at."""
    cost, source = search.nearest()
    nodes, steps = search.last_steps(places)
    beside = Grouped(search.sources.edge, len(search.network))
    entrance, neighbour = beside.members_of(places.edge)
    costs = np.concatenate([*(cost[nodes] + steps), search.along(neighbour, places, entrance)])
    sources = np.concatenate([*source[nodes], search.sources.place[neighbour]])
    place = np.concatenate([places.place, places.place, places.place[entrance]])
    order = np.lexsort((sources, costs, place))
    first = order[np.unique(place[order], return_index=True)[1]]
    first = first[np.isfinite(costs[first])]
    routes = Routes(np.full(len(places), np.inf), np.full(len(places), NOBODY, dtype=np.intp))
    routes.cost[place[first]], routes.source[place[first]] = costs[first], sources[first]
    return routes


def pairs_within_streets(
    search: Search, units: Entrances, reach: float, progress: Progress = SILENT
) -> Iterator[tuple[slice, NDArray[np.intp], NDArray[np.intp], NDArray[np.float64]]]:
    """Every source and unit no further apart over streets than `reach`, a run of sources at a time: the run, positions
    of sources within it and of units, and the costs. As reach.pairs_within, where sources are called places."""
    nodes, steps = search.last_steps(units)
    near = Grouped(np.concatenate(nodes), search.network.nodes)
    beside = Grouped(units.edge, len(search.network))
    step, unit = np.concatenate(steps), np.tile(units.place, 2)
    for rows in chunks(len(search.sources), progress):
        cost = search.bounded(np.arange(rows.start, rows.stop), reach)
        source, node = np.nonzero(np.isfinite(cost))
        which, entrance = near.members_of(node)
        over = (source[which], unit[entrance], cost[source[which], node[which]] + step[entrance])
        yield (rows, *_least_pairs(over, _same_edge(search, units, beside, rows), reach))


class Grouped:
    """Members by the number of their group."""

    def __init__(self, group: NDArray[np.intp], size: int) -> None:
        self.order = np.argsort(group, kind="stable")
        self.first = np.searchsorted(group[self.order], np.arange(size + 1))

    def members_of(self, groups: NDArray[np.intp]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """For each member of the groups asked for (k,): the position of its group among them, and the member."""
        count = self.first[groups + 1] - self.first[groups]
        which = np.repeat(np.arange(len(groups)), count)
        offset = np.arange(len(which)) - np.repeat(np.cumsum(count) - count, count)
        return which, self.order[self.first[groups][which] + offset]


Pairs = tuple["NDArray[np.intp]", "NDArray[np.intp]", "NDArray[np.float64]"]


def _same_edge(search: Search, units: Entrances, beside: Grouped, rows: slice) -> Pairs:
    sources = search.sources
    mine = np.flatnonzero((sources.place >= rows.start) & (sources.place < rows.stop))
    which, entrance = beside.members_of(sources.edge[mine])
    source = mine[which]
    return sources.place[source] - rows.start, units.place[entrance], search.along(source, units, entrance)


def _least_pairs(one: Pairs, two: Pairs, reach: float) -> Pairs:
    """Each pair once, at its least cost, where that is in reach."""
    source, unit, cost = (np.concatenate(columns) for columns in zip(one, two))
    near = cost <= reach
    source, unit, cost = source[near], unit[near], cost[near]
    order = np.lexsort((cost, unit, source))
    source, unit, cost = source[order], unit[order], cost[order]
    first = np.ones(len(source), dtype=bool)
    first[1:] = (np.diff(source) > 0) | (np.diff(unit) > 0)
    return source[first], unit[first], cost[first]
