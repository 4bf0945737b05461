"""What an analysis of robustness says, in the current language."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from ...language import tr
from ...wording import number, percent
from ..methods.registry import METHODS
from .analysis import AROUND, INTERVAL, ORDER, Robustness
from .comparison import Other, stay_in_front
from .ranges import Range, WeightRange

SHOWN = 12


def robustness_notes(found: Robustness, names: Sequence[str]) -> list[str]:
    """Plain sentences for the planner; `names` (n,) name the alternatives."""
    return [
        _drawn(found),
        *_certain(found),
        *_wide(found),
        *_leaders(found, names),
        *_weights(found, names),
        *_without(found, names),
        *_methods(found, names),
    ]


def range_sentence(found: Robustness, moved: WeightRange, names: Sequence[str]) -> str:
    """How far one weight can move before another leads."""
    span = moved.first
    return tr(
        "First place stays with {leaders} while the weight of «{criterion}» (now {share}) is between {low} and "
        "{high}{who}.",
        leaders=_leading(found, names),
        criterion=found.ranking.criteria[moved.criterion].name,
        share=share_words(moved.share),
        low=share_words(span.low),
        high=share_words(span.high),
        who="".join(_who(span, names)),
    )


def share_words(share: float) -> str:
    """A share in percent, with a decimal where it is near 0 or 1 without being it."""
    return percent(share, 1 if 0 < share < 0.1 or 0.9 < share < 1 else 0)


def listed(places: Sequence[int], names: Sequence[str]) -> str:
    """Names in quotes, cut after a dozen."""
    shown = ", ".join(f"«{names[place]}»" for place in places[:SHOWN])
    more = len(places) - SHOWN
    return tr("{names} and {count} more", names=shown, count=more) if more > 0 else shown


def _drawn(found: Robustness) -> str:
    request = found.request
    about = {
        AROUND: tr("each weight up to {spread} lower or higher", spread=share_words(request.spread)),
        ORDER: tr("any weights in the given order of importance"),
        INTERVAL: tr("any weights within the given bounds"),
    }.get(request.weights, tr("any weights at all"))
    return tr("{draws} draws from seed {seed}: {about}.", draws=number(request.draws), seed=request.seed, about=about)


def _certain(found: Robustness) -> Iterator[str]:
    for criterion, tells_apart in zip(found.ranking.criteria, found.ranking.tells_apart):
        if criterion.code in found.request.uncertain and not tells_apart:
            yield tr(
                "Criterion «{name}» is the same for all, so its uncertainty takes no part: give it goalposts.",
                name=criterion.name,
            )


def _wide(found: Robustness) -> Iterator[str]:
    ranked = sum(rank is not None for rank in found.ranking.rank)
    if found.request.top >= ranked > 1:
        yield tr(
            "All {count} are among the first {top}: choose a smaller number of first places to tell them apart.",
            count=ranked,
            top=found.request.top,
        )


def _leading(found: Robustness, names: Sequence[str]) -> str:
    return listed([place for place, rank in enumerate(found.ranking.rank) if rank == 1], names)


def _leaders(found: Robustness, names: Sequence[str]) -> Iterator[str]:
    order = np.argsort(-found.firsts.first, kind="stable")
    for place in [place for place in order[:3].tolist() if found.firsts.first[place] > 0]:
        name, first = names[place], share_words(found.firsts.first[place])
        if found.firsts.top == 1:
            yield tr("«{name}» is first in {first} of the draws.", name=name, first=first)
        else:
            yield tr(
                "«{name}» is first in {first} of the draws and among the first {top} in {among}.",
                name=name,
                first=first,
                top=found.firsts.top,
                among=share_words(found.firsts.among_top[place]),
            )


def _weights(found: Robustness, names: Sequence[str]) -> Iterator[str]:
    free = [moved for moved in found.ranges if moved.first.below is None and moved.first.above is None]
    yield from (range_sentence(found, moved, names) for moved in found.ranges if moved not in free)
    if free:
        criteria = found.ranking.criteria
        yield tr(
            "First place stays with {leaders} whatever the weight of any of these alone: {criteria}.",
            leaders=_leading(found, names),
            criteria=listed([moved.criterion for moved in free], [criterion.name for criterion in criteria]),
        )


def _who(span: Range, names: Sequence[str]) -> Iterator[str]:
    if span.below is not None:
        yield tr("; below it «{name}» is ahead", name=names[span.below])
    if span.above is not None:
        yield tr("; above it «{name}» is ahead", name=names[span.above])


def _without(found: Robustness, names: Sequence[str]) -> Iterator[str]:
    firsts = {place for place, rank in enumerate(found.ranking.rank) if rank == 1}
    for other in found.without:
        now = np.flatnonzero(other.rank == 1).tolist()
        if not other.reason and set(now) != firsts:
            yield tr(
                "Without criterion «{criterion}», first place goes to {names}.",
                criterion=other.name,
                names=listed(now, names),
            )
    yield from _most_needed(found)


def _most_needed(found: Robustness) -> Iterator[str]:
    top = found.request.top
    kept = [(stay_in_front(found.ranking, other, top), other.name) for other in found.without if not other.reason]
    front = sum(1 for rank in found.ranking.rank if rank and rank <= top)
    if top > 1 and kept and min(kept)[0] < front:
        yield tr(
            "The first {top} depend most on criterion «{criterion}»: without it, {count} of them fall back.",
            top=top,
            criterion=min(kept)[1],
            count=front - min(kept)[0],
        )


def _methods(found: Robustness, names: Sequence[str]) -> Iterator[str]:
    compared = [other for other in found.methods if not other.reason]
    if compared:
        yield tr(
            "Among the first {top} by all {count} methods: {names}.",
            top=found.request.top,
            count=len(compared) + 1,
            names=listed(found.top.always, names) or tr("none"),
        )
    if found.top.sometimes:
        yield tr(
            "Among the first {top} by some methods only: {names}.",
            top=found.request.top,
            names=listed(found.top.sometimes, names),
        )
    yield from (_skipped(other) for other in found.methods if other.reason)


def _skipped(other: Other) -> str:
    return tr("Not compared with {method}: {why}", method=METHODS[other.name].title(), why=other.reason)
