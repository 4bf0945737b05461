"""How much a difference between two alternatives counts, from 0 to 1.

The six functions of Brans, Vincke & Mareschal (1986), How to select and how to rank projects: the PROMETHEE method,
European Journal of Operational Research 24(2): 228-238.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..errors import PlanError
from ..language import tr
from .value.definitions import number_of, one_of

FUNCTIONS: dict[str, tuple[str, ...]] = {
    "usual": (),
    "u-shape": ("q",),
    "v-shape": ("p",),
    "level": ("q", "p"),
    "linear": ("q", "p"),
    "gaussian": ("s",),
}


@dataclass(frozen=True)
class Preference:
    """A preference function with its thresholds in the criterion's unit.

    Up to the indifference threshold q a difference does not count, from the preference threshold p on it counts fully;
    s is the difference at which the Gaussian function bends. Raises PlanError for thresholds that cannot be used.
    """

    function: str = "usual"
    q: float = 0.0
    p: float = 0.0
    s: float = 0.0

    def __post_init__(self) -> None:
        for name in ("q", "p", "s"):
            number = getattr(self, name)
            if number and name not in FUNCTIONS[self.function]:
                raise ValueError(f"the preference function {self.function} has no {name}")
            if number < 0:
                raise PlanError(
                    tr("the threshold {name} is {number}: it cannot be below 0.", name=name, number=f"{number:g}")
                )
        if {"q", "p"} <= set(FUNCTIONS[self.function]) and self.p < self.q:
            raise PlanError(
                tr(
                    "the preference threshold p ({p}) is below the indifference threshold q ({q}): swap them.",
                    p=f"{self.p:g}",
                    q=f"{self.q:g}",
                )
            )
        if self.function == "gaussian" and not self.s:
            raise PlanError(tr("the threshold s of a Gaussian preference must be above 0."))

    @property
    def strict_from(self) -> float:
        """The difference from which on the preference is complete; infinite for the Gaussian function."""
        return {"u-shape": self.q, "gaussian": float("inf")}.get(self.function, self.p)


def preference_from_definition(given: Any) -> Preference | None:
    """The preference of a criterion's definition, None where there is none. Raises PlanError for an unusable one."""
    if given is None or given == "" or given == {}:
        return None
    if not isinstance(given, Mapping):
        example = '{"function": "linear", "q": 10, "p": 50}'
        raise PlanError(tr("«preference» must be an object such as {example}.", example=example))
    function = one_of(tr("preference function"), given.get("function"), tuple(FUNCTIONS)) or "linear"
    _check_keys(function, given)
    return Preference(function, **{name: _threshold(given, name, function) for name in FUNCTIONS[function]})


def _check_keys(function: str, given: Mapping[str, Any]) -> None:
    unknown = sorted(set(given) - {"function", *FUNCTIONS[function]})
    if unknown:
        raise PlanError(
            tr(
                "preference function «{function}» has no «{key}»; it takes: {keys}.",
                function=function,
                key=unknown[0],
                keys=", ".join(FUNCTIONS[function]) or "—",
            )
        )


def _threshold(given: Mapping[str, Any], name: str, function: str) -> float:
    number = number_of(given, name)
    if number is None:
        raise PlanError(
            tr(
                "preference function «{function}» needs «{name}», a number in the criterion's unit.",
                function=function,
                name=name,
            )
        )
    return number
