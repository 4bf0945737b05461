"""Whether what is to be built may stand in the zone where it is to stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ...errors import PlanError
from ...features import FeatureTable
from ...language import tr
from ...libraries import require
from ...progress import SILENT, Progress
from ..column import CriterionColumn, Finding, Request, finding, placeless_findings
from ..shapes import has_place, is_broken, only_where, valid
from ..shares import shares_within
from .dissolving import dissolved, small_parts
from .restrictions import mended_sentence

if TYPE_CHECKING:
    from numpy.typing import NDArray

Rules = Mapping[str, Mapping[str, float]]


@dataclass(frozen=True)
class ZoningFit:
    """How n places fit the zones they lie in.

    fit (n,) is the mean of the rules, 0..1, weighted by the share of the place in each zone; NaN where no rule is
    known. known (n,) is the share of the place for which there is a rule. zones are the names (n,) of the zones.
    """

    fit: NDArray[np.float64]
    known: NDArray[np.float64]
    zones: tuple[str, ...]


def zoning_fit(
    places: NDArray[np.object_],
    uses: Sequence[str | None],
    polygons: NDArray[np.object_],
    zones: Sequence[str],
    rules: Rules,
    progress: Progress = SILENT,
) -> ZoningFit:
    """The fit of places (n,) of a use each with zones (z,): rules name, for each use and zone, 1 where it is allowed,
    0.5 where under conditions, 0 where it is not. A pair without a rule is unknown, not forbidden."""
    every, code = np.unique(np.array([zone or "" for zone in zones], dtype=str), return_inverse=True)
    names = sorted({use or "" for use in uses})
    table = np.array([[rules.get(use, {}).get(zone, np.nan) for zone in every] for use in names], dtype=float)
    place, zone, share = _shares_in_zones(valid(places), polygons, code, len(every), progress)
    rule = table.reshape(len(names), len(every))[np.searchsorted(names, [use or "" for use in uses])[place], zone]
    ruled = ~np.isnan(rule)
    weighted, known = (
        np.bincount(place[ruled], weights=weights[ruled], minlength=len(places)) for weights in (share * rule, share)
    )
    fit = np.divide(weighted, known, out=np.full(len(places), np.nan), where=known > 0)
    placed = np.where(has_place(places), 1.0, np.nan)
    labels = [", ".join(found) for found in np.split(every[zone], np.searchsorted(place, np.arange(1, len(places))))]
    return ZoningFit(fit * placed, np.minimum(known, 1) * placed, tuple(labels[: len(places)]))


def checked_rules(rules: Any) -> Rules:
    """Rules by use and zone. Raises PlanError unless each is a number from 0 to 1."""
    usable = isinstance(rules, Mapping) and bool(rules) and all(isinstance(zones, Mapping) for zones in rules.values())
    if not usable or not all(_is_rule(value) for zones in rules.values() for value in zones.values()):
        raise PlanError(
            tr(
                "Zoning rules must name, for each use and zone, a number from 0 (not allowed) to 1 (allowed), "
                "as in {example}.",
                example='{"health": {"Ж-1": 1, "В-2": 0}}',
            )
        )
    return {str(use): {str(zone): float(value) for zone, value in zones.items()} for use, zones in rules.items()}


def zoning_findings(
    layer: FeatureTable, zones: Sequence[str], uses: Sequence[str | None], rules: Rules
) -> list[Finding]:
    """What had to be mended among the zones, and the uses and zones that the rules do not name."""
    broken = int(is_broken(layer.geometries).sum())
    lost_uses = sorted({use for use in uses if use} - set(rules))
    lost_zones = sorted(set(zones) - {zone for row in rules.values() for zone in row})
    found = placeless_findings(layer)
    if broken:
        found.append(finding("geometry_mended", "warning", lambda: mended_sentence(layer, broken)))
    if lost_uses:
        found.append(finding("use_without_rule", "warning", lambda: _without_rule(uses=lost_uses)))
    if lost_zones:
        found.append(finding("zone_without_rule", "warning", lambda: _without_rule(zones=lost_zones)))
    return found


def zoning_column(request: Request) -> CriterionColumn:
    """Criterion "zoningfit": how each alternative's sector fits the zones it lies in, by "rules".

    "fields.zone" names the field of the layer under "layer" that holds the zone.
    """
    layer, alternatives = request.layer, request.alternatives
    if layer is None:
        return request.without_layer()
    zones, rules = layer.texts(request.field("zone", "zone")), checked_rules(request.definition.get("rules"))
    found = zoning_fit(alternatives.places, alternatives.sectors, layer.geometries, zones, rules, request.progress)
    notes = [_note(names, fit) for names, fit in zip(found.zones, found.fit.tolist())]
    return request.column(found.fit, notes, zoning_findings(layer, zones, alternatives.sectors, rules))


def _shares_in_zones(
    places: NDArray[np.object_], polygons: NDArray[np.object_], code: NDArray[np.intp], count: int, progress: Progress
) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.float64]]:
    """Positions of places and of the zones (of `count`) that they lie in, and the share of the place in the zone."""
    shapely = require("shapely")
    areal = shapely.get_dimensions(polygons) == 2
    drawn = progress.part(0, 0.4).over(range(count), count)
    zones = [dissolved(polygons[areal & (code == zone)]) for zone in drawn]
    together = np.concatenate([np.empty(0, dtype=object), *zones])
    zone_of = np.repeat(np.arange(count), [len(zone) for zone in zones])
    lines = shapely.get_dimensions(places) == 1
    parts, owner = small_parts(together, progress.part(0.4, 0.5))
    # a line may run along the cut between two small parts, so it is measured in whole zones
    share = _summed(only_where(places, ~lines), parts, zone_of[owner], count, progress.part(0.5, 0.9))
    share += _summed(only_where(places, lines), together, zone_of, count, progress.part(0.9, 1))
    share.sort_indices()
    found = share.tocoo()
    return found.row, found.col, np.minimum(found.data, 1)


def _summed(
    places: NDArray[np.object_], parts: NDArray[np.object_], zone_of: NDArray[np.intp], count: int, progress: Progress
) -> Any:
    """The shares of places in zones, a sparse matrix."""
    sparse = require("scipy.sparse")
    share = sparse.csr_matrix((len(places), count))
    for rows, part, place, inside in shares_within(parts, places, progress):
        share += sparse.csr_matrix((inside, (place, zone_of[rows][part])), shape=share.shape)
    return share


def _without_rule(uses: Sequence[str] = (), zones: Sequence[str] = ()) -> str:
    if uses:
        return tr("There is no zoning rule for these uses: {uses}.", uses=", ".join(uses))
    return tr("There is no zoning rule for these zones: {zones}.", zones=", ".join(zones))


def _is_rule(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and 0 <= value <= 1


def _note(names: str, fit: float) -> str:
    if not names:
        return tr("It lies in no zone.")
    return (
        tr("Zones {zones} have no rule for its use.", zones=names) if fit != fit else tr("Zones: {zones}.", zones=names)
    )
