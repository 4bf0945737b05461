from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from .candidate import Candidate
from .problem import Problem
from .rules import MONEY, Quota


class Tally:
    """What a programme in the making has so far of all that quotas, counts and the running ceiling speak of."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.chosen: set[str] = set()
        self.running = 0
        self._all: Counter[str] = Counter()
        self._inside: Counter[Quota] = Counter()
        quotas = problem.rules.quotas
        self._quotas = {c.id: [q for q in quotas if c.belongs_to(q.kind, q.code)] for c in problem.candidates}
        self._people = {quota.counted for quota in quotas} - {MONEY}
        self._counts = {c.id: [n for n in problem.rules.counts if c.id in n.members] for c in problem.candidates}

    def count(self, candidate: Candidate, start: int, sign: int) -> None:
        """A measure comes (1) or goes (-1), its money apart."""
        (self.chosen.add if sign > 0 else self.chosen.remove)(candidate.id)
        for counted in self._people:
            self._all[counted] += sign * candidate.people.get(counted, 0)
        for quota in self._quotas[candidate.id]:
            if quota.counted != MONEY:
                self._inside[quota] += sign * candidate.people.get(quota.counted, 0)
        self.running += sign * self._running_cost(candidate, start)

    def spend(self, key: str, amount: int) -> None:
        """Money more (less, where negative) for a measure."""
        self._all[MONEY] += amount
        for quota in self._quotas[key]:
            if quota.counted == MONEY:
                self._inside[quota] += amount

    def room_for(self, candidate: Candidate, start: int, spending: Mapping[str, int]) -> bool:
        """Whether no ceiling that is an amount or a number is passed with a measure; `spending` is by measure."""
        counts = (count for count in self._counts[candidate.id] if count.most is not None)
        if any(len(count.members & self.chosen) >= (count.most or 0) for count in counts):
            return False
        ceiling = self.problem.rules.running_ceiling
        if ceiling is not None and self.running + self._running_cost(candidate, start) > ceiling:
            return False
        more: Counter[Quota] = Counter()
        for key, amount in spending.items():
            more.update({quota: amount for quota in self._quotas[key] if quota.counted == MONEY})
        people = (quota for quota in self._quotas[candidate.id] if quota.counted != MONEY)
        more.update({quota: candidate.people.get(quota.counted, 0) for quota in people})
        return all(quota.most is None or self._inside[quota] + amount <= quota.most for quota, amount in more.items())

    def inside(self, quota: Quota) -> int:
        """What measures of its kind have."""
        return self._inside[quota]

    def total(self, counted: str = MONEY) -> int:
        """Money spent in all, or people."""
        return self._all[counted]

    def holds(self) -> bool:
        """Whether every quota and count is kept, those that ask for a least included."""
        rules = self.problem.rules
        return all(quota.holds(self._inside[quota], self._all[quota.counted]) for quota in rules.quotas) and all(
            len(count.members & self.chosen) >= count.least for count in rules.counts
        )

    def missing(self) -> float:
        """How far quotas and counts are from being kept, each as a share of what it asks for; 0 where all are."""
        quotas = sum(self._missing(quota) for quota in self.problem.rules.quotas)
        counts = (
            max(count.least - len(count.members & self.chosen), 0) / max(count.least, 1)
            for count in self.problem.rules.counts
        )
        return quotas + sum(counts)

    def asked_for(self) -> set[str]:
        """The measures that could give quotas and counts what they miss."""
        rules = self.problem.rules
        short = {quota for quota in rules.quotas if self._inside[quota] < self._floor(quota)}
        found = {key for key, quotas in self._quotas.items() if not short.isdisjoint(quotas)}
        for count in rules.counts:
            if len(count.members & self.chosen) < count.least:
                found |= count.members
        return found

    def _floor(self, quota: Quota) -> float:
        return max(quota.least, quota.least_share * self._all[quota.counted])

    def _missing(self, quota: Quota) -> float:
        inside, floor = self._inside[quota], self._floor(quota)
        most = min(quota.most_share * self._all[quota.counted], inside if quota.most is None else quota.most)
        return max(floor - inside, 0) / max(floor, 1) + max(inside - most, 0) / max(most, 1)

    def _running_cost(self, candidate: Candidate, start: int) -> int:
        return candidate.running_cost if candidate.end(start) <= self.problem.last_year else 0
