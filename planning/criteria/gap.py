from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ..errors import PlanError
from ..features import FeatureTable
from ..language import tr
from ..libraries import require
from ..plan.schema import code_label
from ..progress import SILENT, Progress
from .column import CriterionColumn, Finding, Request, finding, placeless_findings
from .nearest import NOBODY, Nearest, nearest_of
from .reach import pairs_within
from .shapes import has_place

if TYPE_CHECKING:
    from numpy.typing import NDArray

SAME_PLACE = 30.0
FIRST_RING = 120.0
RING_GROWTH = 4
YES = frozenset({"true", "t", "1", "yes", "y", "так"})
NO = frozenset({"false", "f", "0", "no", "n", "ні"})


@dataclass(frozen=True)
class Facilities:
    """The facilities of a layer that work: positions in the layer and geometries, both (f,)."""

    rows: NDArray[np.intp]
    geometries: NDArray[np.object_]
    findings: tuple[Finding, ...]


def service_gap(
    places: NDArray[np.object_],
    facilities: NDArray[np.object_],
    same_place: float = SAME_PLACE,
    progress: Progress = SILENT,
) -> Nearest:
    """Straight distance from each place (n,) to the nearest other facility (f,), between the geometries themselves.

    A facility no further than `same_place` metres is the place itself and is passed over.
    """
    found = nearest_of(places, facilities, progress.part(0, 0.5))
    metres, nearest, here = found.metres, found.facility, np.flatnonzero(has_place(facilities))
    at_home = np.flatnonzero(metres <= same_place)
    if not len(at_home):
        return found
    further, other = _beyond(places[at_home], facilities[here], same_place, progress.part(0.5, 1))
    metres[at_home], nearest[at_home] = further, np.where(other == NOBODY, NOBODY, here[other])
    return Nearest(metres, nearest)


def read_facilities(layer: FeatureTable, working_field: str = "") -> Facilities:
    """The facilities that work; without a field all do, and so does one whose field is NULL, which is found.

    Raises PlanError for a value that is neither yes nor no.
    """
    says = [_yes_or_no(layer, working_field, row) for row in range(len(layer))] if working_field else []
    rows = np.array([row for row in range(len(layer)) if not says or says[row] is not False], dtype=np.intp)
    silent = says.count(None)
    found = [_silent_finding(layer, silent)] if silent else []
    return Facilities(rows, layer.geometries[rows], (*placeless_findings(layer), *found))


def gap_column(request: Request) -> CriterionColumn:
    """Criterion "servicegap": metres to the nearest other working facility of the alternative's sector.

    The definition names a layer for each sector. Where no facility works the gap is the definition's "none_is"
    metres, unknown without it. A distance means nothing for a community-wide alternative: unknown.
    """
    named = request.definition.get("layers") or {}
    layers = {sector: request.usable_layer(name) for sector, name in named.items()}
    usable = {sector: layer for sector, layer in layers.items() if layer is not None}
    if not usable:
        return request.without_layer()
    sectors = np.array([sector or "" for sector in request.alternatives.sectors], dtype=object)
    wanted = ~request.alternatives.community_wide
    raw = np.full(len(sectors), np.nan)
    findings: list[Finding] = []
    for number, (sector, layer) in enumerate(usable.items()):
        part = request.progress.part(number / len(usable), (number + 1) / len(usable))
        facilities = read_facilities(layer, _working_field(request, layer))
        rows = np.flatnonzero((sectors == sector) & wanted)
        places = request.alternatives.places[rows]
        raw[rows] = service_gap(places, facilities.geometries, progress=part).metres
        findings += facilities.findings
        if np.isinf(raw[rows]).any() and "none_is" not in request.definition:
            findings.append(_none_finding(layer))
    notes = [_note(request, row, usable, raw[row]) for row in range(len(raw))]
    none_is = request.number("none_is", 0.0) if "none_is" in request.definition else np.nan
    return request.column(np.where(np.isinf(raw), none_is, raw), notes, findings)


def _beyond(
    places: NDArray[np.object_], facilities: NDArray[np.object_], same_place: float, progress: Progress
) -> tuple[NDArray[np.float64], NDArray[np.intp]]:
    """Metres to, and position of, the nearest facility further than `same_place`, in rings that widen until found."""
    metres, nearest = np.full(len(places), np.inf), np.full(len(places), NOBODY, dtype=np.intp)
    left, ring, widest = np.arange(len(places)), max(FIRST_RING, 2 * same_place), _widest(places, facilities)
    while len(left):
        for rows, place, found in pairs_within(places[left], facilities, ring, progress):
            _take_nearest(places, facilities, left[rows][place], found, same_place, metres, nearest)
        left = left[np.isinf(metres[left])] if ring < widest else left[:0]
        ring *= RING_GROWTH
    return metres, nearest


def _take_nearest(
    places: NDArray[np.object_],
    facilities: NDArray[np.object_],
    rows: NDArray[np.intp],
    found: NDArray[np.intp],
    same_place: float,
    metres: NDArray[np.float64],
    nearest: NDArray[np.intp],
) -> None:
    distances = require("shapely").distance(places[rows], facilities[found])
    others = distances > same_place
    rows, found, distances = rows[others], found[others], distances[others]
    order = np.lexsort((distances, rows))
    firsts = order[np.unique(rows[order], return_index=True)[1]]
    metres[rows[firsts]], nearest[rows[firsts]] = distances[firsts], found[firsts]


def _widest(places: NDArray[np.object_], facilities: NDArray[np.object_]) -> float:
    left, bottom, right, top = require("shapely").total_bounds(np.concatenate([places, facilities]))
    return float(np.hypot(right - left, top - bottom))


def _working_field(request: Request, layer: FeatureTable) -> str:
    named = request.field("working")
    return named or ("working" if "working" in layer.columns else "")


def _yes_or_no(layer: FeatureTable, field: str, row: int) -> bool | None:
    value: Any = layer.values(field)[row]
    word = "" if value is None else str(int(value) if value in (0, 1) else value).strip().casefold()
    if word in YES or word in NO or not word:
        return word in YES if word else None
    raise PlanError(
        tr(
            "Layer «{layer}», field «{field}», feature {row}: «{value}» is neither yes nor no.",
            layer=layer.name,
            field=field,
            row=row + 1,
            value=value,
        )
    )


def _note(request: Request, row: int, layers: dict[str, FeatureTable], metres: float) -> str:
    sector = request.alternatives.sectors[row]
    if request.alternatives.community_wide[row]:
        return tr("It serves the whole community: a distance means nothing.")
    if not sector:
        return tr("Its sector is not known.")
    if sector not in layers:
        return tr("No layer of facilities for sector «{sector}».", sector=code_label("sector", sector))
    return tr("There is no other working facility.") if np.isinf(metres) else ""


def _silent_finding(layer: FeatureTable, silent: int) -> Finding:
    return finding(
        "facility_state_unknown",
        "info",
        lambda: tr(
            "Layer «{layer}»: {count} of {total} facilities do not say whether they work; they are taken as working.",
            layer=layer.name,
            count=silent,
            total=len(layer),
        ),
    )


def _none_finding(layer: FeatureTable) -> Finding:
    return finding(
        "no_working_facility",
        "warning",
        lambda: tr(
            "Layer «{layer}»: for some places there is no other working facility, so their gap cannot be measured.",
            layer=layer.name,
        ),
    )
