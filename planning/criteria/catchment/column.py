from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from ...errors import PlanError
from ...features import FeatureTable
from ...language import tr
from ...progress import Progress
from ..column import CriterionColumn, Finding, Request
from .access import floating_catchment
from .additions import read_additions
from .decay import checked_decay
from .gain import Gains, catchment_gains
from .links import StraightLinks
from .methods import DEFAULT, GAUSSIAN, decay_kind, is_choice
from .norms import Norm, example_norms, norm_named, norms_of_rows
from .supply import read_demand, read_supply

if TYPE_CHECKING:
    from numpy.typing import NDArray

COUNTS = ("served", "lifted", "access")


def gain_column(request: Request) -> CriterionColumn:
    """Criterion "catchmentgain": the people for whom a place appears when the alternative is in place.

    "layer" holds the people, "layers" the facilities by sector; "norm" (capacity for each 1,000 people) and "reach"
    hold for all, or "services" names one of the norms for each sector; "counts" may ask for people "lifted" to the norm
    or for "access" for each 1,000 instead of people "served". What a measure adds is in "added", by its code, or in the
    field "added" of the alternatives; one at a closed facility brings back its capacity.
    """
    demand, named = request.layer, request.definition.get("layers") or {}
    layers = {sector: request.usable_layer(str(name)) for sector, name in named.items()}
    usable = {sector: layer for sector, layer in layers.items() if layer is not None}
    if demand is None or not usable:
        return request.without_layer()
    counts = _one_of(request, "counts", COUNTS)
    sectors = np.array([sector or "" for sector in request.alternatives.sectors], dtype=object)
    raw, findings = np.full(len(sectors), np.nan), list(read_demand(demand, _people_field(request))[1])
    for number, (sector, layer) in enumerate(usable.items()):
        part = request.progress.part(number / len(usable), (number + 1) / len(usable))
        rows = np.flatnonzero((sectors == sector) & ~request.alternatives.community_wide)
        gains, found = _gains(request, sector, demand, layer, rows, part)
        raw[rows] = 1000 * gains.access if counts == "access" else getattr(gains, counts)
        findings += found
    notes = [_note(request, row, usable, raw[row]) for row in range(len(raw))]
    return request.column(raw, notes, findings)


def _gains(
    request: Request, sector: str, layer: FeatureTable, facilities: FeatureTable, rows: NDArray[np.intp], part: Progress
) -> tuple[Gains, tuple[Finding, ...]]:
    norm = _norm(request, sector)
    method = str(request.definition.get("method", DEFAULT))
    kind = decay_kind(method, str(request.definition.get("decay", GAUSSIAN)))
    reach = request.reach if norm.reach is None else norm.reach
    decay = checked_decay(kind, reach, request.number("edge", 0.01), request.definition.get("zones") or ())
    working = request.field("working", "working" if "working" in facilities.columns else "")
    supply = read_supply(facilities, request.field("capacity", "capacity"), working)
    demand, _ = read_demand(layer, _people_field(request))
    links = StraightLinks(layer.geometries, reach, not decay.is_equal)
    geometries, capacity = supply.working
    now = floating_catchment(links, geometries, capacity, demand, decay, is_choice(method), part.part(0, 0.5))
    additions = read_additions(request.alternatives.places[rows], _stated(request)[rows], supply)
    gains = catchment_gains(links, now, geometries, capacity, demand, additions, norm.per_person, part.part(0.5, 1))
    return gains, supply.findings


def _norm(request: Request, sector: str) -> Norm:
    """The norm of a sector's service, or the criterion's own numbers for all."""
    services, own = request.definition.get("services") or {}, request.definition.get("norms") or {}
    if sector in services:
        rows = [{"service": service, **_numbers(request, norm)} for service, norm in own.items()]
        return norm_named({**example_norms(), **norms_of_rows(rows)}, str(services[sector]))
    per_1000 = request.number("norm", 0.0) if "norm" in request.definition else None
    return Norm("", per_1000 or None, None)


def _numbers(request: Request, norm: Any) -> Mapping[str, Any]:
    if isinstance(norm, Mapping):
        return norm
    example = '{"school": {"per_1000": 120, "reach_m": 1500}}'
    raise PlanError(
        tr("Criterion «{criterion}»: «norms» must be as in {example}.", criterion=request.name, example=example)
    )


def _stated(request: Request) -> NDArray[np.float64]:
    """What each alternative adds (n,), NaN where nothing says so."""
    alternatives = request.alternatives
    stated = alternatives.numbers(request.field("added", "capacity_added"))
    by_code = request.definition.get("added") or {}
    strange = [
        code for code, value in by_code.items() if isinstance(value, bool) or not isinstance(value, (int, float))
    ]
    if strange:
        raise PlanError(
            tr(
                "Criterion «{criterion}»: «added» of {codes} is no number.",
                criterion=request.name,
                codes=", ".join(strange),
            )
        )
    given = [by_code.get(code, np.nan) for code in alternatives.codes]
    return np.where(np.isnan(given), stated, given)


def _people_field(request: Request) -> str:
    return request.field("people", "residents")


def _one_of(request: Request, key: str, known: tuple[str, ...]) -> str:
    value = request.definition.get(key, known[0])
    if value not in known:
        raise PlanError(
            tr(
                "Criterion «{criterion}»: «{key}» is «{value}», but must be one of {known}.",
                criterion=request.name,
                key=key,
                value=value,
                known=", ".join(known),
            )
        )
    return str(value)


def _note(request: Request, row: int, layers: Mapping[str, FeatureTable], gain: float) -> str:
    if request.alternatives.community_wide[row]:
        return tr("It serves the whole community: a catchment means nothing.")
    if request.alternatives.sectors[row] not in layers:
        return tr("No layer of facilities with capacity for its sector.")
    return tr("It is not known what capacity it adds.") if np.isnan(gain) else ""
