from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from .errors import PlanError
from .language import tr
from .libraries import require

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True)
class FeatureTable:
    """The features of one layer as columns, in the layer's order.

    `wkb` holds one geometry a feature (None where it has none) in the CRS named by `crs`;
    `source` is what opens the layer again.
    """

    name: str
    source: str
    crs: str
    columns: Mapping[str, Sequence[Any]]
    wkb: Sequence[bytes | None]

    def __len__(self) -> int:
        return len(self.wkb)

    @cached_property
    def geometries(self) -> NDArray[np.object_]:
        """Shapely geometries; None where a feature has none or where its bytes are broken."""
        shapely = require("shapely")
        return shapely.from_wkb(np.array(list(self.wkb), dtype=object), on_invalid="ignore")

    def values(self, field: str) -> Sequence[Any]:
        """A column as it is; None where the layer has NULL. Raises PlanError for an unknown field."""
        check_field(self.name, field, self.columns)
        return self.columns[field]

    def texts(self, field: str) -> list[str]:
        """A column as text, empty where NULL."""
        return ["" if value is None else str(value) for value in self.values(field)]

    def numbers(self, field: str) -> NDArray[np.float64]:
        """A column as numbers, NaN where NULL. Raises PlanError where a value is no number."""
        values = self.values(field)
        try:
            return np.array(values, dtype=float)
        except (TypeError, ValueError):
            return np.array([self._number(field, row, value) for row, value in enumerate(values)], dtype=float)

    def _number(self, field: str, row: int, value: Any) -> float:
        return number_of(
            value,
            lambda: tr(
                "Layer «{layer}», field «{field}», feature {row}: «{value}» is not a number.",
                layer=self.name,
                field=field,
                row=row + 1,
                value=value,
            ),
        )


def check_field(layer: str, field: str, known: Iterable[str]) -> None:
    """Raise PlanError, listing the fields that there are, where `field` is not among them."""
    if field not in known:
        raise PlanError(
            tr(
                "Layer «{layer}» has no field «{field}». Its fields: {fields}.",
                layer=layer,
                field=field,
                fields=", ".join(known),
            )
        )


def number_of(value: Any, complaint: Callable[[], str]) -> float:
    """A value as a number, NaN where it is empty. Raises PlanError with the complaint where it is no number."""
    if value is None or value == "":
        return np.nan
    try:
        return float(value)
    except (TypeError, ValueError):
        raise PlanError(complaint()) from None
