"""Pairs of spots that lie near each other, in runs of a bounded number of pairs however dense the spots are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from ...libraries import require
from ...progress import SILENT, Progress

if TYPE_CHECKING:
    from numpy.typing import NDArray

MOST_PAIRS = 1_000_000


def pairs_near(
    spots: NDArray[np.float64], others: NDArray[np.float64], distance: float, progress: Progress = SILENT
) -> Iterator[tuple[slice, NDArray[Any]]]:
    """Every pair of a spot (s, 2) and another one (o, 2) no further apart than `distance`, a run of spots at a time:
    the run, and the pairs as records of i, counted within the run, j, and their distance v."""
    tree = require("scipy.spatial").cKDTree
    if not len(others):
        return
    around, start, size = tree(others), 0, 1
    while start < len(spots):
        progress.step(start, len(spots))
        rows = slice(start, min(start + size, len(spots)))
        run = tree(spots[rows])
        pairs = run.count_neighbors(around, distance)
        if pairs > MOST_PAIRS and size > 1:
            size = max(1, (rows.stop - rows.start) // 2)
            continue
        yield rows, run.sparse_distance_matrix(around, distance, output_type="ndarray")
        start = rows.stop
        size *= 2 if pairs < MOST_PAIRS / 2 else 1


def side_by_side(spots: NDArray[np.float64]) -> NDArray[np.intp]:
    """An order in which runs of spots (s, 2) lie close together, so that each run meets few of all others."""
    order: NDArray[np.intp] = require("scipy.spatial").cKDTree(spots).indices if len(spots) else np.empty(0, np.intp)
    return order
