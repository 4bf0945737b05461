"""Which fund pays what in which year."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from .flow import Network
from .problem import Problem, Terms

Need = tuple[Terms, int]
Drawn = dict[Need, dict[str, int]]
PARTS = 10**9


@dataclass(frozen=True)
class Payment:
    """What a fund pays for a measure in a year."""

    id: str
    fund: str
    year: int
    amount: int


def needs_of(problem: Problem, starts: Mapping[str, int]) -> dict[Need, int]:
    """Money needed by year, together for the measures that are paid on the same terms."""
    needs: dict[Need, int] = defaultdict(int)
    for (key, year), cost in problem.bills(starts).items():
        needs[problem.terms[key], year] += cost
    return dict(needs)


def drawn_for(problem: Problem, needs: Mapping[Need, int]) -> Drawn | None:
    """What each fund pays of each need, funds that pay for few things first; None where the money does not do."""
    network, kept = Network(), {need: amount for need, amount in needs.items() if amount}
    codes = _fund_order(problem)
    for code in codes:
        _connect_budgets(network, problem, code)
    reserved = {
        (need, fund): _part(least, amount, up=False) for need, amount in kept.items() for fund, least, _ in need[0]
    }
    for (need, fund), amount in reserved.items():
        network.connect("source", (fund, need[1]), amount)
    sent = network.send("source", "sink")
    for need, amount in kept.items():
        network.connect("source", need, amount - sum(reserved[need, fund] for fund, _, _ in need[0]))
    for code in codes:
        _connect_needs(network, kept, reserved, code)
        sent += network.send("source", "sink")
    if sent < sum(kept.values()):
        return None
    return {need: {code: _drawn(network, reserved, need, code) for code in codes} for need in kept}


def payments_of(problem: Problem, starts: Mapping[str, int]) -> tuple[Payment, ...] | None:
    """Payments for measures that start in these years; None where the money does not do.

    Shares are kept to two units of money.
    """
    drawn = drawn_for(problem, needs_of(problem, starts))
    if drawn is None:
        return None
    bills = problem.bills(starts)
    order = sorted(bills, key=lambda bill: (starts[bill[0]], problem.by_id[bill[0]].code, *bill))
    left: dict[Need, int] = {need: sum(by_fund.values()) for need, by_fund in drawn.items()}
    payments = []
    for key, year in order:
        need = (problem.terms[key], year)
        left[need] -= bills[key, year]
        for fund, amount in _split(need[0], bills[key, year], left[need], drawn[need]):
            drawn[need][fund] -= amount
            payments.append(Payment(key, fund, year, amount))
    return tuple(payments)


def _split(terms: Terms, cost: int, rest: int, purse: Mapping[str, int]) -> list[tuple[str, int]]:
    """What each fund pays of one bill, so that the purse still does for the `rest` on the same terms."""
    bounds = {fund: _bounds(least, most, cost, rest, purse[fund]) for fund, least, most in terms}
    paid = {fund: bounds[fund][0] for fund in purse if fund in bounds}
    for ceiling in (lambda fund: bounds[fund][1], lambda fund: purse[fund]):
        for fund in paid:
            paid[fund] += max(0, min(ceiling(fund) - paid[fund], cost - sum(paid.values())))
    for fund in paid:
        paid[fund] -= max(0, min(paid[fund], sum(paid.values()) - cost))
    return [(fund, amount) for fund, amount in paid.items() if amount]


def _bounds(least: float, most: float, cost: int, rest: int, purse: int) -> tuple[int, int]:
    lower = max(_part(least, cost, up=False), purse - _part(most, rest, up=True), 0)
    upper = min(_part(most, cost, up=True), purse - _part(least, rest, up=False), purse)
    return min(lower, purse), upper


def _part(share: float, amount: int, up: bool) -> int:
    """A share of an amount, to a whole unit up or down; exact for the decimals that people write."""
    parts = round(share * PARTS) * amount
    return -(-parts // PARTS) if up else parts // PARTS


def _connect_budgets(network: Network, problem: Problem, fund: str) -> None:
    """What a fund pays in a year comes from its budget of that year or, where that is allowed, from years before."""
    for year in problem.years:
        network.connect((fund, year), "sink", problem.money.get((fund, year), 0))
        if problem.rules.carry_over and year > problem.first_year:
            network.connect((fund, year), (fund, year - 1), sum(problem.money.values()))


def _connect_needs(
    network: Network, needs: Mapping[Need, int], reserved: Mapping[tuple[Need, str], int], fund: str
) -> None:
    for need, amount in needs.items():
        most = next((most for code, _, most in need[0] if code == fund), 0.0)
        if most:
            network.connect(need, (fund, need[1]), _part(most, amount, up=True) - reserved[need, fund])


def _drawn(network: Network, reserved: Mapping[tuple[Need, str], int], need: Need, fund: str) -> int:
    return reserved.get((need, fund), 0) + network.sent(need, (fund, need[1]))


def _fund_order(problem: Problem) -> list[str]:
    """Funds bound to few sectors first, so that money that serves everything is left for the rest."""
    order = sorted(problem.funds, key=lambda fund: (fund.sectors is None, len(fund.sectors or ()), fund.code))
    return [fund.code for fund in order]
