"""Layers that hold one assessment after another, as UNOSAT's do: Main_Damage_Site_Class, then …_2, …_3.

The field without a number is the first date; the latest that is filled counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from ...features import FeatureTable


def later_fields(field: str, known: Iterable[str]) -> list[str]:
    """The fields of later dates, in the order of time; none for a field that has none."""
    pattern = re.compile(re.escape(field) + r"_(\d+)$", re.IGNORECASE)
    numbered = [(int(match[1]), name) for name in known if field and (match := pattern.match(name))]
    return [name for _, name in sorted(numbered)]


def latest_classes(layer: FeatureTable, field: str) -> Sequence[Any]:
    """The latest known class of each feature, `field` being that of the first date. Raises PlanError for an unknown
    field."""
    first, later = layer.values(field), later_fields(field, layer.columns)
    if not later:
        return first
    rows = zip(first, *(layer.columns[name] for name in later))
    return [next((value for value in reversed(row) if value not in (None, "")), None) for row in rows]
