from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import Any

NAMESPACE = uuid.UUID("6f3c1f5e-3d0b-5c6e-9a53-0c4d51d0c4d5")


@dataclass
class Taken:
    """What the plan takes of a project.

    `fields` are those of a measure, None where the file says nothing; `rows` those of other tables without
    measure_id; places have a "geometry" in degrees. `whole` names the project that this one is part of;
    `fund_code`, `to` and `goal` in rows stand for what the plan identifies otherwise. `is_own`: a plan has written it.
    `uncounted` are places of amounts by currency ("" for none).
    """

    external_id: str
    fields: dict[str, Any] = field(default_factory=dict)
    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    funds: dict[str, dict[str, Any]] = field(default_factory=dict)
    document: dict[str, Any] | None = None
    whole: str | None = None
    is_own: bool = False
    uncounted: dict[str, list[str]] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)
    used: set[str] = field(default_factory=set)

    def add(self, table: str, row: dict[str, Any]) -> None:
        self.rows.setdefault(table, []).append(row)

    def identifier(self, stated: str | None, place: str) -> str:
        """The identifier of a row: the file's where it is a UUID, else one that follows from the file's."""
        key, number = uuid_at_end(stated or ""), 0
        while key is None or key in self.used:
            key, number = derived_id(self.external_id, place, stated, number), number + 1
        self.used.add(key)
        return key


def derived_id(*parts: object) -> str:
    """A UUID that always follows from these words (RFC 4122, version 5)."""
    return str(uuid.uuid5(NAMESPACE, " ".join(map(str, parts))))


def uuid_at_end(text: str) -> str | None:
    try:
        return str(uuid.UUID(text[-36:])) if text[-36:].count("-") == 4 else None
    except ValueError:
        return None
