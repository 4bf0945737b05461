from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from ...errors import PlanError
from ...language import tr
from .hierarchy import Question
from .pairwise import Pairs


@dataclass(frozen=True)
class Answers:
    """What one person said, by the codes of criteria and groups.

    numbers are points or ranks; pairs how many times the first is more important than the second; best_to how many
    times the best is more important than each, to_worst how many times each is more important than the worst.
    """

    numbers: Mapping[str, float] = field(default_factory=dict)
    pairs: Pairs = field(default_factory=dict)
    best_to: Mapping[str, float] = field(default_factory=dict)
    to_worst: Mapping[str, float] = field(default_factory=dict)

    @property
    def empty(self) -> bool:
        return not (self.numbers or self.pairs or self.best_to or self.to_worst)


@dataclass(frozen=True)
class Member:
    """One of the people asked; the name is empty where only one was."""

    name: str
    answers: Answers
    importance: float = 1.0


def with_importance(members: Sequence[Member], importance: Mapping[str, float]) -> tuple[Member, ...]:
    """The members with the importance given by name.

    Raises PlanError for a number that cannot weigh, and for a name that stands twice.
    """
    found = tuple(replace(one, importance=importance.get(one.name, one.importance)) for one in members)
    names = [member.name for member in found]
    for member in found:
        if names.count(member.name) > 1:
            raise PlanError(tr("Member «{name}» stands twice: tell the two apart.", name=member.name))
        if not np.isfinite(member.importance) or member.importance < 0:
            raise PlanError(
                tr(
                    "Member «{name}»: importance {value} must be a number from 0 on.",
                    name=member.name,
                    value=member.importance,
                )
            )
    if not any(member.importance for member in found):
        raise PlanError(tr("All members have importance 0: give at least one of them more."))
    return found


def numbers_for(question: Question, given: Mapping[str, float], what: str) -> np.ndarray:
    """The numbers (k,) of a question's items. Raises PlanError naming those that have none."""
    lacking = [item.name for item in question.items if item.code not in given]
    if lacking:
        raise PlanError(
            tr("{what} missing for: {names}. Fill them in.", what=what, names=", ".join(f"«{n}»" for n in lacking))
        )
    return np.array([given[item.code] for item in question.items], dtype=float)
