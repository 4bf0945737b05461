"""Explanations in a planner's words."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from ...language import tr
from ...wording import number, plain_number
from .changes import ValueChange, WeightChange

if TYPE_CHECKING:
    from ..engine import Ranking
    from ..measurement import Measurement
    from .explain import Explanation

FINE = 10
WORTH_TELLING = 0.0005
NOISE = 1e-9
DECIMALS = 4
POINTS = 3


def place_sentence(explanation: Explanation) -> str:
    """The sentence of an Explanation."""
    if explanation.rank is None:
        return tr("It has no rank, for nothing that counts is known of it.")
    if len(explanation.ranking.rank) == 1:
        return tr("There is only one candidate: its place says nothing.")
    parts = [_drivers(explanation), _turn(explanation)]
    return _place(explanation) + ": " + "; ".join(part for part in parts if part) + "."


def name_of(labels: Sequence[str], place: int) -> str:
    """An alternative as it is called in a sentence."""
    return f"«{labels[place]}»" if len(labels) else tr("candidate {number}", number=place + 1)


def points(amount: float) -> str:
    """A score or a part of it."""
    return number(amount, POINTS)


def signed(amount: float) -> str:
    """A part of a score with its sign."""
    return ("+" if amount > 0 else "") + points(amount)


def changes_in_words(
    ranking: Ranking, weight: WeightChange | None, value: ValueChange | None, of_subject: bool = False
) -> str:
    """What to do, as in «it is enough to …»; empty where nothing helps. of_subject: the value is one of the
    sentence's subject."""
    told = [_weight_words(ranking.criteria[weight.criterion].name, weight)] if weight else []
    told += [_value_words(ranking.measurement, value, of_subject)] if value else []
    return tr("{one} or {other}", one=told[0], other=told[1]) if len(told) == 2 else "".join(told)


def _place(explanation: Explanation) -> str:
    values = {
        "rank": explanation.rank,
        "total": len(explanation.ranking.rank) - explanation.ranking.rank.count(None),
        "score": points(explanation.score),
    }
    if explanation.sharing > 1:
        return tr("Rank {rank} of {total}, shared by {count}, score {score}", count=explanation.sharing, **values)
    return tr("Rank {rank} of {total}, score {score}", **values)


def _drivers(explanation: Explanation) -> str:
    strongest, weakest = explanation.strongest, explanation.weakest
    criteria, parts = explanation.ranking.criteria, explanation.contributions
    told = []
    if strongest is not None and parts[strongest] >= WORTH_TELLING:
        amount = signed(parts[strongest])
        told.append(
            tr(
                "raised most by «{criterion}» ({amount} against the average)",
                criterion=criteria[strongest].name,
                amount=amount,
            )
        )
    if weakest is not None and parts[weakest] <= -WORTH_TELLING:
        amount = signed(parts[weakest])
        told.append(tr("held back most by «{criterion}» ({amount})", criterion=criteria[weakest].name, amount=amount))
    return ", ".join(told)


def _turn(explanation: Explanation) -> str:
    if explanation.rival is None:
        return tr("nothing tells it from the others") if explanation.sharing > 1 else ""
    rival, first = name_of(explanation.labels, explanation.rival), explanation.rank == 1
    changes = changes_in_words(explanation.ranking, explanation.weight_change, explanation.value_change, first)
    if first:
        return comes_ahead(rival, changes)
    if not changes:
        return tr("no change of one weight or of one value is enough to overtake {rival}", rival=rival)
    return tr("to overtake {rival}, it is enough to {changes}", rival=rival, changes=changes)


def comes_ahead(name: str, changes: str) -> str:
    """When another one would come ahead."""
    if not changes:
        return tr("no change of one weight or of one value puts {rival} ahead", rival=name)
    return tr("{rival} comes ahead if you {changes}", rival=name, changes=changes)


def _weight_words(name: str, change: WeightChange) -> str:
    old, new = _told(100 * change.old, 100 * change.new, lambda percent: 0 < percent < 100)
    if change.new > change.old:
        return tr("raise the weight of «{criterion}» from {old}% to {new}%", criterion=name, old=old, new=new)
    return tr("lower the weight of «{criterion}» from {old}% to {new}%", criterion=name, old=old, new=new)


def _value_words(measurement: Measurement, change: ValueChange, of_subject: bool) -> str:
    criterion, function = measurement.criteria[change.criterion], measurement.functions[change.criterion]
    measured = ", ".join(part for part in (criterion.name, criterion.unit) if part)
    if isinstance(change.raw_new, str) and of_subject:
        return tr("bring its «{criterion}» to class «{new}»", criterion=measured, new=change.raw_new)
    if isinstance(change.raw_new, str):
        return tr("bring «{criterion}» to class «{new}»", criterion=measured, new=change.raw_new)
    old, new = plain_number(change.raw_old), plain_number(change.raw_new)
    if not change.enough:
        old, new = _told(
            change.raw_old, change.raw_new, lambda raw: function is None or function.value([raw])[0] >= change.new
        )
    if of_subject:
        words = tr("bring its «{criterion}» from {old} to {new}", criterion=measured, old=old, new=new)
    else:
        words = tr("bring «{criterion}» from {old} to {new}", criterion=measured, old=old, new=new)
    return words + " " + tr("(on the present scale)") if change.from_data else words


def _told(old: float, new: float, is_enough: Callable[[float], bool]) -> tuple[str, str]:
    """Two numbers as exactly as their difference asks for, the new one beyond what is needed, so that what is told is
    enough."""
    step = abs(new - old) / FINE
    decimals = min(DECIMALS, math.ceil(-math.log10(step))) if step else DECIMALS
    while decimals < DECIMALS and not is_enough(_away(new, old, decimals)):
        decimals += 1
    return plain_number(round(old, max(decimals, 0))), plain_number(_away(new, old, decimals))


def _away(new: float, old: float, decimals: int) -> float:
    unit = 10.0**-decimals
    return (math.floor(new / unit + NOISE) + 1 if new > old else math.ceil(new / unit - NOISE) - 1) * unit
