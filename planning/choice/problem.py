from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Candidate:
    """A measure that may be chosen: value ≥ 0, cost in whole currency units spread evenly over `years` years.

    `earliest` is the first year in which it may start; `funds` are the codes of the funds that may pay for it.
    """

    id: str
    name: str
    value: float
    cost: int
    years: int
    earliest: int
    funds: frozenset[str]
    areas: frozenset[str] = frozenset()

    def cost_in(self, year_of_work: int) -> int:
        """Cost of the first, second … year of work (0, 1 …); the years sum exactly to the cost."""
        return self.cost * (year_of_work + 1) // self.years - self.cost * year_of_work // self.years


@dataclass(frozen=True)
class Floor:
    """At least `share` of the money spent goes to the measures of an area."""

    area: str
    share: float


@dataclass(frozen=True)
class Rules:
    """What limits the choice besides money, by candidate id.

    requires: (a, b): a starts only after b has ended. exclusive: at most one of each set.
    """

    must: frozenset[str] = frozenset()
    requires: tuple[tuple[str, str], ...] = ()
    exclusive: tuple[frozenset[str], ...] = ()
    floors: tuple[Floor, ...] = ()
    carry_over: bool = False


@dataclass(frozen=True)
class Problem:
    """Choose candidates and their start years within the budgets (fund, year) → whole currency units."""

    candidates: tuple[Candidate, ...]
    budgets: Mapping[tuple[str, int], int]
    first_year: int
    last_year: int
    rules: Rules = field(default_factory=Rules)

    @property
    def years(self) -> range:
        return range(self.first_year, self.last_year + 1)

    @property
    def funds(self) -> list[str]:
        return sorted({fund for fund, _ in self.budgets})

    def starts(self, candidate: Candidate) -> range:
        """The years in which a candidate can start and still end within the programme."""
        return range(max(candidate.earliest, self.first_year), self.last_year - candidate.years + 2)

    def budget(self, fund: str, year: int) -> int:
        return self.budgets.get((fund, year), 0)


@dataclass(frozen=True)
class Plan:
    """A choice: start year by candidate id, and payments (candidate id, fund, year) → whole currency units."""

    starts: Mapping[str, int]
    payments: Mapping[tuple[str, str, int], int]

    def value(self, problem: Problem) -> float:
        return sum(candidate.value for candidate in problem.candidates if candidate.id in self.starts)

    def spent(self, fund: str, year: int) -> int:
        return sum(amount for (_, paid_by, when), amount in self.payments.items() if (paid_by, when) == (fund, year))
