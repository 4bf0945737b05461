from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from ....errors import PlanError
from ....features import FeatureTable
from ....language import tr
from ....libraries import require
from ...column import Finding, finding, placeless_findings
from .directions import open_directions
from .rules import Rules
from .speeds import kind_speeds, limits, opened, permitted, slowing
from .tags import Tags, word_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

GROUND = 0
ON_BRIDGE, IN_TUNNEL = 1, -1
NOT = frozenset({"", "no", "false", "0"})


@dataclass(frozen=True)
class Streets:
    """The streets that are open to a way of travelling: simple lines (s,), the rows of the features that they are
    parts of (s,), speeds in km/h along and against the line (s, 2; 0 is closed), and levels (s,): 0 on the ground, 1 on
    a bridge, -1 in a tunnel."""

    lines: NDArray[np.object_]
    rows: NDArray[np.intp]
    speeds: NDArray[np.float64]
    levels: NDArray[np.intp]
    findings: tuple[Finding, ...] = ()

    def __len__(self) -> int:
        return len(self.lines)

    def taken(self, wanted: NDArray[np.bool_]) -> Streets:
        return replace(
            self,
            lines=self.lines[wanted],
            rows=self.rows[wanted],
            speeds=self.speeds[wanted],
            levels=self.levels[wanted],
        )


def read_streets(layer: FeatureTable, rules: Rules, direction_field: str = "", speed_field: str = "") -> Streets:
    """The streets of a layer. A layer with a tag "highway" is read by its OpenStreetMap tags, features without one are
    no streets; of any other layer every line is a street, open both ways at the plain speed. Two fields may say more
    where the rules heed directions and speed limits.

    Raises PlanError where no street is open.
    """
    tags = Tags(layer)
    kinds = tags.words("highway") if "highway" in tags or "other_tags" in layer.columns else None
    speeds = _tagged_speeds(tags, kinds, rules) if kinds else np.full(len(layer), rules.plain_speed)
    if rules.maxspeed:
        stated = [word_of(word) for word in layer.values(speed_field)] if speed_field else [""] * len(layer)
        both = _limited(speeds, tags, limits(stated, rules), rules)
    else:
        both = np.column_stack([speeds, speeds])
    stated = _stated_directions(layer, tags, rules, direction_field)
    unset = [""] * len(layer)
    ways = rules.oneway == ("oneway",)
    junctions, heeded = (tags.words("junction"), kinds or unset) if ways else (unset, unset)
    open_ways, strange = open_directions(stated, heeded, junctions)
    streets = _parts(layer, both * open_ways, _levels(tags))
    if not len(streets):
        raise PlanError(tr("Layer «{layer}»: no street in it is open to this way of travelling.", layer=layer.name))
    return replace(streets, findings=(*streets.findings, *_strange_findings(layer, strange)))


def _tagged_speeds(tags: Tags, kinds: list[str], rules: Rules) -> NDArray[np.float64]:
    by_kind = kind_speeds(kinds, rules)
    speeds = by_kind * slowing(tags, rules)
    if rules.opened_by:
        street = np.array([bool(kind) and kind not in rules.closed_streets for kind in kinds], dtype=bool)
        speeds = np.where(opened(tags, rules) & street, np.maximum(by_kind, rules.plain_speed), speeds)
    return speeds * permitted(tags, rules)


def _limited(speeds: NDArray[np.float64], tags: Tags, stated: NDArray[np.float64], rules: Rules) -> NDArray[np.float64]:
    """Speeds along and against (s, 2): as stated where the street is open, by its kind elsewhere."""
    general = limits(tags.words("maxspeed"), rules)
    columns = []
    for way in ("forward", "backward"):
        special = limits(tags.words("maxspeed:" + way), rules)
        known = np.where(np.isnan(special), np.where(np.isnan(stated), general, stated), special)
        columns.append(np.where(np.isnan(known) | (speeds == 0), speeds, known))
    return np.column_stack(columns)


def _stated_directions(layer: FeatureTable, tags: Tags, rules: Rules, direction_field: str) -> list[str]:
    if direction_field and rules.maxspeed:
        return [word_of(word) for word in layer.values(direction_field)]
    stated = [""] * len(layer)
    for tag in rules.oneway if "highway" in tags or "other_tags" in layer.columns else ():
        stated = [word or before for word, before in zip(tags.words(tag), stated)]
    return stated


def _levels(tags: Tags) -> NDArray[np.intp]:
    bridges = np.array([word not in NOT for word in tags.words("bridge")])
    tunnels = np.array([word not in NOT for word in tags.words("tunnel")])
    by_kind = np.where(bridges, ON_BRIDGE, np.where(tunnels, IN_TUNNEL, GROUND))
    stated = [_whole(word) for word in tags.words("layer")]
    return np.array([own if level is None else level for level, own in zip(stated, by_kind.tolist())], dtype=np.intp)


def _whole(word: str) -> int | None:
    try:
        return int(float(word))
    except (ValueError, OverflowError):
        return None


def _parts(layer: FeatureTable, speeds: NDArray[np.float64], levels: NDArray[np.intp]) -> Streets:
    shapely = require("shapely")
    finite = np.isfinite(shapely.bounds(layer.geometries)).all(axis=1)
    rows = np.flatnonzero(finite & (speeds > 0).any(axis=1))
    parts, owner = _simple_parts(layer.geometries[rows])
    lines = (shapely.get_type_id(parts) == 1) | (shapely.get_type_id(parts) == 2)
    long = shapely.length(parts) > 0
    rows = rows[owner]
    usable = Streets(shapely.remove_repeated_points(parts), rows, speeds[rows], levels[rows]).taken(lines & long)
    shapes = len(np.unique(rows[~lines]))
    found = [*placeless_findings(layer), *_findings(layer, shapes, int((~long & lines).sum()))]
    return replace(usable, findings=tuple(found))


def _simple_parts(geometries: NDArray[np.object_]) -> tuple[NDArray[np.object_], NDArray[np.intp]]:
    """The parts of multi-part geometries, of collections within collections too, and which geometry each is from."""
    shapely = require("shapely")
    parts, owner = shapely.get_parts(shapely.force_2d(geometries), return_index=True)
    while len(parts) and (shapely.get_type_id(parts) > 3).any():
        parts, inner = shapely.get_parts(parts, return_index=True)
        owner = owner[inner]
    return parts, owner


def _findings(layer: FeatureTable, shapes: int, points: int) -> list[Finding]:
    named = {"layer": layer.name}
    found = []
    if shapes:
        found.append(
            finding(
                "street_not_a_line",
                "warning",
                lambda: tr(
                    "Layer «{layer}»: {count} features are points or polygons, not lines; no street is made of them.",
                    **named,
                    count=shapes,
                ),
            )
        )
    if points:
        found.append(
            finding(
                "street_without_length",
                "info",
                lambda: tr("Layer «{layer}»: {count} lines have no length and are left out.", **named, count=points),
            )
        )
    return found


def _strange_findings(layer: FeatureTable, count: int) -> list[Finding]:
    if not count:
        return []
    return [
        finding(
            "street_direction_unknown",
            "warning",
            lambda: tr(
                "Layer «{layer}»: {count} streets state their direction by a word that is not known; "
                "they are taken as open both ways.",
                layer=layer.name,
                count=count,
            ),
        )
    ]
