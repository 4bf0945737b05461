"""Whether the funds can pay for what is chosen, as inequalities without payments.

Funds can pay on terms (shares of each cost, at least and at most) if and only if, for every set of funds, what must
come from that set does not exceed what it has: the max-flow min-cut theorem (Hoffman 1960) with the payments taken
out. What must come from a set of funds is a share of each cost: at least the sum of their least shares, and what the
others may not pay. Where money is carried over, a limit has for each fund the years up to one of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product

import numpy as np
from numpy.typing import NDArray

from .problem import Problem, Terms

MOST_LIMITS = 300_000
HALF_A_UNIT = 0.5


class Purses:
    """The limits of a problem's money.

    Sets of funds are numbered 0..2^f - 1. share (terms, sets) is what must come from a set of each cost on those terms;
    limit k asks of year y the set sets[k, y] (k, years), and there is amount[k] (k,) to meet it.
    """

    def __init__(self, problem: Problem) -> None:
        codes = [fund.code for fund in problem.funds]
        self.first_year = problem.first_year
        self.position = {terms: number for number, terms in enumerate(dict.fromkeys(problem.terms.values()))}
        members = [frozenset(c for c, counts in zip(codes, some) if counts) for some in _every_set(len(codes))]
        share = [[must_pay(terms, some) for some in members] for terms in self.position]
        self.share = np.array(share).reshape(len(self.position), len(members))
        budgets = [[problem.money.get((code, year), 0) for year in problem.years] for code in codes]
        money = np.array(budgets, dtype=float).reshape(len(codes), len(problem.years))
        self.sets, self.amount = _carried(money) if problem.rules.carry_over else _year_by_year(money)

    def load(self, terms: Terms, costs: Mapping[int, int]) -> NDArray[np.float64]:
        """What yearly costs on these terms take of each limit (k,)."""
        share, taken = self.share[self.position[terms]], np.zeros(len(self.amount))
        for year, cost in costs.items():
            taken += cost * share[self.sets[:, year - self.first_year]]
        return taken

    def suffice(self, load: NDArray[np.float64]) -> bool:
        """Whether the money does; to half a unit, since shares are no whole numbers."""
        return bool((load <= self.amount + HALF_A_UNIT).all())


def purses_of(problem: Problem, most: int = MOST_LIMITS) -> Purses | None:
    """The limits of a problem's money, None where they are more than `most`."""
    funds, years = len(problem.funds), len(problem.years)
    many = (years + 1) ** funds if problem.rules.carry_over else years * 2**funds
    return Purses(problem) if many <= most else None


def must_pay(terms: Terms, funds: frozenset[str]) -> float:
    """The least share of a cost that must come from these funds."""
    least = sum(low for fund, low, _ in terms if fund in funds)
    others = sum(high for fund, _, high in terms if fund not in funds)
    return max(least, 1.0 - others, 0.0)


def _every_set(funds: int) -> NDArray[np.bool_]:
    """Set number → whether each fund is in it (2^f, f)."""
    return np.array(list(product((False, True), repeat=funds)), dtype=bool).reshape(2**funds, funds)


def _year_by_year(money: NDArray[np.float64]) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Each set of funds in each year by itself; no funds in the other years."""
    members = _every_set(len(money))
    years = money.shape[1]
    sets = np.zeros((len(members), years, years), dtype=np.int64)
    sets[:, np.arange(years), np.arange(years)] = np.arange(len(members))[:, None]
    return sets.reshape(-1, years), (members @ money).reshape(-1)


def _carried(money: NDArray[np.float64]) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """For each fund the years up to one of them: all ways to say so."""
    funds, years = money.shape
    until = np.array(list(product(range(years + 1), repeat=funds)), dtype=np.int64).reshape(-1, funds)
    digits = 2 ** np.arange(funds)[::-1]
    sets = np.stack([((year < until) * digits).sum(axis=1) for year in range(years)], axis=1)
    summed = np.concatenate([np.zeros((funds, 1)), money.cumsum(axis=1)], axis=1)
    return sets, summed[np.arange(funds), until].sum(axis=1)
