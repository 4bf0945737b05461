"""How likely a programme stays within its budgets, its costs being uncertain."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..payments import Payment
from ..problem import Problem

LEVELS = (0.8, 0.9, 0.95)


@dataclass(frozen=True)
class BudgetRisk:
    """Probabilities 0..1 that money suffices: of a fund in a year, of all funds in a year, and of all in all years.

    `reserve` is what a year needs more than its plan so that the plan's money suffices with a probability: (year,
    level) → whole currency units, all funds together.
    """

    funds: Mapping[tuple[str, int], float]
    years: Mapping[int, float]
    whole: float
    reserve: Mapping[tuple[int, float], int]
    draws: int


def budget_risk(problem: Problem, payments: Sequence[Payment], factors: NDArray[np.float64]) -> BudgetRisk:
    """Each payment grows with its measure's cost (draws, n); a fund's later money does not pay earlier years.

    Where money is carried over, what a fund has up to a year meets what it pays up to then.
    """
    position = {candidate.id: number for number, candidate in enumerate(problem.candidates)}
    years = list(problem.years)
    needs = np.zeros((len(factors), len(problem.funds), len(years)))
    codes = {fund.code: number for number, fund in enumerate(problem.funds)}
    for payment in payments:
        drawn = payment.amount * factors[:, position[payment.id]]
        needs[:, codes[payment.fund], years.index(payment.year)] += drawn
    money = np.array(
        [[problem.money.get((fund.code, year), 0) for year in years] for fund in problem.funds], dtype=float
    )
    enough = _enough(needs, money.reshape(len(codes), len(years)), problem.rules.carry_over)
    return BudgetRisk(
        {(code, year): float(enough[:, f, y].mean()) for code, f in codes.items() for y, year in enumerate(years)},
        {year: float(enough[:, :, y].all(axis=1).mean()) for y, year in enumerate(years)},
        float(enough.all(axis=(1, 2)).mean()),
        _reserves(payments, needs, years),
        len(factors),
    )


def _enough(needs: NDArray[np.float64], money: NDArray[np.float64], carry_over: bool) -> NDArray[np.bool_]:
    """Whether the money does (draws, funds, years); to a whole unit, since plans are in whole units."""
    if carry_over:
        needs, money = needs.cumsum(axis=2), money.cumsum(axis=1)
    return needs <= money + 1


def _reserves(
    payments: Sequence[Payment], needs: NDArray[np.float64], years: Sequence[int]
) -> dict[tuple[int, float], int]:
    reserve = {}
    for y, year in enumerate(years):
        planned = sum(payment.amount for payment in payments if payment.year == year)
        for level in LEVELS:
            needed = float(np.quantile(needs[:, :, y].sum(axis=1), level)) if len(needs) else 0.0
            reserve[year, level] = max(0, round(needed - planned))
    return reserve
