"""What report and workbook show of the gates of funds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..language import current_language, named, tr
from ..plan.schema import code_label
from ..plan.store import PlanFile, Row
from ..programme.gates.words import fact_label
from .content import Measure

RESULTS = ("pass", "fail", "unknown")


@dataclass(frozen=True)
class GateHead:
    """A gate, where its conditions come from, and how many measures pass, fail and are unknown."""

    name: str
    source: str
    counts: Mapping[str, int]


@dataclass(frozen=True)
class GateLine:
    """A measure at each gate, in words: the result, and why where it does not pass."""

    measure: Measure
    results: tuple[str, ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class GatesContent:
    heads: tuple[GateHead, ...]
    lines: tuple[GateLine, ...]


def gates_of_content(plan: PlanFile, run: Row, measures: Mapping[str, Measure]) -> GatesContent | None:
    """The gates of a run; None where its scenario has none."""
    rows = plan.rows("gate_result", run_id=run["run_id"]) if run else []
    if not rows:
        return None
    gates = {row["gate_id"]: row for row in plan.rows("gate_rule")}
    order = list(dict.fromkeys(row["gate_id"] for row in rows))
    by_measure: dict[str, dict[str, Row]] = {}
    for row in rows:
        if row["measure_id"] in measures:
            by_measure.setdefault(row["measure_id"], {})[row["gate_id"]] = row
    return GatesContent(
        tuple(_head(gates[gate], [row for row in rows if row["gate_id"] == gate]) for gate in order),
        tuple(_line(measures[key], [found[gate] for gate in order]) for key, found in by_measure.items()),
    )


def _head(gate: Row, rows: list[Row]) -> GateHead:
    counts = {result: sum(row["result"] == result for row in rows) for result in RESULTS}
    return GateHead(named(gate, "name"), gate["source"] or "", counts)


def _line(measure: Measure, rows: list[Row]) -> GateLine:
    results = tuple(code_label("gate_result", row["result"]) for row in rows)
    return GateLine(measure, results, tuple(_reason(row) for row in rows))


def _reason(row: Row) -> str:
    if row["result"] == "unknown":
        missing = (row["missing_field"] or "").split(", ")
        return tr("Missing: {fields}", fields=", ".join(fact_label(name) for name in missing))
    failed = row[f"failed_{current_language()}"]
    return tr("Not met: {rules}", rules=failed) if failed else ""
