"""Lines under restrictions: one that runs along the common edge of two lies under both, but counts once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ...libraries import require
from ...progress import SILENT, Progress
from ..reach import chunks

if TYPE_CHECKING:
    from numpy.typing import NDArray


def shares_of_lines(
    lines: NDArray[np.object_],
    parts: NDArray[np.object_],
    levels: NDArray[np.float64],
    progress: Progress = SILENT,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The share (n,) of each line's length under any part (p,), and the same weighted by the strongest level at each
    spot."""
    shapely = require("shapely")
    tree, share, conflict = shapely.STRtree(parts), np.zeros(len(lines)), np.zeros(len(lines))
    for rows in chunks(len(lines), progress):
        line, part = tree.query(lines[rows], predicate="intersects")
        inside, level = shapely.intersection(lines[rows][line], parts[part]), levels[part]
        found, starts = np.unique(line, return_index=True)
        whole = shapely.length(shapely.union_all(lines[rows][found][:, None], axis=1))
        pieces = zip(np.split(inside, starts[1:]), np.split(level, starts[1:]))
        for row, size, (ways, strength) in zip(rows.start + found, whole, pieces):
            share[row], conflict[row] = _reached(ways, strength) / size
    return np.minimum(share, 1), np.minimum(conflict, 1)


def _reached(ways: NDArray[np.object_], level: NDArray[np.float64]) -> NDArray[np.float64]:
    """Metres along all ways, and the sum over levels of the level by the metres that no higher one reaches."""
    shapely = require("shapely")
    steps = np.unique(level)[::-1]
    reached = [shapely.length(shapely.union_all(ways[level >= step])) for step in steps]
    return np.array([reached[-1], steps @ np.diff(reached, prepend=0)])
