"""Two sources about the same objects: where they disagree, the loss is an interval, not a choice."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from ...language import tr
from ...progress import SILENT, Progress
from ..column import Finding, finding
from ..nearest import NOBODY, nearest_of
from .sites import DamageSites

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Together:
    """The sites of two sources as one list (s,).

    disagree (s,) marks objects for which the intervals of the sources have nothing in common, both (s,) those that
    both sources speak of.
    """

    sites: DamageSites
    disagree: NDArray[np.bool_]
    both: NDArray[np.bool_]


def alone(sites: DamageSites) -> Together:
    """One source, with which no other can disagree."""
    nothing = np.zeros(len(sites), dtype=bool)
    return Together(sites, nothing, nothing)


def beside(first: DamageSites, losses: NDArray[np.float64]) -> Together:
    """A second opinion, low, best and high (3, s), on the same sites."""
    return _together(first, losses, np.arange(len(first)))


def matched(first: DamageSites, second: DamageSites, distance: float, progress: Progress = SILENT) -> Together:
    """The sites of another layer, each told of the nearest site of the first no further than `distance` metres away, or
    else a site of its own."""
    nearest = nearest_of(second.geometries, first.geometries, progress)
    near = (nearest.facility != NOBODY) & (nearest.metres <= distance)
    losses = np.array([second.low, second.losses, second.high])
    found = _together(first, losses[:, near], nearest.facility[near])
    apart = np.flatnonzero(~near)
    sites = replace(
        found.sites,
        geometries=np.concatenate([found.sites.geometries, second.geometries[apart]]),
        losses=np.concatenate([found.sites.losses, second.losses[apart]]),
        low=np.concatenate([found.sites.low, second.low[apart]]),
        high=np.concatenate([found.sites.high, second.high[apart]]),
        piles=(*first.piles, *second.piles),
        findings=(*first.findings, *second.findings),
    )
    rest = np.zeros(len(apart), dtype=bool)
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
                "The sources disagree on {count} of the {both} objects that both speak of; "
                "their loss is an interval: see damage_low and damage_high.",
                count=count,
                both=both,
            ),
        )
    ]


def _together(first: DamageSites, losses: NDArray[np.float64], owner: NDArray[np.intp]) -> Together:
    """Low is the least of all, high the greatest, best the mean of what the sources hold for best; a source that does
    not know says nothing."""
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
    both = ~silent & (np.bincount(owner, minlength=len(first)) > 0)
    return Together(sites, both & (latest_start > earliest_end), both)
