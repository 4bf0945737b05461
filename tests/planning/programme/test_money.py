"""What the funds can pay: inequalities, flows and payments agree."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from vidnova.planning.programme.candidate import Budget, Candidate, Fund
from vidnova.planning.programme.check import broken_rules
from vidnova.planning.programme.draft import Draft
from vidnova.planning.programme.formulation import build_choice_model, build_model
from vidnova.planning.programme.payments import payments_of
from vidnova.planning.programme.problem import Problem
from vidnova.planning.programme.purses import purses_of
from vidnova.planning.programme.rules import Pair, Rules
from vidnova.planning.programme.runner import solve_here
from vidnova.planning.programme.solver.linear import linear_of, relax
from vidnova.planning.programme.solver.money import Money
from vidnova.planning.progress import SILENT


@pytest.mark.parametrize("seed", range(300))
def test_inequalities_and_payments_agree_with_a_flow_of_others(oracle, seed):
    problem, random = oracle.problem(seed), Random(seed)
    for _ in range(6):
        starts = {c.id: random.choice(problem.starts[c.id]) for c in problem.candidates if problem.starts[c.id]}
        starts = {key: start for key, start in starts.items() if random.random() < 0.7}
        payable = oracle.payable(problem, starts)
        assert Draft(problem, starts).sound() == payable
        assert (payments_of(problem, starts) is not None) == payable


@given(
    costs=st.lists(st.integers(1, 10**9), min_size=1, max_size=6),
    least=st.decimals(0, "0.5", places=2),
    most=st.decimals("0.5", 1, places=2),
)
def test_shares_are_kept_to_two_units_whatever_the_costs(costs, least, most):
    works = tuple(Candidate(f"m{n}", f"M{n}", "", 1.0, (cost,), 2026, 2026) for n, cost in enumerate(costs))
    funds = (Fund("local", "Local", least=float(least)), Fund("state", "State", most=float(most)), Fund("aid", "Aid"))
    rich = tuple(Budget(fund.code, 2026, sum(costs)) for fund in funds)
    problem = Problem(works, funds, rich, 2026, 2026)
    starts = {work.id: 2026 for work in works}
    assert broken_rules(problem, starts, payments_of(problem, starts)) == []


@pytest.mark.parametrize("seed", range(40))
def test_leaving_payments_out_of_the_model_does_not_loosen_it(oracle, seed):
    problem = oracle.problem(seed)
    choices, payments = build_choice_model(problem), relax(linear_of(build_model(problem).arrays))
    linear, money = linear_of(choices.arrays), Money(choices.arrays)
    while True:
        relaxed = relax(linear)
        limited = money.limit(linear, relaxed.x) if relaxed else None
        if limited is None:
            break
        linear = limited
    assert (relaxed is None) == (payments is None)
    if relaxed and payments:
        assert relaxed.value == pytest.approx(payments.value, abs=0.02)


def test_funds_and_years_that_are_too_many_for_inequalities_are_solved_with_payments(choose):
    funds = tuple(Fund(f"f{n}", f"Fund {n}") for n in range(9))
    budgets = tuple(Budget(fund.code, year, 10) for fund in funds for year in range(2026, 2034))
    works = tuple(Candidate(f"m{n}", f"M{n}", "", 1.0 + n / 10, (50, 60), 2026, 2034) for n in range(8))
    problem = Problem(works, funds, budgets, 2026, 2033, Rules(carry_over=True))
    assert purses_of(problem) is None
    programme = choose(problem)
    # 720 in all, 110 for each: six, the most valuable ones
    assert set(programme.starts) == {f"m{n}" for n in range(2, 8)}
    assert programme.status == "optimal"


def test_digging_once_saves_money_only_in_the_same_year(choose):
    pipe, road = (Candidate(k, k.upper(), "", 1.0, (100,), 2026, 2027) for k in ("pipe", "road"))
    funds, rules = (Fund("local", "Local"),), Rules(pairs=(Pair("road", "pipe", saving=40),))
    together = Problem((pipe, road), funds, (Budget("local", 2026, 160),), 2026, 2027, rules)
    programme = choose(together)
    assert programme.starts == {"pipe": 2026, "road": 2026}
    assert {p.id: p.amount for p in programme.payments} == {"pipe": 100, "road": 60}
    assert len(choose(replace(together, rules=Rules())).starts) == 1


def test_value_that_comes_later_counts_less_where_it_is_discounted(choose):
    works = (
        Candidate("long", "L", "", 1.05, (50, 50), 2026, 2027),
        Candidate("short", "S", "", 1.0, (100,), 2026, 2026),
    )
    problem = Problem(
        works, (Fund("local", "Local"),), (Budget("local", 2026, 100), Budget("local", 2027, 50)), 2026, 2027
    )
    assert set(choose(problem).starts) == {"long"}
    discounted = choose(replace(problem, discount=0.1))
    assert set(discounted.starts) == {"short"}
    assert discounted.value == pytest.approx(1.0)


def test_prices_that_rise_leave_money_for_less(choose):
    work = Candidate("w", "W", "", 1.0, (100,), 2027, 2027)
    problem = Problem((work,), (Fund("local", "Local"),), (Budget("local", 2027, 105),), 2026, 2027)
    assert choose(problem).spent == 100
    assert choose(replace(problem, index={2027: 1.05})).spent == 105
    assert choose(replace(problem, index={2027: 1.06})).starts == {}


def test_a_choice_to_begin_from_is_never_lost(oracle):
    for seed in range(0, 60, 3):
        problem = oracle.problem(seed)
        known = next(iter(oracle.programmes(problem)), None)
        if known is not None:
            model = build_choice_model(problem)
            answer = solve_here(model.beginning(known), 0.0, 10.0, SILENT)
            value = problem.value_of(model.starts(answer.solution))
            assert value >= problem.value_of(known) - 1e-9
