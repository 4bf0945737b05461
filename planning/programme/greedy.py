"""A quick programme by value for money, and what cutting the ranking would choose."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import islice

from ..progress import SILENT, Progress
from .candidate import Candidate
from .draft import Draft
from .improve import TRIALS, improve
from .problem import Problem
from .rules import MONEY, Count, Quota

REPAIRS = 60
TRIED_AT_ONCE = 25


def greedy_programme(problem: Problem, progress: Progress = SILENT, trials: int = TRIALS) -> Draft | None:
    """A quick programme: the most value for the money first, then exchanges that help. None where it finds none."""
    order = by_value_for_money(problem)
    draft = _taken_in_order(problem, order, progress.part(0, 0.5))
    if draft:
        improve(draft, order, progress.part(0.5, 1), trials)
    return _kept(draft)


def ranking_cut(problem: Problem, progress: Progress = SILENT) -> Draft | None:
    """What a ranking cut at the money line gives: the highest value first, passing over what does not fit.

    None where this way finds no programme that keeps the rules.
    """
    return _kept(_taken_in_order(problem, _sorted(problem, lambda candidate: candidate.value), progress))


def _kept(draft: Draft | None) -> Draft | None:
    return draft if draft and draft.floors_hold() and draft.sound() else None


def _taken_in_order(problem: Problem, order: list[Candidate], progress: Progress) -> Draft | None:
    """What must be done, then what quotas and counts ask for, then all down the list, each as early as it fits.

    A quota that is not met in the end is repaired by giving up the last of the list that is in the way.
    """
    draft = Draft(problem)
    if not _add_musts(draft):
        return None
    for count in problem.rules.counts:
        _fill_count(draft, count, order)
    for quota in problem.rules.quotas:
        _fill_quota(draft, quota, order)
    for candidate in progress.over(order, len(order)):
        draft.add(candidate.id)
    for quota in progress.over(problem.rules.quotas, len(problem.rules.quotas)):
        _repair(draft, quota, order, progress)
    return draft


def value_bound(problem: Problem) -> float:
    """No programme is worth more: all money spent by value for money, measures taken in parts (Dantzig 1957)."""
    money = sum(problem.money.values())
    value = sum(max(pair.bonus, 0.0) for pair in problem.pairs)
    for candidate in by_value_for_money(problem):
        if problem.starts[candidate.id]:
            cost = _least_cost(problem, candidate)
            value += candidate.value * (1.0 if cost <= money else money / cost)
            money -= min(cost, money)
    return value


def by_value_for_money(problem: Problem) -> list[Candidate]:
    """Candidates that are worth something, the most value for the money first."""
    return _sorted(problem, lambda candidate: candidate.value / max(_least_cost(problem, candidate), 1))


def _least_cost(problem: Problem, candidate: Candidate) -> int:
    """What it costs the programme at least: less than its whole cost where it is under way or shares work."""
    least = min((problem.spending(candidate, start) for start in problem.starts[candidate.id]), default=candidate.cost)
    top = max((problem.level(year) for year in problem.years), default=1.0)
    return max(least - sum(int(p.saving * top) for p in problem.pairs_of[candidate.id] if p.first == candidate.id), 0)


def _sorted(problem: Problem, worth: Callable[[Candidate], float]) -> list[Candidate]:
    valued = [candidate for candidate in problem.candidates if candidate.value > 0]
    return sorted(valued, key=lambda candidate: (-worth(candidate), candidate.code, candidate.id))


def _add_musts(draft: Draft) -> bool:
    musts = [candidate for candidate in draft.problem.candidates if candidate.must]
    running_first = sorted(musts, key=lambda candidate: not candidate.running)
    return all(draft.add(candidate.id) for candidate in running_first)


def _fill_count(draft: Draft, count: Count, order: Iterable[Candidate]) -> None:
    ahead = [candidate.id for candidate in order if candidate.id in count.members]
    for key in [*ahead, *sorted(count.members - set(ahead))]:
        if len(count.members & draft.starts.keys()) >= count.least:
            return
        draft.add(key)


def _fill_quota(draft: Draft, quota: Quota, order: Iterable[Candidate]) -> None:
    available = sum(draft.problem.money.values()) if quota.counted == MONEY else 0
    wanted = max(quota.least, quota.least_share * available)
    for candidate in order:
        if draft.tally.inside(quota) >= wanted:
            return
        if candidate.belongs_to(quota.kind, quota.code):
            draft.add(candidate.id)


def _repair(draft: Draft, quota: Quota, order: list[Candidate], progress: Progress) -> None:
    """Give up what is in the way of a quota, so many times at most: what lies outside where too little is inside."""
    wanting = [candidate for candidate in order if candidate.belongs_to(quota.kind, quota.code)]
    for given_up in range(REPAIRS):
        progress.step(given_up, REPAIRS)
        inside, total = draft.tally.inside(quota), draft.tally.total(quota.counted)
        if quota.holds(inside, total):
            return
        short = inside < quota.least or inside < quota.least_share * total
        last = next((c for c in reversed(order) if _may_go(draft, c, quota, not short)), None)
        if last is None:
            return
        for key in draft.dependents(last.id):
            draft.remove(key)
        if short:
            waiting = (candidate for candidate in wanting if candidate.id not in draft.starts)
            for candidate in islice(waiting, TRIED_AT_ONCE):
                draft.add(candidate.id)


def _may_go(draft: Draft, candidate: Candidate, quota: Quota, inside: bool) -> bool:
    if candidate.id not in draft.starts or candidate.belongs_to(quota.kind, quota.code) != inside:
        return False
    return not any(draft.problem.by_id[key].must for key in draft.dependents(candidate.id))
