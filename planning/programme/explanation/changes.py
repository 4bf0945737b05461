"""Changes of limits: what they are, and the problem with them."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from ..candidate import Budget, Candidate
from ..draft import Draft
from ..model import Limit
from ..problem import Problem
from ..rules import Quota, Rules
from .elastic import LOGICAL

SHARES = 10**4
KEPT, AMOUNT = "kept", "amount"


@dataclass(frozen=True)
class Change:
    """A limit that moves from `before` to `after`; `field` is what moves, «kept» where the rule is dropped."""

    limit: Limit
    field: str
    before: Any
    after: Any


def dropped(limit: Limit) -> Change:
    """A limit is given up."""
    return Change(limit, KEPT, True, False)


def with_changes(problem: Problem, changes: Iterable[Change]) -> Problem:
    """The problem after changes."""
    for change in changes:
        problem = _changed(problem, change)
    return problem


def decided(problem: Problem, key: str, **decision: Any) -> Problem:
    """The problem with another decision (must, must_not) on a measure."""
    candidates = (replace(c, **decision) if c.id == key else c for c in problem.candidates)
    return replace(problem, candidates=tuple(candidates))


def needed_changes(problem: Problem, starts: Mapping[str, int], broken: Collection[Limit]) -> Iterator[Change]:
    """What has to give way for a choice: the broken rules among the logical ones, and each amount that is passed."""
    for limit in sorted(broken, key=str):
        if limit.kind in LOGICAL:
            yield dropped(limit)
    draft = Draft(problem, starts)
    for quota in problem.rules.quotas:
        inside, total = draft.counted(quota.counted, quota.kind, quota.code), draft.counted(quota.counted)
        yield from _quota_changes(quota, inside, total)
    for count in problem.rules.counts:
        chosen, limit = len(count.members & starts.keys()), Limit("count", (count.name,))
        if chosen < count.least:
            yield Change(limit, "least", count.least, chosen)
        if count.most is not None and chosen > count.most:
            yield Change(limit, "most", count.most, chosen)
    ceiling = problem.rules.running_ceiling
    if ceiling is not None and draft.tally.running > ceiling:
        yield Change(Limit("running", (problem.last_year + 1,)), AMOUNT, ceiling, draft.tally.running)


def _quota_changes(quota: Quota, inside: int, total: int) -> Iterator[Change]:
    limit = Limit("quota", (quota.kind, quota.code, quota.counted))
    if inside < quota.least:
        yield Change(limit, "least", quota.least, inside)
    if quota.most is not None and inside > quota.most:
        yield Change(limit, "most", quota.most, inside)
    if not replace(quota, least=0, most=None, most_share=1.0).holds(inside, total):
        yield Change(limit, "least_share", quota.least_share, math.floor(SHARES * inside / total) / SHARES)
    if not replace(quota, least=0, most=None, least_share=0.0).holds(inside, total):
        yield Change(limit, "most_share", quota.most_share, math.ceil(SHARES * inside / total) / SHARES)


def _changed(problem: Problem, change: Change) -> Problem:
    kind, about = change.limit.kind, change.limit.about
    if kind == "budget":
        fund, year = about
        return replace(problem, budgets=(*problem.budgets, Budget(fund, year, change.after - change.before)))
    if kind in ("must", "must_not"):
        return decided(problem, about[0], **{kind: False})
    if kind == "share":
        return _without_share(problem, about[0])
    return replace(problem, rules=_RULES[kind](problem.rules, change))


def _without_share(problem: Problem, code: str) -> Problem:
    funds = (replace(fund, least=0.0, most=1.0) if fund.code == code else fund for fund in problem.funds)
    return replace(problem, funds=tuple(funds), candidates=tuple(_unshared(c, code) for c in problem.candidates))


def _unshared(candidate: Candidate, code: str) -> Candidate:
    shares = {fund: share for fund, share in candidate.shares.items() if fund != code}
    return candidate if len(shares) == len(candidate.shares) else replace(candidate, shares=shares)


def _quotas(rules: Rules, change: Change) -> Rules:
    def altered(quota: Quota) -> Quota | None:
        if (quota.kind, quota.code, quota.counted) != change.limit.about:
            return quota
        if change.field == KEPT:
            return None
        moved = getattr(quota, change.field) == change.before
        return replace(quota, **{change.field: change.after}) if moved else quota

    return replace(rules, quotas=tuple(filter(None, map(altered, rules.quotas))))


def _counts(rules: Rules, change: Change) -> Rules:
    others = tuple(count for count in rules.counts if count.name != change.limit.about[0])
    if change.field == KEPT:
        return replace(rules, counts=others)
    named = (count for count in rules.counts if count.name == change.limit.about[0])
    return replace(rules, counts=(*others, *(replace(count, **{change.field: change.after}) for count in named)))


def _links(rules: Rules, change: Change) -> Rules:
    kept = tuple(link for link in getattr(rules, change.limit.kind) if link != change.limit.about)
    links: dict[str, Any] = {change.limit.kind: kept}
    return replace(rules, **links)


def _exclusive(rules: Rules, change: Change) -> Rules:
    return replace(rules, exclusive=tuple(group for group in rules.exclusive if group != frozenset(change.limit.about)))


def _running(rules: Rules, change: Change) -> Rules:
    return replace(rules, running_ceiling=None if change.field == KEPT else change.after)


_RULES: dict[str, Callable[[Rules, Change], Rules]] = {
    "quota": _quotas,
    "count": _counts,
    "requires": _links,
    "after": _links,
    "not_before": _links,
    "same_start": _links,
    "exclusive": _exclusive,
    "running": _running,
    "carry_over": lambda rules, _: replace(rules, carry_over=True),
}
