"""What a programme is chosen from: candidates, money by fund and year, and the rules of the choice.

Money is whole currency units, so that sums are exact. Years are calendar years.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

Payers = frozenset[str]


@dataclass(frozen=True)
class Candidate:
    """A measure that may be chosen.

    `profile` is its cost in each year of work, so its length is the duration; `earliest` and `latest` bound the year
    in which it may start. A running measure starts in `earliest`, possibly before the programme, and in no other year.
    `areas` are codes of focus areas. A value of 0 with `scored` False means that the score is unknown.
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

    @property
    def duration(self) -> int:
        return len(self.profile)

    @property
    def cost(self) -> int:
        return sum(self.profile)

    def end(self, start: int) -> int:
        """The last year of work."""
        return start + self.duration - 1

    def costs(self, start: int) -> dict[int, int]:
        """Year → cost of that year, for a start in `start`."""
        return {start + offset: cost for offset, cost in enumerate(self.profile) if cost}


@dataclass(frozen=True)
class Fund:
    """A source of money; `sectors` None means that it pays for everything."""

    code: str
    name: str
    sectors: frozenset[str] | None = None

    def pays(self, candidate: Candidate) -> bool:
        return self.sectors is None or candidate.sector in self.sectors


@dataclass(frozen=True)
class Budget:
    """What a fund, named by its code, has in a year."""

    fund: str
    year: int
    amount: int


@dataclass(frozen=True)
class Floor:
    """The least that must go to an area: a share of all money spent in the programme, or an amount."""

    area: str
    share: float = 0.0
    amount: int = 0

    def holds(self, in_area: int, total: int) -> bool:
        # A share is a decimal that people write; in units of a billionth its product with money stays exact.
        return in_area >= self.amount and in_area * 10**9 >= round(self.share * 10**9) * total


@dataclass(frozen=True)
class Rules:
    """What every programme must keep. Measures are named by id.

    requires (a, b): a only together with b, and after b has ended. after (a, b): where both are chosen, a starts after
    b has ended. exclusive: at most one of each set. carry_over: a fund may spend later what it has left in a year.
    """

    requires: tuple[tuple[str, str], ...] = ()
    after: tuple[tuple[str, str], ...] = ()
    exclusive: tuple[frozenset[str], ...] = ()
    floors: tuple[Floor, ...] = ()
    carry_over: bool = False

    @property
    def order(self) -> tuple[tuple[str, str], ...]:
        """Every pair (a, b) of which a starts after b has ended, if both are chosen."""
        return self.requires + self.after


@dataclass(frozen=True)
class Links:
    """The rules between measures, from each measure's side.

    requires: must be chosen and have ended before it; before: must have ended before it, where chosen; later: may only
    start after its end; excludes: cannot stand beside it.
    """

    requires: Mapping[str, set[str]]
    before: Mapping[str, set[str]]
    later: Mapping[str, set[str]]
    excludes: Mapping[str, set[str]]


@dataclass(frozen=True)
class Problem:
    """One choice to make, over the years first_year..last_year.

    `other_names` are codes of measures that are no candidates but that rules speak of: they are never chosen.
    """

    candidates: tuple[Candidate, ...]
    funds: tuple[Fund, ...]
    budgets: tuple[Budget, ...]
    first_year: int
    last_year: int
    rules: Rules = Rules()
    area_names: Mapping[str, str] = field(default_factory=dict)
    other_names: Mapping[str, str] = field(default_factory=dict)
    currency: str = "UAH"

    @property
    def years(self) -> range:
        return range(self.first_year, self.last_year + 1)

    @cached_property
    def by_id(self) -> dict[str, Candidate]:
        return {candidate.id: candidate for candidate in self.candidates}

    @cached_property
    def money(self) -> dict[tuple[str, int], int]:
        """(fund, year) → amount, for the years of the programme."""
        amounts: dict[tuple[str, int], int] = defaultdict(int)
        for budget in self.budgets:
            if budget.year in self.years:
                amounts[budget.fund, budget.year] += budget.amount
        return dict(amounts)

    @cached_property
    def payers(self) -> dict[str, Payers]:
        """Candidate → the funds that may pay for it."""
        return {c.id: frozenset(fund.code for fund in self.funds if fund.pays(c)) for c in self.candidates}

    @cached_property
    def starts(self) -> dict[str, range]:
        """Candidate → the years in which it may start; none where it does not fit the programme's years."""
        return {candidate.id: self._starts(candidate) for candidate in self.candidates}

    @cached_property
    def links(self) -> Links:
        requires, before, later, excludes = (_sets() for _ in range(4))
        for measure, needed in self.rules.requires:
            requires[measure].add(needed)
        for measure, needed in self.rules.order:
            before[measure].add(needed)
            later[needed].add(measure)
        for group in self.rules.exclusive:
            for key in group:
                excludes[key] |= group - {key}
        return Links(requires, before, later, excludes)

    def name_of(self, key: str) -> str:
        """The code of a measure."""
        return self.by_id[key].code if key in self.by_id else self.other_names.get(key, key)

    def area_name(self, area: str) -> str:
        return self.area_names.get(area) or area

    def _starts(self, candidate: Candidate) -> range:
        if candidate.must_not:
            return range(0)
        if candidate.running:
            goes_on = candidate.earliest <= self.last_year and candidate.end(candidate.earliest) >= self.first_year
            return range(candidate.earliest, candidate.earliest + goes_on)
        last = min(candidate.latest, self.last_year - candidate.duration + 1)
        return range(max(candidate.earliest, self.first_year), last + 1)

    def costs(self, candidate: Candidate, start: int) -> dict[int, int]:
        """Year → cost, in the years of the programme only: what a running measure cost before is spent."""
        return {year: cost for year, cost in candidate.costs(start).items() if year in self.years}

    def spending(self, candidate: Candidate, start: int) -> int:
        """What the programme spends on it."""
        return sum(self.costs(candidate, start).values())


def _sets() -> defaultdict[str, set[str]]:
    return defaultdict(set)


def spread(cost: int, years: int) -> tuple[int, ...]:
    """A cost in equal yearly parts; what does not divide goes to the first years."""
    even, rest = divmod(cost, years)
    return tuple(even + (year < rest) for year in range(years))
