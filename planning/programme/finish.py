"""What is settled once the measures are chosen: nothing idle, nothing missed, and everything as early as it goes."""

from __future__ import annotations

from collections.abc import Mapping

from ..progress import SILENT, Progress
from .draft import Draft
from .greedy import by_value_for_money
from .problem import Problem

EQUAL = 1e-9


def finished(problem: Problem, starts: Mapping[str, int], progress: Progress = SILENT) -> Draft:
    """The choice without measures that bring nothing, with what still fits, each started as early as it can be.

    Every rule is kept that was kept before. The most valuable measures are moved first; in the end none can start
    earlier unless another moves.
    """
    draft = Draft(problem, starts)
    _drop_idle(draft)
    _pull_forward(draft, progress.part(0, 0.5))
    _add_what_fits(draft, progress.part(0.5, 1))
    return draft


def _drop_idle(draft: Draft) -> None:
    for candidate in draft.problem.candidates:
        if candidate.id in draft.starts and candidate.value == 0 and not candidate.must:
            start, value = draft.starts[candidate.id], draft.value
            if draft.dependents(candidate.id) == {candidate.id}:
                draft.remove(candidate.id)
                if draft.value < value - EQUAL or not (draft.floors_hold() and draft.sound()):
                    draft.place(candidate.id, start)


def _pull_forward(draft: Draft, progress: Progress) -> None:
    by_id = draft.problem.by_id
    order = sorted(draft.starts, key=lambda key: (-by_id[key].value, by_id[key].code, key))
    moved = True
    while moved:
        moved = any([_earlier(draft, key) for key in progress.over(order, len(order))])


def _earlier(draft: Draft, key: str) -> bool:
    before = draft.starts[key]
    draft.remove(key)
    earliest = next(draft.open_starts(key), before)
    draft.place(key, min(earliest, before))
    if earliest < before and not (draft.sound() and draft.floors_hold()):
        draft.remove(key)
        draft.place(key, before)
        return False
    return earliest < before


def _add_what_fits(draft: Draft, progress: Progress) -> None:
    order = by_value_for_money(draft.problem)
    for candidate in progress.over(order, len(order)):
        before, value = dict(draft.starts), draft.value
        if draft.add(candidate.id) and (draft.value < value - EQUAL or not draft.floors_hold()):
            draft.restore(before)
