"""Who is left without a place, by demand unit, as a whole, and by district."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from .access import Access, Demand
from .districts import sums_by
from .shortage import below, shortage

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Unserved:
    """People of u demand units, NaN where unknown: all (u,), those without a place, those under the norm, those with no
    facility in reach; and the places that all of them have."""

    people: NDArray[np.float64]
    unserved: NDArray[np.float64]
    below_norm: NDArray[np.float64]
    out_of_reach: NDArray[np.float64]
    held: NDArray[np.float64]

    @property
    def columns(self) -> Mapping[str, NDArray[np.float64]]:
        return {"unserved": self.unserved, "below_norm": self.below_norm, "out_of_reach": self.out_of_reach}

    def totals(self) -> Mapping[str, float]:
        """The sums over what is known; NaN where there are units and nothing is known; "access" is the mean."""
        sums = self.by_district(np.zeros(len(self.people), dtype=np.intp), 1)
        return {name: float(column[0]) for name, column in sums.items()}

    def by_district(self, district: NDArray[np.intp], count: int) -> Mapping[str, NDArray[np.float64]]:
        """Sums by district (count,), -1 for none, and the mean access of the people there."""
        columns = {"people": self.people, **self.columns}
        sums = {name: sums_by(district, column, count) for name, column in columns.items()}
        counted = sums_by(district, np.where(np.isnan(self.held), np.nan, self.people), count)
        held = sums_by(district, self.held, count)
        mean = np.divide(held, counted, out=np.full(count, np.nan), where=counted > 0)
        share = np.divide(sums["unserved"], counted, out=np.full(count, np.nan), where=counted > 0)
        return {**sums, "unserved_share": share, "access": mean}


def unserved_people(demand: Demand, access: Access, norm: float | None) -> Unserved:
    """Who is without a place by a norm of capacity for each person; without one, who has nothing in reach."""
    people, have = demand.people, access.access
    nothing = np.where(access.facilities > 0, 0.0, people)
    out_of_reach = np.where(demand.placed, nothing, np.nan)
    return Unserved(people, shortage(people, have, norm), below(people, have, norm), out_of_reach, people * have)
