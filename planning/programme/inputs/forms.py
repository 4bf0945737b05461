"""The forms in which a scenario states rules, and what is said where one is wrong."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from typing import Any

from ...errors import PlanError
from ...language import tr
from ..words import listed


def number_setting(
    wanted: Mapping[str, Any], name: str, default: float, least: float = 0.0, most: float = math.inf
) -> float:
    """A number of an object. Raises PlanError where it is none, or out of its bounds."""
    value = wanted.get(name, default)
    fine = not isinstance(value, bool) and isinstance(value, (int, float)) and math.isfinite(value)
    if fine and least <= value <= most:
        return float(value)
    if math.isinf(most):
        raise PlanError(
            tr(
                "«{name}» of the scenario is «{value}»: it must be a number from {least}.",
                name=name,
                value=value,
                least=f"{least:g}",
            )
        )
    raise PlanError(
        tr(
            "«{name}» of the scenario is «{value}»: it must be a number from {least} to {most}.",
            name=name,
            value=value,
            least=f"{least:g}",
            most=f"{most:g}",
        )
    )


def ceiling_setting(wanted: Mapping[str, Any], name: str) -> int | None:
    """A whole ceiling of an object, None where it has none."""
    return None if wanted.get(name) is None else round(number_setting(wanted, name, 0.0))


def object_of(found: Any, rule: str, keys: Collection[str]) -> Mapping[str, Any]:
    """An object with keys that the rule knows. Raises PlanError otherwise."""
    known = ", ".join(keys)
    if not isinstance(found, Mapping):
        raise PlanError(tr("«{rule}» of the scenario takes objects with {known}.", rule=rule, known=known))
    strange = set(found) - set(keys)
    if strange:
        raise PlanError(
            tr(
                "«{rule}» of the scenario has {strange}; it knows {known}.",
                rule=rule,
                strange=listed(strange),
                known=known,
            )
        )
    return found


def objects_of(wanted: Mapping[str, Any], rule: str, keys: Collection[str]) -> list[Mapping[str, Any]]:
    """A list of objects with keys that the rule knows."""
    found = wanted.get(rule, ())
    if not isinstance(found, (list, tuple)):
        raise PlanError(tr("«{rule}» of the scenario must be a list.", rule=rule))
    return [object_of(each, rule, keys) for each in found]


def pairs_of(wanted: Mapping[str, Any], rule: str) -> list[list[Any]]:
    """Pairs of codes."""
    return [_codes(pair, rule, 2, 2, '[["A", "B"]]') for pair in wanted.get(rule, ())]


def groups_of(wanted: Mapping[str, Any], rule: str) -> list[list[Any]]:
    """Lists of two codes or more."""
    return [_codes(group, rule, 2, math.inf, '[["A", "B", "C"]]') for group in wanted.get(rule, ())]


def _codes(found: Any, rule: str, least: int, most: float, example: str) -> list[Any]:
    if isinstance(found, (list, tuple)) and least <= len(found) <= most:
        return list(found)
    if most == least:
        raise PlanError(
            tr("«{rule}» of the scenario takes pairs of codes such as {example}.", rule=rule, example=example)
        )
    raise PlanError(tr("«{rule}» of the scenario takes lists of codes such as {example}.", rule=rule, example=example))


def known_code(value: Any, known: Collection[str], rule: str, what: str) -> str:
    """A code that exists. Raises PlanError that lists those that do."""
    if str(value) in known:
        return str(value)
    raise PlanError(
        tr(
            "«{rule}» of the scenario names {what} «{value}», which does not exist. There are: {known}.",
            rule=rule,
            what=what,
            value=value,
            known=listed(known) or tr("none yet"),
        )
    )
