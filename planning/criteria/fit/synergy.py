"""«Dig once»: measures in the same street or trench within years of each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ...progress import SILENT, Progress
from ..links import Links
from ..shapes import has_place
from .neighbours import SHORTEST, neighbours

if TYPE_CHECKING:
    from numpy.typing import NDArray

DISTANCE = 20.0
YEARS = 2.0
EXCLUDES, SYNERGY = "excludes", "synergy"
AFTER = ("requires", "phase_after")


@dataclass(frozen=True)
class Works:
    """n measures: places in metres; first and last years, NaN where unknown or where they run backwards; turns, as of
    Digging: infinite for what does not dig, NaN where that is not known; links of the plan, or none."""

    places: NDArray[np.object_]
    starts: NDArray[np.float64]
    ends: NDArray[np.float64]
    turns: NDArray[np.float64]
    links: Sequence[Links] = ()

    def __len__(self) -> int:
        return len(self.places)


@dataclass(frozen=True)
class Pairs:
    """p pairs of measures, by position, the first before the second.

    metres are shared by their places, 0 where they only lie near, NaN where the plan alone links them; years lie
    between the end of one and the start of the other, 0 where they overlap, NaN where unknown; features are the labels
    of what both are attached to, None for nothing; kinds the codes of the plan's own link, "" for none, and named the
    position of the measure whose link it is.
    """

    first: NDArray[np.intp]
    second: NDArray[np.intp]
    metres: NDArray[np.float64]
    years: NDArray[np.float64]
    features: Sequence[str | None]
    kinds: Sequence[str]
    named: NDArray[np.intp]

    def __len__(self) -> int:
        return len(self.first)


@dataclass(frozen=True)
class Synergy:
    """What n measures share with others.

    score is the sum over the partners of their closeness in time, metres the sum of shared metres times closeness;
    NaN where it cannot be known. partners, least years apart (NaN for no partner), and unknown: the neighbours whose
    years are not known, which are not counted.
    """

    pairs: Pairs
    closeness: NDArray[np.float64]
    score: NDArray[np.float64]
    metres: NDArray[np.float64]
    partners: list[list[int]]
    apart: NDArray[np.float64]
    unknown: NDArray[np.intp]


def years_known(
    starts: NDArray[np.float64], ends: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """First and last years (n,), one standing in for the other where only one is known; unknown where they run
    backwards."""
    first, last = np.where(np.isnan(starts), ends, starts), np.where(np.isnan(ends), starts, ends)
    backwards = first > last
    return np.where(backwards, np.nan, first), np.where(backwards, np.nan, last)


def synergy(
    works: Works,
    distance: float = DISTANCE,
    years: float = YEARS,
    shortest: float = SHORTEST,
    progress: Progress = SILENT,
) -> Synergy:
    """The pairs of digging measures side by side (see neighbours), on the same attached feature, or linked in the plan.

    Closeness in time is 1 where the years overlap and 1 - gap / (years + 1) where they lie up to `years` apart, 0
    beyond. Measures that exclude each other are no pair.
    """
    pairs = _pairs(works, distance, shortest, progress)
    closeness = np.where(pairs.years <= years, 1 - pairs.years / (years + 1), 0.0)
    closeness[np.isnan(pairs.years)] = np.nan
    ends = np.concatenate([pairs.first, pairs.second])
    both, known = np.tile(closeness, 2), ~np.isnan(np.tile(closeness, 2))
    weights = np.where(known, both, 0)
    score, metres = (
        np.bincount(ends, weights=weights * amount, minlength=len(works))
        for amount in (1.0, np.tile(np.nan_to_num(pairs.metres), 2))
    )
    unknown = np.bincount(ends[~known], minlength=len(works))
    counted = known & (both > 0)
    telling = _is_told(works, unknown, score > 0)
    return Synergy(
        pairs,
        closeness,
        np.where(telling, score, np.nan),
        np.where(telling, metres, np.nan),
        _partners(pairs, counted, len(works)),
        _least(ends[counted], np.tile(pairs.years, 2)[counted], len(works)),
        unknown,
    )


def _is_told(works: Works, unknown: NDArray[np.intp], partnered: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Whether it is known of each measure what it shares: not of one that may dig or not, nor without a place or a
    partner, nor where it has neighbours but no years."""
    timeless = (unknown > 0) & np.isnan(works.starts)
    return ~np.isnan(works.turns) & (np.isinf(works.turns) | has_place(works.places) | partnered) & ~timeless


def _pairs(works: Works, distance: float, shortest: float, progress: Progress) -> Pairs:
    digging = np.flatnonzero(np.isfinite(works.turns))
    one, other, metres = neighbours(works.places[digging], distance, shortest, progress)
    found = {(int(a), int(b)): m for a, b, m in zip(digging[one], digging[other], metres)}
    features = _same_features(works, digging)
    linked = _linked(works)
    rows = sorted({*found, *features, *linked})
    kept = [pair for pair in rows if linked.get(pair, ("", 0))[0] != EXCLUDES]
    first, second = np.array(kept, dtype=np.intp).reshape(-1, 2).T
    later = np.maximum(works.starts[first], works.starts[second])
    gap = np.maximum(later - np.minimum(works.ends[first], works.ends[second]), 0)
    return Pairs(
        first,
        second,
        np.array([found.get(pair, np.nan) for pair in kept], dtype=float),
        gap,
        [features.get(pair) for pair in kept],
        [linked.get(pair, ("", 0))[0] for pair in kept],
        np.array([linked.get(pair, ("", pair[0]))[1] for pair in kept], dtype=np.intp),
    )


def _same_features(works: Works, digging: NDArray[np.intp]) -> dict[tuple[int, int], str]:
    """The digging measures that are attached to the same feature, and how that is called."""
    holders: dict[tuple[str, str], list[int]] = {}
    for row in digging.tolist() if works.links else ():
        for key in works.links[row].features:
            holders.setdefault(key, []).append(row)
    return {
        (rows[a], rows[b]): works.links[rows[a]].features[key]
        for key, rows in holders.items()
        for a in range(len(rows))
        for b in range(a + 1, len(rows))
    }


def _linked(works: Works) -> dict[tuple[int, int], tuple[str, int]]:
    """The pairs that the plan itself links, how, and which of the two has the link."""
    return {
        (min(row, other), max(row, other)): (kind, row)
        for row, links in enumerate(works.links)
        for other, kind in links.others.items()
        if other != row
    }


def _partners(pairs: Pairs, counted: NDArray[np.bool_], size: int) -> list[list[int]]:
    partners: list[list[int]] = [[] for _ in range(size)]
    for one, other, counts in zip(pairs.first.tolist(), pairs.second.tolist(), counted):
        if counts:
            partners[one].append(other)
            partners[other].append(one)
    return [sorted(others) for others in partners]


def _least(rows: NDArray[np.intp], values: NDArray[np.float64], size: int) -> NDArray[np.float64]:
    least = np.full(size, np.inf)
    np.minimum.at(least, rows, values)
    return np.where(np.isinf(least), np.nan, least)
