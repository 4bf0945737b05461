"""A quick programme by value for money, and what cutting the ranking would choose."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ..progress import SILENT, Progress
from .draft import Draft
from .problem import Candidate, Floor, Problem


def greedy_programme(problem: Problem, progress: Progress = SILENT) -> Draft | None:
    """A quick programme: the most value for the money first. None where this way finds none that keeps the rules."""
    return _taken_in_order(problem, by_value_for_money(problem), progress)


def ranking_cut(problem: Problem, progress: Progress = SILENT) -> Draft | None:
    """What a ranking cut at the money line gives: the highest value first, passing over what does not fit.

    None where this way finds no programme that keeps the rules.
    """
    return _taken_in_order(problem, _sorted(problem, lambda candidate: candidate.value), progress)


def _taken_in_order(problem: Problem, order: list[Candidate], progress: Progress) -> Draft | None:
    """What must be done, then what floors ask for, then all down the list, each as early as it fits.

    A floor that is not met in the end is repaired by giving up the last of the list outside its area.
    """
    draft = Draft(problem)
    if not _add_musts(draft):
        return None
    for floor in problem.rules.floors:
        _fill_floor(draft, floor, order)
    for candidate in progress.over(order, len(order)):
        draft.add(candidate.id)
    kept = all(_repair(draft, floor, order) for floor in problem.rules.floors)
    return draft if kept and draft.floors_hold() else None


def value_bound(problem: Problem) -> float:
    """No programme is worth more: all money spent by value for money, measures taken in parts (Dantzig 1957)."""
    money, value = sum(problem.money.values()), 0.0
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
    """What it costs the programme; less than its whole cost where it is under way."""
    return min((problem.spending(candidate, start) for start in problem.starts[candidate.id]), default=candidate.cost)


def _sorted(problem: Problem, worth: Callable[[Candidate], float]) -> list[Candidate]:
    valued = [candidate for candidate in problem.candidates if candidate.value > 0]
    return sorted(valued, key=lambda candidate: (-worth(candidate), candidate.code, candidate.id))


def _add_musts(draft: Draft) -> bool:
    musts = [candidate for candidate in draft.problem.candidates if candidate.must]
    running_first = sorted(musts, key=lambda candidate: not candidate.running)
    return all(draft.add(candidate.id) for candidate in running_first)


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
        last = next((c for c in reversed(order) if _may_go(draft, c, floor)), None)
        if last is None:
            return False
        for key in draft.dependents(last.id):
            draft.remove(key)
        for candidate in inside:
            draft.add(candidate.id)
    return True


def _may_go(draft: Draft, candidate: Candidate, floor: Floor) -> bool:
    if candidate.id not in draft.starts or floor.area in candidate.areas:
        return False
    return not any(draft.problem.by_id[key].must for key in draft.dependents(candidate.id))
