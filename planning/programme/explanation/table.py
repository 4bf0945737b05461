"""A row for each candidate."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ...language import named
from ...plan.store import PlanFile
from .sentences import Words

COLUMNS = {
    "measure_id": str,
    "code": str,
    "title": str,
    "chosen": bool,
    "start_year": int,
    "cost": float,
    "value": float,
    "place_value": int,
    "place_money": int,
    "lacks": float,
    "lost": float,
    "lost_least": float,
    "lost_most": float,
    "more_money": float,
    "why": str,
}


def rows_of(plan: PlanFile, found: Mapping[str, Any], words: Words) -> Iterator[list[Any]]:
    """Values of `COLUMNS`, in the current language; `found` is an explanation as it is stored."""
    measures = {row["measure_id"]: row for row in plan.rows("measure")}
    standings = {standing["id"]: standing for standing in found["standings"]}
    for line in found["measures"]:
        row, standing = measures[line["id"]], standings.get(line["id"]) or {}
        lost, money = standing.get("lost") or {}, standing.get("money")
        yield [
            line["id"],
            row["code"],
            named(row, "title"),
            line["chosen"],
            line["start"],
            line["cost"],
            line["value"],
            line["place_by_value"],
            line["place_by_money"],
            line["lacks"],
            *(lost.get(name) for name in ("likely", "least", "most")),
            None if money is None else sum(part["amount"] for part in money),
            " ".join(words.standing(standing)) if standing else None,
        ]
