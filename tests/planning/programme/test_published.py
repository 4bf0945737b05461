"""Optima that others have published or enumerated."""

from __future__ import annotations

import json

import pytest
from vidnova.planning.programme.candidate import Budget, Candidate, Fund
from vidnova.planning.programme.problem import Problem
from vidnova.planning.programme.rules import Quota, Rules

LOCAL = (Fund("local", "Local"),)


@pytest.fixture(scope="module")
def references(real_data) -> dict:
    cases = json.loads((real_data / "decision_references" / "public.json").read_text("utf-8"))["public"]
    return {case["id"]: case for case in cases}


def hundredths(amount: float) -> int:
    return round(100 * amount)


@pytest.mark.parametrize("name", ["mknap1-1", "mknap1-2", "mknap1-5"])
def test_or_library_knapsacks(references, choose, name):
    """Petersen's projects use ten resources; here a resource is a year, and every project takes all ten years."""
    given, expected = references[name]["input"], references[name]["expected"]
    candidates = tuple(
        Candidate(f"p{i}", f"P{i}", "", profit, tuple(hundredths(row[i]) for row in given["weights"]), 2026, 2026)
        for i, profit in enumerate(given["profit"])
    )
    budgets = tuple(Budget("local", 2026 + y, hundredths(amount)) for y, amount in enumerate(given["capacity"]))
    programme = choose(Problem(candidates, LOCAL, budgets, 2026, 2025 + len(budgets)))
    assert programme.value == pytest.approx(expected["optimum"])
    assert programme.status == "optimal"


def test_the_classic_fractional_example(references, choose):
    given, expected = (
        references["lp-shadow-price-knapsack"]["input"],
        references["lp-shadow-price-knapsack"]["expected"],
    )
    items = zip(given["value"], given["cost"])
    candidates = tuple(Candidate(f"p{i}", f"P{i}", "", v, (c,), 2026, 2026) for i, (v, c) in enumerate(items))
    programme = choose(Problem(candidates, LOCAL, (Budget("local", 2026, given["budget"]),), 2026, 2026))
    assert programme.value == pytest.approx(expected["integer_optimum"])


@pytest.mark.parametrize("weights", [0, 1])
def test_the_best_portfolio_at_a_corner_of_the_weights_is_non_dominated(references, choose, weights):
    """Liesiö, Mild and Salo 2007."""
    case = references["rpm-core-index-ranked"]
    first, second = case["input"]["weight_set_extreme_points"][weights]
    values = [first * a + second * b for a, b in case["input"]["scores"]]
    items = zip(values, case["input"]["cost"])
    candidates = tuple(Candidate(f"p{i}", f"P{i}", "", v, (c,), 2026, 2026) for i, (v, c) in enumerate(items))
    programme = choose(Problem(candidates, LOCAL, (Budget("local", 2026, case["input"]["budget"]),), 2026, 2026))
    portfolios = case["expected"]["non_dominated_portfolios"]
    assert programme.value == pytest.approx(max(sum(v for v, x in zip(values, p) if x) for p in portfolios))


@pytest.mark.parametrize("name", ["portfolio-bf-1", "portfolio-bf-2"])
def test_sharing_costs_among_funds_is_worth_at_least_one_fund_a_measure(references, choose, name):
    """Enumerated optima of a stricter problem: one fund a measure, value discounted by year, its synergy left out."""
    given, expected = references[name]["input"], references[name]["expected"]
    plan = expected["optimal_assignment_year_fund_per_measure"]
    names = ["f0", "f1"]
    sectors = [frozenset(n for n, ok in zip(names, row) if ok) for row in given["eligible"]]
    candidates = tuple(
        Candidate(f"m{i}", f"M{i}", "", v, (c,), 0, 1, "+".join(sorted(s)), frozenset([d]))
        for i, (v, c, s, d) in enumerate(zip(given["value"], given["cost"], sectors, given["district"]))
    )
    funds = tuple(Fund(n, n, frozenset(c.sector for c in candidates if n in c.sector)) for n in names)
    rules = Rules(
        exclusive=tuple(frozenset(f"m{i}" for i in group) for group in given["exclusive"]),
        quotas=tuple(Quota("area", area, least=amount) for area, amount in given["floor"].items()),
    )
    budgets = tuple(Budget(f"f{f}", y, a) for y, row in enumerate(given["budget"]) for f, a in enumerate(row))
    programme = choose(Problem(candidates, funds, budgets, 0, 1, rules))
    chosen = [i for i, place in enumerate(plan) if place]
    assert programme.value >= sum(given["value"][i] for i in chosen)
