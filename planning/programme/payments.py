"""Which fund pays what in which year."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from .problem import Payers, Problem
from .transport import Flow, transport

Needs = Mapping[tuple[Payers, int], int]


@dataclass(frozen=True)
class Payment:
    """What a fund pays for a measure in a year."""

    id: str
    fund: str
    year: int
    amount: int


def needs_of(problem: Problem, starts: Mapping[str, int]) -> dict[tuple[Payers, int], int]:
    """Money needed by year, together for the measures that the same funds may pay for."""
    needs: dict[tuple[Payers, int], int] = defaultdict(int)
    for key, start in starts.items():
        for year, cost in problem.costs(problem.by_id[key], start).items():
            needs[problem.payers[key], year] += cost
    return dict(needs)


def affordable(problem: Problem, needs: Needs, years: Iterable[int]) -> bool:
    """Whether the funds can meet the needs; without carry-over only `years` are looked at."""
    wanted = set(years)
    kept = {key: amount for key, amount in needs.items() if problem.rules.carry_over or key[1] in wanted}
    return _flow(problem, kept)[1] is not None


def payments_of(problem: Problem, starts: Mapping[str, int]) -> tuple[Payment, ...] | None:
    """Payments for measures that start in these years, funds that pay for few things first; None without the money."""
    needs = needs_of(problem, starts)
    supplies, flow = _flow(problem, needs)
    if flow is None:
        return None
    drawn: dict[tuple[Payers, int], dict[str, int]] = {}
    for key, draws in zip(needs, flow):
        by_fund = drawn.setdefault(key, {fund.code: 0 for fund in _fund_order(problem)})
        for supply, amount in draws.items():
            by_fund[supplies[supply][0]] += amount
    order = sorted(starts, key=lambda key: (starts[key], problem.by_id[key].code, key))
    return tuple(payment for key in order for payment in _pay(problem, key, starts[key], drawn))


def _pay(
    problem: Problem, key: str, start: int, drawn: Mapping[tuple[Payers, int], dict[str, int]]
) -> Iterable[Payment]:
    for year, cost in problem.costs(problem.by_id[key], start).items():
        purse = drawn[problem.payers[key], year]
        for fund in purse:
            amount = min(cost, purse[fund])
            if amount:
                purse[fund] -= amount
                cost -= amount
                yield Payment(key, fund, year, amount)


def _flow(problem: Problem, needs: Needs) -> tuple[list[tuple[str, int]], Flow | None]:
    supplies = [(fund.code, year) for fund in _fund_order(problem) for year in problem.years]
    carry_over = problem.rules.carry_over
    reach = [
        [
            position
            for position, (fund, given) in enumerate(supplies)
            if fund in payers and (given == year or (carry_over and given < year))
        ]
        for payers, year in needs
    ]
    amounts = [problem.money.get(supply, 0) for supply in supplies]
    return supplies, transport(list(needs.values()), amounts, reach)


def _fund_order(problem: Problem) -> list:
    """Funds bound to few sectors first, so that money that serves everything is left for the rest."""
    return sorted(problem.funds, key=lambda fund: (fund.sectors is None, len(fund.sectors or ()), fund.code))
