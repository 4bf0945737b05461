from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from math import radians, tan
from typing import TYPE_CHECKING

import numpy as np

from .rules import Rules
from .tags import Tags

if TYPE_CHECKING:
    from numpy.typing import NDArray

KM_PER_HOUR = {"": 1.0, "km/h": 1.0, "kmh": 1.0, "kph": 1.0, "км/год": 1.0, "mph": 1.609344, "knots": 1.852}
LIMIT = re.compile(r"(\d+(?:[.,]\d+)?)\s*([a-zа-яіїє/]*)")
INCLINE = re.compile(r"-?(\d+(?:[.,]\d+)?)\s*([%°]?)")
OPENING = frozenset({"yes", "designated"})


def kind_speeds(kinds: Sequence[str], rules: Rules) -> NDArray[np.float64]:
    """Speeds (s,) by the kind of street; 0 where it is closed or no street at all."""
    other = rules.speed.get("*", 0.0)
    known = {
        kind: 0.0 if not kind or kind in rules.closed_streets else float(rules.speed.get(kind, other))
        for kind in set(kinds)
    }
    return np.array([known[kind] for kind in kinds], dtype=float)


def permitted(tags: Tags, rules: Rules) -> NDArray[np.bool_]:
    """Whether each street may be used: the most special tag that is stated decides."""
    stated: list[str] = []
    for tag in rules.permission:
        words = tags.words(tag)
        stated = [special or general for special, general in zip(words, stated)] if stated else words
    return np.array([word not in rules.closed_words for word in stated], dtype=bool)


def slowing(tags: Tags, rules: Rules) -> NDArray[np.float64]:
    """By what each street's speed is multiplied for its surface and the like; 0 where it is too bad or too steep."""
    factor = _steepness(tags, rules)
    for tag, by_word in rules.factors.items():
        factor *= np.array([by_word.get(word, 1.0) for word in tags.words(tag)], dtype=float)
    return factor


def opened(tags: Tags, rules: Rules) -> NDArray[np.bool_]:
    """Which streets a tag such as wheelchair=yes opens, whatever their surface."""
    words = tags.words(rules.opened_by) if rules.opened_by else []
    return np.array([word in OPENING for word in words], dtype=bool)


def limits(words: Sequence[str], rules: Rules) -> NDArray[np.float64]:
    """Speed limits in km/h, NaN where nothing readable is stated."""
    known = {word: limit_of(word, rules.limits) for word in set(words)}
    return np.array([known[word] for word in words], dtype=float)


def limit_of(word: str, named: Mapping[str, float]) -> float:
    """«50», «50 mph», «ua:urban»; of several («50;30») the lowest; another country's «xx:urban» counts as «urban»."""
    parts = [part.strip() for part in word.split(";") if part.strip()]
    return min((_one_limit(part, named) for part in parts), default=np.nan)


def _one_limit(word: str, named: Mapping[str, float]) -> float:
    general = word.rsplit(":", 1)[-1]
    if word in named or general in named:
        return float(named.get(word, named.get(general, np.nan)))
    found = LIMIT.fullmatch(word)
    speed = float(found[1].replace(",", ".")) * KM_PER_HOUR.get(found[2], np.nan) if found else np.nan
    return speed if speed > 0 else np.nan


def _steepness(tags: Tags, rules: Rules) -> NDArray[np.float64]:
    words = tags.words("incline")
    if rules.max_incline is None:
        return np.ones(len(words))
    return np.array([0.0 if per_cent(word) > rules.max_incline else 1.0 for word in words], dtype=float)


@cache
def per_cent(word: str) -> float:
    """An incline in per cent whatever its direction, 0 where no number is stated; «up» and «down» say nothing."""
    found = INCLINE.fullmatch(word)
    if not found:
        return 0.0
    number = float(found[1].replace(",", "."))
    return 100 * tan(radians(min(number, 89.0))) if found[2] == "°" else number
