"""What stays of a ranking when a criterion is left out or another method is taken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ...errors import PlanError
from ...libraries import require
from ...progress import SILENT, Progress
from ..criterion import Criterion
from ..engine import Ranking, rank_alternatives
from ..methods.registry import METHODS
from ..methods.settings import Settings

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ..value.functions import Column


@dataclass(frozen=True)
class Other:
    """The ranks (n,) of another way, 0 where there is none, compared with the first way: Kendall's tau-b and Spearman's
    rho over what both rank, NaN where one of them ties everything. `reason` says why the way could not be gone."""

    name: str
    rank: NDArray[np.int64]
    tau: float
    rho: float
    reason: str = ""


@dataclass(frozen=True)
class TopSet:
    """The places of alternatives that are among the first `top` in every way, and of those that are in some, each in
    the order of the ranking."""

    always: tuple[int, ...]
    sometimes: tuple[int, ...]


def without_each_criterion(columns: Sequence[Column], ranking: Ranking, progress: Progress = SILENT) -> list[Other]:
    """The ranking again, by its own method and settings, with one criterion left out at a time."""
    return [
        _other(
            criterion.name,
            [*columns[:left], *columns[left + 1 :]],
            [*ranking.criteria[:left], *ranking.criteria[left + 1 :]],
            ranking,
            ranking.settings.method,
            progress.part(left / len(columns), (left + 1) / len(columns)),
        )
        for left, criterion in enumerate(ranking.criteria)
    ]


def by_each_method(columns: Sequence[Column], ranking: Ranking, progress: Progress = SILENT) -> list[Other]:
    """The same criteria by every other method on the scale of its source; one that cannot take them says why."""
    names = [name for name in METHODS if name != ranking.settings.method]
    return [
        _other(
            name, columns, ranking.criteria, ranking, name, progress.part(place / len(names), (place + 1) / len(names))
        )
        for place, name in enumerate(names)
    ]


def top_set(ranking: Ranking, others: Sequence[Other], top: int) -> TopSet:
    """Who is among the first `top` whatever the way. Those that share the last place of the top are in."""
    gone = [ranks_of(ranking), *(other.rank for other in others if not other.reason)]
    inside = np.array([(rank > 0) & (rank <= top) for rank in gone])
    always, ever = inside.all(axis=0), inside.any(axis=0)
    order = np.argsort(gone[0], kind="stable")
    return TopSet(tuple(order[always[order]].tolist()), tuple(order[(ever & ~always)[order]].tolist()))


def stay_in_front(ranking: Ranking, other: Other, top: int) -> int:
    """How many of the first `top` are among the first `top` the other way too."""
    own = ranks_of(ranking)
    return int(((own > 0) & (own <= top) & (other.rank > 0) & (other.rank <= top)).sum())


def ranks_of(ranking: Ranking) -> NDArray[np.int64]:
    """The ranks (n,), 0 where there is none."""
    return np.array([rank or 0 for rank in ranking.rank], dtype=np.int64)


def rank_correlation(one: NDArray[np.int64], other: NDArray[np.int64]) -> tuple[float, float]:
    """Kendall's tau-b and Spearman's rho of ranks (n,), 0 where there is none, over what has both; NaN where either
    tells nobody apart."""
    both = (one > 0) & (other > 0)
    if both.sum() < 2 or np.ptp(one[both]) == 0 or np.ptp(other[both]) == 0:
        return np.nan, np.nan
    stats = require("scipy.stats")
    return float(stats.kendalltau(one[both], other[both])[0]), float(stats.spearmanr(one[both], other[both])[0])


def _other(
    name: str,
    columns: Sequence[Column],
    criteria: Sequence[Criterion],
    ranking: Ranking,
    method: str,
    progress: Progress,
) -> Other:
    settings = ranking.settings
    if method != settings.method:
        settings = Settings(method, settings.missing)
    progress.step(0, 1)
    try:
        found = rank_alternatives(
            columns,
            criteria,
            method,
            settings.missing,
            settings.normalisation,
            options=settings.options,
            progress=progress,
        )
    except PlanError as error:
        return Other(name, np.zeros(len(ranking.rank), dtype=np.int64), np.nan, np.nan, str(error))
    rank = ranks_of(found)
    return Other(name, rank, *rank_correlation(ranks_of(ranking), rank))
