from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from ..errors import PlanError
from ..language import named, tr
from .preference import Preference, preference_from_definition
from .value.definitions import number_of, one_of, value_function
from .value.functions import DIRECTIONS, Linear, ValueFunction

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .value.functions import Column

INDICES = ("SEI", "FEI")


@dataclass(frozen=True)
class Criterion:
    """One thing that counts: how raw values become 0..1 and how much it weighs.

    `weight` is any non-negative number, only its share among all counts; `index` is the composite index it belongs
    to, SEI (social-environmental) or FEI (financial-economic), or None. `preference` and `veto`, in the unit of the raw
    values, are for methods that compare pairs: how much a difference counts, and from which difference on nothing can
    make up for it. `tier` (1 comes first) is for lexicographic tiers.
    """

    code: str
    name: str
    weight: float = 1.0
    value_function: ValueFunction = field(default_factory=Linear)
    index: str | None = None
    unit: str = ""
    preference: Preference | None = None
    veto: float | None = None
    tier: int = 1

    @property
    def direction(self) -> str:
        return self.value_function.direction

    def fitted(self, column: Column) -> ValueFunction | None:
        """As ValueFunction.fitted; PlanError names the criterion."""
        return _about(self.name, lambda: self.value_function.fitted(column))

    def value(self, fitted: ValueFunction, column: Column) -> NDArray[np.float64]:
        """As ValueFunction.value; PlanError names the criterion."""
        return _about(self.name, lambda: fitted.value(column))


def shares(criteria: Sequence[Criterion]) -> NDArray[np.float64]:
    """The weights as shares (m,) that sum to 1. Raises PlanError where all are zero."""
    weights = np.array([criterion.weight for criterion in criteria], dtype=float)
    if not weights.any():
        raise PlanError(tr("All weights are 0, so nothing counts: give at least one criterion a weight above 0."))
    return weights / weights.sum()


def criteria_from_definitions(definitions: Sequence[Mapping[str, Any]]) -> tuple[Criterion, ...]:
    """The criteria of a scenario. Raises PlanError for the first unusable one, and where a code stands twice."""
    criteria = tuple(criterion_from_definition(definition) for definition in definitions)
    codes = [criterion.code for criterion in criteria]
    for code in codes:
        if codes.count(code) > 1:
            raise PlanError(tr("Criterion «{code}» stands twice: keep one of them.", code=code))
    shares(criteria)
    return criteria


def criterion_from_definition(definition: Mapping[str, Any]) -> Criterion:
    """A criterion from its part of a scenario definition. Raises PlanError, naming the criterion."""
    code = str(definition.get("code") or "").strip()
    if not code:
        raise PlanError(tr("A criterion has no code."))
    name = named(dict(definition), "name") or code
    return _about(name, lambda: _criterion(code, name, definition))


def _criterion(code: str, name: str, definition: Mapping[str, Any]) -> Criterion:
    index = one_of(tr("index"), definition.get("index"), INDICES)
    direction = one_of(tr("direction"), definition.get("direction"), DIRECTIONS)
    value = definition.get("value") or {}
    if not isinstance(value, Mapping):
        raise PlanError(tr("«value» must be an object such as {example}.", example='{"worst": 0, "best": 100}'))
    preference = preference_from_definition(definition.get("preference"))
    return Criterion(
        code=code,
        name=name,
        weight=_weight(definition),
        value_function=value_function(value, direction),
        index=index,
        unit=str(definition.get("unit") or ""),
        preference=preference,
        veto=_veto(definition, preference),
        tier=_tier(definition),
    )


def _weight(definition: Mapping[str, Any]) -> float:
    weight = number_of(definition, "weight")
    if weight is None:
        return 1.0
    if weight < 0:
        raise PlanError(tr("its weight is {weight}: a weight cannot be below 0.", weight=definition["weight"]))
    return weight


def _veto(definition: Mapping[str, Any], preference: Preference | None) -> float | None:
    veto = number_of(definition, "veto")
    if veto is None:
        return None
    strict_from = preference.strict_from if preference and preference.function != "gaussian" else 0.0
    if veto <= strict_from:
        raise PlanError(
            tr(
                "its veto is {veto}: it must be above {least}, the difference from which preference is complete.",
                veto=definition["veto"],
                least=f"{strict_from:g}",
            )
        )
    return veto


def _tier(definition: Mapping[str, Any]) -> int:
    tier = number_of(definition, "tier")
    if tier is None:
        return 1
    if tier < 1 or tier != int(tier):
        raise PlanError(tr("its tier is {tier}: tiers are whole numbers from 1 on.", tier=definition["tier"]))
    return int(tier)


def _about(name: str, work: Callable[[], Any]) -> Any:
    try:
        return work()
    except PlanError as error:
        raise PlanError(tr("Criterion «{name}»: {why}", name=name, why=error)) from None
