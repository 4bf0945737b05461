"""Single figures and indicators of an OC4IDS project."""

from __future__ import annotations

from typing import Any

from ...plan.schema import tables
from .content import OWN
from .node import Node
from .project import HORIZONS, MONEY_METRICS, PLAIN_METRICS
from .taken import Taken, uuid_at_end


def read_metrics(node: Node, taken: Taken) -> None:
    indicators: dict[str, dict[str, Any]] = {}
    for metric in (*node.items("forecasts"), *node.items("metrics")):
        name = (metric.text("id") or "").replace(OWN, "", 1)
        if name in MONEY_METRICS or name in PLAIN_METRICS:
            for seen in metric.items("observations"):
                where = seen.child("value").number if name in MONEY_METRICS else seen.number
                taken.fields[name] = _checked("measure", name, where("amount" if name in MONEY_METRICS else "measure"))
        elif uuid_at_end(name):
            row = indicators.setdefault(name, {"indicator_id": name, "name": metric.text("title") or name})
            row.update(_observed(metric), rpi_code=metric.text("description"))
    for row in indicators.values():
        taken.add("indicator", row)


def _observed(metric: Node) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for seen in metric.items("observations"):
        if seen.text("id") in (*HORIZONS, "ind_in"):
            found[seen.text("id") or ""] = seen.number("measure")
        if seen.child("unit"):
            found["unit"] = seen.child("unit").text("name")
    return found


def _checked(table: str, name: str, number: float | None) -> float | None:
    """The number, None where the plan's field does not allow it."""
    check = tables()[table].field(name).check
    if number is None or (check == ">= 0" and number < 0):
        return None
    if check.startswith("BETWEEN"):
        _, low, _, high = check.split()
        return number if float(low) <= number <= float(high) else None
    return number
