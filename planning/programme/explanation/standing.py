"""Why single measures are in the programme or out of it, told by choosing again with them or without them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ...errors import Cancelled
from ...progress import Progress
from ..model import Model
from ..problem import Problem
from ..runner import CANCELLED, Answer
from .change_words import changes_words
from .changes import decided
from .more_money import Given, given_by
from .repair import Firm, Repair, least_repair
from .resolving import Difference, Resolver, difference
from .rule_prices import WithoutRules, named_in, rules_in
from .told import Told

SLACK = 1e-9


@dataclass(frozen=True)
class Standing:
    """What was found of a measure.

    `lost` is the value that the programme would lose with it if it is out, without it if it is in: the value that it
    lacks, or has to spare. entered and left are measures of that other programme; `why` tells that there is none.
    For one that is out: `joining` is what would have to give way for it to join with nothing given up; `money` the
    least more money with which a programme that has it is worth no less than the one explained, None where no money
    does (`least` tells that none less does); `rules` the rules without which it is chosen.
    """

    id: str
    chosen: bool
    lost: Difference | None
    entered: tuple[str, ...]
    left: tuple[str, ...]
    why: Told | None = None
    joining: Told | None = None
    money: tuple[Given, ...] | None = None
    least: bool = True
    rules: tuple[Told, ...] = ()


def standings_of(
    resolver: Resolver, keys: Sequence[str], without: WithoutRules, progress: Progress
) -> Iterator[Standing]:
    """What is found of each of these measures."""
    for number, key in enumerate(keys):
        part = progress.part(number / len(keys), (number + 1) / len(keys))
        if key in (resolver.base.starts or {}):
            yield _of_chosen(resolver, key, part)
        else:
            yield _of_left_out(resolver, key, without, part)


def _of_chosen(resolver: Resolver, key: str, progress: Progress) -> Standing:
    other = resolver.solve(decided(resolver.problem, key, must=False, must_not=True), progress)
    lost = difference(resolver.base, other)
    return Standing(key, True, lost, resolver.entered(other), _but(key, resolver.left(other)), other.why)


def _of_left_out(resolver: Resolver, key: str, without: WithoutRules, progress: Progress) -> Standing:
    forced = decided(resolver.problem, key, must=True, must_not=False)
    other = resolver.solve(forced, progress.part(0, 0.4))
    there = other.starts is not None
    found = Standing(
        id=key,
        chosen=False,
        lost=difference(resolver.base, other),
        entered=_but(key, resolver.entered(other)) if there else (),
        left=resolver.left(other) if there else (),
        why=other.why,
        rules=tuple(_rules(resolver, key, without, progress.part(0.4, 0.6))),
    )
    joining = _joining(resolver, forced, progress.part(0.6, 0.8))
    money = _money(resolver, forced, progress.part(0.8, 1))
    if money is None:
        return replace(found, joining=joining)
    return replace(found, joining=joining, money=given_by(money.changes), least=money.least)


def _rules(resolver: Resolver, key: str, without: WithoutRules, progress: Progress) -> Iterator[Told]:
    """The rules that name it, and others that were dropped before, without which it is chosen."""
    limits = [limit for limit in rules_in(resolver.problem) if key in named_in(resolver.problem, limit)]
    limits += [limit for limit in without.found if limit not in limits]
    for number, limit in enumerate(limits):
        price = without.price(limit, progress.part(number / len(limits), (number + 1) / len(limits)))
        if key in price.entered:
            yield price.words


def _joining(resolver: Resolver, forced: Problem, progress: Progress) -> Told | None:
    """What gives way where all that is chosen stays chosen."""
    starts = resolver.base.starts or {}
    kept = replace(forced, candidates=tuple(replace(c, must=c.must or c.id in starts) for c in forced.candidates))
    repair = _repair(resolver, kept, progress, lambda limit: limit.kind in ("must", "share"))
    if repair is None or not repair.changes:
        return None
    return resolver.speaker.told(kept, lambda named: changes_words(named, repair.changes))


def _money(resolver: Resolver, forced: Problem, progress: Progress) -> Repair | None:
    worth = resolver.base.value * (1 - SLACK) - SLACK
    repair = _repair(resolver, forced, progress, lambda limit: limit.kind != "budget", worth)
    if repair is None or any(change.limit.kind != "budget" for change in repair.changes):
        return None
    return repair


def _repair(
    resolver: Resolver, problem: Problem, progress: Progress, firm: Firm, worth: float | None = None
) -> Repair | None:
    def solver(model: Model, gap: float, time_limit: float, progress: Progress) -> Answer:
        answer = resolver.solver(model, gap, time_limit, progress)
        if answer.status == CANCELLED:
            raise Cancelled
        return answer

    return least_repair(problem, solver, resolver.time_limit, progress, firm, worth)


def _but(key: str, keys: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(other for other in keys if other != key)
