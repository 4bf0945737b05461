from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from ...language import tr
from ...progress import SILENT, Progress
from .explainer import Explainer
from .sentences import WORTH_TELLING, changes_in_words, comes_ahead, name_of, points, signed
from .shapley import MOST, shapley_differences

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ..engine import Ranking

SHOWN = 3


def why(ranking: Ranking, one: int, other: int, labels: Sequence[str] = (), progress: Progress = SILENT) -> str:
    """Why the one of two alternatives (by their places in the list) stands before the other: which criteria speak for
    it and which against, the net, and what would turn the order, in one sentence."""
    explainer = Explainer(ranking, labels)
    for place in (one, other):
        if ranking.rank[place] is None:
            return tr(
                "{name} has no rank, for nothing that counts is known of it.", name=name_of(explainer.labels, place)
            )
    above, below = sorted((one, other), key=lambda place: ranking.rank[place] or 0)
    parts = [_heading(explainer, above, below), *_reasons(explainer, above, below, progress)]
    if ranking.rank[above] != ranking.rank[below]:
        pair = explainer.pair(below, above)
        name = name_of(explainer.labels, below)
        weight, value = explainer.weight_change(pair), explainer.value_change(pair)
        parts.append(comes_ahead(name, changes_in_words(ranking, weight, value, True)))
    return parts[0] + ": " + "; ".join(parts[1:]) + "."


def differences(explainer: Explainer, above: int, below: int, progress: Progress = SILENT) -> NDArray[np.float64]:
    """What each criterion gives to the lead of one alternative over another (m,), 0 where it is idle; these sum to the
    difference of their scores. Contributions of an additive method, Shapley values of others, all 0 where more than 12
    criteria count."""
    ranking = explainer.ranking
    if ranking.additive:
        return np.nan_to_num(ranking.contributions[:, above]) - np.nan_to_num(ranking.contributions[:, below])
    if np.count_nonzero(ranking.measurement.acting) > MOST:
        return np.zeros(len(ranking.criteria))
    return np.nan_to_num(shapley_differences(ranking, above, below, progress))


def _heading(explainer: Explainer, above: int, below: int) -> str:
    ranking = explainer.ranking
    first, second = (name_of(explainer.labels, place) for place in (above, below))
    if ranking.rank[above] == ranking.rank[below]:
        score = points(float(ranking.score[above]))
        return tr(
            "{first} and {second} share rank {rank}, score {score}",
            first=first,
            second=second,
            rank=ranking.rank[above],
            score=score,
        )
    return tr(
        "{first} (rank {rank}, score {score}) stands before {second} (rank {lower_rank}, score {lower_score})",
        first=first,
        rank=ranking.rank[above],
        score=points(float(ranking.score[above])),
        second=second,
        lower_rank=ranking.rank[below],
        lower_score=points(float(ranking.score[below])),
    )


def _reasons(explainer: Explainer, above: int, below: int, progress: Progress) -> list[str]:
    ranking, parts = explainer.ranking, differences(explainer, above, below, progress)
    order = np.argsort(-parts)
    speaking = [place for place in order if parts[place] >= WORTH_TELLING]
    contradicting = [place for place in order[::-1] if parts[place] <= -WORTH_TELLING]
    told = []
    if speaking:
        told.append(tr("for the first speak {criteria}", criteria=_listed(explainer, speaking, parts)))
    if contradicting:
        told.append(tr("against it {criteria}", criteria=_listed(explainer, contradicting, parts)))
    told.append(tr("net {amount}", amount=signed(float(ranking.score[above] - ranking.score[below]))))
    return [*told, *_unknown(explainer, above, below)]


def _listed(explainer: Explainer, places: list[int], parts: NDArray[np.float64]) -> str:
    criteria = explainer.ranking.criteria
    named = [f"«{criteria[place].name}» ({signed(float(parts[place]))})" for place in places[:SHOWN]]
    return ", ".join(named) + (" …" if len(places) > SHOWN else "")


def _unknown(explainer: Explainer, above: int, below: int) -> list[str]:
    ranking = explainer.ranking
    told = []
    for place in (above, below):
        unknown = np.isnan(ranking.measurement.values[:, place]) & (ranking.measurement.acting > 0)
        if unknown.any():
            names = ", ".join(f"«{ranking.criteria[criterion].name}»" for criterion in np.flatnonzero(unknown))
            told.append(tr("unknown of {name}: {criteria}", name=name_of(explainer.labels, place), criteria=names))
    return told
