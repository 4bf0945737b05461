"""What criterion definitions say of uncertain values and of bounds of weights."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ...errors import PlanError
from ...language import tr
from ..criterion import Criterion
from ..value.definitions import number_of
from .uncertainty import Uncertainty, uncertainty_from_definition

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

END_FIELDS = ("low_field", "high_field")


def uncertain_fields(definitions: Sequence[Mapping[str, Any]]) -> list[str]:
    """The fields that hold low and high ends of uncertain criteria."""
    spreads = [definition.get("uncertainty") for definition in definitions]
    return [
        str(spread[key]) for spread in spreads if isinstance(spread, Mapping) for key in END_FIELDS if spread.get(key)
    ]


def uncertainties_of(
    definitions: Sequence[Mapping[str, Any]],
    criteria: Sequence[Criterion],
    likely: Mapping[str, NDArray[np.float64]],
    column_of: Callable[[str], NDArray[np.float64]],
) -> dict[str, Uncertainty]:
    """The uncertain criteria by code: `likely` has their raw values (n,) by code, `column_of` gives those of a field.
    Raises PlanError for an unusable definition and for classes, which have none."""
    found = {}
    for definition, criterion in zip(definitions, criteria):
        if not definition.get("uncertainty"):
            continue
        if criterion.value_function.takes_words:
            raise PlanError(
                tr("Criterion «{name}» has classes, so its values cannot be uncertain numbers.", name=criterion.name)
            )
        stated = likely[criterion.code]
        found[criterion.code] = uncertainty_from_definition(
            criterion.name, definition["uncertainty"], stated, column_of
        )
    return found


def bounds_of(definitions: Sequence[Mapping[str, Any]]) -> dict[str, tuple[float, float]]:
    """The least and greatest share of the weight by criterion code, 0 and 1 where not told."""
    return {
        str(definition["code"]): (_bound(definition, "weight_low", 0.0), _bound(definition, "weight_high", 1.0))
        for definition in definitions
    }


def _bound(definition: Mapping[str, Any], key: str, default: float) -> float:
    given = number_of(definition, key)
    if given is not None and not 0 <= given <= 1:
        raise PlanError(
            tr(
                "Criterion «{code}»: {key} is {value}, and a share of the weight is between 0 and 1.",
                code=definition.get("code"),
                key=key,
                value=definition[key],
            )
        )
    return default if given is None else given
