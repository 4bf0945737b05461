from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from itertools import product
from random import Random
from types import SimpleNamespace

import numpy as np
import pytest
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_flow
from vidnova.planning.programme.problem import Budget, Candidate, Floor, Fund, Problem, Rules, spread
from vidnova.planning.programme.runner import solve_here
from vidnova.planning.programme.solve import choose_programme

YEARS = (2026, 2028)


@pytest.fixture
def oracle() -> SimpleNamespace:
    """Random small problems, and their answers by trying everything."""
    return SimpleNamespace(problem=random_problem, programmes=programmes, best_value=best_value)


@pytest.fixture
def choose() -> Callable:
    """Choose with the solver in this process: the worker's own function, without its start-up."""
    return partial(choose_programme, solver=solve_here)


def random_problem(seed: int) -> Problem:
    """Up to five measures, three years, three funds, and each kind of rule now and then."""
    random = Random(seed)
    keys = [f"m{number}" for number in range(random.randint(2, 5))]
    two = lambda: tuple(random.sample(keys, 2))  # noqa: E731
    now_and_then = lambda made, often: (made,) if random.random() < often else ()  # noqa: E731
    candidates = tuple(_random_candidate(key, random) for key in keys)
    floor = Floor(random.choice("NS"), random.choice([0.0, 0.3, 0.6]), random.choice([0, 0, 15]))
    funds = (Fund("local", "Local"), Fund("state", "State", frozenset({"school"})), Fund("donor", "Donor", frozenset()))
    if random.random() < 0.5:
        funds = (funds[0], funds[1], Fund("donor", "Donor", frozenset({"school", "road"})))
    budgets = tuple(
        Budget(f.code, year, random.choice([0, 6, 11, 20, 33])) for f in funds for year in range(2025, 2030)
    )
    rules = Rules(
        requires=now_and_then(two(), 0.4) + now_and_then(two(), 0.1),
        after=now_and_then(two(), 0.3),
        exclusive=now_and_then(frozenset(two()), 0.4),
        floors=now_and_then(floor, 0.5),
        carry_over=random.random() < 0.4,
    )
    return Problem(candidates, funds, budgets, *YEARS, rules)


def _random_candidate(key: str, random: Random) -> Candidate:
    duration = random.choice([1, 1, 2, 3])
    running = random.random() < 0.15
    earliest = random.choice([2024, 2025]) if running else random.choice([2025, 2026, 2026, 2027])
    return Candidate(
        id=key,
        code=key.upper(),
        title="",
        value=random.choice([0.0, *(random.randint(1, 12) / 4 for _ in range(5))]),
        profile=spread(random.choice([0, 7, 10, 18, 25, 41]), duration),
        earliest=earliest,
        latest=random.choice([2027, 2028]),
        sector=random.choice(["school", "road", "water"]),
        areas=frozenset(random.sample("NS", random.randint(0, 2))),
        must=random.random() < 0.12,
        must_not=random.random() < 0.08,
        running=running,
    )


def programmes(problem: Problem) -> Iterator[dict[str, int]]:
    """Every programme that keeps the rules, found by trying all: shares no code with the solver's way."""
    options = [_options(problem, candidate) for candidate in problem.candidates]
    for years in product(*options):
        starts = {c.id: year for c, year in zip(problem.candidates, years) if year is not None}
        if _keeps_rules(problem, starts) and payable(problem, starts):
            yield starts


def best_value(problem: Problem) -> float | None:
    """The greatest value of any programme, None where there is none."""
    values = {c.id: c.value for c in problem.candidates}
    return max((sum(values[key] for key in starts) for starts in programmes(problem)), default=None)


def _options(problem: Problem, candidate: Candidate) -> list[int | None]:
    first, last = problem.first_year, problem.last_year
    if candidate.must_not:
        years: list[int] = []
    elif candidate.running:
        meets = candidate.earliest <= last and candidate.earliest + len(candidate.profile) > first
        years = [candidate.earliest] if meets else []
    else:
        years = [
            year
            for year in range(first, last + 1)
            if candidate.earliest <= year <= candidate.latest and year + len(candidate.profile) - 1 <= last
        ]
    return [*([] if candidate.must else [None]), *years]


def _keeps_rules(problem: Problem, starts: Mapping[str, int]) -> bool:
    measures, rules = {c.id: c for c in problem.candidates}, problem.rules
    end = {key: start + len(measures[key].profile) - 1 for key, start in starts.items()}
    bills = list(_bills(problem, starts))
    total = sum(amount for _, _, amount in bills)
    areas = {floor: sum(a for c, _, a in bills if floor.area in c.areas) for floor in rules.floors}
    return (
        all(a not in starts or (b in starts and end[b] < starts[a]) for a, b in rules.requires)
        and all(a not in starts or b not in starts or end[b] < starts[a] for a, b in rules.after)
        and all(len(group & set(starts)) <= 1 for group in rules.exclusive)
        and all(money >= floor.amount and money - floor.share * total > -1e-9 for floor, money in areas.items())
    )


def _bills(problem: Problem, starts: Mapping[str, int]) -> Iterator[tuple[Candidate, int, int]]:
    for candidate in problem.candidates:
        for offset, amount in enumerate(candidate.profile if candidate.id in starts else ()):
            year = starts[candidate.id] + offset
            if problem.first_year <= year <= problem.last_year:
                yield candidate, year, amount


def payable(problem: Problem, starts: Mapping[str, int]) -> bool:
    """Whether scipy's maximum flow from the funds' years to the bills covers the bills."""
    bills = list(_bills(problem, starts))
    purses = [(fund, year) for fund in problem.funds for year in problem.years]
    size = len(purses) + len(bills) + 2
    pipes = np.zeros((size, size), dtype=np.int32)
    for row, (fund, given) in enumerate(purses, 1):
        pipes[0, row] = sum(b.amount for b in problem.budgets if (b.fund, b.year) == (fund.code, given))
        for column, (candidate, due, amount) in enumerate(bills, len(purses) + 1):
            allowed = fund.sectors is None or candidate.sector in fund.sectors
            if allowed and (given == due or (problem.rules.carry_over and given < due)):
                pipes[row, column] = amount
            pipes[column, size - 1] = amount
    total = sum(amount for _, _, amount in bills)
    return total == 0 or maximum_flow(csr_array(pipes), 0, size - 1).flow_value == total
