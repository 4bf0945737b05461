"""Value functions as a scenario's JSON describes them."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from typing import Any

from ...errors import PlanError
from ...language import tr
from .classes import Category
from .curves import Exponential, Log, SShape
from .functions import BENEFIT, COST, Linear, ValueFunction
from .points import Piecewise, Target, Threshold


def value_function(definition: Mapping[str, Any], direction: str | None) -> ValueFunction:
    """The value function of a "value" object; without a direction its goalposts tell it, else more is better.

    An empty key counts as absent. Raises PlanError for an unknown function or key and for numbers that cannot be used.
    """
    name = one_of(tr("function"), definition.get("function"), tuple(FUNCTIONS)) or "linear"
    build, keys = FUNCTIONS[name]
    given = {key for key, value in definition.items() if value is not None and value != ""}
    unknown = sorted(given - {"function", *keys})
    if unknown:
        raise PlanError(
            tr(
                "function «{function}» has no «{key}»; it takes: {keys}.",
                function=name,
                key=unknown[0],
                keys=", ".join(keys),
            )
        )
    return build(definition, direction)


def _linear(definition: Mapping[str, Any], direction: str | None) -> ValueFunction:
    return Linear(*_goalposts(definition, direction))


def _log(definition: Mapping[str, Any], direction: str | None) -> ValueFunction:
    return Log(*_goalposts(definition, direction))


def _exponential(definition: Mapping[str, Any], direction: str | None) -> ValueFunction:
    return Exponential(*_goalposts(definition, direction), number_of(definition, "mid"), number_of(definition, "rho"))


def _s_shape(definition: Mapping[str, Any], direction: str | None) -> ValueFunction:
    steepness = number_of(definition, "steepness")
    found = SShape(*_goalposts(definition, direction), number_of(definition, "mid"))
    return found if steepness is None else replace(found, steepness=steepness)


def _goalposts(definition: Mapping[str, Any], direction: str | None) -> tuple[str, float | None, float | None]:
    worst, best = number_of(definition, "worst"), number_of(definition, "best")
    falling = worst is not None and best is not None and worst > best
    return direction or (COST if falling else BENEFIT), worst, best


def _piecewise(definition: Mapping[str, Any], direction: str | None) -> ValueFunction:
    try:
        points = tuple((finite(raw), finite(value)) for raw, value in definition.get("points") or ())
    except (TypeError, ValueError):
        example = "[[0, 0], [100, 0.8], [500, 1]]"
        raise PlanError(tr("«points» must be pairs of numbers such as {example}.", example=example)) from None
    return Piecewise(direction or BENEFIT, points)


def _threshold(definition: Mapping[str, Any], direction: str | None) -> ValueFunction:
    threshold = number_of(definition, "threshold")
    if threshold is None:
        raise PlanError(tr("a threshold function needs «threshold», a number."))
    return Threshold(direction or BENEFIT, threshold)


def _target(definition: Mapping[str, Any], direction: str | None) -> ValueFunction:
    if direction:
        raise PlanError(tr("a target function has no direction, for more is neither better nor worse: leave it empty."))
    target = number_of(definition, "target")
    if target is None:
        raise PlanError(tr("a target function needs «target», the raw value that is best."))
    return Target(target=target, lower=number_of(definition, "lower"), upper=number_of(definition, "upper"))


def _category(definition: Mapping[str, Any], direction: str | None) -> ValueFunction:
    try:
        table = {str(name).strip(): finite(value) for name, value in dict(definition.get("table") or {}).items()}
    except (TypeError, ValueError):
        example = '{"destroyed": 1, "minor": 0.2}'
        raise PlanError(tr("«table» must give a number for each class, such as {example}.", example=example)) from None
    return Category(direction or BENEFIT, table)


def number_of(definition: Mapping[str, Any], key: str) -> float | None:
    """The number under `key`, None where it is absent or empty. Raises PlanError where it is no number."""
    given = definition.get(key)
    if given is None or given == "":
        return None
    try:
        return finite(given)
    except (TypeError, ValueError):
        raise PlanError(tr("«{key}» is «{value}», which is not a number.", key=key, value=given)) from None


def finite(given: Any) -> float:
    """A finite number; ValueError or TypeError otherwise. A decimal comma is understood."""
    number = float(given.replace(",", ".")) if isinstance(given, str) else float(given)
    if not math.isfinite(number):
        raise ValueError(given)
    return number


def one_of(what: str, given: Any, known: Collection[str]) -> str | None:
    """A given word if it is a known one, None where it is absent or empty; PlanError lists the known ones."""
    return None if given is None or given == "" else known_word(what, given, known)


def known_word(what: str, given: Any, known: Collection[str]) -> str:
    """The given word; PlanError lists the known ones where it is not among them."""
    if given not in known:
        raise PlanError(
            tr("{what} «{given}» is unknown; there are: {known}.", what=what, given=given, known=", ".join(known))
        )
    return given


FUNCTIONS: dict[str, tuple[Callable[[Mapping[str, Any], str | None], ValueFunction], tuple[str, ...]]] = {
    "linear": (_linear, ("worst", "best")),
    "log": (_log, ("worst", "best")),
    "exponential": (_exponential, ("worst", "best", "mid", "rho")),
    "s-shape": (_s_shape, ("worst", "best", "mid", "steepness")),
    "piecewise": (_piecewise, ("points",)),
    "threshold": (_threshold, ("threshold",)),
    "target": (_target, ("target", "lower", "upper")),
    "category": (_category, ("table",)),
}
