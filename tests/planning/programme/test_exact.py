from __future__ import annotations

from dataclasses import replace

import pytest
from vidnova.planning.errors import PlanError
from vidnova.planning.programme.candidate import Budget, Candidate, Fund, spread
from vidnova.planning.programme.check import broken_rules
from vidnova.planning.programme.formulation import build_model
from vidnova.planning.programme.problem import Problem
from vidnova.planning.programme.rules import Rules
from vidnova.planning.programme.runner import NO_SOLVER, solve_here
from vidnova.planning.progress import SILENT

TRIES = 120
TRIES_OF_THE_CHOICE = 300


@pytest.mark.parametrize("seed", range(TRIES_OF_THE_CHOICE))
def test_the_choice_is_the_best_of_all(oracle, choose, seed):
    problem = oracle.problem(seed)
    best = oracle.best_value(problem)
    if best is None:
        with pytest.raises(PlanError, match="must be done|cannot hold together|No programme"):
            choose(problem)
        return
    programme = choose(problem)
    assert programme.status == "optimal"
    assert programme.value == pytest.approx(best)
    assert programme.bound >= best - 1e-6
    assert broken_rules(problem, programme.starts, programme.payments) == []
    assert programme.starts in list(oracle.programmes(problem))
    assert programme.ranking_cut is None or programme.ranking_cut <= best + 1e-9


@pytest.mark.parametrize("seed", range(0, TRIES, 5))
def test_highspy_chooses_as_well(oracle, choose, monkeypatch, seed):
    pytest.importorskip("highspy")
    monkeypatch.delenv("VIDNOVA_SOLVER")
    problem = oracle.problem(seed)
    best = oracle.best_value(problem)
    if best is None:
        with pytest.raises(PlanError):
            choose(problem)
        return
    programme = choose(problem)
    assert (programme.status, programme.value) == ("optimal", pytest.approx(best))


@pytest.mark.parametrize("seed", range(TRIES))
def test_without_a_solver_the_rules_are_kept_and_the_choice_is_called_quick(oracle, choose, seed):
    problem = oracle.problem(seed)
    best = oracle.best_value(problem)
    try:
        programme = choose(problem, solver=lambda *_: NO_SOLVER)
    except PlanError:
        return
    assert broken_rules(problem, programme.starts, programme.payments) == []
    assert programme.value <= best + 1e-9 <= programme.bound + 2e-9
    assert programme.status == "quick" or programme.value == pytest.approx(best)


def test_the_named_limits_clash_by_themselves_and_hold_together_without_any_one_of_them(oracle):
    explained = 0
    for seed in range(4 * TRIES):
        problem = oracle.problem(seed)
        # carried-over money binds later years too, so that one year's limit cannot be taken away alone
        if not problem.rules.carry_over and oracle.best_value(problem) is None:
            clash = solve_here(build_model(problem), 0, 10, SILENT).clash
            alone = _only(problem, clash)
            assert oracle.best_value(alone) is None
            assert all(oracle.best_value(_without(alone, limit)) is not None for limit in clash)
            explained += 1
    assert explained >= 20


def test_more_money_is_never_worse_and_another_rule_never_better(oracle, choose):
    for seed in range(0, TRIES, 4):
        problem = oracle.problem(seed)
        if oracle.best_value(problem) is None:
            continue
        value = choose(problem).value
        richer = replace(problem, budgets=tuple(replace(b, amount=b.amount + 90) for b in problem.budgets))
        freer = replace(problem, rules=Rules(carry_over=problem.rules.carry_over, pairs=problem.rules.pairs))
        assert choose(richer).value >= value - 1e-9
        assert choose(freer).value >= value - 1e-9


def test_unspent_money_is_used_later_only_where_that_is_allowed(choose):
    bridge = Candidate("b", "B", "Міст", 1.0, (100,), 2027, 2027)
    budgets = (Budget("local", 2026, 60), Budget("local", 2027, 60))
    problem = Problem((bridge,), (Fund("local", "Local"),), budgets, 2026, 2027)
    assert choose(problem).starts == {}
    saving = choose(replace(problem, rules=Rules(carry_over=True)))
    assert [(p.year, p.amount) for p in saving.payments] == [(2027, 100)]


def test_two_funds_share_a_cost_and_money_bound_to_a_sector_goes_first(choose):
    school = Candidate("s", "S", "Школа", 1.0, (100,), 2026, 2026, sector="school")
    road = Candidate("r", "R", "Дорога", 1.0, (50,), 2026, 2026, sector="road")
    funds = (Fund("local", "Local"), Fund("state", "State", frozenset({"school"})))
    problem = Problem((school, road), funds, (Budget("local", 2026, 90), Budget("state", 2026, 60)), 2026, 2026)
    paid = {(p.id, p.fund): p.amount for p in choose(problem).payments}
    assert paid == {("s", "state"): 60, ("s", "local"): 40, ("r", "local"): 50}


def test_each_measure_starts_as_early_as_the_money_allows_the_best_ones_first(choose):
    measures = tuple(Candidate(f"m{v}", f"M{v}", "", v / 10, (10,), 2026, 2028) for v in (3, 9, 5))
    budgets = tuple(Budget("local", year, 10) for year in (2026, 2027, 2028))
    starts = choose(Problem(measures, (Fund("local", "Local"),), budgets, 2026, 2028)).starts
    assert starts == {"m9": 2026, "m5": 2027, "m3": 2028}


def test_only_what_is_left_of_a_measure_under_way_is_paid(choose):
    running = Candidate("r", "R", "", 1.0, (40, 30, 20), 2025, 2028, running=True)
    budgets = tuple(Budget("local", year, 35) for year in range(2025, 2029))
    programme = choose(Problem((running,), (Fund("local", "Local"),), budgets, 2026, 2028))
    assert programme.starts == {"r": 2025}
    assert [(p.year, p.amount) for p in programme.payments] == [(2026, 30), (2027, 20)]


def test_costs_of_a_single_hryvnia_too_much_are_seen(choose):
    """The solver's tolerance is wider than that; the whole-number check is not."""
    dear = tuple(Candidate(f"m{n}", f"M{n}", "", 1.0, (333_333_333 + (n == 0),), 2026, 2026) for n in range(3))
    problem = Problem(dear, (Fund("local", "Local"),), (Budget("local", 2026, 999_999_999),), 2026, 2026)
    assert len(choose(problem).starts) == 2


def test_yearly_parts_add_up_to_the_cost():
    assert spread(100, 3) == (34, 33, 33)
    assert spread(0, 2) == (0, 0)


def test_nothing_to_choose_from_is_an_empty_programme(choose):
    programme = choose(Problem((), (), (), 2026, 2027))
    assert (programme.starts, programme.payments, programme.status, programme.gap) == ({}, (), "optimal", 0)


def _without(problem: Problem, limit) -> Problem:
    rules, about = problem.rules, limit.about
    if limit.kind == "must":
        free = tuple(replace(c, must=False) if c.id == about[0] else c for c in problem.candidates)
        return replace(problem, candidates=free)
    if limit.kind == "budget":
        plenty = Budget(about[0], about[1], 10**7)
        return replace(problem, budgets=(*problem.budgets, plenty))
    if limit.kind == "share":
        free = tuple(replace(fund, least=0.0, most=1.0) if fund.code == about[0] else fund for fund in problem.funds)
        shares = tuple(
            replace(c, shares={fund: share for fund, share in c.shares.items() if fund != about[0]})
            for c in problem.candidates
        )
        return replace(problem, funds=free, candidates=shares)
    changed = {
        "quota": {"quotas": tuple(q for q in rules.quotas if (q.kind, q.code, q.counted) != about)},
        "count": {"counts": tuple(count for count in rules.counts if count.name != about[0])},
        "running": {"running_ceiling": None},
        "not_before": {"not_before": tuple(pair for pair in rules.not_before if pair != about)},
        "same_start": {"same_start": tuple(pair for pair in rules.same_start if pair != about)},
        "exclusive": {"exclusive": tuple(group for group in rules.exclusive if tuple(sorted(group)) != about)},
        "requires": {"requires": tuple(pair for pair in rules.requires if pair != about)},
        "after": {"after": tuple(pair for pair in rules.after if pair != about)},
    }
    return replace(problem, rules=replace(rules, **changed[limit.kind]))


def _only(problem: Problem, clash) -> Problem:
    named = set(clash)
    for limit in build_model(problem).limits:
        if limit not in named:
            problem = _without(problem, limit)
    return problem
