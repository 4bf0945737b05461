"""The least change that makes an impossible choice possible, against trying everything."""

from __future__ import annotations

from dataclasses import replace

import pytest
from vidnova.planning.programme.candidate import Budget, Candidate, Fund
from vidnova.planning.programme.explanation.changes import dropped, with_changes
from vidnova.planning.programme.explanation.impossible import Impossible
from vidnova.planning.programme.explanation.repair import least_repair
from vidnova.planning.programme.problem import Problem
from vidnova.planning.programme.rules import Rules
from vidnova.planning.programme.runner import solve_here
from vidnova.planning.progress import SILENT

SEEDS = range(240)


def impossible_problems(oracle, seeds=SEEDS):
    problems = (oracle.problem(seed) for seed in seeds)
    return [problem for problem in problems if oracle.best_value(problem) is None]


def test_a_problem_with_the_repair_is_possible(oracle):
    problems = impossible_problems(oracle)
    assert len(problems) > 20
    for problem in problems:
        repair = least_repair(problem, solve_here, 10, SILENT)
        assert repair and repair.least and repair.changes
        assert repair.starts in list(oracle.programmes(with_changes(problem, repair.changes)))


def test_without_any_one_of_the_clashing_limits_the_others_can_be_kept(oracle, choose):
    for problem in impossible_problems(oracle, range(120)):
        with pytest.raises(Impossible) as told:
            choose(problem)
        clash = told.value.clash
        assert clash
        for limit in clash:
            if limit.kind not in ("budget", "share"):
                loosened = without_others(problem, [other for other in clash if other != limit])
                assert oracle.best_value(loosened) is not None, (limit, clash)
        assert oracle.best_value(without_others(problem, clash)) is None


def without_others(problem, kept):
    """The problem with these limits only; money without end where no budget is among them."""
    rules = problem.rules
    for kind in ("requires", "after", "not_before", "same_start"):
        links = tuple(link for link in getattr(rules, kind) if any(c.kind == kind and c.about == link for c in kept))
        rules = replace(rules, **{kind: links})
    groups = tuple(g for g in rules.exclusive if any(c.kind == "exclusive" and set(c.about) == g for c in kept))
    quotas = [c.about for c in kept if c.kind == "quota"]
    rules = replace(
        rules,
        exclusive=groups,
        quotas=tuple(q for q in rules.quotas if (q.kind, q.code, q.counted) in quotas),
        counts=tuple(n for n in rules.counts if any(c.kind == "count" and c.about == (n.name,) for c in kept)),
        running_ceiling=rules.running_ceiling if any(c.kind == "running" for c in kept) else None,
    )
    must = {c.about[0] for c in kept if c.kind == "must"}
    return replace(
        problem,
        rules=rules,
        candidates=tuple(replace(c, must=c.id in must) for c in problem.candidates),
        budgets=tuple(b if bounded(problem, b, kept) else replace(b, amount=10**6) for b in problem.budgets),
    )


def bounded(problem, budget, kept):
    years = {c.about[1] for c in kept if c.kind == "budget" and c.about[0] == budget.fund}
    return budget.year in years or (problem.rules.carry_over and any(budget.year <= year for year in years))


def test_the_money_added_is_the_least_of_all_programmes(oracle, affordable, missing):
    """Without floors and ceilings only money can give way: trying every programme finds how little is enough."""
    compared = 0
    for seed in SEEDS:
        problem = oracle.problem(seed)
        rules = replace(problem.rules, quotas=(), counts=(), running_ceiling=None, pairs=())
        problem = replace(
            problem, rules=rules, budgets=tuple(replace(b, amount=b.amount // 3) for b in problem.budgets)
        )
        wanted = [missing(problem, starts) for starts in affordable(problem)]
        if wanted and min(wanted) > 1e-6:
            repair = least_repair(problem, solve_here, 10, SILENT, firm=lambda limit: limit.kind != "budget")
            assert repair.money == pytest.approx(min(wanted), abs=3)
            compared += 1
    assert compared > 25


def test_a_smallest_case_by_hand():
    """Two measures of 60 that must be done in one year, and 100: 20 more are needed."""
    measures = [Candidate(key, key.upper(), "", 1.0, (60_000_000,), 2026, 2026, must=True) for key in "ab"]
    problem = Problem(tuple(measures), (Fund("local", "Local"),), (Budget("local", 2026, 100_000_000),), 2026, 2026)
    repair = least_repair(problem, solve_here, 10, SILENT)
    assert repair.money == 20_000_000
    excluded = replace(problem, rules=Rules(exclusive=(frozenset("ab"),)))
    changes = least_repair(excluded, solve_here, 10, SILENT).changes
    assert [change.limit.kind for change in changes] in (["exclusive", "budget"], ["must"])
    assert with_changes(problem, [dropped(change.limit) for change in changes if change.limit.kind == "must"])
