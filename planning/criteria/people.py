from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ..progress import SILENT, Progress
from .reach import has_place, pairs_within, usable

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True)
class PeopleServed:
    """People within reach of n places in g groups.

    people (n, g) sums what is known, NaN for a place that is unknown; unknown (n, g) counts the units in reach whose
    people are unknown; anyone (g,) is the number within reach of at least one place, each counted once.
    """

    people: NDArray[np.float64]
    unknown: NDArray[np.float64]
    anyone: NDArray[np.float64]


def people_served(
    places: NDArray[np.object_],
    units: NDArray[np.object_],
    people: NDArray[np.float64],
    reach: float,
    community_wide: NDArray[np.bool_] | None = None,
    progress: Progress = SILENT,
) -> PeopleServed:
    """Sum the people (u, g) of the units (u,) that lie within `reach` metres of each place (n,).

    A unit counts once for a place, however many parts the place has; a community-wide place serves every unit. A unit
    is in reach when any part of it is (for a building, its outline).
    """
    known = np.nan_to_num(people)
    missing = np.isnan(people).astype(float)
    place, unit = pairs_within(usable(places), usable(units), reach, progress)
    served = _sum_by(place, known[unit], len(places))
    unknown = _sum_by(place, missing[unit], len(places))
    everyone = np.zeros(len(places), dtype=bool) if community_wide is None else community_wide
    served[everyone], unknown[everyone] = known.sum(axis=0), missing.sum(axis=0)
    served[~everyone & ~has_place(places)] = np.nan
    reached = np.ones(len(units), dtype=bool) if everyone.any() else np.isin(np.arange(len(units)), unit)
    return PeopleServed(served, unknown, known[reached].sum(axis=0))


def _sum_by(group: NDArray[np.intp], values: NDArray[np.float64], size: int) -> NDArray[np.float64]:
    sums = [np.bincount(group, weights=column, minlength=size) for column in values.T]
    return np.array(sums).reshape(values.shape[1], size).T.copy()
