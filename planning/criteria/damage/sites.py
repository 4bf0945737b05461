"""Damage sites and their losses, from one source or from several that may disagree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from ...features import FeatureTable
from ...language import tr
from ..column import Finding, finding, placeless_findings
from .epochs import later_fields, latest_classes
from .piles import Pile, piled_events
from .schemes import AUTO, Ratios, checked_ratios, class_name, guessed_scheme, ratios_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

CLASSES_NAMED = 10


@dataclass(frozen=True)
class DamageSites:
    """Damage sites: geometries (s,), None where the place is not known; events (s,) that each stands for; losses (s,)
    of all of them, the best estimate, NaN where not known, and the interval low, high (s,) that it may lie in; the
    piles that were set aside."""

    geometries: NDArray[np.object_]
    events: NDArray[np.float64]
    losses: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    piles: tuple[Pile, ...]
    findings: tuple[Finding, ...]

    def __len__(self) -> int:
        return len(self.geometries)

    def times(self, weights: NDArray[np.float64]) -> DamageSites:
        """Every loss multiplied, as by people or floor area; an unknown weight makes the loss unknown."""
        return replace(self, losses=self.losses * weights, low=self.low * weights, high=self.high * weights)


def read_sites(
    layer: FeatureTable,
    class_field: str = "",
    loss_ratios: Mapping[str, Any] | None = None,
    count_field: str = "",
    count_piled: bool = False,
    scheme: str = AUTO,
) -> DamageSites:
    """The damage of a layer: each feature is as many events as `count_field` says, each as bad as its class.

    Without a class field each event counts 1. A class means what the scheme, or else the own ratios, say; one without
    a loss ratio is unknown and found. Piled events are set aside and found, unless `count_piled`. Raises PlanError for
    unknown fields and schemes and for unusable ratios.
    """
    events = layer.numbers(count_field) if count_field else np.ones(len(layer))
    losses, findings = losses_of_classes(layer, class_field, loss_ratios, scheme)
    piles = [] if count_piled else piled_events(layer.geometries, events)
    geometries = layer.geometries.copy()
    for pile in piles:
        geometries[pile.rows] = None
    told = [*placeless_findings(layer), *(_pile_finding(layer, pile) for pile in piles), *findings]
    low, best, high = losses * events
    return DamageSites(geometries, events, best, low, high, tuple(piles), tuple(told))


def losses_of_classes(
    layer: FeatureTable, class_field: str, loss_ratios: Mapping[str, Any] | None, scheme: str
) -> tuple[NDArray[np.float64], list[Finding]]:
    """Low, best and high loss of each feature (3, s), and what was found."""
    if not class_field:
        return np.ones((3, len(layer))), []
    classes = [class_name(value) for value in latest_classes(layer, class_field)]
    ratios, findings = _ratios(layer, class_field, classes, loss_ratios, scheme)
    known = {name: (loss.low, loss.best, loss.high) for name, loss in ratios.items()}
    losses = np.array([known.get(name, (np.nan,) * 3) for name in classes]).reshape(-1, 3)
    later = later_fields(class_field, layer.columns)
    if later:
        findings.append(finding("damage_dates", "info", lambda: _dates(layer, class_field, later)))
    strange = Counter(name for name in classes if name not in ratios)
    if strange:
        findings.append(_class_finding(layer, strange))
    return losses.T, findings


def _ratios(
    layer: FeatureTable, field: str, classes: list[str], own: Mapping[str, Any] | None, scheme: str
) -> tuple[Ratios, list[Finding]]:
    if own is not None:
        return checked_ratios(own), []
    if scheme != AUTO:
        return ratios_of(scheme, classes), []
    guessed, rivals = guessed_scheme(classes)
    if rivals:
        told = finding("damage_scheme_ambiguous", "warning", lambda: _ambiguous(layer, field, guessed, rivals))
    else:
        told = finding("damage_scheme", "info", lambda: _taken(layer, field, guessed))
    return ratios_of(guessed, classes), [told]


def _taken(layer: FeatureTable, field: str, scheme: str) -> str:
    return tr(
        "Layer «{layer}», field «{field}»: the classes are read as {scheme}.",
        layer=layer.name,
        field=field,
        scheme=scheme,
    )


def _dates(layer: FeatureTable, field: str, later: list[str]) -> str:
    return tr(
        "Layer «{layer}»: of {fields} the last that is filled counts.",
        layer=layer.name,
        fields=", ".join(f"«{name}»" for name in (field, *later)),
    )


def _ambiguous(layer: FeatureTable, field: str, guessed: str, rivals: tuple[str, ...]) -> str:
    return tr(
        "Layer «{layer}», field «{field}»: the classes are read as {guessed}, but they mean something else in "
        "{rivals}. Name the scheme.",
        layer=layer.name,
        field=field,
        guessed=guessed,
        rivals=", ".join(rivals),
    )


def _class_finding(layer: FeatureTable, strange: Mapping[str, int]) -> Finding:
    return finding(
        "damage_class_unknown",
        "warning",
        lambda: tr(
            "Layer «{layer}»: {count} features have a damage class without a loss ratio and are left out: {classes}.",
            layer=layer.name,
            count=sum(strange.values()),
            classes=", ".join(f"«{name}»" if name else "NULL" for name in sorted(strange)[:CLASSES_NAMED]),
        ),
    )


def _pile_finding(layer: FeatureTable, pile: Pile) -> Finding:
    return finding(
        "damage_piled",
        "warning",
        lambda: tr(
            "Layer «{layer}»: {events} events ({share} % of all) lie on one point, so their place is not known. "
            "They are set aside: not counted near any place.",
            layer=layer.name,
            events=f"{pile.events:.0f}",
            share=f"{100 * pile.share:.0f}",
        ),
    )
