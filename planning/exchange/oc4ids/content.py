from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...plan.store import PlanFile, Row
from ..places import places_in_degrees
from ..task import Coordinates

FORMAT = "oc4ids"
PROJECT, PACKAGE = "project", "package"
OWN = "vidnova-"


class Content:
    """All of a plan that projects are written from, read once. `run_id` adds the payments of a programme."""

    def __init__(self, plan: PlanFile, coordinates: Coordinates, prefix: str, run_id: str = "") -> None:
        self.community = plan.community
        self.prefix = prefix
        self.measures = {row["measure_id"]: row for row in plan.rows("measure")}
        self.funds = {row["fund_id"]: row for row in plan.rows("fund")}
        self.documents = {row["doc_id"]: row for row in plan.rows("document")}
        self.goals = {row["goal_id"]: row for row in plan.rows("goal")}
        self.funding = _grouped(plan.rows("funding"), "measure_id")
        self.cost_items = _grouped(plan.rows("cost_item"), "measure_id")
        self.indicators = _grouped(plan.rows("indicator"), "measure_id")
        self.links = _grouped(plan.rows("dependency"), "from_id")
        self.served = _grouped(plan.rows("measure_goal"), "measure_id")
        self.payments = _grouped(plan.rows("draw_down", run_id=run_id) if run_id else [], "measure_id")
        self.places = places_in_degrees(plan, coordinates)
        self.records = {row["measure_id"]: row for row in plan.rows("exchange_record", format=FORMAT, entity=PROJECT)}

    def project_id(self, measure_id: str) -> str:
        """The identifier a project came with, or the prefix and the measure's own."""
        record = self.records.get(measure_id)
        return record["external_id"] if record else f"{self.prefix}-{measure_id}"

    def currency(self, row: Row) -> str:
        return row["currency"] or self.community["currency"] or "UAH"


def filled(values: Mapping[str, Any]) -> dict[str, Any]:
    """Without what is unknown or empty: the format has no empty texts, lists and objects."""
    return {name: value for name, value in values.items() if value is not None and value not in ("", [], {})}


def plain_number(value: float) -> float:
    """Whole numbers without a decimal point."""
    return int(value) if float(value).is_integer() else value


def money(amount: float | None, currency: str) -> dict[str, Any]:
    return {"amount": plain_number(amount), "currency": currency} if amount is not None else {}


def year_period(start: int | None, end: int | None) -> dict[str, Any]:
    """From the first second of a year to the last of another."""
    return filled(
        {
            "startDate": f"{start}-01-01T00:00:00Z" if start else None,
            "endDate": f"{end}-12-31T23:59:59Z" if end else None,
        }
    )


def _grouped(rows: list[Row], field: str) -> dict[str, list[Row]]:
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(row[field], []).append(row)
    return groups
