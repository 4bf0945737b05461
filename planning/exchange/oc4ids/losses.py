"""What of a plan OC4IDS 0.9.5 cannot carry; carried.csv says for every field where it goes, or why nowhere."""

from __future__ import annotations

import csv
from collections.abc import Collection
from functools import cache
from pathlib import Path

from ...language import tr
from ...plan.store import PlanFile, Row
from ..task import Loss

OWNERS = {"dependency": "from_id"}
SHARED = ("fund", "document", "goal")
OF_RUN = ("score", "ranking", "gate_result", "programme_item", "core")


@cache
def carried() -> tuple[dict[str, str], ...]:
    """Rows of table, field (empty: the whole table), where (empty: nowhere) and reason."""
    with Path(__file__).with_name("carried.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def losses(plan: PlanFile, measure_ids: Collection[str], run_id: str) -> list[Loss]:
    """The filled fields, and tables with rows, that stay behind when these measures are written."""
    rows = {line["table"]: _rows(plan, line["table"], set(measure_ids), run_id) for line in carried()}
    found = []
    for line in carried():
        if line["where"]:
            continue
        count = sum(1 for row in rows[line["table"]] if not line["field"] or row[line["field"]] is not None)
        if count:
            found.append(Loss(".".join(filter(None, [line["table"], line["field"]])), count, reason(line["reason"])))
    return [*found, *_rounded(rows["measure"])]


def reason(code: str) -> str:
    """Why a field is not carried, in words."""
    return {
        "second_language": tr("A file holds one language."),
        "judgement": tr("The judgement of the working group on the measure, not a fact of the project."),
        "source": tr("Where the plan has the value from; the file does not ask for it."),
        "no_field": tr("OC4IDS has no field for it."),
        "map": tr("How the plan came to the place; the geometry itself is carried."),
        "goal_tree": tr("Goals are named with the projects that serve them; the tree itself is not carried."),
        "link": tr("Projects name the goals they serve; strength and evidence of the link are not carried."),
        "rounded": tr("OC4IDS counts whole people; fractions are rounded."),
    }[code]


def _rows(plan: PlanFile, table: str, measure_ids: set[str], run_id: str) -> list[Row]:
    if table in OF_RUN:
        return [row for row in plan.rows(table, run_id=run_id) if row["measure_id"] in measure_ids] if run_id else []
    if table in SHARED:
        return plan.rows(table)
    return [row for row in plan.rows(table) if row[OWNERS.get(table, "measure_id")] in measure_ids]


def _rounded(measures: list[Row]) -> list[Loss]:
    found = []
    for name in ("beneficiaries", "idp_beneficiaries"):
        count = sum(1 for row in measures if row[name] is not None and not float(row[name]).is_integer())
        if count:
            found.append(Loss(f"measure.{name}", count, reason("rounded")))
    return found
