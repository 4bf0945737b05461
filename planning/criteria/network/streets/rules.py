from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ....errors import PlanError
from ....language import tr

MODES = ("walking", "wheelchair", "car")
SHARED = ("closed_words", "closed_streets", "limits")
NUMBERS = ("plain_speed", "max_incline")


@dataclass(frozen=True)
class Rules:
    """What one way of travelling may use, and how fast; speeds in km/h, 0 is closed, "*" is every other street.

    permission names tags from the general to the special, the last one that is stated counts; opened_by is a tag
    whose "yes" or "designated" outweighs everything else; factors slow down by tag; max_incline is in per cent.
    """

    speed: Mapping[str, float]
    plain_speed: float
    permission: tuple[str, ...]
    closed_words: frozenset[str]
    closed_streets: frozenset[str]
    limits: Mapping[str, float]
    oneway: tuple[str, ...] = ()
    opened_by: str = ""
    maxspeed: bool = False
    factors: Mapping[str, Mapping[str, float]] = None  # type: ignore[assignment]
    max_incline: float | None = None


def rules_of(mode: str, changes: Mapping[str, Any] | None = None) -> Rules:
    """The rules of a mode: ours (rules.json, our defaults and no norm) with the changes put over them.

    Changes have the form of rules.json, parts of it suffice: {"car": {"speed": {"residential": 25}}}. Raises PlanError
    for a mode or a rule that there is not, and for unusable values.
    """
    table = _over(_ours(), {} if changes is None else changes, "")
    if mode not in MODES:
        raise PlanError(tr("Way of travelling «{mode}» is not known: {modes}.", mode=mode, modes=", ".join(MODES)))
    own, shared = table[mode], {name: table[name] for name in SHARED}
    words = {name: frozenset(shared[name]) for name in ("closed_words", "closed_streets")}
    lists = {name: tuple(own.get(name, ())) for name in ("permission", "oneway")}
    return Rules(**{"factors": {}, **own, **lists, **words, "limits": shared["limits"]})


def tags_of(rules: Rules) -> tuple[str, ...]:
    """Every tag that these rules look at."""
    layout = ("highway", "junction", "layer", "bridge", "tunnel", "incline")
    limits = ("maxspeed", "maxspeed:forward", "maxspeed:backward") if rules.maxspeed else ()
    return tuple(dict.fromkeys((*layout, *rules.permission, *rules.oneway, *rules.factors, *limits)))


@cache
def _ours() -> dict[str, Any]:
    table: dict[str, Any] = json.loads(Path(__file__).with_name("rules.json").read_text("utf-8"))
    return table


def _over(ours: Mapping[str, Any], changes: Any, path: str) -> dict[str, Any]:
    if not isinstance(changes, Mapping):
        raise _unusable(path.rstrip(".") or "{}")
    result = dict(ours)
    for name, value in changes.items():
        place = f"{path}{name}"
        if name not in ours and not _takes_new_words(path):
            raise PlanError(
                tr("Rules of streets: there is no «{rule}». Known here: {known}.", rule=place, known=", ".join(ours))
            )
        if isinstance(ours.get(name), Mapping) or path.endswith("factors."):
            result[name] = _over(ours.get(name, {}), value, place + ".")
        else:
            result[name] = _checked(ours.get(name, 0.0), value, place)
    return result


def _takes_new_words(path: str) -> bool:
    return path in ("limits.",) or ".speed." in path or ".factors." in path


def _checked(ours: Any, value: Any, place: str) -> Any:
    if isinstance(ours, bool):
        fits = isinstance(value, bool)
    elif isinstance(ours, (int, float)):
        fits = isinstance(value, (int, float)) and not isinstance(value, bool) and 0 <= value < float("inf")
    elif isinstance(ours, list):
        fits = isinstance(value, list) and all(isinstance(word, str) for word in value)
    else:
        fits = isinstance(value, str)
    if not fits:
        raise _unusable(place)
    return value


def _unusable(place: str) -> PlanError:
    example = '{"car": {"speed": {"residential": 25}}}'
    return PlanError(
        tr(
            "Rules of streets, «{rule}»: give numbers from 0 and words in the form of the table, as in {example}.",
            rule=place,
            example=example,
        )
    )
