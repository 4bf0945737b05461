"""What belongs to a measure: its payments, costs, indicators, places and links, as a project states them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from ...language import tr
from ...plan.schema import tables
from ...plan.store import PlanFile, Row
from ..places import PLACE_TABLES, is_in_ukraine, place_rows
from ..task import Coordinates
from .taken import Taken, derived_id

PLAIN = ("funding", "cost_item", "indicator")


class Belongings:
    """Writes them for one project after the other; `ids` are the measures of projects, `parents` those of measures."""

    def __init__(
        self, plan: PlanFile, coordinates: Coordinates, ids: Mapping[str, str], parents: dict[str, str | None]
    ) -> None:
        self.plan, self.coordinates, self.ids, self.parents = plan, coordinates, ids, parents
        self.funds = {row["code"]: row["fund_id"] for row in plan.rows("fund")}
        self.goals = {row["goal_id"] for row in plan.rows("goal")}

    def write(self, taken: Taken, before: Mapping[str, Any]) -> None:
        """Write what has changed since the project was read last (`before`), once all measures are known."""
        measure_id = self.ids[taken.external_id]
        if taken.whole != before.get("whole"):
            self._place_under(measure_id, taken)
        for table in (*PLAIN, "places", "dependency", "measure_goal"):
            rows, old = taken.rows.get(table, []), before.get("rows", {}).get(table, [])
            if comparable(rows) != old:
                self._replace(table, measure_id, old, rows, taken)

    def _place_under(self, measure_id: str, taken: Taken) -> None:
        parent = self.ids.get(taken.whole or "")
        if taken.whole and parent is None:
            taken.remarks.append(tr("The project that it is part of is not in the plan: {id}.", id=taken.whole))
        elif parent and not self._is_above(measure_id, parent):
            self.plan.update("measure", measure_id, {"parent_id": parent})
            self.parents[measure_id] = parent
        elif parent:
            taken.remarks.append(tr("It cannot be part of its own part: {id}.", id=taken.whole))

    def _is_above(self, measure_id: str, other: str | None) -> bool:
        while other is not None:
            if other == measure_id:
                return True
            other = self.parents[other]
        return False

    def _replace(self, table: str, measure_id: str, old: Sequence[Row], new: Sequence[Row], taken: Taken) -> None:
        if table == "places":
            self._replace_places(measure_id, old, new, taken)
        elif table == "measure_goal":
            self._serve(measure_id, new)
        else:
            key = tables()[table].key
            owner = "from_id" if table == "dependency" else "measure_id"
            for row in (*old, *new):
                self.plan.delete(table, **{key: row[key], owner: measure_id})
            for row in new:
                completed = self._completed(table, measure_id, row, taken)
                if completed:
                    self._add(table, completed, measure_id)

    def _completed(self, table: str, measure_id: str, row: Row, taken: Taken) -> Row | None:
        if table == "dependency":
            other = self.ids.get(row["to"])
            if other is None or other == measure_id:
                taken.remarks.append(tr("The related project is not in the plan: {id}.", id=row["to"]))
                return None
            return {"dependency_id": row["dependency_id"], "kind": row["kind"], "from_id": measure_id, "to_id": other}
        if table == "funding":
            row = {**row, "fund_id": self._fund(row.get("fund_code"), taken)}
            row.pop("fund_code", None)
        return {**row, "measure_id": measure_id}

    def _add(self, table: str, row: Row, measure_id: str) -> None:
        """Insert; an identifier that another measure's row has gives way to a derived one."""
        key = tables()[table].key
        if self.plan.row(table, **{key: row[key]}) is not None:
            row = {**row, key: derived_id(measure_id, row[key])}
        unique = {name: row[name] for name in tables()[table].unique}
        if not unique or self.plan.row(table, **unique) is None:
            self.plan.insert(table, [row])

    def _fund(self, code: str | None, taken: Taken) -> str | None:
        if code and code not in self.funds:
            self.funds[code] = self.plan.insert("fund", [taken.funds[code]])[0]
        return self.funds.get(code or "")

    def _replace_places(self, measure_id: str, old: Sequence[Row], new: Sequence[Row], taken: Taken) -> None:
        for row in (*old, *new):
            for table in PLACE_TABLES.values():
                for part in range(_parts(row["geometry"])):
                    self.plan.delete(table, place_id=_part_id(row["place_id"], part), measure_id=measure_id)
        for row in new:
            try:
                parts = place_rows(row["geometry"], self.coordinates)
            except ValueError as error:
                taken.remarks.append(tr("{place}: {why}; kept, but not put on the map.", place=row["place"], why=error))
                continue
            if not is_in_ukraine(row["geometry"]):
                taken.remarks.append(tr("{place} lies outside Ukraine.", place=row["place"]))
            for number, (table, wkb) in enumerate(parts):
                place = {"place_id": _part_id(row["place_id"], number), "origin": "imported", "note": row["note"]}
                self._add(table, {**place, "measure_id": measure_id, "geom": wkb}, measure_id)

    def _serve(self, measure_id: str, links: Sequence[Row]) -> None:
        for link in links:
            pair = {"measure_id": measure_id, "goal_id": link["goal"]}
            if link["goal"] in self.goals and self.plan.row("measure_goal", **pair) is None:
                self.plan.insert("measure_goal", [{**pair, "method": "code", "review": "automatic", "score": 1}])


def _parts(geometry: Mapping[str, Any]) -> int:
    """How many rows a place may have become."""
    points = geometry.get("coordinates")
    return len(points) if geometry.get("type") == "MultiPoint" and isinstance(points, list) and points else 1


def _part_id(place_id: str, part: int) -> str:
    return derived_id(place_id, part) if part else place_id


def comparable(rows: Sequence[Row]) -> list[Row]:
    """The rows as the plan gives them back from JSON."""
    return json.loads(json.dumps(list(rows)))
