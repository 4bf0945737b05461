"""Problems made up for measuring, of three kinds: easy, tight, and with many dependencies."""

from __future__ import annotations

import numpy as np
from vidnova.planning.programme.candidate import Budget, Candidate, Fund
from vidnova.planning.programme.problem import Problem
from vidnova.planning.programme.rules import Count, Quota, Rules

KINDS = ("easy", "tight", "dependencies")
SECTORS = ("housing", "health", "education_science", "energy", "transport", "social", "environment", "economy")
FIRST_YEAR, YEARS, AREAS = 2026, 5, 20
FUNDED = {"easy": 0.35, "tight": 0.2, "dependencies": 0.3}
FLOORED = {"easy": 0.3, "tight": 0.9, "dependencies": 0.5}
PROFILES = ((1.0,), (0.6, 0.4), (0.2, 0.5, 0.3))


def made_up(kind: str, measures: int, seed: int) -> Problem:
    """A problem of so many measures, five years, four funds with shares, carry-over and twenty quotas or more."""
    random = np.random.default_rng([seed, measures, KINDS.index(kind)])
    costs = np.round(random.lognormal(2.0, 1.0, measures) * 1e6).astype(int)
    values = np.round(np.sqrt(costs / 1e6) * random.lognormal(0.0, 0.5, measures), 4)
    candidates = tuple(_candidate(number, costs[number], values[number], random) for number in range(measures))
    budgets = tuple(_budgets(costs.sum() * FUNDED[kind], random))
    return Problem(
        candidates, _funds(), budgets, FIRST_YEAR, FIRST_YEAR + YEARS - 1, _rules(kind, candidates, budgets, random)
    )


def _candidate(number: int, cost: int, value: float, random: np.random.Generator) -> Candidate:
    shares = PROFILES[random.integers(len(PROFILES))]
    parts = [int(cost * share) for share in shares]
    return Candidate(
        id=f"m{number}",
        code=f"M-{number:04}",
        title="",
        value=float(value),
        profile=(cost - sum(parts[1:]), *parts[1:]) if len(parts) > 1 else (int(cost),),
        earliest=FIRST_YEAR + int(random.choice([0, 0, 0, 1, 2])),
        latest=FIRST_YEAR + YEARS - 1,
        sector=SECTORS[random.integers(len(SECTORS))],
        areas=frozenset([f"D{random.integers(AREAS)}"]),
    )


def _funds() -> tuple[Fund, ...]:
    return (
        Fund("local", "Local budget", least=0.1),
        Fund("state", "State subvention", frozenset(SECTORS[:5]), most=0.9),
        Fund("donor", "Donors", frozenset(SECTORS[1:7]), most=0.8),
        Fund("loan", "Loan", frozenset(SECTORS[2:6]), most=0.5),
    )


def _budgets(money: float, random: np.random.Generator) -> list[Budget]:
    parts = random.uniform(0.7, 1.3, (4, YEARS)) * np.array([[0.35], [0.35], [0.2], [0.1]])
    amounts = np.round(money * parts / parts.sum()).astype(int)
    codes = [fund.code for fund in _funds()]
    return [Budget(c, FIRST_YEAR + y, int(amounts[f, y])) for f, c in enumerate(codes) for y in range(YEARS)]


def _rules(
    kind: str, candidates: tuple[Candidate, ...], budgets: tuple[Budget, ...], random: np.random.Generator
) -> Rules:
    money, costs = sum(budget.amount for budget in budgets), sum(candidate.cost for candidate in candidates)
    floors = []
    for area in range(AREAS):
        cost = sum(candidate.cost for candidate in candidates if f"D{area}" in candidate.areas)
        floors.append(Quota("area", f"D{area}", least=int(FLOORED[kind] * money * cost / costs)))
    keys = [candidate.id for candidate in candidates]
    linked = {"easy": 0.02, "tight": 0.05, "dependencies": 0.25}[kind]
    order = random.permutation(len(keys))
    pairs = [(keys[max(order[k : k + 2])], keys[min(order[k : k + 2])]) for k in range(0, int(linked * len(keys)), 2)]
    grouped = random.permutation(len(keys))[: 3 * max(1, len(keys) // 75)].reshape(-1, 3)
    return Rules(
        requires=tuple(pairs[::2]),
        after=tuple(pairs[1::2]),
        exclusive=tuple(frozenset(keys[k] for k in group) for group in grouped),
        counts=(Count("schools", frozenset(c.id for c in candidates if c.sector == SECTORS[2]), most=len(keys) // 20),),
        quotas=tuple(floors),
        carry_over=True,
    )
