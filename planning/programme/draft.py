"""A programme in the making: measures with their start years, the money they need, and what may be added."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from .candidate import Candidate
from .payments import drawn_for, needs_of
from .problem import Problem
from .purses import Purses, purses_of
from .rules import MONEY
from .tally import Tally


class Draft:
    """Start years of the chosen measures; keeps every rule except those that ask for a least, or for a share."""

    def __init__(self, problem: Problem, starts: Mapping[str, int] | None = None) -> None:
        self.problem = problem
        self.starts: dict[str, int] = {}
        self.tally = Tally(problem)
        self.value = 0.0
        self._purses = purses_of(problem)
        self._load = np.zeros(len(self._purses.amount) if self._purses else 0)
        for key, start in (starts or {}).items():
            self.place(key, start)

    def add(self, key: str) -> bool:
        """Choose a measure with all it requires, each as early as it fits; False, and nothing changed, where it fails.

        What requires itself in a circle can never be added.
        """
        added: list[str] = []
        if self._add(key, set(), added):
            return True
        for other in reversed(added):
            self.remove(other)
        return False

    def restore(self, starts: Mapping[str, int]) -> None:
        """Go back to earlier start years."""
        for key in [key for key, _ in self.starts.items() - starts.items()]:
            self.remove(key)
        for key, start in starts.items() - self.starts.items():
            self.place(key, start)

    def _add(self, key: str, above: set[str], added: list[str]) -> bool:
        if key in self.starts:
            return True
        if key in above or key not in self.problem.by_id:
            return False
        if not all(self._add(needed, above | {key}, added) for needed in self.problem.links.requires[key]):
            return False
        start = next(self.open_starts(key), None)
        if start is None:
            return False
        self.place(key, start)
        added.append(key)
        return True

    def open_starts(self, key: str) -> Iterator[int]:
        """The years in which a measure could start beside what is chosen, the earliest first."""
        candidate = self.problem.by_id[key]
        if any(other in self.starts for other in self.problem.links.excludes[key]):
            return
        for start in self.problem.starts[key]:
            if (
                self.in_order(candidate, start)
                and self.within_limits(candidate, start)
                and self.has_money(candidate, start)
            ):
                yield start

    def in_order(self, candidate: Candidate, start: int) -> bool:
        """Whether a start keeps the rules of order with all that is chosen."""
        by_id, starts, links, key = self.problem.by_id, self.starts, self.problem.links, candidate.id
        end = candidate.end(start)
        return (
            all(other in starts for other in links.requires[key])
            and all(by_id[other].end(starts[other]) < start for other in links.before[key] if other in starts)
            and all(starts[other] > end for other in links.later[key] if other in starts)
            and all(starts[other] <= start for other in links.opens[key] if other in starts)
            and all(starts[other] >= start for other in links.opened[key] if other in starts)
            and all(starts[other] == start for other in links.partners[key] if other in starts)
        )

    def has_money(self, candidate: Candidate, start: int) -> bool:
        """Whether the funds can pay for it beside what is chosen."""
        if self._purses:
            return self._purses.suffice(self._load + self._loading(self._purses, self._changes(candidate.id, start)))
        needs = needs_of(self.problem, {**self.starts, candidate.id: start})
        return drawn_for(self.problem, needs) is not None

    def within_limits(self, candidate: Candidate, start: int) -> bool:
        """Whether no ceiling that is an amount or a number is passed with it."""
        spending: dict[str, int] = {}
        for key, costs in self._changes(candidate.id, start):
            spending[key] = spending.get(key, 0) + sum(costs.values())
        return self.tally.room_for(candidate, start, spending)

    def place(self, key: str, start: int) -> None:
        self._change(key, start, 1)
        self.starts[key] = start

    def remove(self, key: str) -> None:
        start = self.starts.pop(key)
        self._change(key, start, -1)

    def _change(self, key: str, start: int, sign: int) -> None:
        changes = self._changes(key, start)
        if self._purses:
            self._load = self._load + sign * self._loading(self._purses, changes)
        for payer, costs in changes:
            self.tally.spend(payer, sign * sum(costs.values()))
        self.tally.count(self.problem.by_id[key], start, sign)
        self.value += sign * self._worth(key, start)

    def dependents(self, key: str) -> set[str]:
        """A chosen measure and all chosen ones that require it."""
        found, waiting = {key}, [key]
        while waiting:
            new = self.problem.links.required_by[waiting.pop()] & self.starts.keys()
            waiting.extend(new - found)
            found |= new
        return found

    def spending(self, kind: str = "", code: str = "") -> int:
        """Money spent in all, or on the measures of an area, sector, group or settlement."""
        return self.counted(MONEY, kind, code)

    def counted(self, counted: str, kind: str = "", code: str = "") -> int:
        """Money, or people of a group, in all or of an area, sector, group or settlement."""
        by_id = self.problem.by_id
        inside = {key: start for key, start in self.starts.items() if not kind or by_id[key].belongs_to(kind, code)}
        if counted == MONEY:
            return sum(cost for (key, _), cost in self.problem.bills(self.starts).items() if key in inside)
        return sum(by_id[key].people.get(counted, 0) for key in inside)

    def floors_hold(self) -> bool:
        """Whether every quota and count is kept, those that ask for a least included."""
        return self.tally.holds()

    def sound(self) -> bool:
        """Whether the money does for all that is chosen: where a pair is parted, its saving is lost."""
        if self._purses:
            return self._purses.suffice(self._load)
        return drawn_for(self.problem, needs_of(self.problem, self.starts)) is not None

    def _worth(self, key: str, start: int) -> float:
        """What a measure adds to the value of what is chosen."""
        pairs = ((pair, pair.second if pair.first == key else pair.first) for pair in self.problem.pairs_of[key])
        bonus = sum(pair.bonus for pair, other in pairs if other in self.starts)
        return self.problem.worth(self.problem.by_id[key], start) + bonus

    def _changes(self, key: str, start: int) -> list[tuple[str, dict[int, int]]]:
        """What has to be paid more for which measure with this one, by year: its pairs save on the first of them."""
        problem = self.problem
        changes = [(key, problem.costs(problem.by_id[key], start))]
        for pair in problem.pairs_of[key]:
            other = pair.second if pair.first == key else pair.first
            if self.starts.get(other) == start:
                changes.append((pair.first, {year: -amount for year, amount in problem.saved(pair, start).items()}))
        return changes

    def _loading(self, purses: Purses, changes: list[tuple[str, dict[int, int]]]) -> NDArray[np.float64]:
        terms = self.problem.terms
        return np.sum([purses.load(terms[key], costs) for key, costs in changes], axis=0)
