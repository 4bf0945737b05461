"""What a programme is chosen from: candidates, money by fund and year, and the rules of the choice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from .candidate import Budget, Candidate, Fund
from .rules import Links, Pair, Rules

Terms = tuple[tuple[str, float, float], ...]


@dataclass(frozen=True)
class Problem:
    """One choice to make, over the years first_year..last_year.

    `other_names` are codes of measures that are no candidates but that rules speak of: they are never chosen. `index`
    is the price level of a year, 1 where it is not named; `discount` lowers value that comes later, a year.
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
    index: Mapping[int, float] = field(default_factory=dict)
    discount: float = 0.0

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
    def payers(self) -> dict[str, frozenset[str]]:
        """Candidate → the funds that may pay for it."""
        return {key: frozenset(fund for fund, _, _ in terms) for key, terms in self.terms.items()}

    @cached_property
    def terms(self) -> dict[str, Terms]:
        """Candidate → (fund, least, most) of each fund that may pay for it: measures of the same terms are paid
        alike."""
        return {
            c.id: tuple((fund.code, *fund.share_of(c)) for fund in self.funds if fund.pays(c)) for c in self.candidates
        }

    @cached_property
    def starts(self) -> dict[str, range]:
        """Candidate → the years in which it may start; none where it does not fit the programme's years."""
        return {candidate.id: self._starts(candidate) for candidate in self.candidates}

    @cached_property
    def links(self) -> Links:
        rules = self.rules
        excludes = _sets()
        for group in rules.exclusive:
            for key in group:
                excludes[key] |= group - {key}
        return Links(
            requires=_neighbours(rules.requires + rules.not_before),
            required_by=_neighbours((b, a) for a, b in rules.requires + rules.not_before),
            before=_neighbours(rules.requires + rules.after),
            later=_neighbours((b, a) for a, b in rules.requires + rules.after),
            opens=_neighbours(rules.not_before),
            opened=_neighbours((b, a) for a, b in rules.not_before),
            partners=_neighbours(rules.same_start + tuple((b, a) for a, b in rules.same_start)),
            excludes=excludes,
        )

    @cached_property
    def savings(self) -> dict[Pair, tuple[int, ...]]:
        """What a pair saves in each year of work, the first years first; all pairs of a measure save no more than it
        costs."""
        left = {pair.first: list(self.by_id[pair.first].profile) for pair in self.pairs}
        return {pair: _taken(left[pair.first], pair.saving) for pair in self.pairs}

    @cached_property
    def pairs(self) -> tuple[Pair, ...]:
        """The pairs of which both are candidates."""
        return tuple(p for p in dict.fromkeys(self.rules.pairs) if p.first in self.by_id and p.second in self.by_id)

    @cached_property
    def pairs_of(self) -> dict[str, list[Pair]]:
        """Candidate → the pairs it is in."""
        found: dict[str, list[Pair]] = {candidate.id: [] for candidate in self.candidates}
        for pair in self.pairs:
            found[pair.first].append(pair)
            found[pair.second].append(pair)
        return found

    def name_of(self, key: str) -> str:
        """The code of a measure."""
        return self.by_id[key].code if key in self.by_id else self.other_names.get(key, key)

    def area_name(self, area: str) -> str:
        return self.area_names.get(area) or area

    @cached_property
    def _costs(self) -> dict[tuple[str, int], dict[int, int]]:
        return {}

    def costs(self, candidate: Candidate, start: int) -> dict[int, int]:
        """Year → cost at that year's prices, in the years of the programme only: what a running measure cost before is
        spent."""
        found = self._costs.get((candidate.id, start))
        if found is None:
            priced = {year: int(cost * self.level(year) + 0.5) for year, cost in enumerate(candidate.profile, start)}
            found = {year: cost for year, cost in priced.items() if cost and year in self.years}
            self._costs[candidate.id, start] = found
        return found

    def spending(self, candidate: Candidate, start: int) -> int:
        """What the programme spends on it."""
        return sum(self.costs(candidate, start).values())

    def saved(self, pair: Pair, start: int) -> dict[int, int]:
        """Year → money that a pair saves where both start in `start`."""
        saved = {year: int(part * self.level(year)) for year, part in enumerate(self.savings[pair], start)}
        return {year: amount for year, amount in saved.items() if amount and year in self.years}

    def level(self, year: int) -> float:
        """The price level of a year; 1 is that of the first."""
        return self.index.get(year, 1.0)

    def bills(self, starts: Mapping[str, int]) -> dict[tuple[str, int], int]:
        """(measure, year) → what has to be paid, savings of pairs taken off."""
        due = {
            (key, year): cost
            for key, start in starts.items()
            for year, cost in self.costs(self.by_id[key], start).items()
        }
        for pair in self.pairs:
            start = starts.get(pair.first)
            if start is not None and starts.get(pair.second) == start:
                for year, amount in self.saved(pair, start).items():
                    due[pair.first, year] -= amount
        return {key: amount for key, amount in due.items() if amount}

    def worth(self, candidate: Candidate, start: int) -> float:
        """Its value to the programme: less, where value is discounted, the later it is completed."""
        return candidate.value / (1 + self.discount) ** max(candidate.end(start) - self.first_year, 0)

    def value_of(self, starts: Mapping[str, int]) -> float:
        """What measures that start in these years are worth together."""
        alone = sum(self.worth(c, starts[c.id]) for c in self.candidates if c.id in starts)
        return alone + sum(pair.bonus for pair in self.pairs if pair.first in starts and pair.second in starts)

    def members(self, kind: str, code: str) -> tuple[Candidate, ...]:
        """The candidates of an area, sector, group or settlement."""
        return tuple(candidate for candidate in self.candidates if candidate.belongs_to(kind, code))

    def _starts(self, candidate: Candidate) -> range:
        if candidate.must_not:
            return range(0)
        if candidate.running:
            goes_on = candidate.earliest <= self.last_year and candidate.end(candidate.earliest) >= self.first_year
            return range(candidate.earliest, candidate.earliest + goes_on)
        last = min(candidate.latest, self.last_year - candidate.duration + 1)
        return range(max(candidate.earliest, self.first_year), last + 1)


def _sets() -> defaultdict[str, set[str]]:
    return defaultdict(set)


def _neighbours(pairs: Iterable[tuple[str, str]]) -> defaultdict[str, set[str]]:
    found = _sets()
    for measure, other in pairs:
        found[measure].add(other)
    return found


def _taken(left: list[int], amount: int) -> tuple[int, ...]:
    """Take an amount from yearly costs, the first years first; `left` keeps what is not taken."""
    taken = []
    for year, cost in enumerate(left):
        taken.append(min(cost, amount))
        amount -= taken[year]
        left[year] -= taken[year]
    return tuple(taken)
