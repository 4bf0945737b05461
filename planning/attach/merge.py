from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..plan.schema import tables
from ..plan.store import PlanFile, now

DECIDED = ("accepted", "rejected")
SURE = ("automatic", "accepted")


@dataclass
class Merged:
    """What stands in the plan after a merge: rows by their unique fields, and how many were new or changed."""

    rows: dict[tuple[Any, ...], dict[str, Any]] = field(default_factory=dict)
    new: int = 0
    changed: int = 0


def merge(plan: PlanFile, table: str, rows: Iterable[Mapping[str, Any]]) -> Merged:
    """Write attachment rows, an existing one being brought up to date; call inside a transaction.

    What a person decided (accepted, rejected) or attached by hand is never changed.
    """
    shape = tables()[table]
    standing = {_key(row, shape.unique): row for row in plan.rows(table)}
    merged, fresh = Merged(), {}
    for row in rows:
        key = _key(row, shape.unique)
        if key not in standing:
            fresh[key] = {**row, "made_on": now()}
        elif _outdated(standing[key], row):
            plan.update(table, standing[key][shape.key], {**row, "made_on": now()})
            standing[key] = {**standing[key], **row}
            merged.changed += 1
        merged.rows[key] = standing.get(key, {})
    for (key, row), identifier in zip(fresh.items(), plan.insert(table, fresh.values())):
        merged.rows[key] = {**row, shape.key: identifier}
    merged.new = len(fresh)
    return merged


def _key(row: Mapping[str, Any], unique: tuple[str, ...]) -> tuple[Any, ...]:
    return tuple(row[name] for name in unique)


def _outdated(standing: Mapping[str, Any], row: Mapping[str, Any]) -> bool:
    if standing["review"] in DECIDED or standing["method"] == "manual":
        return False
    return any(standing[name] != (value or None) for name, value in row.items())
