"""What each rule costs: the value that could be reached without it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from ...progress import Progress
from ..model import Limit
from ..problem import Problem
from .changes import dropped, with_changes
from .limit_words import limit_words, quota_words
from .resolving import Difference, Found, Resolver, difference
from .told import Told

LINKS = ("requires", "after", "not_before", "same_start")


@dataclass(frozen=True)
class RulePrice:
    """A rule in words, the value lost to it (None where nothing was found), and what enters and leaves without it."""

    kind: str
    about: tuple
    words: Told
    bound: float
    lost: Difference | None
    status: str
    entered: tuple[str, ...]
    left: tuple[str, ...]


@dataclass
class WithoutRules:
    """The choice without each rule, solved once."""

    resolver: Resolver
    found: dict[Limit, Found] = field(default_factory=dict)

    def of(self, limit: Limit, progress: Progress) -> Found:
        """The best programme without a rule; the one that is explained keeps what is left of the rules."""
        if limit not in self.found:
            problem = with_changes(self.resolver.problem, [dropped(limit)])
            self.found[limit] = self.resolver.solve(problem, progress, self.resolver.base.starts)
        return self.found[limit]

    def price(self, limit: Limit, progress: Progress) -> RulePrice:
        found, problem = self.of(limit, progress), self.resolver.problem
        return RulePrice(
            kind=limit.kind,
            about=limit.about,
            words=self.resolver.speaker.told(problem, lambda named: limit_words(named, limit)),
            bound=found.bound if found.starts is not None else float("inf"),
            lost=difference(found, self.resolver.base),
            status=found.status,
            entered=self.resolver.entered(found),
            left=self.resolver.left(found),
        )


def prices_of(without: WithoutRules, limits: list[Limit], progress: Progress) -> Iterator[RulePrice]:
    """A price for each of these rules."""
    for number, limit in enumerate(limits):
        yield without.price(limit, progress.part(number / len(limits), (number + 1) / len(limits)))


def rules_in(problem: Problem) -> list[Limit]:
    """Every rule of a problem that could be dropped, money apart."""
    rules, found = problem.rules, []
    found += [Limit("quota", (q.kind, q.code, q.counted)) for q in rules.quotas if any(quota_words(problem, q))]
    found += [Limit("count", (count.name,)) for count in rules.counts]
    found += [Limit("must", (c.id,)) for c in problem.candidates if c.must and not c.running]
    found += [Limit("must_not", (c.id,)) for c in problem.candidates if c.must_not]
    found += [Limit("exclusive", tuple(sorted(group))) for group in rules.exclusive]
    found += [Limit(kind, link) for kind in LINKS for link in getattr(rules, kind)]
    if rules.running_ceiling is not None:
        found.append(Limit("running", (problem.last_year + 1,)))
    found += [Limit("share", (fund.code,)) for fund in problem.funds if fund.least > 0 or fund.most < 1]
    if not rules.carry_over and len(problem.years) > 1:
        found.append(Limit("carry_over", ()))
    return list(dict.fromkeys(found))


def named_in(problem: Problem, limit: Limit) -> frozenset[str]:
    """The measures that a rule names."""
    if limit.kind == "count":
        return frozenset(key for count in problem.rules.counts if (count.name,) == limit.about for key in count.members)
    if limit.kind in ("must", "must_not", "exclusive", *LINKS):
        return frozenset(limit.about)
    return frozenset()
