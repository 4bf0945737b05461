"""What the next million buys."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ...errors import Cancelled
from ...progress import Progress
from ..candidate import Budget
from ..formulation import build_model, unit_of
from ..problem import Problem
from ..runner import CANCELLED
from .changes import Change
from .elastic import Elastic
from .repair import money_added
from .resolving import Difference, Found, Resolver, difference

SAVING = 1e-6


@dataclass(frozen=True)
class Given:
    """What a fund is given more in a year."""

    fund: str
    year: int
    amount: int


@dataclass(frozen=True)
class Step:
    """The best use that is found for more money: `given` is where it goes, no more than `amount` in all.

    entered and left are measures, against the programme that is explained; `gained` is value.
    """

    amount: int
    given: tuple[Given, ...]
    value: float
    bound: float
    gained: Difference
    status: str
    entered: tuple[str, ...]
    left: tuple[str, ...]


def steps_of(resolver: Resolver, amounts: Sequence[int], funds: frozenset[str], progress: Progress) -> Iterator[Step]:
    """A step for each amount, the least first, for these funds together and in the years where it brings most.

    No step is told to be worth less than one before: its money may go where that one's went.
    """
    known: Mapping[str, int] | None = resolver.base.starts
    given: tuple[Given, ...] = ()
    for number, amount in enumerate(sorted(set(amounts))):
        part = progress.part(number / len(amounts), (number + 1) / len(amounts))
        placed, bound = _placed(resolver, amount, funds, known or {}, part.part(0, 0.5))
        more = resolver.solve(with_money(resolver.problem, placed), part.part(0.5, 1), known, resolver.base.starts)
        before = resolver.problem.value_of(known or {})
        if more.starts is not None and more.value > before:
            known, given = more.starts, placed
        found = Found(known, resolver.problem.value_of(known or {}), max(bound, before, more.value), more.status)
        yield _step(resolver, amount, given, found)


def given_by(changes: Iterable[Change]) -> tuple[Given, ...]:
    """What changes of budgets give."""
    return tuple(
        Given(fund, year, change.after - change.before) for change in changes for fund, year in [change.limit.about]
    )


def with_money(problem: Problem, given: Sequence[Given]) -> Problem:
    """The problem with more money."""
    return replace(problem, budgets=(*problem.budgets, *(Budget(g.fund, g.year, g.amount) for g in given)))


def _placed(
    resolver: Resolver, amount: int, funds: frozenset[str], known: Mapping[str, int], progress: Progress
) -> tuple[tuple[Given, ...], float]:
    """Where money brings most, and what no use of it exceeds. A little is kept back, since it goes in whole units."""
    problem = resolver.problem
    elastic = Elastic(build_model(problem), problem, lambda limit: limit.kind == "budget")
    elastic.value()
    unit = unit_of(problem)
    elastic.give_at_most(max(amount - len(elastic.slacks), 0) / unit, funds)
    for slack in elastic.slacks:
        elastic.price(slack.column, SAVING)
    elastic.begin(known)
    answer = resolver.solver(elastic.model, resolver.gap, resolver.time_limit, progress)
    if answer.status == CANCELLED:
        raise Cancelled
    if answer.solution is None:
        return (), float("inf")
    added = money_added(problem, elastic, answer.solution)
    return given_by(added), answer.bound + SAVING * amount / unit * elastic.model.value_unit


def _step(resolver: Resolver, amount: int, given: tuple[Given, ...], found: Found) -> Step:
    return Step(
        amount=amount,
        given=given,
        value=found.value,
        bound=found.bound,
        gained=difference(found, resolver.base) or Difference(0.0, 0.0, 0.0),
        status=found.status,
        entered=resolver.entered(found),
        left=resolver.left(found),
    )
