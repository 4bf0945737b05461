"""The floating catchment methods by name."""

from __future__ import annotations

from ...errors import PlanError
from ...language import tr
from .decay import EQUAL

TWO, ENHANCED, THREE = "2sfca", "e2sfca", "3sfca"
METHODS = (TWO, ENHANCED, THREE)
DEFAULT, GAUSSIAN = TWO, "gaussian"


def decay_kind(method: str, decay: str) -> str:
    """The decay that a method counts with: none for 2SFCA. Raises PlanError for an unknown method."""
    if method not in METHODS:
        known = ", ".join(METHODS)
        raise PlanError(tr("Method «{method}» is not known. Known methods: {known}.", method=method, known=known))
    return EQUAL if method == TWO else decay


def is_choice(method: str) -> bool:
    return method == THREE
