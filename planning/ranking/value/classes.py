from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from ...errors import PlanError
from ...language import tr
from .functions import Column, ValueFunction, as_typed, check_values

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Category(ValueFunction):
    """A value for each class; classes may be words or numbers."""

    takes_words: ClassVar[bool] = True

    table: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.table:
            raise PlanError(tr("a category function needs a table of classes and their values."))
        check_values(self.table.values())

    @property
    def highest(self) -> float:
        return max(self.table.values())

    def value(self, column: Column) -> NDArray[np.float64]:
        found = {name: self._of_class(name) for name in {class_name(raw) for raw in column}}
        return np.array([found[class_name(raw)] for raw in column], dtype=float)

    def raw_worth(self, value: float, near: float) -> str | None:
        enough = [name for name, worth in self.table.items() if worth >= value]
        return min(enough, key=lambda name: self.table[name], default=None)

    def _of_class(self, name: str) -> float:
        if not name:
            return np.nan
        if name not in self.table:
            known = ", ".join(self.table)
            raise PlanError(tr("class «{name}» is not in its table ({known}).", name=name, known=known))
        return self.table[name]


def class_name(raw: Any) -> str:
    """The class that a raw value stands for, empty where it is unknown."""
    if raw is None or raw != raw:
        return ""
    if isinstance(raw, (bool, np.bool_)):
        return str(raw).lower()
    return as_typed(raw) if isinstance(raw, (int, float, np.number)) else str(raw).strip()
