from __future__ import annotations

from collections.abc import Iterable

from .payments import Purse
from .problem import Candidate, Plan, Problem


def take_in_order(problem: Problem, order: Iterable[Candidate]) -> Plan:
    """Take the candidates one after another, each as early as the rules and the money left allow, else pass it over.

    This is how programmes are made by hand: with the order of the ranking it is «cutting the list at the money».
    Floors are not looked at.
    """
    taking = _Taking(problem)
    for candidate in order:
        taking.take(candidate, frozenset())
    return Plan(taking.starts, taking.payments)


def quick_plan(problem: Problem) -> Plan:
    """A plan without a solver: what must be done first, then by value for money."""
    must = problem.rules.must
    order = sorted(problem.candidates, key=lambda c: (c.id not in must, -c.value / max(c.cost, 1), c.id))
    return take_in_order(problem, order)


def ranking_cut(problem: Problem) -> Plan:
    """What cutting the ranking chooses: what must be done first, then by value, whatever it costs."""
    must = problem.rules.must
    return take_in_order(problem, sorted(problem.candidates, key=lambda c: (c.id not in must, -c.value, c.cost, c.id)))


class _Taking:
    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.purse = Purse(problem)
        self.by_id = {candidate.id: candidate for candidate in problem.candidates}
        self.starts: dict[str, int] = {}
        self.payments: dict[tuple[str, str, int], int] = {}

    def take(self, candidate: Candidate, waiting: frozenset[str]) -> None:
        if candidate.id in self.starts or candidate.id in waiting or self._excluded(candidate):
            return
        needed = [earlier for later, earlier in self.problem.rules.requires if later == candidate.id]
        for earlier in needed:
            self.take(self.by_id[earlier], waiting | {candidate.id})
        if all(earlier in self.starts for earlier in needed):
            self._start(candidate, [self.starts[earlier] + self.by_id[earlier].years for earlier in needed])

    def _excluded(self, candidate: Candidate) -> bool:
        return any(candidate.id in group and group & set(self.starts) for group in self.problem.rules.exclusive)

    def _start(self, candidate: Candidate, not_before: list[int]) -> None:
        for year in self.problem.starts(candidate):
            paid = self.purse.pay(candidate, year) if year >= max(not_before, default=year) else None
            if paid is not None:
                self.starts[candidate.id] = year
                self.payments.update(paid)
                return
