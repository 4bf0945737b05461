"""What may be chosen, and who may pay for it.

Money is whole currency units, so that sums are exact, in prices of the programme's first year; years are calendar
years.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Candidate:
    """A measure that may be chosen.

    `profile` is its cost in each year of work, so its length is the duration; `earliest` and `latest` bound the year
    in which it may start. A running measure starts in `earliest`, possibly before the programme, and in no other year.
    `areas` are codes of focus areas, `groups` names that the scenario gives, `people` beneficiaries by group of people
    ("all", "idp" …). `running_cost` is what it costs a year once it is completed; `cost_range` the least and greatest
    cost as multiples of the likely one; `shares` what a fund pays of it, where that differs from the fund's own rule.
    A value of 0 with `scored` False means that the score is unknown.
    """

    id: str
    code: str
    title: str
    value: float
    profile: tuple[int, ...]
    earliest: int
    latest: int
    sector: str = ""
    areas: frozenset[str] = frozenset()
    must: bool = False
    must_not: bool = False
    running: bool = False
    scored: bool = True
    owner: str = ""
    status: str = ""
    settlement: str = ""
    groups: frozenset[str] = frozenset()
    people: Mapping[str, int] = field(default_factory=dict)
    running_cost: int = 0
    cost_range: tuple[float, float] = (1.0, 1.0)
    shares: Mapping[str, tuple[float, float]] = field(default_factory=dict)

    @property
    def duration(self) -> int:
        return len(self.profile)

    @property
    def cost(self) -> int:
        return sum(self.profile)

    def end(self, start: int) -> int:
        """The last year of work."""
        return start + self.duration - 1

    def belongs_to(self, kind: str, code: str) -> bool:
        """Whether it is of an area, sector, group or settlement."""
        if kind == "area":
            return code in self.areas
        if kind == "group":
            return code in self.groups
        return code == (self.sector if kind == "sector" else self.settlement)


@dataclass(frozen=True)
class Fund:
    """A source of money: what it may pay for (None: everything), and its share of a measure's cost in each year.

    `least` binds every measure that the fund may pay for, `most` is the ceiling of its share.
    """

    code: str
    name: str
    sectors: frozenset[str] | None = None
    owners: frozenset[str] | None = None
    statuses: frozenset[str] | None = None
    least: float = 0.0
    most: float = 1.0

    def pays(self, candidate: Candidate) -> bool:
        limits = ((self.sectors, candidate.sector), (self.owners, candidate.owner), (self.statuses, candidate.status))
        allowed = all(limit is None or value in limit for limit, value in limits)
        return allowed and self.share_of(candidate)[1] > 0

    def share_of(self, candidate: Candidate) -> tuple[float, float]:
        """The least and the most it pays of what the measure costs in a year."""
        return candidate.shares.get(self.code, (self.least, self.most))


@dataclass(frozen=True)
class Budget:
    """What a fund, named by its code, has in a year."""

    fund: str
    year: int
    amount: int


def spread(cost: int, years: int) -> tuple[int, ...]:
    """A cost in equal yearly parts; what does not divide goes to the first years."""
    even, rest = divmod(cost, years)
    return tuple(even + (year < rest) for year in range(years))
