"""How near the best possible a programme comes, and how soon: ours beside other formulations in the same solver.

The plain formulation has a payment for each measure, fund and year, as one writes it down first; the shared one has a
payment for all measures on the same terms, fund and year; ours has none.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator

import numpy as np
from programmes import KINDS, made_up
from vidnova.planning.programme.check import broken_rules
from vidnova.planning.programme.columns import columns_of
from vidnova.planning.programme.formulation import build_choice_model, build_model
from vidnova.planning.programme.greedy import greedy_programme
from vidnova.planning.programme.model import INFINITY, Model, Row
from vidnova.planning.programme.problem import Problem
from vidnova.planning.programme.runner import WISH
from vidnova.planning.programme.solve import choose_programme
from vidnova.planning.programme.solver.linear import linear_of, solve

SEED = 1
AIMED_AT = 0.002
CASES = ((200, 60.0, 60.0), (1000, 10.0, 10.0), (5000, 30.0, 60.0))


def bench_portfolio() -> None:
    """Three kinds of problems in three sizes; the others have as long as ours, twice as long for 5,000 measures."""
    os.environ[WISH] = "scipy"
    for size, seconds, longer in CASES:
        for kind in KINDS:
            problem = made_up(kind, size, SEED)
            print(f"Programme of {size} measures, 5 years, 4 funds, {kind}")
            ours = _tell_ours("ours", problem, seconds)
            _tell_other("shared", build_model(problem).arrays, problem, longer, ours)
            _tell_other("plain", plain_model(problem), problem, longer, ours)
    del os.environ[WISH]
    print("With highspy, 200 measures, tight")
    _tell_ours("ours", made_up("tight", 200, SEED), 60.0)
    _tell_without_solver()


def _tell_ours(name: str, problem: Problem, seconds: float) -> float:
    began = time.perf_counter()
    programme = choose_programme(problem, AIMED_AT, seconds)
    taken = time.perf_counter() - began
    broken = len(broken_rules(problem, programme.starts, programme.payments))
    end = f"{programme.status}, rules broken: {broken}"
    print(
        f"    {name:6} {taken:6.1f} s, value {programme.value:10.3f}, gap {100 * programme.gap:.3f} %, {end}",
        flush=True,
    )
    return programme.value


def _tell_other(name: str, model: dict[str, np.ndarray], problem: Problem, seconds: float, ours: float) -> None:
    unit = max(candidate.value for candidate in problem.candidates)
    began = time.perf_counter()
    solved = solve(linear_of(model), AIMED_AT, seconds)
    taken = time.perf_counter() - began
    if solved.x is None:
        print(f"    {name:6} {taken:6.1f} s, no programme found", flush=True)
        return
    value = -float(model["objective"] @ solved.x[:-1]) * unit
    gap, ratio = (-solved.bound * unit - value) / value, ours / value
    print(f"    {name:6} {taken:6.1f} s, value {value:10.3f}, gap {100 * gap:.3f} %, ours / it {ratio:.4f}", flush=True)


def _tell_without_solver() -> None:
    for kind in KINDS:
        problem = made_up(kind, 1000, SEED)
        began = time.perf_counter()
        draft = greedy_programme(problem)
        taken = time.perf_counter() - began
        best = choose_programme(problem, AIMED_AT, 10.0).value
        lost = f"{100 * (1 - draft.value / best):.1f} % of the value lost" if draft else "none found"
        print(f"Without a solver, 1000 measures, {kind}: {lost}, {taken:.1f} s", flush=True)


def plain_model(problem: Problem) -> dict[str, np.ndarray]:
    """The arrays of the plain formulation."""
    model = build_choice_model(problem)
    columns = columns_of(problem, payments=False)
    first = len(model.objective)
    bills = [
        (c.id, year) for c in problem.candidates for year in problem.years if _due(problem, columns.of, c.id, year)
    ]
    paid = {(key, year, fund): 0 for key, year in bills for fund, _, _ in problem.terms[key]}
    paid = {payment: first + position for position, payment in enumerate(paid)}
    rows = [*model.rows, *_bills(problem, columns.of, bills, paid), *_budgets(problem, paid)]
    whole = Model(model.choices, tuple(rows), np.append(model.objective, np.zeros(len(paid))), model.value_unit)
    return whole.arrays


def _due(problem: Problem, of: dict, key: str, year: int) -> dict[int, float]:
    costs = {column: problem.costs(problem.by_id[key], start).get(year, 0) / 1e6 for start, column in of[key].items()}
    return {column: cost for column, cost in costs.items() if cost}


def _bills(problem: Problem, of: dict, bills: list, paid: dict) -> Iterator[Row]:
    for key, year in bills:
        due = _due(problem, of, key, year)
        yield Row(None, {**due, **{paid[key, year, fund]: -1.0 for fund, _, _ in problem.terms[key]}}, -INFINITY, 0.0)
        for fund, least, most in problem.terms[key]:
            payment = {paid[key, year, fund]: 1.0}
            if least:
                yield Row(None, {**{c: -least * cost for c, cost in due.items()}, **payment}, 0.0, INFINITY)
            if most < 1:
                yield Row(None, {**{c: -most * cost for c, cost in due.items()}, **payment}, -INFINITY, 0.0)


def _budgets(problem: Problem, paid: dict) -> Iterator[Row]:
    for fund in problem.funds:
        for year in problem.years:
            until = [y for y in problem.years if y == year or (problem.rules.carry_over and y < year)]
            amount = sum(problem.money.get((fund.code, y), 0) for y in until)
            drawn = {column: 1.0 for (_, y, payer), column in paid.items() if payer == fund.code and y in until}
            yield Row(None, drawn, -INFINITY, amount / 1e6)
