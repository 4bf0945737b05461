"""Least ways over streets, after Dijkstra (1959), A note on two problems in connexion with graphs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from ...libraries import require
from .entrances import Entrances
from .network import METRES, Network

if TYPE_CHECKING:
    from numpy.typing import NDArray

TO, FROM = "to", "from"
DIRECTIONS = (TO, FROM)
A_LITTLE_MORE = 1 + 1e-9


@dataclass(frozen=True)
class Search:
    """Ways between the sources (f,), such as facilities, and everywhere else on a network.

    A search spreads from the sources; towards_end and towards_start (e,) say what it costs to spread over each edge.
    People travel "to" the sources unless `direction` is "from", so the search runs against them. off_street is the cost
    of each metre between a place and the street, 0 where that is not counted.
    """

    network: Network
    sources: Entrances
    measure: str = METRES
    direction: str = TO
    off_street: float = 0.0

    @cached_property
    def towards_end(self) -> NDArray[np.float64]:
        return self._costs[:, 1 if self.direction == TO else 0]

    @cached_property
    def towards_start(self) -> NDArray[np.float64]:
        return self._costs[:, 0 if self.direction == TO else 1]

    @cached_property
    def _costs(self) -> NDArray[np.float64]:
        return self.network.costs(self.measure)

    @cached_property
    def graph(self) -> Any:
        """A sparse matrix of arcs between the nodes and after them the sources; of parallel arcs the least."""
        start, end = self.network.ends.T
        source, node, cost = self.steps(self.sources)
        rows = np.concatenate([start, end, self.network.nodes + self.sources.place[source]])
        columns = np.concatenate([end, start, node])
        return _least_arcs(
            rows,
            columns,
            np.concatenate([self.towards_end, self.towards_start, cost]),
            self.network.nodes + len(self.sources),
        )

    def steps(self, entrances: Entrances) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.float64]]:
        """From each source's entrance to both nodes of its edge: positions of entrances, nodes, costs (2a,)."""
        start, end = self.network.ends[entrances.edge].T
        to_start = _part(entrances.low, self.towards_start[entrances.edge])
        to_end = _part(1 - entrances.high, self.towards_end[entrances.edge])
        every = np.arange(len(entrances.edge))
        away = self.off_street * entrances.away
        return np.tile(every, 2), np.concatenate([start, end]), np.concatenate([to_start + away, to_end + away])

    def last_steps(self, entrances: Entrances) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
        """From both nodes of its edge to each entrance: nodes and costs (2, a)."""
        from_start = _part(entrances.low, self.towards_end[entrances.edge])
        from_end = _part(1 - entrances.high, self.towards_start[entrances.edge])
        away = self.off_street * entrances.away
        return self.network.ends[entrances.edge].T, np.stack([from_start, from_end]) + away

    def along(self, source: NDArray[np.intp], places: Entrances, entrance: NDArray[np.intp]) -> NDArray[np.float64]:
        """The cost (p,) from entrances of sources to entrances of places on the same edges, along these."""
        edge = places.edge[entrance]
        ahead = np.maximum(places.low[entrance] - self.sources.high[source], 0)
        back = np.maximum(self.sources.low[source] - places.high[entrance], 0)
        cost = np.where(ahead > 0, self.towards_end[edge], self.towards_start[edge])
        return _part(ahead + back, cost) + self.off_street * (self.sources.away[source] + places.away[entrance])

    def nearest(self) -> tuple[NDArray[np.float64], NDArray[np.intp]]:
        """For each node (n,) the least cost to a source, infinite where there is none, and that source, -1 for none."""
        nodes = self.network.nodes
        if not len(self.sources):
            return np.full(nodes, np.inf), np.full(nodes, -1, dtype=np.intp)
        dijkstra = require("scipy.sparse.csgraph").dijkstra
        indices = nodes + np.arange(len(self.sources))
        cost, _, source = dijkstra(self.graph, indices=indices, min_only=True, return_predecessors=True)
        return cost[:nodes], np.where(np.isfinite(cost[:nodes]), source[:nodes] - nodes, -1)

    def bounded(self, sources: NDArray[np.intp], limit: float) -> NDArray[np.float64]:
        """The cost from each of the sources (k,) to each node (k, n), infinite beyond the limit."""
        dijkstra = require("scipy.sparse.csgraph").dijkstra
        cost = dijkstra(self.graph, indices=self.network.nodes + sources, limit=limit * A_LITTLE_MORE)
        reached: NDArray[np.float64] = cost[:, : self.network.nodes]
        return reached


def _part(share: NDArray[np.float64], cost: NDArray[np.float64]) -> NDArray[np.float64]:
    """A share of a cost; nothing of a closed way costs nothing."""
    return np.where(share == 0, 0.0, np.where(share == 0, 1.0, share) * cost)


def _least_arcs(rows: NDArray[np.intp], columns: NDArray[np.intp], costs: NDArray[np.float64], size: int) -> Any:
    usable = np.isfinite(costs)
    rows, columns, costs = rows[usable], columns[usable], costs[usable]
    order = np.lexsort((costs, columns, rows))
    rows, columns, costs = rows[order], columns[order], costs[order]
    first = np.ones(len(rows), dtype=bool)
    first[1:] = (np.diff(rows) > 0) | (np.diff(columns) > 0)
    starts = np.searchsorted(rows[first], np.arange(size + 1))
    return require("scipy.sparse").csr_matrix((costs[first], columns[first], starts), shape=(size, size))
