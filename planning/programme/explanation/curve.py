"""How the value of the best programme grows with the money."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ...progress import Progress
from ..problem import Problem
from .resolving import Found, Resolver
from .told import Told


@dataclass(frozen=True)
class Point:
    """The best programme that is found for all budgets times `level`.

    entered and left are measures, against the level before (against the programme that is explained for the first).
    `cut` is the value of the ranking cut at that money line; `why` tells that there is no programme.
    """

    level: float
    money: int
    value: float | None
    bound: float | None
    cut: float | None
    status: str
    chosen: int
    entered: tuple[str, ...]
    left: tuple[str, ...]
    why: Told | None


def curve_of(resolver: Resolver, levels: Sequence[float], progress: Progress) -> Iterator[Point]:
    """A point for each level, the least first. What is possible with less money is possible with more, so that no level
    is told to be worth less than one before."""
    known: Mapping[str, int] | None = None
    for number, level in enumerate(sorted(set(levels))):
        problem = at_level(resolver.problem, level)
        part = progress.part(number / len(levels), (number + 1) / len(levels))
        found = resolver.solve(problem, part, known, resolver.base.starts)
        yield _point(resolver, problem, level, found, known)
        known = found.starts or known


def bounded_by_more_money(points: Sequence[Point]) -> tuple[Point, ...]:
    """No level can be worth more than what is proven of one with more money."""
    bounded: list[Point] = []
    least = float("inf")
    for point in reversed(points):
        if point.bound is not None:
            least = min(least, point.bound)
            point = replace(point, bound=max(least, point.value or 0.0))
        bounded.append(point)
    return tuple(reversed(bounded))


def at_level(problem: Problem, level: float) -> Problem:
    """All budgets times `level`, in whole units downwards."""
    return replace(problem, budgets=tuple(replace(b, amount=int(b.amount * level + 1e-6)) for b in problem.budgets))


def _point(resolver: Resolver, problem: Problem, level: float, found: Found, before: Mapping[str, int] | None) -> Point:
    there = found.starts is not None
    return Point(
        level=level,
        money=sum(problem.money.values()),
        value=found.value if there else None,
        bound=found.bound if there else None,
        cut=found.cut,
        status=found.status,
        chosen=len(found.starts or ()),
        entered=resolver.entered(found, before) if there else (),
        left=resolver.left(found, before) if there else (),
        why=found.why,
    )
