"""Whether the funds can pay for what is chosen, as plain inequalities.

Funds can pay on terms (shares of each cost, at least and at most) if and only if, for every set of funds, what must
come from that set does not exceed what it has: the max-flow min-cut theorem (Hoffman 1960) with the payments taken
out. What must come from a set S of funds is a share of each cost: at least the sum of their least shares, and what the
others may not pay. Where money is carried over, a set has for each fund the years up to one of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product

import numpy as np
from numpy.typing import NDArray

from .problem import Problem, Terms

MOST_LIMITS = 4000
HALF_A_UNIT = 0.5


class Purses:
    """The limits of a problem's money: share (k, groups, years) of each need that counts, and what there is (k,).

    `groups` numbers the terms of payment. None of it exists where the limits would be too many: see `purses_of`.
    """

    def __init__(self, problem: Problem, sets: list[tuple[frozenset[str], ...]]) -> None:
        self.first_year = problem.first_year
        self.groups = {terms: number for number, terms in enumerate(dict.fromkeys(problem.terms.values()))}
        share = np.array([[[must_pay(terms, chosen) for chosen in each] for terms in self.groups] for each in sets])
        share = share.reshape(len(sets), len(self.groups), len(problem.years))
        amounts = np.array([_has(problem, each) for each in sets], dtype=float)
        self.share, self.amount = _tightest(share, amounts)

    def load(self, terms: Terms, costs: Mapping[int, int]) -> NDArray[np.float64]:
        """What yearly costs on these terms take of each limit (k,)."""
        taken = np.zeros(len(self.amount))
        for year, cost in costs.items():
            taken += self.share[:, self.groups[terms], year - self.first_year] * cost
        return taken

    def suffice(self, load: NDArray[np.float64]) -> bool:
        """Whether the money does; to half a unit, since shares are no whole numbers."""
        return bool((load <= self.amount + HALF_A_UNIT).all())


def purses_of(problem: Problem) -> Purses | None:
    """The limits of a problem's money, None where they are more than are worth writing down."""
    funds, years = len(problem.funds), len(problem.years)
    many = (years + 1) ** funds if problem.rules.carry_over else years * 2**funds
    return Purses(problem, list(_sets(problem))) if many <= MOST_LIMITS else None


def must_pay(terms: Terms, funds: frozenset[str]) -> float:
    """The least share of a cost that must come from these funds."""
    least = sum(low for fund, low, _ in terms if fund in funds)
    others = sum(high for fund, _, high in terms if fund not in funds)
    return max(least, 1.0 - others, 0.0)


def _sets(problem: Problem) -> Iterator[tuple[frozenset[str], ...]]:
    """For each limit the funds that count in each year."""
    codes, years = [fund.code for fund in problem.funds], len(problem.years)
    if problem.rules.carry_over:
        for last in product(range(years + 1), repeat=len(codes)):
            yield tuple(frozenset(c for c, until in zip(codes, last) if year < until) for year in range(years))
        return
    nothing = frozenset(codes[:0])
    for chosen in product((False, True), repeat=len(codes)):
        some = frozenset(code for code, counts in zip(codes, chosen) if counts)
        for year in range(years):
            yield tuple(some if year == other else nothing for other in range(years))


def _has(problem: Problem, funds: tuple[frozenset[str], ...]) -> int:
    return sum(problem.money.get((fund, year), 0) for year, some in zip(problem.years, funds) for fund in some)


def _tightest(
    share: NDArray[np.float64], amounts: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Each set of shares once, with the least money of those that ask it; limits that ask nothing are left out."""
    flat = np.round(share.reshape(len(share), -1), 12)
    rows, which = np.unique(flat, axis=0, return_inverse=True)
    least = np.full(len(rows), np.inf)
    np.minimum.at(least, which.ravel(), amounts)
    asking = rows.any(axis=1)
    return rows[asking].reshape(int(asking.sum()), *share.shape[1:]), least[asking]
