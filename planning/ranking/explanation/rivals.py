from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

NOBODY = -1


@dataclass(frozen=True)
class Rivals:
    """Whom each of n alternatives is compared with: the next above it, for the first ones the next below.

    rival (n,) holds places, NOBODY where there is none; of several with one rank the first in the list. sharing (n,)
    counts those that have the same rank, the alternative itself among them.
    """

    rival: NDArray[np.int64]
    sharing: NDArray[np.int64]


def rivals_of(ranks: list[int | None]) -> Rivals:
    places = np.array([rank or 0 for rank in ranks], dtype=np.int64)
    order = np.argsort(places, kind="stable")[int((places == 0).sum()) :]
    rival, sharing = np.full(len(places), NOBODY, dtype=np.int64), np.zeros(len(places), dtype=np.int64)
    if order.size:
        starts = np.flatnonzero(np.diff(places[order], prepend=0))
        sizes = np.diff(np.append(starts, len(order)))
        firsts = order[starts]
        above = np.append(firsts[1] if len(firsts) > 1 else NOBODY, firsts[:-1])
        rival[order], sharing[order] = np.repeat(above, sizes), np.repeat(sizes, sizes)
    return Rivals(rival, sharing)
