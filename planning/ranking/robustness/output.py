"""The results of an analysis as columns of the alternatives and as tables."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ...errors import PlanError
from ...language import tr
from ...progress import SILENT, Progress
from ..methods.registry import METHODS
from .acceptability import pairwise_wins
from .analysis import INTERVAL_SHARE, Request, Robustness
from .comparison import Other, ranks_of, stay_in_front
from .ranges import Range
from .sentences import listed

LONGEST = {"RANKS": 2_000, "PAIRS": 200}


@dataclass(frozen=True)
class Table:
    """Columns by name with the type of their values, and rows."""

    columns: Mapping[str, type]
    rows: Iterable[Sequence[Any]]


def check_tables(wanted: Collection[str], alternatives: int, request: Request) -> None:
    """Raise PlanError for a table that would be too long, or that needs ranks which are not to be counted."""
    if "RANKS" in wanted and not request.ranks:
        raise PlanError(tr("The table of ranks needs «Count all ranks»."))
    for name in wanted:
        if alternatives > LONGEST.get(name, alternatives):
            raise PlanError(
                tr(
                    "Table {table} is for at most {most} features, and the layer has {count}: select some, or go "
                    "without it.",
                    table=name,
                    most=LONGEST[name],
                    count=alternatives,
                )
            )


def alternative_columns(found: Robustness) -> dict[str, Any]:
    """What the analysis tells of each alternative, by field name."""
    columns: dict[str, Any] = {
        "score": found.ranking.score,
        "rank": _known(ranks_of(found.ranking)),
        "first": found.firsts.first,
        "among_top": found.firsts.among_top,
    }
    if found.ranks is not None:
        tail = (1 - INTERVAL_SHARE) / 2
        columns.update(
            rank_mean=found.ranks.expected,
            rank_best=_known(found.ranks.best),
            rank_worst=_known(found.ranks.worst),
            rank_low=_ranked(found, found.ranks.quantile(tail)),
            rank_high=_ranked(found, found.ranks.quantile(1 - tail)),
        )
    columns["confidence"] = found.confidence
    for row, place in enumerate(found.model.acting):
        columns[f"w_{found.ranking.criteria[place].code}"] = found.firsts.central[:, row]
    for criterion, other in zip(found.ranking.criteria, found.without):
        columns[f"without_{criterion.code}"] = _known(other.rank)
    return columns


def tables_of(found: Robustness, names: Sequence[str], progress: Progress = SILENT) -> dict[str, Callable[[], Table]]:
    """The tables that can be asked for, each made when called."""
    return {
        "RANKS": lambda: _rank_table(found, names),
        "PAIRS": lambda: _pair_table(found, names, progress),
        "RANGES": lambda: _range_table(found, names),
        "LEFT_OUT": lambda: _left_out_table(found, names),
        "METHODS": lambda: _method_table(found, names),
    }


def _known(ranks: Any) -> list[int | None]:
    return [int(rank) or None for rank in ranks]


def _ranked(found: Robustness, ranks: Any) -> list[int | None]:
    unknown = found.model.unknown
    return [None if lacking else int(rank) for rank, lacking in zip(ranks, unknown)]


def _rank_table(found: Robustness, names: Sequence[str]) -> Table:
    columns = {"name": str, "rank": int, "share": float}
    if found.ranks is None:
        return Table(columns, ())
    counts, draws = found.ranks.counts, found.ranks.draws
    rows = ((names[one], int(rank) + 1, float(counts[one, rank]) / draws) for one, rank in zip(*np.nonzero(counts)))
    return Table(columns, rows)


def _pair_table(found: Robustness, names: Sequence[str], progress: Progress) -> Table:
    wins = pairwise_wins(found.model, found.request.draws, progress)
    pairs = ((one, other) for one in range(len(names)) for other in range(len(names)) if one != other)
    rows = ((names[one], names[other], float(wins[one, other])) for one, other in pairs)
    return Table({"name": str, "ahead_of": str, "share": float}, rows)


def _range_table(found: Robustness, names: Sequence[str]) -> Table:
    ends = {"low": float, "high": float, "below": str, "above": str}
    columns = {f"{group}_{name}": kind for group in ("first", "top") for name, kind in ends.items()}
    rows = (
        (
            found.ranking.criteria[moved.criterion].name,
            moved.share,
            *_ends(moved.first, names),
            *_ends(moved.among_top, names),
        )
        for moved in found.ranges
    )
    return Table({"criterion": str, "weight": float, **columns}, rows)


def _left_out_table(found: Robustness, names: Sequence[str]) -> Table:
    own = ranks_of(found.ranking)
    top = found.request.top
    columns = {"criterion": str, "first": str, "tau": float, "rho": float, "moved": int, "top_kept": int, "reason": str}
    rows = (
        (
            *_compared(other, names),
            int((other.rank != own).sum()),
            stay_in_front(found.ranking, other, top),
            other.reason,
        )
        for other in found.without
    )
    return Table(columns, rows)


def _method_table(found: Robustness, names: Sequence[str]) -> Table:
    rows = ((METHODS[other.name].title(), *_compared(other, names), other.reason) for other in found.methods)
    columns = {"method": str, "name": str, "first": str, "tau": float, "rho": float, "reason": str}
    return Table(columns, rows)


def _ends(span: Range, names: Sequence[str]) -> Iterator[Any]:
    yield from (span.low, span.high)
    yield from ("" if place is None else names[place] for place in (span.below, span.above))


def _compared(other: Other, names: Sequence[str]) -> tuple[str, str, float, float]:
    return other.name, listed(np.flatnonzero(other.rank == 1).tolist(), names), other.tau, other.rho
