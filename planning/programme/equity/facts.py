"""What is known of areas and groups besides the plan's own tables: people and damage, summed from layers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from ...criteria.column import Finding, finding, placeless_findings
from ...criteria.damage.sites import DamageSites
from ...criteria.shapes import has_place, valid
from ...features import FeatureTable
from ...language import tr
from ...libraries import require
from ...plan.store import PlanFile
from ...progress import SILENT, Progress
from .groups import EVERYONE, group_words

if TYPE_CHECKING:
    from numpy.typing import NDArray

AreaSums = dict[str, float]
PIECE = 20_000


@dataclass(frozen=True)
class Facts:
    """People by area id, people of the community by group, and damage by area id; what is not there is not known."""

    people: Mapping[str, float] = field(default_factory=dict)
    groups: Mapping[str, float] = field(default_factory=dict)
    damage: Mapping[str, float] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return {"people": dict(self.people), "groups": dict(self.groups), "damage": dict(self.damage)}


def facts_from_json(kept: Mapping[str, Any]) -> Facts:
    """What `as_json` gave."""
    return Facts(*(kept.get(name) or {} for name in ("people", "groups", "damage")))


def people_in_areas(
    layer: FeatureTable, fields: Mapping[str, str], areas: Mapping[str, Any], progress: Progress = SILENT
) -> tuple[AreaSums, dict[str, float], list[Finding]]:
    """People by area, people of the whole layer by group, and findings; `fields` are the layer's by group, `areas` are
    outlines by id.

    A feature counts where its middle lies. Unknown numbers are left out and found; an area without any known number is
    unknown.
    """
    numbers = {group: layer.numbers(name) for group, name in fields.items()}
    totals = {group: float(np.nansum(n)) for group, n in numbers.items() if not np.isnan(n).all()}
    everyone = numbers.get(EVERYONE)
    sums = {} if everyone is None else _sums(layer.geometries, everyone, areas, progress)
    findings = [*placeless_findings(layer)]
    silent = {group: int(np.isnan(known).sum()) for group, known in numbers.items() if np.isnan(known).any()}
    if silent:
        findings.append(finding("equity_people_unknown", "warning", lambda: _silent(layer, silent)))
    return sums, totals, findings


def damage_in_areas(sites: DamageSites, areas: Mapping[str, Any], progress: Progress = SILENT) -> AreaSums:
    """The losses of damage sites by area; 0 where there is no site, since a survey of damage has sites only."""
    sums = _sums(sites.geometries, sites.losses, areas, progress)
    return {area: sums.get(area, 0.0) for area in areas} if sums else {}


def damage_of_plan(plan: PlanFile, areas: Mapping[str, Any]) -> AreaSums:
    """The losses of the plan's own damage sites by area, each site 1 where no site has a loss ratio; empty where the
    plan has no sites."""
    rows = [row for row in plan.rows("damage_site") if row["geom"] is not None]
    if not rows:
        return {}
    losses = np.array([row["loss_ratio"] for row in rows], dtype=float)
    places = require("shapely").from_wkb(np.array([row["geom"] for row in rows], dtype=object))
    sums = _sums(places, np.ones(len(rows)) if np.isnan(losses).all() else losses, areas)
    return {area: sums.get(area, 0.0) for area in areas}


def _sums(
    geometries: NDArray[np.object_],
    amounts: NDArray[np.float64],
    areas: Mapping[str, Any],
    progress: Progress = SILENT,
) -> AreaSums:
    """Known amounts by the areas that hold the middle of each geometry; areas without any are left out."""
    shapely = require("shapely")
    tree = shapely.STRtree(np.array(list(areas.values()), dtype=object))
    sums, counts = np.zeros(len(areas)), np.zeros(len(areas))
    here = np.flatnonzero(has_place(geometries) & ~np.isnan(amounts))
    pieces = [here[start : start + PIECE] for start in range(0, len(here), PIECE)]
    for rows in progress.over(pieces, max(len(pieces), 1)):
        unit, area = tree.query(shapely.point_on_surface(valid(geometries[rows])), predicate="intersects")
        np.add.at(sums, area, amounts[rows[unit]])
        np.add.at(counts, area, 1)
    return {name: float(total) for name, total, count in zip(areas, sums, counts) if count}


def _silent(layer: FeatureTable, counts: Mapping[str, int]) -> str:
    return tr(
        "Layer «{layer}»: features of {total} whose number of people is not known and which are left out: {groups}.",
        layer=layer.name,
        total=len(layer),
        groups=", ".join(f"{group_words(group)} – {count}" for group, count in counts.items()),
    )
