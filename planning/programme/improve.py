"""Local search: measures of a programme are exchanged for others while that makes it better."""

from __future__ import annotations

from collections.abc import Iterator

from ..progress import SILENT, Progress
from .candidate import Candidate
from .draft import Draft

TRIALS = 800
VICTIMS = 12
EQUAL = 1e-9


def improve(draft: Draft, order: list[Candidate], progress: Progress = SILENT, trials: int = TRIALS) -> None:
    """Exchange chosen measures for others until no exchange that is tried helps, or after so many trials.

    Less missing to quotas and counts comes first, then more value. `order` is the most value for the money first. The
    search knows no chance: the same draft ends the same.
    """
    left, better = trials, True
    while better and left > 0:
        better = False
        for incoming in progress.over(_incoming(draft, order), len(order)):
            for outgoing in _outgoing(draft, order, incoming):
                left -= 1
                if exchange(draft, incoming, outgoing):
                    better = True
                    break
            if left <= 0:
                return


def exchange(draft: Draft, incoming: Candidate, outgoing: Candidate | None) -> bool:
    """Take a measure in, another and all that need it out, where that is better; otherwise nothing changes."""
    before, missing, value = dict(draft.starts), draft.tally.missing(), draft.value
    for key in draft.dependents(outgoing.id) if outgoing else ():
        draft.remove(key)
    if draft.add(incoming.id) and draft.sound() and _better(draft, missing, value):
        return True
    draft.restore(before)
    return False


def _better(draft: Draft, missing: float, value: float) -> bool:
    now = draft.tally.missing()
    return now < missing - EQUAL or (now <= missing + EQUAL and draft.value > value + EQUAL)


def _incoming(draft: Draft, order: list[Candidate]) -> list[Candidate]:
    """What is not chosen: first what short quotas and counts ask for."""
    waiting = [candidate for candidate in order if candidate.id not in draft.starts]
    asked = draft.tally.asked_for()
    return sorted(waiting, key=lambda candidate: candidate.id not in asked)


def _outgoing(draft: Draft, order: list[Candidate], incoming: Candidate) -> Iterator[Candidate | None]:
    """Nothing, then those that bring least for their money."""
    if incoming.id in draft.starts:
        return
    yield None
    found = 0
    for candidate in reversed(order):
        if candidate.id in draft.starts and not _needed(draft, candidate):
            found += 1
            yield candidate
            if found == VICTIMS:
                return


def _needed(draft: Draft, candidate: Candidate) -> bool:
    return any(draft.problem.by_id[key].must for key in draft.dependents(candidate.id))
