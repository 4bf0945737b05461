from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from scipy.optimize import linprog
from vidnova.planning.errors import PlanError
from vidnova.planning.choice import solve
from vidnova.planning.choice.check import broken_rules
from vidnova.planning.choice.model import build_model
from vidnova.planning.choice.problem import Candidate, Floor, Problem, Rules
from vidnova.planning.choice.runner import Answer
from vidnova.planning.choice.solve import choose_programme
from vidnova.planning.choice.worker import answer_to

YEARS = (2026, 2028)
FUNDS = ("local", "state")


@pytest.fixture
def solved_here(monkeypatch):
    """Solve in this process what the worker solves in its own: the same function, without the start-up."""

    def solve_here(model, gap, time_limit, progress):
        row, column, entry = model.matrix()
        answer = answer_to(
            {
                "row": row,
                "column": column,
                "entry": entry,
                "lower": np.array(model.lower),
                "upper": np.array(model.upper),
                "values": model.values,
                "limit_of": np.array(model.limit_of, dtype=int),
                "whole": len(model.starts),
                "gap": gap,
                "time_limit": time_limit,
            }
        )
        if answer["status"] == "infeasible":
            return Answer("infeasible", clash=tuple(model.limits[position] for position in answer["clash"]))
        return Answer(answer["status"], answer["x"], float(answer["bound"]))

    monkeypatch.setattr(solve, "solve_apart", solve_here)


def random_problem(seed: int) -> Problem:
    """Up to six measures, three years, two funds, and now and then each kind of rule."""
    random = np.random.default_rng(seed)
    ids = [f"m{number}" for number in range(random.integers(3, 7))]
    choices = [frozenset(FUNDS), frozenset(FUNDS[:1]), frozenset(FUNDS[1:])]
    candidates = tuple(
        Candidate(
            id=key,
            name=key,
            value=float(random.integers(0, 20)),
            cost=int(random.integers(0, 60)) * 1000 + int(random.integers(0, 2)),
            years=int(random.integers(1, 3)),
            earliest=int(random.integers(2026, 2028)),
            funds=choices[random.integers(0, 3)],
            areas=frozenset(["north"] if random.random() < 0.5 else []),
        )
        for key in ids
    )
    budgets = {(fund, year): int(random.integers(0, 60)) * 1000 for fund in FUNDS for year in range(2026, 2029)}
    pick = lambda chance: random.random() < chance  # noqa: E731
    rules = Rules(
        must=frozenset(ids[:1] if pick(0.3) else []),
        requires=((ids[1], ids[2]),) if pick(0.4) else (),
        exclusive=(frozenset(ids[:2]),) if pick(0.3) else (),
        floors=(Floor("north", 0.4),) if pick(0.3) else (),
        carry_over=pick(0.4),
    )
    return Problem(candidates, budgets, *YEARS, rules)


def payable(problem: Problem, starts: dict[str, int]) -> bool:
    """Whether some split over the funds pays for it: a flow problem of its own, not the solver's model."""
    chosen = [c for c in problem.candidates if c.id in starts]
    dues = [(c, starts[c.id] + step, c.cost_in(step)) for c in chosen for step in range(c.years) if c.cost_in(step)]
    flows = [(d, fund) for d, (c, _, _) in enumerate(dues) for fund in sorted(c.funds)]
    if not dues:
        return True
    equal = np.array([[float(d == position) for d, _ in flows] for position in range(len(dues))])
    upper, limit = [], []
    for fund, year in product(FUNDS, problem.years):
        first = problem.first_year if problem.rules.carry_over else year
        upper.append([float(f == fund and first <= dues[d][1] <= year) for d, f in flows])
        limit.append(sum(problem.budget(fund, y) for y in range(first, year + 1)))
    return linprog(np.zeros(len(flows)), upper, limit, equal, [due for _, _, due in dues]).status == 0


def keeps_rules(problem: Problem, starts: dict[str, int]) -> bool:
    rules, by_id = problem.rules, {c.id: c for c in problem.candidates}
    total = sum(by_id[key].cost for key in starts)
    local = sum(by_id[key].cost for key in starts if "north" in by_id[key].areas)
    return (
        rules.must <= set(starts)
        and all(len(group & set(starts)) <= 1 for group in rules.exclusive)
        and all(
            later not in starts or (sooner in starts and starts[sooner] + by_id[sooner].years <= starts[later])
            for later, sooner in rules.requires
        )
        and all(local >= floor.share * total - 1e-6 for floor in rules.floors)
    )


def best_value(problem: Problem) -> float | None:
    """The greatest value of any choice that keeps the rules, by trying them all."""
    options = [[None, *problem.starts(candidate)] for candidate in problem.candidates]
    best = None
    for years in product(*options):
        starts = {c.id: year for c, year in zip(problem.candidates, years) if year is not None}
        value = sum(c.value for c in problem.candidates if c.id in starts)
        if (best is None or value > best) and keeps_rules(problem, starts) and payable(problem, starts):
            best = value
    return best


@pytest.mark.parametrize("seed", range(150))
def test_the_choice_is_the_best_of_all(solved_here, seed):
    problem = random_problem(seed)
    expected = best_value(problem)
    if expected is None:
        with pytest.raises(PlanError, match="cannot hold together"):
            choose_programme(problem)
        return
    programme = choose_programme(problem)
    assert broken_rules(problem, programme.plan) == []
    assert programme.value == pytest.approx(expected)
    assert programme.cut.value(problem) <= programme.value + 1e-9 or broken_rules(problem, programme.cut)


def test_the_named_limits_really_clash(solved_here):
    """Without any one of the limits that the explanation names, a programme is possible."""
    explained = 0
    for seed in range(150):
        problem = random_problem(seed)
        if best_value(problem) is None:
            model = build_model(problem)
            clash = solve.solve_apart(model, 0, 10, None).clash
            assert clash
            assert all(limit.kind != "floor" or limit.names == ("north",) for limit in clash)
            explained += 1
    assert explained >= 5
