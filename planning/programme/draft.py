"""A programme in the making: measures with their start years, the money they need, and what may be added."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from .payments import affordable, needs_of
from .problem import Candidate, Payers, Problem


class Draft:
    """Start years of the chosen measures; keeps every rule except floors and the list of what must be done."""

    def __init__(self, problem: Problem, starts: Mapping[str, int] | None = None) -> None:
        self.problem = problem
        self.starts: dict[str, int] = dict(starts or {})
        self.needs: dict[tuple[Payers, int], int] = defaultdict(int, needs_of(problem, self.starts))

    @property
    def value(self) -> float:
        return sum(self.problem.by_id[key].value for key in sorted(self.starts))

    def add(self, key: str) -> bool:
        """Choose a measure with all it requires, each as early as it fits; False, and nothing changed, where it fails.

        What requires itself in a circle can never be added.
        """
        before = dict(self.starts)
        if self._add(key, set()):
            return True
        for added in set(self.starts) - set(before):
            self.remove(added)
        return False

    def _add(self, key: str, above: set[str]) -> bool:
        if key in self.starts:
            return True
        if key in above or key not in self.problem.by_id:
            return False
        if not all(self._add(needed, above | {key}) for needed in self.problem.links.requires[key]):
            return False
        start = next(self.open_starts(key), None)
        if start is None:
            return False
        self.place(key, start)
        return True

    def open_starts(self, key: str) -> Iterator[int]:
        """The years in which a measure could start beside what is chosen, the earliest first."""
        candidate = self.problem.by_id[key]
        if any(other in self.starts for other in self.problem.links.excludes[key]):
            return
        for start in self.problem.starts[key]:
            if self.in_order(candidate, start) and self.has_money(candidate, start):
                yield start

    def in_order(self, candidate: Candidate, start: int) -> bool:
        """Whether all it requires has ended before, and all that must come after it starts after its end."""
        by_id, starts, links = self.problem.by_id, self.starts, self.problem.links
        return (
            all(key in starts for key in links.requires[candidate.id])
            and all(by_id[key].end(starts[key]) < start for key in links.before[candidate.id] if key in starts)
            and all(starts[key] > candidate.end(start) for key in links.later[candidate.id] if key in starts)
        )

    def has_money(self, candidate: Candidate, start: int) -> bool:
        payers, costs = self.problem.payers[candidate.id], self.problem.costs(candidate, start)
        needs = dict(self.needs)
        for year, cost in costs.items():
            needs[payers, year] = needs.get((payers, year), 0) + cost
        return affordable(self.problem, needs, costs)

    def place(self, key: str, start: int) -> None:
        self.starts[key] = start
        self._spend(key, start, 1)

    def remove(self, key: str) -> None:
        self._spend(key, self.starts.pop(key), -1)

    def dependents(self, key: str) -> set[str]:
        """A chosen measure and all chosen ones that require it."""
        found, waiting = {key}, [key]
        while waiting:
            needed = waiting.pop()
            new = {a for a, b in self.problem.rules.requires if b == needed and a in self.starts} - found
            found |= new
            waiting.extend(new)
        return found

    def spending(self, area: str | None = None) -> int:
        """Money spent in all, or on the measures of an area."""
        return sum(
            self.problem.spending(candidate, start)
            for candidate, start in ((self.problem.by_id[key], start) for key, start in self.starts.items())
            if area is None or area in candidate.areas
        )

    def floors_hold(self) -> bool:
        total = self.spending()
        return all(floor.holds(self.spending(floor.area), total) for floor in self.problem.rules.floors)

    def _spend(self, key: str, start: int, sign: int) -> None:
        for year, cost in self.problem.costs(self.problem.by_id[key], start).items():
            self.needs[self.problem.payers[key], year] += sign * cost
