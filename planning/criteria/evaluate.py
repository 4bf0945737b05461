from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ..errors import PlanError
from ..features import FeatureTable
from ..language import language, tr
from ..progress import SILENT, Progress
from .alternatives import Alternatives
from .damage import DEFAULT_LOSS_RATIOS, damage_exposure, loss_of, piled_events
from .fields import cost_per_beneficiary, duration
from .gap import service_gap
from .people import people_served

if TYPE_CHECKING:
    from numpy.typing import NDArray

DEFAULT_REACH = 500.0
Finding = dict[str, Any]


@dataclass(frozen=True)
class CriterionColumn:
    """One criterion for n alternatives: raw (n,) with NaN where unknown, and findings for the plan."""

    raw: NDArray[np.float64]
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class Request:
    """All that a criterion may look at; `earlier` holds the raw columns computed before it, by code."""

    definition: Mapping[str, Any]
    alternatives: Alternatives
    layers: Mapping[str, FeatureTable]
    earlier: Mapping[str, NDArray[np.float64]]
    progress: Progress

    @property
    def reach(self) -> float:
        return float(self.definition.get("reach", DEFAULT_REACH))

    @property
    def layer(self) -> FeatureTable | None:
        return self.layers.get(self.definition.get("layer", ""))

    def field(self, role: str, default: str) -> str:
        """The layer's field for a role, as the definition names it."""
        return self.definition.get("fields", {}).get(role, default)

    def unknown(self, *findings: Finding) -> CriterionColumn:
        return CriterionColumn(np.full(len(self.alternatives), np.nan), findings)

    def without_layer(self) -> CriterionColumn:
        return self.unknown(
            finding(
                "layer_missing",
                "warning",
                lambda: tr(
                    "Criterion «{criterion}»: its layer is missing, so it is unknown for every measure.",
                    criterion=self.definition["code"],
                ),
            )
        )


def evaluate(
    definition: Mapping[str, Any],
    alternatives: Alternatives,
    layers: Mapping[str, FeatureTable],
    earlier: Mapping[str, NDArray[np.float64]] | None = None,
    progress: Progress = SILENT,
) -> CriterionColumn:
    """Compute one criterion of a scenario; a missing layer makes it unknown. PlanError for an unknown kind."""
    compute = KINDS.get(definition["kind"])
    if compute is None:
        raise PlanError(
            tr(
                "Criterion «{criterion}» is of kind «{kind}», which is not known. Known kinds: {kinds}.",
                criterion=definition["code"],
                kind=definition["kind"],
                kinds=", ".join(KINDS),
            )
        )
    return compute(Request(definition, alternatives, layers, earlier or {}, progress))


def finding(rule: str, severity: str, sentence: Callable[[], str]) -> Finding:
    """A row of table "finding", its sentence made in both languages."""
    words = {}
    for code in ("uk", "en"):
        with language(code):
            words["message_" + code] = sentence()
    return {"rule": rule, "severity": severity, **words}


def _people(request: Request) -> CriterionColumn:
    layer, alternatives = request.layer, request.alternatives
    if layer is None:
        return request.without_layer()
    people = layer.numbers(request.field("people", "residents"))[:, None]
    found = people_served(
        alternatives.places, layer.geometries, people, request.reach, alternatives.community_wide, request.progress
    )
    return CriterionColumn(found.people[:, 0])


def _damage(request: Request) -> CriterionColumn:
    layer = request.layer
    if layer is None:
        return request.without_layer()
    losses, strange = _losses(request, layer)
    events = layer.numbers(request.field("count", "")) if request.field("count", "") else np.ones(len(layer))
    pile = piled_events(layer.geometries, events)
    weighted = losses * np.nan_to_num(events)
    if pile is not None:
        weighted[pile.rows] = np.nan
    exposure = damage_exposure(
        request.alternatives.places,
        layer.geometries,
        weighted,
        request.reach,
        request.alternatives.community_wide,
        request.progress,
    )
    piled = [] if pile is None else [_pile_finding(layer, pile.events, pile.share)]
    return CriterionColumn(exposure, (*strange, *piled))


def _losses(request: Request, layer: FeatureTable) -> tuple[NDArray[np.float64], list[Finding]]:
    field = request.field("damage_class", "")
    if not field:
        return np.ones(len(layer)), []
    ratios = request.definition.get("loss_ratios", DEFAULT_LOSS_RATIOS)
    classes = layer.texts(field)
    strange = sorted({name for name in classes if name not in ratios})
    if not strange:
        return loss_of(classes, ratios), []
    return loss_of(classes, ratios), [
        finding(
            "damage_class_unknown",
            "warning",
            lambda: tr(
                "Layer «{layer}»: damage classes without a loss ratio are left out: {classes}.",
                layer=layer.name,
                classes=", ".join(name or "—" for name in strange),
            ),
        )
    ]


def _pile_finding(layer: FeatureTable, events: float, share: float) -> Finding:
    return finding(
        "damage_piled",
        "warning",
        lambda: tr(
            "Layer «{layer}»: {events} events ({share} % of all) lie on one point, so their place is not known. "
            "They are set aside, not counted near any measure.",
            layer=layer.name,
            events=f"{events:.0f}",
            share=f"{100 * share:.0f}",
        ),
    )


def _gap(request: Request) -> CriterionColumn:
    gaps = np.full(len(request.alternatives), np.nan)
    named = request.definition.get("layers", {})
    known = {sector: request.layers[name] for sector, name in named.items() if name in request.layers}
    if not known:
        return request.without_layer()
    sectors = np.array([sector or "" for sector in request.alternatives.sectors], dtype=object)
    for sector, layer in known.items():
        rows = sectors == sector
        gaps[rows] = service_gap(request.alternatives.places[rows], working(layer, request.field("working", "working")))
    return CriterionColumn(gaps)


def working(layer: FeatureTable, field: str) -> NDArray[np.object_]:
    """The geometries of the facilities that work; all of them where the layer does not say."""
    if field not in layer.columns:
        return layer.geometries
    closed = np.array([value in (False, 0) for value in layer.values(field)], dtype=bool)
    return layer.geometries[~closed]


def _field(request: Request) -> CriterionColumn:
    return CriterionColumn(request.alternatives.numbers(request.definition["field"]))


def _cost_per_beneficiary(request: Request) -> CriterionColumn:
    served = request.earlier.get(request.definition.get("people", "people"))
    return CriterionColumn(cost_per_beneficiary(request.alternatives, served))


def _duration(request: Request) -> CriterionColumn:
    return CriterionColumn(duration(request.alternatives))


KINDS: Mapping[str, Callable[[Request], CriterionColumn]] = {
    "peopleserved": _people,
    "damageexposure": _damage,
    "servicegap": _gap,
    "field": _field,
    "cost_per_beneficiary": _cost_per_beneficiary,
    "duration": _duration,
}
