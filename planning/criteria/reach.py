"""What lies within reach of which places: the one spatial question that several criteria ask."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from time import perf_counter
from typing import TYPE_CHECKING

import numpy as np

from ..progress import SILENT, Progress
from .neighbourhood import Neighbourhood, box_sizes
from .shapes import has_place, measurable, only_where
from .tally import Reached, Tally

if TYPE_CHECKING:
    from numpy.typing import NDArray

CHUNK_SECONDS = 0.2
Pairs = tuple[slice, "NDArray[np.intp]", "NDArray[np.intp]"]


def sum_within(
    places: NDArray[np.object_],
    units: NDArray[np.object_],
    amounts: NDArray[np.float64],
    reach: float,
    community_wide: NDArray[np.bool_] | None = None,
    progress: Progress = SILENT,
) -> Reached:
    """Sum the amounts (u, g) of the units (u,) no further than `reach` metres from each place (n,).

    Distances are straight, in the plane, and between the geometries themselves: to the nearest part of a polygon, 0
    inside it. A unit counts once for a place, however many parts the place has. A community-wide place reaches every
    unit, also those without geometry. NaN amounts are unknown.
    """
    everyone = np.zeros(len(places), dtype=bool) if community_wide is None else community_wide
    near = pairs_within(only_where(places, ~everyone), units, reach, progress)
    return sum_of_pairs(near, amounts, has_place(places), everyone)


def sum_of_pairs(
    pairs: Iterable[Pairs], amounts: NDArray[np.float64], placed: NDArray[np.bool_], everyone: NDArray[np.bool_]
) -> Reached:
    """Sum the amounts (u, g) over pairs of places and units, each pair given once; see pairs_within.

    placed (n,) says whose place is known, everyone (n,) who reaches every unit without being paired with it.
    """
    tally = Tally(len(placed), amounts)
    for rows, place, unit in pairs:
        tally.add(rows, place, unit)
    tally.add_everything(everyone)
    return tally.reached(placed | everyone)


def pairs_within(
    places: NDArray[np.object_], units: NDArray[np.object_], reach: float, progress: Progress = SILENT
) -> Iterator[Pairs]:
    """Every pair no further apart than `reach` metres, a run of places at a time: the run, and positions of places
    within it and of units. Places and units without geometry pair with nothing."""
    around, wanted = Neighbourhood(measurable(units)), measurable(places)
    compact = box_sizes(wanted) <= reach
    for rows in chunks(len(places), progress):
        small, large = (rows.start + np.flatnonzero(kind) for kind in (compact[rows], ~compact[rows]))
        near, found = around.of_small(wanted[small], reach), around.of_any(wanted[large], reach)
        place = np.concatenate([small[near[0]], large[found[0]]]) - rows.start
        yield rows, place, np.concatenate([near[1], found[1]])


def chunks(total: int, progress: Progress) -> Iterator[slice]:
    """0..total in runs whose work takes about a fifth of a second each, so that cancelling is felt at once."""
    start, size = 0, 1
    while start < total:
        progress.step(start, total)
        began = perf_counter()
        yield slice(start, min(start + size, total))
        start, seconds = start + size, perf_counter() - began
        if seconds < CHUNK_SECONDS / 2:
            size *= 2
        elif seconds > CHUNK_SECONDS:
            size = max(1, size // 2)
