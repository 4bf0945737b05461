from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ..errors import PlanError
from ..features import FeatureTable
from ..language import tr
from ..libraries import require
from ..progress import SILENT, Progress
from .column import CriterionColumn, Finding, Request, finding, placeless_findings
from .reach import Reached, has_place, sum_within

if TYPE_CHECKING:
    from numpy.typing import NDArray

GRADES: tuple[tuple[float, tuple[str, ...]], ...] = (
    (0.0, ("0", "none", "no visible damage")),
    (0.05, ("1", "possible", "possible damage")),
    (0.15, ("2", "light", "minor")),
    (0.40, ("3", "moderate", "moderate damage")),
    (0.70, ("4", "severe", "severe damage")),
    (1.0, ("5", "destroyed")),
)
DEFAULT_LOSS_RATIOS: Mapping[str, float] = {name: ratio for ratio, names in GRADES for name in names}
PILE_SHARE = 0.2
PILE_TIMES_NEXT = 5
PILE_EVENTS = 30
MILLIMETRES = 3
CLASSES_NAMED = 10


@dataclass(frozen=True)
class Pile:
    """Events that lie on one coordinate: the positions of their rows, how many events, and their share of all."""

    rows: NDArray[np.intp]
    events: float
    share: float


@dataclass(frozen=True)
class DamageSites:
    """Damage sites: geometries (s,), None where the place is not known; losses (s,), NaN where not known;
    the piles that were set aside."""

    geometries: NDArray[np.object_]
    losses: NDArray[np.float64]
    piles: tuple[Pile, ...]
    findings: tuple[Finding, ...]


def damage_exposure(
    places: NDArray[np.object_],
    sites: NDArray[np.object_],
    losses: NDArray[np.float64],
    reach: float,
    community_wide: NDArray[np.bool_] | None = None,
    progress: Progress = SILENT,
) -> Reached:
    """Sum of the losses (s,) of the sites within `reach` metres of each place (n,): one destroyed object counts 1.

    A community-wide place answers all damage. See sum_within for distances and for what is unknown.
    """
    return sum_within(places, sites, losses[:, None], reach, community_wide, progress)


def piled_events(sites: NDArray[np.object_], events: NDArray[np.float64]) -> list[Pile]:
    """The coordinates on which implausibly many of the events (s,) lie.

    Sources that know only the town put all its events on one point, often its centroid. Coordinates are piles when
    each holds more than a fifth of all events, at least 30, and at least five times as many as any coordinate that is
    not a pile. Coordinates are equal to the millimetre; of a line or polygon the centroid counts.
    """
    here = np.flatnonzero(has_place(sites) & (np.nan_to_num(events) > 0))
    if not len(here):
        return []
    shapely = require("shapely")
    x, y = shapely.get_coordinates(shapely.centroid(sites[here])).T.round(MILLIMETRES)
    _, spot = np.unique(x + 1j * y, return_inverse=True)
    held = np.bincount(spot, weights=events[here])
    piled = np.argsort(-held)[: _number_of_piles(np.sort(held)[::-1])]
    return [Pile(here[spot == at], float(held[at]), float(held[at] / held.sum())) for at in piled]


def read_sites(
    layer: FeatureTable,
    class_field: str = "",
    loss_ratios: Mapping[str, float] = DEFAULT_LOSS_RATIOS,
    count_field: str = "",
    count_piled: bool = False,
) -> DamageSites:
    """The damage of a layer: each feature is as many events as `count_field` says, each as bad as its class.

    Without a class field each event counts 1. A class without a loss ratio is unknown and found. Piled events are
    set aside and found, unless `count_piled`. Raises PlanError for unknown fields and unusable ratios.
    """
    ratios = checked_ratios(loss_ratios)
    events = layer.numbers(count_field) if count_field else np.ones(len(layer))
    classes = [_class_name(value) for value in layer.values(class_field)] if class_field else []
    losses = np.array([ratios.get(name, np.nan) for name in classes]) if class_field else np.ones(len(layer))
    piles = [] if count_piled else piled_events(layer.geometries, events)
    geometries = layer.geometries.copy()
    for pile in piles:
        geometries[pile.rows] = None
    findings = placeless_findings(layer) + [_pile_finding(layer, pile) for pile in piles]
    strange = Counter(name for name in classes if name not in ratios)
    if strange:
        findings.append(_class_finding(layer, strange))
    return DamageSites(geometries, losses * events, tuple(piles), tuple(findings))


def checked_ratios(ratios: Any) -> dict[str, float]:
    """Loss ratios by damage class, the classes in lower case. Raises PlanError unless each is from 0 to 1."""
    usable = isinstance(ratios, Mapping) and bool(ratios)
    if not usable or not all(_is_share(ratio) for ratio in ratios.values()):
        example = '{"minor": 0.15, "destroyed": 1}'
        raise PlanError(
            tr("Loss ratios must name a number from 0 to 1 for each damage class, as in {example}.", example=example)
        )
    return {_class_name(name): float(ratio) for name, ratio in ratios.items()}


def damage_column(request: Request) -> CriterionColumn:
    """Criterion "damageexposure": the loss-weighted damage within reach of each alternative.

    What is done for the whole community answers no damage in particular: it is unknown.
    """
    layer, alternatives = request.layer, request.alternatives
    if layer is None:
        return request.without_layer()
    sites = read_sites(
        layer,
        request.field("damage_class"),
        request.definition.get("loss_ratios", DEFAULT_LOSS_RATIOS),
        request.field("count"),
        bool(request.definition.get("count_piled")),
    )
    reached = damage_exposure(
        alternatives.places, sites.geometries, sites.losses, request.reach, progress=request.progress
    )
    remark = tr("It is for the whole community, so no damage in particular.")
    notes = [remark if wide else note for wide, note in zip(alternatives.community_wide, _notes(reached))]
    return request.column(reached.total[:, 0], notes, sites.findings)


def _number_of_piles(held: NDArray[Any]) -> int:
    """How many of the coordinates, the fullest first, are piles: never all of them."""
    full = int(((held > PILE_SHARE * held.sum()) & (held >= PILE_EVENTS)).sum())
    far_above = (number for number in range(full, 0, -1) if (held[number - 1] >= PILE_TIMES_NEXT * held[number:]).all())
    return next((number for number in far_above if number < len(held)), 0)


def _class_name(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value).strip().casefold()


def _is_share(ratio: Any) -> bool:
    return isinstance(ratio, (int, float)) and not isinstance(ratio, bool) and 0 <= ratio <= 1


def _notes(reached: Reached) -> list[str]:
    return [
        tr("The loss is not known for {unknown} of the {units} damage sites in reach.", unknown=u, units=n) if u else ""
        for u, n in zip(reached.unknown[:, 0].tolist(), reached.units.tolist())
    ]


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
