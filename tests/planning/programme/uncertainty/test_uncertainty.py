from __future__ import annotations

import json
from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from vidnova.planning.errors import Cancelled
from vidnova.planning.programme.candidate import Budget, Candidate, Fund
from vidnova.planning.programme.payments import Payment
from vidnova.planning.programme.problem import Problem
from vidnova.planning.programme.rules import Rules
from vidnova.planning.programme.runner import solve_here
from vidnova.planning.programme.uncertainty.budget import budget_risk
from vidnova.planning.programme.uncertainty.core import core_index, drawn_problem, non_dominated
from vidnova.planning.programme.uncertainty.costs import PERT, TRIANGULAR, cost_factors
from vidnova.planning.programme.uncertainty.near import near_programmes
from vidnova.planning.programme.uncertainty.regret import least_worst_regret, regret_of
from vidnova.planning.progress import SILENT, Progress

LOCAL = (Fund("local", "Local"),)


def works(costs, values, **fields) -> tuple[Candidate, ...]:
    pairs = enumerate(zip(costs, values))
    return tuple(Candidate(f"m{n}", f"M{n}", "", v, (c,), 2026, 2026, **fields) for n, (c, v) in pairs)


def knapsack(costs, values, budget, **fields) -> Problem:
    return Problem(works(costs, values, **fields), LOCAL, (Budget("local", 2026, budget),), 2026, 2026)


def test_the_core_index_of_liesio_mild_and_salo(real_data):
    cases = json.loads((real_data / "decision_references" / "public.json").read_text("utf-8"))["public"]
    [case] = [case for case in cases if case["id"] == "rpm-core-index-ranked"]
    given, expected = case["input"], case["expected"]
    every = np.array(list(product([False, True], repeat=len(given["cost"]))))
    feasible = every[every @ np.array(given["cost"]) <= given["budget"]]
    found = non_dominated(
        feasible, np.array(given["scores"], float), np.array(given["weight_set_extreme_points"], float)
    )
    assert sorted(found.astype(int).tolist()) == sorted(expected["non_dominated_portfolios"])
    assert found.mean(axis=0).tolist() == expected["core_index"]


def test_the_core_is_what_every_draw_chooses():
    problem = knapsack([4, 5, 4, 3], [5, 4, 1, 3], 8)
    drawn = [drawn_problem(problem, {"m1": value}, {}) for value in (4, 4, 9, 9)]
    core = core_index(problem, {}, drawn, gap=0.0, solver=solve_here)
    # worth 4, the fourth comes with the first; worth 9, with the second
    assert core.share == {"m0": 0.5, "m1": 0.5, "m2": 0.0, "m3": 1.0}
    assert [core.class_of(key) for key in core.share] == ["borderline", "borderline", "out", "core"]
    assert (core.draws, core.impossible, core.complete) == (4, 0, True)
    assert core.error("m0") == pytest.approx(0.25)


def test_draws_agree_with_trying_everything():
    generator = np.random.default_rng(3)
    costs, values = [7, 5, 6, 3, 8, 4], generator.uniform(1, 5, (25, 6))
    problem = knapsack(costs, values[0], 16)
    sets = np.array(list(product([0, 1], repeat=6)))
    sets = sets[sets @ np.array(costs) <= 16]
    best = sets[np.argmax(sets @ values.T, axis=0)]
    drawn = [drawn_problem(problem, dict(zip(problem.by_id, row)), {}) for row in values]
    core = core_index(problem, {}, drawn, gap=0.0, solver=solve_here)
    assert list(core.share.values()) == pytest.approx(best.mean(axis=0).tolist())


def test_dearer_draws_that_leave_nothing_possible_are_counted_apart():
    problem = knapsack([800], [1.0], 1000, must=True)
    drawn = [drawn_problem(problem, {}, {"m0": factor}) for factor in (1.0, 1.2, 1.3)]
    core = core_index(problem, {}, drawn, solver=solve_here)
    assert (core.share, core.draws, core.impossible) == ({"m0": 1.0}, 2, 1)


def test_a_stop_keeps_what_was_drawn():
    problem, asked = knapsack([4, 5], [1.0, 2.0], 5), []

    def stop() -> bool:
        asked.append(1)
        return len(asked) > 60

    core = core_index(problem, {}, [problem] * 500, progress=Progress(cancelled=stop), solver=solve_here)
    assert 0 < core.draws < 500 and not core.complete
    with pytest.raises(Cancelled):
        core_index(problem, {}, [problem] * 5, progress=Progress(cancelled=lambda: True), solver=solve_here)


def test_near_optimal_programmes_are_worth_enough_and_differ():
    problem = knapsack([5, 5, 5, 5, 5], [1.0, 0.99, 0.98, 0.5, 0.4], 10)
    best = {"m0": 2026, "m1": 2026}
    found = near_programmes(problem, best, 0.02, 12, np.random.default_rng(1), solver=solve_here).programmes
    assert len({frozenset(starts) for starts in found}) == 3
    assert all(problem.value_of(starts) >= 0.98 * 1.99 for starts in found)
    assert not any("m3" in starts for starts in found)


@pytest.mark.parametrize("shape", [TRIANGULAR, PERT])
def test_costs_have_the_mean_and_the_ends_of_their_shape(shape):
    uncertain = works([10], [1.0], cost_range=(0.8, 1.5))
    drawn = cost_factors(uncertain, 40_000, np.random.default_rng(1), shape)
    mean = (0.8 + 1 + 1.5) / 3 if shape == TRIANGULAR else (0.8 + 4 * 1 + 1.5) / 6
    assert drawn.mean() == pytest.approx(mean, abs=0.003)
    assert 0.8 <= drawn.min() < 0.83 and 1.35 < drawn.max() <= 1.5


def test_a_triangle_spreads_as_a_triangle_does():
    drawn = cost_factors(works([10], [1.0], cost_range=(0.7, 1.6)), 40_000, np.random.default_rng(2))
    a, c, b = 0.7, 1.0, 1.6
    assert drawn.var() == pytest.approx((a * a + b * b + c * c - a * b - a * c - b * c) / 18, rel=0.03)


@given(low=st.floats(0.1, 1.0), high=st.floats(1.0, 3.0), correlation=st.floats(0, 1))
def test_costs_stay_within_their_range(low, high, correlation):
    uncertain = works([10, 20], [1.0, 1.0], cost_range=(low, high))
    drawn = cost_factors(uncertain, 50, np.random.default_rng(1), TRIANGULAR, correlation)
    assert (drawn >= low - 1e-9).all() and (drawn <= high + 1e-9).all()


def test_a_common_shock_moves_all_costs_together():
    uncertain = works([10] * 5, [1.0] * 5, cost_range=(0.8, 1.4))
    together = cost_factors(uncertain, 2000, np.random.default_rng(1), correlation=1.0)
    apart = cost_factors(uncertain, 2000, np.random.default_rng(1), correlation=0.0)
    assert np.ptp(together, axis=1).max() < 1e-9
    assert together.mean(axis=1).std() > 1.8 * apart.mean(axis=1).std()


def test_the_chance_to_stay_within_the_budget_is_that_of_the_sum():
    """Two costs of 90 or 110 by even chance: 180, 200, 200, 220."""
    problem = knapsack([100, 100], [1.0, 1.0], 200)
    paid = [Payment("m0", "local", 2026, 100), Payment("m1", "local", 2026, 100)]
    factors = np.array(list(product([0.9, 1.1], repeat=2)))
    risk = budget_risk(problem, paid, factors)
    assert (risk.whole, risk.years[2026], risk.funds["local", 2026]) == (0.75, 0.75, 0.75)
    assert risk.reserve[2026, 0.95] == pytest.approx(17, abs=3.1)


def test_many_independent_costs_come_near_the_normal_curve():
    count = 60
    problem = knapsack([100] * count, [1.0] * count, 6500, cost_range=(0.7, 1.6))
    paid = [Payment(key, "local", 2026, 100) for key in problem.by_id]
    factors = cost_factors(problem.candidates, 20_000, np.random.default_rng(4))
    a, c, b = 0.7, 1.0, 1.6
    mean, variance = (a + b + c) / 3, (a * a + b * b + c * c - a * b - a * c - b * c) / 18
    from math import erf, sqrt

    z = (6500 - 100 * count * mean) / (100 * sqrt(count * variance))
    assert budget_risk(problem, paid, factors).whole == pytest.approx(0.5 * (1 + erf(z / sqrt(2))), abs=0.02)


def test_money_that_is_carried_over_helps_later_years_only():
    problem = Problem(
        (Candidate("m0", "M0", "", 1.0, (100, 100), 2026, 2027),),
        LOCAL,
        (Budget("local", 2026, 120), Budget("local", 2027, 80)),
        2026,
        2027,
        Rules(carry_over=True),
    )
    paid = [Payment("m0", "local", year, 100) for year in (2026, 2027)]
    risk = budget_risk(problem, paid, np.array([[1.0], [1.1], [1.3]]))
    assert risk.years == {2026: pytest.approx(2 / 3), 2027: pytest.approx(1 / 3)}
    apart = budget_risk(replace(problem, rules=Rules()), paid, np.array([[1.0], [1.1], [1.3]]))
    assert apart.years[2027] == 0


def scenarios(seed: int) -> dict[str, Problem]:
    generator = np.random.default_rng(seed)
    costs = generator.integers(2, 9, 7).tolist()
    budget = int(sum(costs) * 0.5)
    return {name: knapsack(costs, generator.uniform(0, 5, 7).round(2).tolist(), budget) for name in ("a", "b", "c")}


@pytest.mark.parametrize("seed", range(12))
def test_the_smallest_worst_regret_is_that_of_trying_everything(seed):
    problems = scenarios(seed)
    costs = np.array([candidate.cost for candidate in problems["a"].candidates])
    sets = np.array(list(product([0, 1], repeat=7)))
    sets = sets[sets @ costs <= problems["a"].money["local", 2026]]
    worth = np.array([[c.value for c in problem.candidates] for problem in problems.values()])
    values = sets @ worth.T
    expected = (values.max(axis=0) - values).max(axis=1).min()
    best = dict(zip(problems, values.max(axis=0).tolist()))
    starts, bound = least_worst_regret(problems, best, "a", gap=0.0, solver=solve_here)
    worst = max(best[name] - problem.value_of(starts) for name, problem in problems.items())
    assert worst == pytest.approx(expected, abs=1e-6)
    assert bound <= expected + 1e-6


def test_the_table_of_regrets():
    problems = scenarios(1)
    poorer = replace(problems["c"], budgets=(Budget("local", 2026, 3),))
    found = regret_of({**problems, "poor": poorer}, "a", gap=0.0, solver=solve_here)
    assert all(found.regret[name, name] == 0 for name in problems)
    assert found.value["a", "poor"] is None and found.worst_of("a") is None
    fewer = replace(problems["a"], candidates=problems["a"].candidates[:1])
    assert regret_of({"a": problems["a"], "fewer": fewer}, "fewer", gap=0.0, solver=solve_here).worst_of("a") is None
    among = regret_of(problems, "a", gap=0.0, solver=solve_here)
    assert among.worst <= min(among.worst_of(name) for name in problems) + 1e-6
    assert among.bound <= among.worst + 1e-6
    assert SILENT.cancelled() is False
