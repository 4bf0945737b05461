from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ..progress import SILENT, Progress
from .neighbourhood import Neighbourhood
from .reach import chunks
from .shapes import has_place, measurable

if TYPE_CHECKING:
    from numpy.typing import NDArray

NOBODY = -1


@dataclass(frozen=True)
class Nearest:
    """The nearest other facility of n places.

    metres (n,) is NaN where the place is unknown and infinite where there is no other facility; facility (n,) is the
    position of the one found, -1 where none. Infinity cannot be stored in a plan file: replace it before.
    """

    metres: NDArray[np.float64]
    facility: NDArray[np.intp]


def nearest_of(places: NDArray[np.object_], others: NDArray[np.object_], progress: Progress = SILENT) -> Nearest:
    """The nearest of the others (m,) to each place (n,), between the geometries themselves; 0 where they touch."""
    wanted = measurable(places)
    metres = np.where(has_place(wanted), np.inf, np.nan)
    nearest = np.full(len(places), NOBODY, dtype=np.intp)
    here = np.flatnonzero(has_place(others))
    if not len(here):
        return Nearest(metres, nearest)
    around = Neighbourhood(measurable(others[here]))
    for rows in chunks(len(places), progress):
        place, found, distances = around.nearest(wanted[rows])
        metres[rows.start + place], nearest[rows.start + place] = distances, here[found]
    return Nearest(metres, nearest)
