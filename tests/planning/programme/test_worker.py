"""The solver in a process of its own."""

from __future__ import annotations

import subprocess
import threading
import time

import pytest
from vidnova.planning.errors import Cancelled, PlanError
from vidnova.planning.programme.candidate import Budget, Candidate, Fund
from vidnova.planning.programme.check import broken_rules
from vidnova.planning.programme.problem import Problem
from vidnova.planning.programme.rules import Rules
from vidnova.planning.programme.runner import interpreters
from vidnova.planning.programme.solve import choose_programme
from vidnova.planning.progress import Progress


@pytest.mark.parametrize("seed", [1, 3, 8])
def test_another_process_finds_what_this_one_finds(oracle, choose, seed):
    problem = oracle.problem(seed)
    if oracle.best_value(problem) is None:
        with pytest.raises(PlanError):
            choose_programme(problem)
    else:
        apart = choose_programme(problem)
        assert (apart.status, apart.value) == ("optimal", pytest.approx(oracle.best_value(problem)))


def test_a_clash_found_in_the_other_process_is_told():
    roof = Candidate("r", "ДАХ-01", "Дах", 1.0, (80_000_000,), 2026, 2026, must=True)
    problem = Problem((roof,), (Fund("local", "Місцевий"),), (Budget("local", 2026, 60_000_000),), 2026, 2026)
    with pytest.raises(PlanError, match=r"ДАХ-01.*80\.0 million UAH in 2026.*60\.0 million UAH"):
        choose_programme(problem)


def hard_problem() -> Problem:
    """Even costs and one odd budget: the bound stays above what can be reached, so that proof takes very long."""
    candidates = tuple(
        Candidate(f"m{i}", f"M{i}", "", 1 + (i * 7919 % 101) / 1e4, (2 * (500 + i * 104_729 % 499),), 2026, 2030)
        for i in range(90)
    )
    budgets = tuple(Budget("local", year, 5001) for year in range(2026, 2031))
    pairs = tuple((f"m{i}", f"m{i + 1}") for i in range(0, 60, 3))
    return Problem(candidates, (Fund("local", "Local"),), budgets, 2026, 2030, Rules(after=pairs))


def test_cancel_ends_the_solver_at_once_and_keeps_the_best_programme_so_far():
    pressed = threading.Event()
    moment = []

    def press() -> None:
        moment.append(time.monotonic())
        pressed.set()

    threading.Timer(1.5, press).start()
    problem = hard_problem()
    programme = choose_programme(problem, time_limit=60, progress=Progress(cancelled=pressed.is_set))
    assert time.monotonic() - moment[0] < 2
    assert programme.status == "cancelled"
    assert broken_rules(problem, programme.starts, programme.payments) == []
    assert 0 < programme.value < programme.bound


def test_cancel_before_there_is_any_programme_is_a_cancel():
    with pytest.raises(Cancelled):
        choose_programme(hard_problem(), progress=Progress(cancelled=lambda: True))


def test_the_clock_ends_the_search_and_that_is_said():
    programme = choose_programme(hard_problem(), time_limit=1)
    assert programme.status == "time_limit"
    assert programme.bound > programme.value > 0
    assert 0 < programme.gap < 1


def test_a_gap_that_is_asked_for_is_kept():
    programme = choose_programme(hard_problem(), gap=0.2, time_limit=30)
    assert programme.status == "within_gap"
    assert programme.gap <= 0.2


def test_the_interpreter_is_a_python_with_our_libraries():
    python = next(interpreters())
    assert subprocess.run([python, "-c", "import numpy, scipy.optimize"]).returncode == 0
