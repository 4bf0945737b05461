"""How firm a ranking is: weights and values drawn many times, weights moved, criteria left out, other methods taken."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from ...errors import PlanError
from ...language import tr
from ...progress import SILENT, Progress
from ..engine import Ranking
from .acceptability import Firsts, confidence_factors, first_places
from .comparison import Other, TopSet, by_each_method, top_set, without_each_criterion
from .draws import Model
from .ranges import WeightRange, weight_ranges
from .rank_counting import MIB, RANKS_AT_ONCE, RankCounts, rank_counts
from .uncertainty import Uncertainty
from .weight_information import WeightInformation, any_weights, ordered_weights, weights_around, weights_between

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ..value.functions import Column

AROUND, ORDER, ANY, INTERVAL = WEIGHTS = ("around", "order", "any", "interval")
COUNT_BYTES = 4
BINS = 100
INTERVAL_SHARE = 0.9


@dataclass(frozen=True)
class Request:
    """What to draw: how often, from which seed, what is known of the weights, and what may be told of whom.

    weights is "around" (the given shares, each up to `spread` of itself lower or higher), "order" (only the order of
    the given weights), "any", or "interval" (bounds by criterion code, shares 0..1). top is the k of the top k. memory
    bounds the counts of ranks, MiB. uncertain has the uncertain criteria by code.
    """

    draws: int = 10_000
    seed: int = 1
    top: int = 10
    weights: str = AROUND
    spread: float = 0.5
    bounds: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    uncertain: Mapping[str, Uncertainty] = field(default_factory=dict)
    ranks: bool = True
    memory: float = 1024.0


@dataclass(frozen=True)
class Robustness:
    """All of it for one ranking. `model` draws again what was drawn; ranks is None where not asked for."""

    ranking: Ranking
    request: Request
    model: Model
    firsts: Firsts
    confidence: NDArray[np.float64]
    ranks: RankCounts | None
    ranges: tuple[WeightRange, ...]
    without: tuple[Other, ...]
    methods: tuple[Other, ...]
    top: TopSet


def robustness_of(
    columns: Sequence[Column], ranking: Ranking, request: Request, progress: Progress = SILENT
) -> Robustness:
    """Analyse a ranking of raw columns (m, n). Raises PlanError where the request cannot be met."""
    _check(ranking, request)
    model = model_of(ranking, request)
    _tell_memory(model, request, progress)
    firsts = first_places(model, request.draws, request.top, progress.part(0, 0.25))
    confidence = confidence_factors(model, firsts.central, request.draws, progress.part(0.25, 0.35))
    bins = bins_within(model.alternatives, request.memory)
    ranks = rank_counts(model, request.draws, bins, progress.part(0.35, 0.75)) if request.ranks else None
    methods = tuple(by_each_method(columns, ranking, progress.part(0.85, 1)))
    return Robustness(
        ranking=ranking,
        request=request,
        model=model,
        firsts=firsts,
        confidence=confidence,
        ranks=ranks,
        ranges=tuple(weight_ranges(ranking, request.top, progress.part(0.75, 0.8))),
        without=tuple(without_each_criterion(columns, ranking, progress.part(0.8, 0.85))),
        methods=methods,
        top=top_set(ranking, methods, request.top),
    )


def model_of(ranking: Ranking, request: Request) -> Model:
    """What the draws of a request are scored with."""
    acting = np.flatnonzero(ranking.tells_apart)
    codes = [ranking.criteria[place].code for place in acting]
    uncertain = {codes.index(code): spread for code, spread in request.uncertain.items() if code in codes}
    information = _information(ranking, acting, request)
    return Model(ranking.measurement, information, request.seed, ranking.settings.missing, uncertain)


def bins_within(alternatives: int, memory: float) -> int:
    """Single ranks where their counts fit into `memory` MiB, else bins of ranks."""
    room = int((memory * MIB - RANKS_AT_ONCE) // (alternatives * COUNT_BYTES))
    return alternatives if room >= alternatives else min(BINS, max(1, room))


def memory_needed(alternatives: int, request: Request) -> float:
    """What counting ranks takes, MiB; 0 where only first places are counted."""
    if not request.ranks:
        return 0.0
    return (alternatives * bins_within(alternatives, request.memory) * COUNT_BYTES + RANKS_AT_ONCE) / MIB


def _check(ranking: Ranking, request: Request) -> None:
    if request.draws < 1 or request.top < 1:
        raise PlanError(tr("The number of draws and the number of first places must be at least 1."))
    if not ranking.tells_apart.any():
        raise PlanError(
            tr("No criterion tells the candidates apart, so there is no order whose firmness could be shown.")
        )


def _information(ranking: Ranking, acting: NDArray[np.int64], request: Request) -> WeightInformation:
    shares = ranking.shares[acting] / ranking.shares[acting].sum()
    names = [ranking.criteria[place].name for place in acting]
    if request.weights == AROUND:
        return weights_around(shares, request.spread, names)
    if request.weights == ORDER:
        return ordered_weights((1 + (shares[:, None] < shares[None, :] - 1e-12).sum(axis=1)).tolist())
    if request.weights == INTERVAL:
        bounds = [request.bounds.get(ranking.criteria[place].code, (0.0, 1.0)) for place in acting]
        return weights_between([low for low, _ in bounds], [high for _, high in bounds], names)
    return any_weights(len(acting))


def _tell_memory(model: Model, request: Request, progress: Progress) -> None:
    if not request.ranks:
        return
    used, bins = memory_needed(model.alternatives, request), bins_within(model.alternatives, request.memory)
    progress.say(tr("Counting ranks takes at most {memory} MiB of memory.", memory=f"{used:.0f}"))
    if bins < model.alternatives:
        progress.say(
            tr(
                "Ranks are counted in {bins} steps, since single ones would not fit into {limit} MiB.",
                bins=bins,
                limit=f"{request.memory:.0f}",
            )
        )
