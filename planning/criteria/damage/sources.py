"""Sources about the same objects: where they disagree, the loss is an interval, not a choice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from ...language import tr
from ...libraries import require
from ...progress import SILENT, Progress
from ..column import Finding, finding
from ..nearest import NOBODY, nearest_of
from ..shapes import measurable, only_where
from .schemes import class_name
from .sites import DamageSites

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Opinions:
    """What another source holds of single events: low, best and high loss ratio (3, k), NaN where it does not know, and
    the sites (k,) of the first source that it speaks of."""

    losses: NDArray[np.float64]
    owner: NDArray[np.intp]


@dataclass(frozen=True)
class Together:
    """The sites of all sources as one list (s,).

    disagree (s,) marks objects for which the intervals of the sources have nothing in common, both (s,) those that
    more than one source speaks of.
    """

    sites: DamageSites
    disagree: NDArray[np.bool_]
    both: NDArray[np.bool_]


def alone(sites: DamageSites) -> Together:
    """One source, with which no other can disagree."""
    nothing = np.zeros(len(sites), dtype=bool)
    return Together(sites, nothing, nothing)


def beside(first: DamageSites, *losses: NDArray[np.float64]) -> Together:
    """More opinions, each low, best and high (3, s), on the same sites."""
    return _together(first, [Opinions(one, np.arange(len(first))) for one in losses])


def near_sites(
    first: DamageSites, second: DamageSites, distance: float, progress: Progress = SILENT
) -> NDArray[np.intp]:
    """The nearest site of the first no further than `distance` metres from each of the second, or NOBODY.

    Houses that share a wall are all as near: a polygon speaks of the one in which a point inside it lies.
    """
    shapely, geometries = require("shapely"), measurable(second.geometries)
    inner = only_where(shapely.point_on_surface(geometries), shapely.get_dimensions(geometries) == 2)
    within = nearest_of(inner, first.geometries, progress.part(0, 0.5))
    hit = within.metres == 0
    nearest = nearest_of(only_where(geometries, ~hit), first.geometries, progress.part(0.5, 1))
    near = (nearest.facility != NOBODY) & (nearest.metres <= distance)
    return np.where(hit, within.facility, np.where(near, nearest.facility, NOBODY))


def sites_of_keys(first: Sequence[Any], second: Sequence[Any]) -> NDArray[np.intp]:
    """The first site with the same key for each key of the second, or NOBODY; keys are compared as class names are."""
    rows: dict[str, int] = {}
    for row, key in enumerate(map(class_name, first)):
        rows.setdefault(key, row)
    rows.pop("", None)
    return np.array([rows.get(class_name(key), NOBODY) for key in second], dtype=np.intp)


def matched(
    first: DamageSites,
    second: DamageSites,
    owner: NDArray[np.intp],
    opinions: Sequence[NDArray[np.float64]] = (),
) -> Together:
    """The sites of another layer, each told of the site `owner` of the first, or a site of its own where that is
    NOBODY; `opinions` (3, s) on the sites of the first count beside."""
    told, apart = owner != NOBODY, owner == NOBODY
    losses = np.array([second.low, second.losses, second.high])
    everyone = np.arange(len(first))
    voices = [*(Opinions(one, everyone) for one in opinions), Opinions(losses[:, told], owner[told])]
    found = _together(first, voices)
    sites = replace(
        found.sites,
        geometries=np.concatenate([found.sites.geometries, second.geometries[apart]]),
        events=np.concatenate([found.sites.events, second.events[apart]]),
        losses=np.concatenate([found.sites.losses, second.losses[apart]]),
        low=np.concatenate([found.sites.low, second.low[apart]]),
        high=np.concatenate([found.sites.high, second.high[apart]]),
        piles=(*first.piles, *second.piles),
        findings=(*first.findings, *second.findings),
    )
    rest = np.zeros(int(apart.sum()), dtype=bool)
    return Together(sites, np.concatenate([found.disagree, rest]), np.concatenate([found.both, rest]))


def disagreement_finding(found: Together) -> list[Finding]:
    """How many objects the sources disagree on, where they do."""
    count, both = int(found.disagree.sum()), int(found.both.sum())
    if not count:
        return []
    return [
        finding(
            "damage_sources_disagree",
            "warning",
            lambda: tr(
                "The sources disagree on {count} of the {both} objects that more than one speaks of; "
                "their loss is an interval: see damage_low and damage_high.",
                count=count,
                both=both,
            ),
        )
    ]


def _together(first: DamageSites, opinions: Sequence[Opinions]) -> Together:
    """Low is the least of all, high the greatest, best the mean of what the sources hold for best; a source that does
    not know says nothing. A site of several events has the loss of each of them by that."""
    losses = np.concatenate([one.losses for one in opinions], axis=1)
    owner = np.concatenate([one.owner for one in opinions])
    losses = losses * first.events[owner]
    known = ~np.isnan(losses[1])
    (low, best, high), owner = losses[:, known], owner[known]
    silent = np.isnan(first.losses)
    least, greatest = np.where(silent, np.inf, first.low), np.where(silent, -np.inf, first.high)
    latest_start, earliest_end = np.where(silent, -np.inf, first.low), np.where(silent, np.inf, first.high)
    np.minimum.at(least, owner, low)
    np.maximum.at(greatest, owner, high)
    np.maximum.at(latest_start, owner, low)
    np.minimum.at(earliest_end, owner, high)
    voices = ~silent + np.bincount(owner, minlength=len(first))
    sums = np.nan_to_num(first.losses) + np.bincount(owner, weights=best, minlength=len(first))
    mean = np.divide(sums, voices, out=np.full(len(first), np.nan), where=voices > 0)
    unknown = voices == 0
    sites = replace(first, losses=mean, low=np.where(unknown, np.nan, least), high=np.where(unknown, np.nan, greatest))
    both = voices > 1
    return Together(sites, both & (latest_start > earliest_end), both)
