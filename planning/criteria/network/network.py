from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from ...libraries import require
from ..column import Finding

if TYPE_CHECKING:
    from numpy.typing import NDArray

METRES, MINUTES = "metres", "minutes"
MEASURES = (METRES, MINUTES)
METRES_PER_MINUTE = 1000 / 60
NOWHERE = -1


@dataclass(frozen=True)
class Network:
    """Streets as edges between nodes.

    lines (e,) are the edges; rows (e,) the features that they are parts of; ends (e, 2) the nodes where each starts
    and ends; metres (e,); speeds (e, 2) in km/h along and against the line, 0 where that way is closed; made (e,) marks
    edges that bridge a gap. nodes is their number.
    """

    lines: NDArray[np.object_]
    rows: NDArray[np.intp]
    ends: NDArray[np.intp]
    metres: NDArray[np.float64]
    speeds: NDArray[np.float64]
    made: NDArray[np.bool_]
    nodes: int
    findings: tuple[Finding, ...] = ()

    def __len__(self) -> int:
        return len(self.lines)

    def taken(self, wanted: NDArray[np.bool_]) -> Network:
        """The wanted edges alone, between the same nodes."""
        names = ("lines", "rows", "ends", "metres", "speeds", "made")
        return replace(self, **{name: getattr(self, name)[wanted] for name in names})

    def found(self, findings: list[Finding]) -> Network:
        return replace(self, findings=(*self.findings, *findings))

    def costs(self, measure: str) -> NDArray[np.float64]:
        """Metres or minutes along and against each edge (e, 2); infinite where that way is closed."""
        open_ways = self.speeds > 0
        if measure == METRES:
            return np.where(open_ways, self.metres[:, None], np.inf)
        speeds = np.where(open_ways, self.speeds, np.nan) * METRES_PER_MINUTE
        return np.where(open_ways, self.metres[:, None] / speeds, np.inf)

    @cached_property
    def tree(self) -> Any:
        """The edges by place."""
        return require("shapely").STRtree(self.lines)

    @property
    def is_open(self) -> NDArray[np.bool_]:
        """Whether each edge (e,) is open any way; barriers close what they touch."""
        return (self.speeds > 0).any(axis=1)

    def islands(self) -> NDArray[np.intp]:
        """The island of each edge (e,): 1 is the longest one; islands hang together whatever the directions, and a
        closed edge is an island of its own, after all others."""
        sparse, connected = require("scipy.sparse"), require("scipy.sparse.csgraph").connected_components
        open_ones = self.is_open
        start, end = self.ends[open_ones].T
        graph = sparse.coo_matrix((np.ones(len(start), dtype=np.int8), (start, end)), shape=(self.nodes, self.nodes))
        count, label = connected(graph, directed=False)
        island = np.where(open_ones, label[self.ends[:, 0]], count + np.arange(len(self)))
        length = np.bincount(island, weights=self.metres)
        present = np.unique(island)
        ordered = present[np.lexsort((-length[present], present >= count))]
        number = np.zeros(len(length), dtype=np.intp)
        number[ordered] = np.arange(1, len(ordered) + 1)
        return number[island]
