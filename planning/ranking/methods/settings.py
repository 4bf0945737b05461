from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from ...errors import PlanError
from ...language import tr
from ..missing import POLICIES, RENORMALISE, WORST
from ..value.definitions import known_word
from .method import SCALES, Method
from .registry import METHODS

if TYPE_CHECKING:
    from numpy.typing import NDArray

SOURCE = "source"
NORMALISATIONS = (SOURCE, *SCALES)


@dataclass(frozen=True)
class Settings:
    """How to rank: the method with its own numbers, what an unknown value means, on which scale the method measures
    ("source": the one its source asks for), and given cut lines of indices."""

    method: str = "weighted_sum"
    missing: str = RENORMALISE
    normalisation: str = SOURCE
    cuts: Mapping[str, float] = field(default_factory=dict)
    options: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        known_word(tr("method"), self.method, tuple(METHODS))
        known_word(tr("policy for missing values"), self.missing, POLICIES)
        known_word(tr("normalisation"), self.normalisation, NORMALISATIONS)
        _check_scale(self.rule, self.scale)
        for name, number in self.options.items():
            _check_option(self.rule, name, number)

    @property
    def rule(self) -> Method:
        return METHODS[self.method]

    @property
    def scale(self) -> str:
        """The normalisation that acts."""
        return self.rule.NORMALISATIONS[0] if self.normalisation == SOURCE else self.normalisation

    def option(self, name: str) -> float:
        """A number of the method: the given one, else its default."""
        return float(self.options.get(name, self.rule.options()[name].default))

    def counted(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """The values 0..1 as they count: unknown ones stay NaN, or are 0 where unknown means worst."""
        return np.nan_to_num(values) if self.missing == WORST else values


def _check_scale(method: Method, scale: str) -> None:
    if scale not in method.NORMALISATIONS:
        raise PlanError(
            tr(
                "Method «{method}» does not measure on the scale «{scale}»; it takes: {known}.",
                method=method.NAME,
                scale=scale,
                known=", ".join(method.NORMALISATIONS),
            )
        )


def _check_option(method: Method, name: str, number: float) -> None:
    options = method.options()
    known_word(tr("option of the method"), name, tuple(options))
    if not options[name].low <= number <= options[name].high:
        raise PlanError(
            tr(
                "«{name}» is {number}, and method «{method}» takes {low} to {high}.",
                name=name,
                number=f"{number:g}",
                method=method.NAME,
                low=f"{options[name].low:g}",
                high=f"{options[name].high:g}",
            )
        )
