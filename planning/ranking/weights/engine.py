from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ...errors import PlanError
from ...language import tr
from ...progress import SILENT, Progress
from ..measurement import Measurement
from ..value.definitions import known_word
from .agreement import consensus, disagreements, kendall_w
from .answers import Member
from .compared import AhpEigenvector
from .group import AGGREGATIONS, AIJ, MEAN, aggregated_judgements, aggregated_weights
from .hierarchy import Hierarchy, Question
from .judged import Judged
from .method import Settings, WeightMethod
from .pairwise import judgement_matrix
from .registry import FROM_DATA, STATED
from .weight_set import Agreement, WeightSet

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Found:
    """What was found for one question: the weights that act and those of each member."""

    question: Question
    together: Judged
    each: tuple[Judged, ...]


def weigh(
    hierarchy: Hierarchy,
    members: Sequence[Member],
    method: str,
    aggregation: str = MEAN,
    settings: Settings | None = None,
    progress: Progress = SILENT,
) -> WeightSet:
    """Weights of a hierarchy from what its members said.

    Each question (group of the hierarchy) is weighed on its own, then aggregated over the members: "aij" aggregates
    judgements in pairs, "aip" takes the geometric mean of weights, "mean" and "median" those of weights. Raises
    PlanError, naming member and group, for answers that cannot be used.
    """
    known_word(tr("method"), method, tuple(STATED))
    known_word(tr("aggregation"), aggregation, AGGREGATIONS)
    rule = STATED[method]
    if aggregation == AIJ and len(members) > 1 and not isinstance(rule, AhpEigenvector):
        raise PlanError(
            tr(
                "Aggregation aij takes comparisons in pairs (AHP); for «{method}» choose mean, median or aip.",
                method=method,
            )
        )
    judging = _Judging(rule, tuple(members), aggregation, settings or Settings())
    questions = [question for question in hierarchy.questions if question.items]
    found = [
        judging.judge(question, progress.part(number / len(questions), (number + 1) / len(questions)))
        for number, question in enumerate(questions)
    ]
    return _weight_set(hierarchy, members, found)


def weigh_data(hierarchy: Hierarchy, measurement: Measurement, method: str) -> WeightSet:
    """Weights of the criteria of a hierarchy from measured columns in their order; a group weighs what its own do."""
    known_word(tr("method"), method, tuple(FROM_DATA))
    judged = FROM_DATA[method](measurement)
    total = dict(zip((item.code for item in hierarchy.criteria), judged.weights.tolist()))
    _add_up(hierarchy, "", total)
    local = {}
    for question in hierarchy.questions:
        whole = total[question.code]
        local.update({code: total[code] / whole if whole else 0.0 for code in question.codes})
    return WeightSet(hierarchy, judged.weights, local, notes=judged.notes)


def _add_up(hierarchy: Hierarchy, code: str, total: dict[str, float]) -> float:
    if code not in total:
        [items] = [question.codes for question in hierarchy.questions if question.code == code]
        total[code] = sum(_add_up(hierarchy, item, total) for item in items)
    return total[code]


@dataclass(frozen=True)
class _Judging:
    rule: WeightMethod
    members: tuple[Member, ...]
    aggregation: str
    settings: Settings

    def judge(self, question: Question, progress: Progress) -> Found:
        steps = len(self.members) + 1
        parts = [progress.part(step / steps, (step + 1) / steps) for step in range(steps)]
        each = tuple(self._of_member(question, member, part) for member, part in zip(self.members, parts))
        if len(each) == 1 or len(question.items) == 1:
            return Found(question, each[0], each)
        together = _about("", question.name, lambda: self._of_group(question, each, parts[-1]))
        return Found(question, together, each)

    def _of_member(self, question: Question, member: Member, progress: Progress) -> Judged:
        progress.step(0, 1)
        if len(question.items) == 1:
            return Judged(np.ones(1))
        return _about(
            member.name, question.name, lambda: self.rule.judge(question, member.answers, self.settings, progress)
        )

    def _of_group(self, question: Question, each: Sequence[Judged], progress: Progress) -> Judged:
        importance = np.array([member.importance for member in self.members])
        importance = importance / importance.sum()
        if self.aggregation == AIJ and isinstance(self.rule, AhpEigenvector):
            matrices = np.array([judgement_matrix(question.codes, member.answers.pairs) for member in self.members])
            matrix = aggregated_judgements(matrices, importance)
            return self.rule.judge_matrix(question, matrix, self.settings, progress)
        weights = np.array([judged.weights for judged in each])
        return Judged(aggregated_weights(weights, importance, self.aggregation))


def _weight_set(hierarchy: Hierarchy, members: Sequence[Member], found: Sequence[Found]) -> WeightSet:
    local = _by_code([(one.question, one.together) for one in found])
    weights = np.array(hierarchy.spread(local))
    own = np.array(
        [hierarchy.spread(_by_code([(one.question, one.each[row]) for one in found])) for row in range(len(members))]
    )
    told = _told(members, found)
    return WeightSet(
        hierarchy,
        weights,
        local,
        _consistency(found),
        tuple(_where(member, group, judged.reconsider) for member, group, judged in told if judged.reconsider),
        tuple(_where(member, group, note) for member, group, judged in told for note in judged.notes),
        tuple(member.name for member in members),
        own,
        _agreement(own, weights) if len(members) > 1 else None,
    )


def _agreement(own: NDArray[np.float64], weights: NDArray[np.float64]) -> Agreement:
    return Agreement(kendall_w(own), consensus(own), tuple(disagreements(own, weights)))


def _consistency(found: Sequence[Found]) -> float | None:
    """The worst ratio of what acts: of the group's own judgements, else of its members'."""
    acting = [one.together.consistency for one in found if one.together.consistency is not None]
    each = [judged.consistency for one in found for judged in one.each if judged.consistency is not None]
    return max(acting or each, default=None)


def _told(members: Sequence[Member], found: Sequence[Found]) -> list[tuple[str, str, Judged]]:
    """What is worth telling, with the member (empty: all together) and the group that it is about.

    Of members with consistent judgements nothing is told.
    """
    together = [("", one.question.name, one.together) for one in found]
    if len(members) == 1:
        return together
    each = [(member.name, one.question.name, judged) for one in found for member, judged in zip(members, one.each)]
    return together + [one for one in each if one[2].consistency is None or one[2].reconsider]


def _by_code(judged: Sequence[tuple[Question, Judged]]) -> dict[str, float]:
    return {code: float(weight) for question, one in judged for code, weight in zip(question.codes, one.weights)}


def _about(member: str, group: str, work: Callable[[], Judged]) -> Judged:
    try:
        return work()
    except PlanError as error:
        raise PlanError(_where(member, group, str(error))) from None


def _where(member: str, group: str, sentence: str) -> str:
    if member and group:
        return tr("Member «{member}», group «{group}»: {what}", member=member, group=group, what=sentence)
    if member:
        return tr("Member «{member}»: {what}", member=member, what=sentence)
    return tr("Group «{group}»: {what}", group=group, what=sentence) if group else sentence
