"""What cutting the ranking at the money line would have chosen instead."""

from __future__ import annotations

from dataclasses import dataclass

from ...progress import Progress
from ..greedy import ranking_cut
from ..result import QUICK
from .resolving import Found, Resolver


@dataclass(frozen=True)
class Cut:
    """The list of a ranking cut at the money line, the highest value first and passing over what does not fit.

    `lost` is the share of the programme's value that it does not reach; both, only_cut and only_programme are measures.
    """

    value: float
    lost: float
    chosen: int
    both: int
    only_cut: tuple[str, ...]
    only_programme: tuple[str, ...]


def cut_of(resolver: Resolver, progress: Progress) -> Cut | None:
    """None where a ranking that is cut keeps no rules."""
    draft = ranking_cut(resolver.problem, progress)
    if draft is None:
        return None
    base, starts = resolver.base, set(draft.starts)
    found = Found(draft.starts, draft.value, draft.value, QUICK)
    return Cut(
        value=found.value,
        lost=max(base.value - found.value, 0.0) / base.value if base.value else 0.0,
        chosen=len(starts),
        both=len(starts & set(base.starts or ())),
        only_cut=resolver.entered(found),
        only_programme=resolver.left(found),
    )
