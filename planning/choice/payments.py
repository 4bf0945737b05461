"""Who pays what when: whole numbers for a choice of measures and start years."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from .problem import Candidate, Plan, Problem

Balances = dict[tuple[str, int], int]


class Purse:
    """What is left in each fund and year while measures are paid, dearest-to-place funds first."""

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        self._left: Balances = {
            (fund, year): problem.budget(fund, year) for fund in problem.funds for year in problem.years
        }
        users = [fund for candidate in problem.candidates for fund in candidate.funds]
        self._order = sorted(problem.funds, key=lambda fund: (users.count(fund), fund))

    def left_for(self, candidate: Candidate) -> int:
        """Money left over all years in the funds that may pay for it."""
        return sum(amount for (fund, _), amount in self._left.items() if fund in candidate.funds)

    def pay(self, candidate: Candidate, start: int) -> dict[tuple[str, str, int], int] | None:
        """The payments for a measure that starts then, taken from the funds; None, and nothing taken, if short."""
        before = dict(self._left)
        paid: dict[tuple[str, str, int], int] = {}
        for step in range(candidate.years):
            due = candidate.cost_in(step)
            for fund, year, amount in self._sources(candidate, start + step, due):
                self._left[fund, year] -= amount
                key = (candidate.id, fund, start + step)
                paid[key] = paid.get(key, 0) + amount
                due -= amount
            if due:
                self._left = before
                return None
        return paid

    def _sources(self, candidate: Candidate, year: int, due: int) -> Iterator[tuple[str, int, int]]:
        for fund in self._order:
            if fund in candidate.funds:
                for when in self._years_of(year):
                    amount = min(due, self._left[fund, when])
                    if amount > 0:
                        due -= amount
                        yield fund, when, amount

    def _years_of(self, year: int) -> Iterator[int]:
        if self._problem.rules.carry_over:
            yield from range(self._problem.first_year, year)
        yield year


def pay_in_turn(problem: Problem, starts: Mapping[str, int]) -> Plan | None:
    """Pay the chosen measures one after another, the choosiest first; None where that way gets stuck."""
    purse = Purse(problem)
    payments: dict[tuple[str, str, int], int] = {}
    chosen = [candidate for candidate in problem.candidates if candidate.id in starts]
    for candidate in sorted(chosen, key=lambda c: (len(c.funds), starts[c.id])):
        paid = purse.pay(candidate, starts[candidate.id])
        if paid is None:
            return None
        payments.update(paid)
    return Plan(dict(starts), payments)


def pay_as_solved(problem: Problem, starts: Mapping[str, int], solved: Mapping[tuple, float]) -> Plan:
    """Split the solver's payments (funds, fund, year) → amount over the measures, in whole units."""
    payments: dict[tuple[str, str, int], int] = {}
    chosen = [candidate for candidate in problem.candidates if candidate.id in starts]
    for funds in {candidate.funds for candidate in chosen if candidate.cost}:
        group = [candidate for candidate in chosen if candidate.funds == funds]
        for year in problem.years:
            due = {candidate.id: _due(candidate, starts[candidate.id], year) for candidate in group}
            paid = {fund: round(solved.get((funds, fund, year), 0.0)) for fund in sorted(funds)}
            largest = max(paid, key=lambda fund: paid[fund])
            paid[largest] += sum(due.values()) - sum(paid.values())
            payments.update({(key, fund, year): amount for key, fund, amount in _split(due, paid)})
    return Plan(dict(starts), payments)


def _due(candidate: Candidate, start: int, year: int) -> int:
    return candidate.cost_in(year - start) if start <= year < start + candidate.years else 0


def _split(due: Mapping[str, int], paid: dict[str, int]) -> Iterator[tuple[str, str, int]]:
    for key, open_amount in due.items():
        for fund in paid:
            amount = min(open_amount, paid[fund])
            if amount > 0:
                paid[fund] -= amount
                open_amount -= amount
                yield key, fund, amount
