from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from itertools import product
from random import Random
from types import SimpleNamespace

import numpy as np
import pytest
from scipy.optimize import linprog
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_flow
from vidnova.planning.programme.candidate import Budget, Candidate, Fund, spread
from vidnova.planning.programme.problem import Problem
from vidnova.planning.programme.rules import MONEY, Count, Pair, Quota, Rules
from vidnova.planning.programme.runner import solve_here
from vidnova.planning.programme.solve import choose_programme

YEARS = (2026, 2028)


@pytest.fixture
def oracle() -> SimpleNamespace:
    """Random small problems, and their answers by trying everything."""
    return SimpleNamespace(problem=random_problem, programmes=programmes, best_value=best_value, payable=payable)


@pytest.fixture
def choose() -> Callable:
    """Choose with the solver in this process: the worker's own function, without its start-up."""
    return partial(choose_programme, solver=solve_here)


def random_problem(seed: int) -> Problem:
    """Up to five measures, three years, three funds, and each kind of rule now and then."""
    random = Random(seed)
    keys = [f"m{number}" for number in range(random.randint(2, 5))]
    candidates = tuple(_random_candidate(key, random) for key in keys)
    budgets = tuple(
        Budget(fund, year, random.choice([0, 60, 110, 200, 330]))
        for fund in ("local", "state", "donor")
        for year in range(2025, 2030)
    )
    return Problem(
        candidates,
        _random_funds(random),
        budgets,
        *YEARS,
        _random_rules(keys, random),
        index={2027: 1.1, 2028: 1.25} if random.random() < 0.2 else {},
        discount=0.05 if random.random() < 0.3 else 0.0,
    )


def _random_candidate(key: str, random: Random) -> Candidate:
    duration = random.choice([1, 1, 2, 3])
    running = random.random() < 0.15
    earliest = random.choice([2024, 2025]) if running else random.choice([2025, 2026, 2026, 2027])
    return Candidate(
        id=key,
        code=key.upper(),
        title="",
        value=random.choice([0.0, *(random.randint(1, 12) / 4 for _ in range(5))]),
        profile=tuple(10 * part for part in spread(random.choice([0, 7, 10, 18, 25, 41]), duration)),
        earliest=earliest,
        latest=random.choice([2027, 2028]),
        sector=random.choice(["school", "road", "water"]),
        areas=frozenset(random.sample("NS", random.randint(0, 2))),
        must=random.random() < 0.12,
        must_not=random.random() < 0.08,
        running=running,
        owner=random.choice(["municipal", "state"]),
        settlement=random.choice("ab"),
        people={"all": random.randint(0, 9), "idp": random.randint(0, 3)},
        running_cost=random.choice([0, 0, 5, 12]),
        shares={"local": (0.5, 1.0)} if random.random() < 0.1 else {},
    )


def _random_funds(random: Random) -> tuple[Fund, ...]:
    bounded = random.random() < 0.3
    local = Fund("local", "Local", least=0.1 if bounded else 0.0)
    state = Fund("state", "State", frozenset({"school"}), most=0.8 if bounded else 1.0)
    donor = Fund("donor", "Donor", random.choice([frozenset(), frozenset({"school", "road"})]))
    return local, state, replace(donor, owners=frozenset({"municipal"})) if random.random() < 0.2 else donor


def _random_rules(keys: list[str], random: Random) -> Rules:
    two = lambda: tuple(random.sample(keys, 2))  # noqa: E731
    now_and_then = lambda made, often: (made,) if random.random() < often else ()  # noqa: E731
    people = Quota("area", random.choice("NS"), random.choice(["all", "idp"]), least=random.choice([0, 3]), most=12)
    share = Quota("sector", "school", "all", most_share=random.choice([0.4, 0.7]))
    return Rules(
        requires=now_and_then(two(), 0.4) + now_and_then(two(), 0.1),
        after=now_and_then(two(), 0.3),
        not_before=now_and_then(two(), 0.2),
        same_start=now_and_then(two(), 0.2),
        exclusive=now_and_then(frozenset(two()), 0.4),
        counts=now_and_then(Count("few", frozenset(two()), random.choice([0, 1]), random.choice([1, 2, None])), 0.2),
        quotas=now_and_then(_random_floor(random), 0.5) + now_and_then(people, 0.2) + now_and_then(share, 0.2),
        pairs=now_and_then(Pair(*two(), saving=random.choice([0, 30, 500])), 0.25)
        + now_and_then(Pair(*two(), bonus=random.choice([-1.5, 0.75])), 0.25),
        running_ceiling=random.choice([10, 20]) if random.random() < 0.25 else None,
        carry_over=random.random() < 0.4,
    )


def _random_floor(random: Random) -> Quota:
    most = random.choice([None, None, 300])
    least, share = random.choice([0, 0, 150]), random.choice([0.0, 0.3, 0.6])
    return Quota(*random.choice([("area", "N"), ("area", "S"), ("settlement", "a")]), MONEY, least, most, share)


def programmes(problem: Problem) -> Iterator[dict[str, int]]:
    """Every programme that keeps the rules, found by trying all: shares no code with the solver's way."""
    options = [_options(problem, candidate) for candidate in problem.candidates]
    for years in product(*options):
        starts = {c.id: year for c, year in zip(problem.candidates, years) if year is not None}
        if _keeps_rules(problem, starts) and payable(problem, starts):
            yield starts


def best_value(problem: Problem) -> float | None:
    """The greatest value of any programme, None where there is none."""
    return max((value_of(problem, starts) for starts in programmes(problem)), default=None)


def value_of(problem: Problem, starts: Mapping[str, int]) -> float:
    worth = 0.0
    for candidate in problem.candidates:
        if candidate.id in starts:
            end = starts[candidate.id] + len(candidate.profile) - 1
            worth += candidate.value * (1 + problem.discount) ** -(max(end, problem.first_year) - problem.first_year)
    return worth + sum(pair.bonus for pair in problem.rules.pairs if {pair.first, pair.second} <= starts.keys())


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
    both = lambda pairs: [(a, b) for a, b in pairs if a in starts and b in starts]  # noqa: E731
    completed = sum(measures[key].running_cost for key in starts if end[key] <= problem.last_year)
    return (
        all(a not in starts or b in starts for a, b in rules.requires + rules.not_before)
        and all(end[b] < starts[a] for a, b in both(rules.requires + rules.after))
        and all(starts[b] <= starts[a] for a, b in both(rules.not_before))
        and all(starts[b] == starts[a] for a, b in both(rules.same_start))
        and all(len(group & set(starts)) <= 1 for group in rules.exclusive)
        and all(c.least <= len(c.members & set(starts)) <= (9 if c.most is None else c.most) for c in rules.counts)
        and all(_quota_holds(problem, quota, starts) for quota in rules.quotas)
        and (rules.running_ceiling is None or completed <= rules.running_ceiling)
    )


def _quota_holds(problem: Problem, quota: Quota, starts: Mapping[str, int]) -> bool:
    if quota.counted == MONEY:
        parts = [(candidate, amount) for candidate, _, amount in _bills(problem, starts)]
    else:
        parts = [(c, c.people.get(quota.counted, 0)) for c in problem.candidates if c.id in starts]
    belongs = {"area": lambda c: quota.code in c.areas, "sector": lambda c: quota.code == c.sector}
    inside = sum(a for c, a in parts if belongs.get(quota.kind, lambda c: quota.code == c.settlement)(c))
    total = sum(amount for _, amount in parts)
    within = quota.least <= inside <= (inside if quota.most is None else quota.most)
    return within and quota.least_share * total - 1e-9 < inside < quota.most_share * total + 1e-9 + (total == 0)


def _bills(problem: Problem, starts: Mapping[str, int]) -> list[tuple[Candidate, int, int]]:
    bills = []
    for candidate in problem.candidates:
        kept = list(candidate.profile)
        if candidate.id in starts:
            saved = _saved(problem, candidate, starts)
            for offset, (amount, less) in enumerate(zip(kept, saved)):
                year = starts[candidate.id] + offset
                level = problem.index.get(year, 1.0)
                due = int(amount * level + 0.5) - sum(int(part * level) for part in less)
                if problem.first_year <= year <= problem.last_year and due:
                    bills.append((candidate, year, due))
    return bills


def _saved(problem: Problem, candidate: Candidate, starts: Mapping[str, int]) -> list[list[int]]:
    """For each year of work what each pair with this measure first saves."""
    saved: list[list[int]] = [[] for _ in candidate.profile]
    left = list(candidate.profile)
    for pair in problem.rules.pairs:
        if pair.first == candidate.id:
            rest = pair.saving
            for offset, amount in enumerate(left):
                part = min(amount, rest)
                rest, left[offset] = rest - part, amount - part
                if starts.get(pair.second) == starts[candidate.id]:
                    saved[offset].append(part)
    return saved


def payable(problem: Problem, starts: Mapping[str, int]) -> bool:
    """Whether the funds' years can pay the bills: scipy's maximum flow, its linear programme where shares bind."""
    bills = _bills(problem, starts)
    if not bills:
        return True
    purses = [(fund, year) for fund in problem.funds for year in problem.years]
    amounts = [sum(b.amount for b in problem.budgets if (b.fund, b.year) == (f.code, y)) for f, y in purses]
    allowed = np.array([[_may_pay(problem, *purse, *bill[:2]) for bill in bills] for purse in purses])
    due = [amount for _, _, amount in bills]
    if any(f.least or f.most < 1 or c.shares for f in problem.funds for c in problem.candidates):
        return _shared(problem, bills, amounts, allowed)
    size = len(purses) + len(bills) + 2
    pipes = np.zeros((size, size), dtype=np.int32)
    pipes[0, 1 : len(purses) + 1] = amounts
    pipes[1 : len(purses) + 1, len(purses) + 1 : -1] = allowed * np.array(due)
    pipes[len(purses) + 1 : -1, -1] = due
    return maximum_flow(csr_array(pipes), 0, size - 1).flow_value == sum(due)


def _may_pay(problem: Problem, fund: Fund, given: int, candidate: Candidate, due: int) -> bool:
    allowed = fund.sectors is None or candidate.sector in fund.sectors
    owned = fund.owners is None or candidate.owner in fund.owners
    return allowed and owned and (given == due or (problem.rules.carry_over and given < due))


def _shared(problem: Problem, bills: list, amounts: list[int], allowed: np.ndarray) -> bool:
    """Each bill by itself: what a fund pays of it stays within the fund's share."""
    years, count = len(problem.years), len(bills)
    columns = np.arange(allowed.size).reshape(allowed.shape)
    upper, limits = [], []
    for row, amount in enumerate(amounts):
        upper.append(np.isin(np.arange(allowed.size), columns[row]).astype(float))
        limits.append(amount)
    for number, fund in enumerate(problem.funds):
        rows = slice(number * years, (number + 1) * years)
        for bill, (candidate, _, amount) in enumerate(bills):
            if allowed[rows, bill].any():
                paid = np.isin(np.arange(allowed.size), columns[rows, bill]).astype(float)
                least, most = candidate.shares.get(fund.code, (fund.least, fund.most))
                upper += [paid, -paid]
                limits += [most * amount, -least * amount]
    equal = [np.isin(np.arange(allowed.size), columns[:, bill]).astype(float) for bill in range(count)]
    due = [amount for _, _, amount in bills]
    bounds = [(0, None if ok else 0) for ok in allowed.ravel()]
    return linprog(np.zeros(allowed.size), upper, np.array(limits) + 1e-9, equal, due, bounds).status == 0
