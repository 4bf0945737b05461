"""Whether what is to be built may stand in the zone where it is to stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ...errors import PlanError
from ...language import tr
from ...libraries import require
from ...progress import SILENT, Progress
from ..column import CriterionColumn, Request, placeless_findings
from ..shapes import has_place, valid
from ..shares import shares_within
from .dissolving import dissolved, small_parts

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
    here = valid(places)
    weighted, known = np.zeros((2, len(places)))
    names: list[list[str]] = [[] for _ in range(len(places))]
    codes = np.array(zones, dtype=object)
    every = sorted(set(zones))
    for number, zone in enumerate(every):
        part = progress.part(number / len(every), (number + 1) / len(every))
        share = _share_in(here, polygons[codes == zone], part)
        rule = np.array([rules.get(use or "", {}).get(zone, np.nan) for use in uses], dtype=float)
        ruled = ~np.isnan(rule)
        weighted[ruled] += (share * rule)[ruled]
        known[ruled] += share[ruled]
        for row in np.flatnonzero(share > 0):
            names[row].append(zone)
    fit = np.divide(weighted, known, out=np.full(len(places), np.nan), where=known > 0)
    placed = np.where(has_place(places), 1.0, np.nan)
    return ZoningFit(fit * placed, np.minimum(known, 1) * placed, tuple(", ".join(found) for found in names))


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
    return request.column(found.fit, notes, placeless_findings(layer))


def _share_in(places: NDArray[np.object_], polygons: NDArray[np.object_], progress: Progress) -> NDArray[np.float64]:
    areal = polygons[require("shapely").get_dimensions(polygons) == 2]
    parts, _ = small_parts(dissolved(areal, progress.part(0, 0.3)))
    share = np.zeros(len(places))
    for _, _, place, inside in shares_within(parts, places, progress.part(0.3, 1)):
        share += np.bincount(place, weights=inside, minlength=len(places))
    return np.minimum(share, 1)


def _is_rule(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and 0 <= value <= 1


def _note(names: str, fit: float) -> str:
    if not names:
        return tr("It lies in no zone.")
    return (
        tr("Zones {zones} have no rule for its use.", zones=names) if fit != fit else tr("Zones: {zones}.", zones=names)
    )
