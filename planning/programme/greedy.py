"""A quick programme by value for money, and what cutting the ranking would choose."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ..progress import SILENT, Progress
from .draft import Draft
from .problem import Candidate, Floor, Problem


def greedy_programme(problem: Problem, progress: Progress = SILENT) -> Draft | None:
    """What must be done first, then what floors ask for, then all by value for money, each as early as it fits.

    A floor that is not met in the end is repaired by giving up the poorest measures outside its area. None where this
    finds no programme that keeps the rules, which does not mean that there is none.
    """
    draft = Draft(problem)
    if not _add_musts(draft):
        return None
    order = by_value_for_money(problem)
    for floor in problem.rules.floors:
        _fill_floor(draft, floor, order)
    for candidate in progress.over(order, len(order)):
        draft.add(candidate.id)
    return draft if all(_repair(draft, floor, order) for floor in problem.rules.floors) and _complete(draft) else None


def ranking_cut(problem: Problem, progress: Progress = SILENT) -> Draft | None:
    """What a list cut at the money line holds: what must be done, then down the ranking whatever still fits.

    It keeps the rules except floors, for which a list has no eye. None where what must be done does not fit so.
    """
    draft = Draft(problem)
    if not _add_musts(draft):
        return None
    for candidate in progress.over(_sorted(problem, lambda candidate: candidate.value), len(problem.candidates)):
        draft.add(candidate.id)
    return draft


def value_bound(problem: Problem) -> float:
    """No programme is worth more: all money spent by value for money, measures taken in parts (Dantzig 1957)."""
    money, value = sum(problem.money.values()), 0.0
    for candidate in by_value_for_money(problem):
        starts = problem.starts[candidate.id]
        if starts:
            cost = min(problem.spending(candidate, start) for start in starts)
            share = 1.0 if cost <= money else money / cost
            value += candidate.value * share
            money -= min(cost, money)
    return value


def by_value_for_money(problem: Problem) -> list[Candidate]:
    """Candidates that are worth something, the most value for the money first."""
    return _sorted(problem, lambda candidate: candidate.value / max(candidate.cost, 1))


def _sorted(problem: Problem, worth: Callable[[Candidate], float]) -> list[Candidate]:
    valued = [candidate for candidate in problem.candidates if candidate.value > 0]
    return sorted(valued, key=lambda candidate: (-worth(candidate), candidate.code, candidate.id))


def _add_musts(draft: Draft) -> bool:
    musts = [candidate for candidate in draft.problem.candidates if candidate.must]
    running_first = sorted(musts, key=lambda candidate: not candidate.running)
    return all(draft.add(candidate.id) for candidate in running_first)


def _complete(draft: Draft) -> bool:
    return draft.floors_hold() and all(c.id in draft.starts for c in draft.problem.candidates if c.must)


def _fill_floor(draft: Draft, floor: Floor, order: Iterable[Candidate]) -> None:
    available = sum(draft.problem.money.values())
    wanted = max(floor.amount, floor.share * available)
    for candidate in order:
        if draft.spending(floor.area) >= wanted:
            return
        if floor.area in candidate.areas:
            draft.add(candidate.id)


def _repair(draft: Draft, floor: Floor, order: list[Candidate]) -> bool:
    inside = [candidate for candidate in order if floor.area in candidate.areas]
    while not floor.holds(draft.spending(floor.area), draft.spending()):
        poorest = next((c for c in reversed(order) if _may_go(draft, c, floor)), None)
        if poorest is None:
            return False
        for key in draft.dependents(poorest.id):
            draft.remove(key)
        for candidate in inside:
            draft.add(candidate.id)
    return True


def _may_go(draft: Draft, candidate: Candidate, floor: Floor) -> bool:
    if candidate.id not in draft.starts or floor.area in candidate.areas:
        return False
    return not any(draft.problem.by_id[key].must for key in draft.dependents(candidate.id))
