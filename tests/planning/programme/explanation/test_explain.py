"""Every figure of an explanation against trying all programmes."""

from __future__ import annotations

from dataclasses import replace

import pytest
from vidnova.planning.errors import Cancelled
from vidnova.planning.programme.candidate import Budget, Candidate, Fund
from vidnova.planning.programme.explanation.changes import dropped, with_changes
from vidnova.planning.programme.explanation.curve import at_level
from vidnova.planning.programme.explanation.explain import Known, Wanted, explain
from vidnova.planning.programme.explanation.rule_prices import rules_in
from vidnova.planning.programme.explanation.sentences import Words
from vidnova.planning.programme.model import Limit
from vidnova.planning.programme.problem import Problem
from vidnova.planning.programme.rules import Rules
from vidnova.planning.programme.runner import NO_SOLVER, solve_here
from vidnova.planning.progress import SILENT, Progress

MILLION = 1_000_000
NOTHING = Wanted(levels=(), amounts=(), rules=0, first=0, gap=0.0, time_limit=20)


@pytest.fixture
def possible(oracle, choose):
    """Random problems with their best programme and its value by trying everything."""

    def problems(seeds):
        for seed in seeds:
            problem = oracle.problem(seed)
            best = oracle.best_value(problem)
            if best:
                yield problem, choose(problem).starts, best

    return problems


def explained(problem, starts, **wanted):
    return explain(Known(problem, starts), replace(NOTHING, **wanted), SILENT, solve_here)


def test_what_a_measure_lacks_or_has_to_spare(possible, oracle):
    compared = 0
    for problem, starts, best in possible(range(300, 400)):
        found = explained(problem, starts, measures=tuple(problem.by_id))
        for standing in found["standings"]:
            key, chosen = standing["id"], standing["chosen"]
            decided = {"must": not chosen, "must_not": chosen}
            candidates = tuple(replace(c, **decided) if c.id == key else c for c in problem.candidates)
            other = oracle.best_value(replace(problem, candidates=candidates))
            if other is None:
                assert standing["lost"] is None and standing["why"]["uk"]
            else:
                wanted = max(best - other, 0.0)
                assert standing["lost"]["likely"] == pytest.approx(wanted, abs=1e-6)
                assert standing["lost"]["least"] - 1e-5 <= wanted <= standing["lost"]["most"] + 1e-5
                compared += 1
    assert compared > 60


def test_the_least_money_with_which_a_measure_pays(possible, affordable, missing):
    compared = 0
    for problem, starts, best in possible(range(400, 500)):
        out = [c.id for c in problem.candidates if c.id not in starts and not c.must_not]
        found = explained(problem, starts, measures=tuple(out))
        for standing in found["standings"]:
            with_it = [s for s in affordable(problem) if standing["id"] in s and problem.value_of(s) >= best - 1e-7]
            wanted = min((missing(problem, s) for s in with_it), default=float("inf"))
            if wanted == float("inf"):
                assert standing["money"] is None
            else:
                assert sum(part["amount"] for part in standing["money"]) == pytest.approx(wanted, abs=3)
                compared += 1
    assert compared > 20


def test_the_price_of_each_rule(possible, oracle):
    compared = 0
    for problem, starts, best in possible(range(500, 545)):
        found = explained(problem, starts, rules=99)
        assert len(found["rules"]) == len(rules_in(problem))
        for rule in found["rules"]:
            without = oracle.best_value(with_changes(problem, [dropped(Limit(rule["kind"], rule["about"]))]))
            assert rule["lost"]["likely"] == pytest.approx(without - best, abs=1e-6)
            assert rule["words"]["en"] and rule["words"]["uk"] != rule["words"]["en"]
            compared += 1
    assert compared > 80


def test_the_curve_is_that_of_the_best_programmes_and_never_falls(possible, oracle):
    levels = (0.4, 0.8, 1.0, 1.5)
    for problem, starts, best in possible(range(600, 640)):
        points = explained(problem, starts, levels=levels)["curve"]
        for level, point in zip(levels, points):
            wanted = oracle.best_value(at_level(problem, level))
            assert (point["value"] is None) == (wanted is None)
            assert wanted is None or point["value"] == pytest.approx(wanted, abs=1e-6)
        values = [point["value"] for point in points if point["value"] is not None]
        assert values == sorted(values) and points[2]["value"] == pytest.approx(best)


def test_more_money_is_put_to_its_best_use(possible, affordable, missing):
    for problem, starts, best in possible(range(700, 720)):
        needs = [(missing(problem, s), problem.value_of(s)) for s in affordable(problem)]
        amounts = (60, 150)
        for amount, step in zip(amounts, explained(problem, starts, amounts=amounts)["steps"]):
            kept_back = len(problem.funds) * len(problem.years)
            assert sum(part["amount"] for part in step["given"]) <= amount
            assert step["value"] <= max(value for need, value in needs if need <= amount + 1e-6) + 1e-6
            assert step["value"] >= max(value for need, value in needs if need <= amount - 2 * kept_back) - 1e-6
            assert step["value"] >= best - 1e-6


@pytest.fixture
def town() -> Problem:
    """60, 50 and 40 million of value 6, 5 and 4.5, in one year with 100 million: the two lesser are best."""
    measures = [("a", 60, 6.0), ("b", 50, 5.0), ("c", 40, 4.5)]
    candidates = tuple(
        Candidate(key, key.upper(), "", value, (cost * MILLION,), 2026, 2026) for key, cost, value in measures
    )
    return Problem(candidates, (Fund("local", "Local"),), (Budget("local", 2026, 100 * MILLION),), 2026, 2026)


def test_a_case_by_hand(town):
    """Best: a and c, 10.5. With b, b and c are worth 9.5: it lacks 1. All three cost 50 more; a and b cost 10 more."""
    found = explained(
        town, {"a": 2026, "c": 2026}, measures=("a", "b"), levels=(0.9, 1.0, 1.5), amounts=(10 * MILLION,)
    )
    a, b = found["standings"]
    assert (a["lost"]["likely"], a["entered"]) == (pytest.approx(1.0), ("b",))
    assert (b["lost"]["likely"], b["left"]) == (pytest.approx(1.0), ("a",))
    assert b["joining"]["en"] == "50.0 million UAH more in «Local» in 2026"
    assert sum(part["amount"] for part in b["money"]) == 10 * MILLION
    assert [point["value"] for point in found["curve"]] == pytest.approx([9.5, 10.5, 15.5])
    assert found["cut"]["lost"] == 0.0
    assert found["measures"][1]["place_by_value"] == 2 and found["measures"][1]["place_by_money"] == 3


def test_a_better_programme_is_told(town):
    found = explained(town, {"b": 2026, "c": 2026})["base"]
    assert (found["run_value"], found["value"]) == (9.5, 10.5)
    assert (found["entered"], found["left"]) == (("a",), ("b",))


def test_stopping_keeps_what_is_done(town):
    asked = []

    def cancelled() -> bool:
        asked.append(1)
        return len(asked) > 40

    wanted = replace(NOTHING, levels=tuple(level / 10 for level in range(5, 40)))
    found = explain(Known(town, {"a": 2026, "c": 2026}), wanted, Progress(cancelled=cancelled), solve_here)
    assert found["stopped"] and 0 < len(found["curve"]) < 35
    with pytest.raises(Cancelled):
        explain(Known(town, {"a": 2026, "c": 2026}), wanted, Progress(cancelled=lambda: True), solve_here)


def test_a_rule_that_keeps_a_measure_out_is_named(town):
    problem = replace(town, rules=Rules(exclusive=(frozenset("ac"),)))
    found = explained(problem, {"b": 2026, "c": 2026}, measures=("a",), rules=9)
    [standing] = found["standings"]
    assert [rule["en"] for rule in standing["rules"]] == ["at most one of A, C"]
    assert found["rules"][0]["lost"]["likely"] == pytest.approx(1.0)


def test_without_a_solver_quick_choices_are_compared_and_it_is_said(town):
    wanted = replace(NOTHING, levels=(0.9, 1.5), measures=("a",))
    town = replace(town, budgets=(Budget("local", 2026, 95 * MILLION),))
    found = explain(Known(town, {"b": 2026, "c": 2026}), wanted, SILENT, lambda *question: NO_SOLVER)
    assert found["base"]["status"] == "quick"
    assert [point["value"] for point in found["curve"]] == pytest.approx([6.0, 11.0])
    words = Words(found, str, str)
    assert "The solver could not be run" in " ".join(words.base())
    assert found["standings"][0]["lost"]["most"] >= 3.5 and found["standings"][0]["money"] is None
