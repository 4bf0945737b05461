from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np
import pytest
from scipy.optimize import linprog
from vidnova.planning.programme.problem import Problem


@pytest.fixture
def missing() -> Callable[[Problem, Mapping[str, int]], float]:
    """The least money that is missing for start years."""
    return missing_money


@pytest.fixture
def affordable(oracle) -> Callable[[Problem], list[dict[str, int]]]:
    """Every programme that keeps the rules, whatever it costs."""
    return lambda problem: list(
        oracle.programmes(replace(problem, budgets=tuple(replace(b, amount=10**6) for b in problem.budgets)))
    )


def missing_money(problem: Problem, starts: Mapping[str, int]) -> float:
    """A linear programme of its own: what flows from purses to bills, and what each purse is given more."""
    bills = [(problem.by_id[key], year, cost) for (key, year), cost in problem.bills(starts).items()]
    if not bills:
        return 0.0
    purses = [(fund, year) for fund in problem.funds for year in problem.years]
    flows = [
        (bill, purse)
        for bill, (candidate, due, _) in enumerate(bills)
        for purse, (fund, given) in enumerate(purses)
        if fund.pays(candidate) and (given == due or (problem.rules.carry_over and given < due))
    ]
    upper, limits, equal = [], [], []
    for number, (fund, year) in enumerate(purses):
        upper.append(
            _row(flows, lambda flow, n=number: flow[1] == n) + [-float(n == number) for n in range(len(purses))]
        )
        limits.append(problem.money.get((fund.code, year), 0))
    for number, (candidate, _, cost) in enumerate(bills):
        equal.append(_row(flows, lambda flow, n=number: flow[0] == n) + [0.0] * len(purses))
        for fund in (fund for fund in problem.funds if fund.pays(candidate)):
            least, most = fund.share_of(candidate)
            paid = _row(flows, lambda flow, n=number, f=fund: flow[0] == n and purses[flow[1]][0] is f)
            upper += [paid + [0.0] * len(purses), [-entry for entry in paid] + [0.0] * len(purses)]
            limits += [most * cost, -least * cost]
    cost_of = [0.0] * len(flows) + [1.0] * len(purses)
    found = linprog(cost_of, np.array(upper), np.array(limits) + 1e-9, np.array(equal), [cost for _, _, cost in bills])
    return found.fun if found.status == 0 else np.inf


def _row(flows: list, counts: Callable) -> list[float]:
    return [float(counts(flow)) for flow in flows]
