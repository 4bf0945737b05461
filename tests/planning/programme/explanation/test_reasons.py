"""The quick reason that stands with each measure of a run."""

from __future__ import annotations

from dataclasses import replace

import pytest
from vidnova.planning.programme.candidate import Budget, Candidate, Fund
from vidnova.planning.programme.explanation.reasons import reasons_of
from vidnova.planning.programme.problem import Problem
from vidnova.planning.programme.rules import Count, Quota, Rules


@pytest.fixture
def problem() -> Problem:
    """a and b of 10 in two years with money enough."""
    candidates = tuple(
        Candidate(key, key.upper(), "", value, (10,), 2026, 2027, sector="road", people={"all": 40}, running_cost=6)
        for key, value in (("a", 2.0), ("b", 1.0))
    )
    budgets = tuple(Budget("local", year, 100) for year in (2026, 2027))
    return Problem(candidates, (Fund("local", "Local"),), budgets, 2026, 2027)


@pytest.mark.parametrize(
    ("rules", "code", "words"),
    [
        (Rules(running_ceiling=10), "limit", "may cost at most"),
        (Rules(counts=(Count("few", frozenset("ab"), most=1),)), "limit", "at most 1 of «few»"),
        (Rules(quotas=(Quota("sector", "road", "all", most=50),)), "limit", "at most 50 people for sector «road»"),
        (Rules(requires=(("b", "x"),)), "dependency", "Needs x"),
        (Rules(exclusive=(frozenset("ab"),)), "exclusion", "A is chosen instead"),
    ],
)
def test_what_keeps_a_measure_out_is_named(problem, choose, rules, code, words):
    problem = replace(problem, rules=rules)
    programme = choose(replace(problem, other_names={"x": "x"}))
    assert set(programme.starts) == {"a"}
    reason = reasons_of(programme)["b"]
    assert reason.code == code and words in reason.sentence()


def test_years_that_do_not_fit_are_told(problem, choose):
    late = replace(problem.candidates[1], earliest=2027)
    rules = Rules(same_start=(("b", "a"),))
    early = replace(problem.candidates[0], latest=2026)
    programme = choose(replace(problem, candidates=(early, late), rules=rules))
    assert reasons_of(programme)["b"].sentence() == "No year is left that fits those of A."
