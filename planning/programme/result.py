from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .payments import Payment
from .problem import Problem

OPTIMAL, WITHIN_GAP, TIME_LIMIT, QUICK = "optimal", "within_gap", "time_limit", "quick"
CANCELLED = "cancelled"


@dataclass(frozen=True)
class Programme:
    """The measures chosen, by start year, with payments, and how good the choice is known to be.

    status: optimal; within_gap, the gap that was asked for; time_limit, the best found when the clock ended; cancelled,
    the best found when the user stopped; quick, by value for money without a solver. No programme within the rules is
    worth more than `bound`. `ranking_cut` is the value of the list that a ranking cut at the money line gives, None
    where no such list keeps the rules.
    """

    problem: Problem
    starts: Mapping[str, int]
    payments: tuple[Payment, ...]
    status: str
    bound: float
    seconds: float
    ranking_cut: float | None

    @property
    def value(self) -> float:
        return self.problem.value_of(self.starts)

    @property
    def gap(self) -> float:
        """Share of its value by which a better programme could exceed this one; 0 where it is the best."""
        missing = max(self.bound - self.value, 0.0)
        return missing / self.value if self.value else float(missing > 0)

    @property
    def spent(self) -> int:
        return sum(payment.amount for payment in self.payments)

    def by_fund_and_year(self) -> dict[tuple[str, int], int]:
        """(fund, year) → money drawn."""
        drawn: dict[tuple[str, int], int] = {}
        for payment in self.payments:
            drawn[payment.fund, payment.year] = drawn.get((payment.fund, payment.year), 0) + payment.amount
        return drawn
