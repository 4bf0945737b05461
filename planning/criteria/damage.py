from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ..libraries import require
from ..progress import SILENT, Progress
from .reach import has_place, pairs_within, usable

if TYPE_CHECKING:
    from numpy.typing import NDArray

DEFAULT_LOSS_RATIOS: Mapping[str, float] = {"minor": 0.1, "moderate": 0.35, "severe": 0.7, "destroyed": 1.0}
PILE_SHARE = 0.2
PILE_TIMES_NEXT = 5


@dataclass(frozen=True)
class Pile:
    """Events that lie on one coordinate: positions of their rows, how many events, and the share of all."""

    rows: NDArray[np.intp]
    events: float
    share: float


def loss_of(classes: Sequence[str], ratios: Mapping[str, float]) -> NDArray[np.float64]:
    """Loss ratio 0..1 of each damage class, NaN for a class that `ratios` does not have."""
    return np.array([ratios.get(name, np.nan) for name in classes], dtype=float)


def damage_exposure(
    places: NDArray[np.object_],
    sites: NDArray[np.object_],
    losses: NDArray[np.float64],
    reach: float,
    community_wide: NDArray[np.bool_] | None = None,
    progress: Progress = SILENT,
) -> NDArray[np.float64]:
    """Sum of the losses (s,) of the sites within `reach` metres of each place (n,): «destroyed» counts 1.

    Sites of unknown loss are left out; a community-wide place answers all damage; an unknown place is NaN.
    """
    known = np.nan_to_num(losses)
    place, site = pairs_within(usable(places), usable(sites), reach, progress)
    exposure = np.bincount(place, weights=known[site], minlength=len(places)).astype(float)
    everyone = np.zeros(len(places), dtype=bool) if community_wide is None else community_wide
    exposure[everyone] = known.sum()
    exposure[~everyone & ~has_place(places)] = np.nan
    return exposure


def piled_events(sites: NDArray[np.object_], events: NDArray[np.float64]) -> Pile | None:
    """The events piled on one coordinate, None where there is no pile.

    Sources that know only the town put all its events on one point, often its centroid. One coordinate is a pile
    when it holds more than a fifth of all events and five times as many as the next one.
    """
    shapely = require("shapely")
    here = np.flatnonzero(has_place(sites))
    if not len(here):
        return None
    at = np.round(shapely.get_coordinates(shapely.centroid(sites[here])), 2)
    _, spot = np.unique(at, axis=0, return_inverse=True)
    totals = np.bincount(spot, weights=np.nan_to_num(events[here]))
    order = np.argsort(totals)[::-1]
    largest, following = totals[order[0]], totals[order[1]] if len(order) > 1 else 0.0
    share = largest / totals.sum() if totals.sum() else 0.0
    if len(order) < 2 or share <= PILE_SHARE or largest < PILE_TIMES_NEXT * following:
        return None
    return Pile(here[spot == order[0]], float(largest), float(share))
