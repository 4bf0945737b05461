"""The same measure in two documents, or twice in one: pairs for a planner to decide on, nothing is merged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ...libraries import require
from ...progress import SILENT, Progress
from ..links import Links
from ..shapes import measurable
from .titles import Alike, Title, alike_pairs, conflict, same_address

if TYPE_CHECKING:
    from numpy.typing import NDArray

LEAST_WORDS = 0.5
OWN_WORDS = 0.1
SAME_COST = 0.95
LEAST_SCORE = 0.75
HERE, ELSEWHERE = 50.0, 500.0
WEIGHTS = {"words": 0.6, "place": 0.3, "cost": 0.1}
WHICH = ("all", "between", "within")


@dataclass(frozen=True)
class Told:
    """What n measures say of themselves: titles, places in metres, costs (n,) and years (NaN where unknown), the
    document that holds each (None where unknown), and the plan's links, or none."""

    titles: Sequence[Title]
    places: NDArray[np.object_]
    costs: NDArray[np.float64]
    starts: NDArray[np.float64]
    ends: NDArray[np.float64]
    documents: Sequence[Any]
    links: Sequence[Links] = ()


@dataclass(frozen=True)
class Twins:
    """Pairs (p,) that are likely one measure, the surest first.

    words, place and cost are each 0..1, NaN where it cannot be told; score is their weighted mean over what is known.
    metres lie between the places, NaN where one is not known.
    """

    first: NDArray[np.intp]
    second: NDArray[np.intp]
    score: NDArray[np.float64]
    words: NDArray[np.float64]
    place: NDArray[np.float64]
    cost: NDArray[np.float64]
    metres: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.first)


def duplicates(told: Told, least: float = LEAST_SCORE, which: str = WHICH[0], progress: Progress = SILENT) -> Twins:
    """The pairs whose titles have enough rare words in common (see alike_pairs), that nothing in their words keeps
    apart (see conflict), and whose score is `least` at least. Where each title says something that the other does not
    (two departments of one hospital), they are two measures unless their costs agree to 5 %.

    Place is 1 up to 50 m apart, at one address or on one attached feature, and falls to 0 at 500 m; cost is the smaller
    by the larger. Their years are no evidence: a measure that is carried on stands in the tables of several years.
    """
    alike = alike_pairs(told.titles, LEAST_WORDS, progress.part(0, 0.7))
    cost = _cost_alike(told.costs[alike.first], told.costs[alike.second])
    wanted = _in_documents(told, alike, which) & ((alike.own <= OWN_WORDS) | (cost >= SAME_COST))
    wanted &= _without_conflict(told, alike, wanted, progress.part(0.7, 1))
    one, other = alike.first[wanted], alike.second[wanted]
    words, cost = alike.likeness[wanted], cost[wanted]
    metres = require("shapely").distance(*(measurable(told.places[rows]) for rows in (one, other)))
    place = _place_alike(told, one, other, metres)
    score = _weighted({"words": words, "place": place, "cost": cost})
    order = np.lexsort((other, one, -score))
    sure = order[score[order] >= least]
    return Twins(*(values[sure] for values in (one, other, score, words, place, cost, metres)))


def _in_documents(told: Told, alike: Alike, which: str) -> NDArray[np.bool_]:
    """Which pairs stand in one document, or in two; measures of no known document count as of one."""
    if which == WHICH[0]:
        return np.full(len(alike.first), True)
    documents = np.unique([str(document) for document in told.documents], return_inverse=True)[1]
    same = documents[alike.first] == documents[alike.second]
    return same if which == WHICH[2] else ~same


def _without_conflict(told: Told, alike: Alike, wanted: NDArray[np.bool_], progress: Progress) -> NDArray[np.bool_]:
    free = np.zeros(len(wanted), dtype=bool)
    rows = np.flatnonzero(wanted)
    for row in progress.over(rows, len(rows)):
        free[row] = not conflict(told.titles[alike.first[row]], told.titles[alike.second[row]])
    return free


def _place_alike(
    told: Told, one: NDArray[np.intp], other: NDArray[np.intp], metres: NDArray[np.float64]
) -> NDArray[np.float64]:
    near = np.clip((ELSEWHERE - metres) / (ELSEWHERE - HERE), 0, 1)
    together = np.array([_together(told, a, b) for a, b in zip(one, other)], dtype=bool)
    return np.where(together, 1.0, near)


def _together(told: Told, one: int, other: int) -> bool:
    attached = told.links and set(told.links[one].features) & set(told.links[other].features)
    return bool(attached) or same_address(told.titles[one], told.titles[other])


def _cost_alike(one: NDArray[np.float64], other: NDArray[np.float64]) -> NDArray[np.float64]:
    known = (one > 0) & (other > 0)
    return np.divide(np.minimum(one, other), np.maximum(one, other), out=np.full(len(one), np.nan), where=known)


def _weighted(evidence: dict[str, NDArray[np.float64]]) -> NDArray[np.float64]:
    values = np.array([evidence[name] for name in WEIGHTS])
    weights = np.array(list(WEIGHTS.values()))[:, None] * ~np.isnan(values)
    return (weights * np.nan_to_num(values)).sum(axis=0) / weights.sum(axis=0)
