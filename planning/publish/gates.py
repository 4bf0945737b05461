"""What report and workbook show of the gates of funds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..language import current_language, named, tr
from ..plan.schema import code_label
from ..plan.store import PlanFile, Row
from ..programme.gates.words import fact_label
from .measures import Measure

MARKS = {"pass": "✓", "fail": "✗", "unknown": "?"}


@dataclass(frozen=True)
class GateHead:
    """A gate, where its conditions come from, how many measures pass, fail and are unknown, and in words what is
    missing wherever it is unknown."""

    name: str
    source: str
    counts: Mapping[str, int]
    missing: str


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
    by_gate: dict[str, dict[str, Row]] = {}
    for row in rows:
        if row["measure_id"] in measures:
            by_gate.setdefault(row["gate_id"], {})[row["measure_id"]] = row
    shared = {gate: _missing_everywhere(list(found.values())) for gate, found in by_gate.items()}
    return GatesContent(
        tuple(_head(gates[gate], list(found.values()), shared[gate]) for gate, found in by_gate.items()),
        tuple(
            _line(measures[key], [(found[key], shared[gate]) for gate, found in by_gate.items()])
            for key in dict.fromkeys(row["measure_id"] for row in rows if row["measure_id"] in measures)
        ),
    )


def _head(gate: Row, rows: Sequence[Row], shared: Sequence[str]) -> GateHead:
    counts = {result: sum(row["result"] == result for row in rows) for result in MARKS}
    return GateHead(named(gate, "name"), gate["source"] or "", counts, _words(shared))


def _line(measure: Measure, found: Sequence[tuple[Row, Sequence[str]]]) -> GateLine:
    results = tuple(f"{MARKS[row['result']]} {code_label('gate_result', row['result'])}" for row, _ in found)
    return GateLine(measure, results, tuple(_reason(row, shared) for row, shared in found))


def _reason(row: Row, shared: Sequence[str]) -> str:
    if row["result"] != "unknown":
        return row[f"failed_{current_language()}"] or ""
    own = [name for name in _missing(row) if name not in shared]
    return tr("Missing: {fields}", fields=_words(own)) if own else ""


def _missing(row: Row) -> list[str]:
    return [name for name in (row["missing_field"] or "").split(", ") if name]


def _missing_everywhere(rows: Sequence[Row]) -> list[str]:
    """The fields that are missing wherever a gate is unknown, so that they need not be told for each measure."""
    unknown = [_missing(row) for row in rows if row["result"] == "unknown"]
    return [name for name in unknown[0] if all(name in found for found in unknown)] if len(unknown) > 1 else []


def _words(fields: Sequence[str]) -> str:
    labels = [fact_label(name) for name in fields]
    return ", ".join(label if label[1:2].isupper() else label[:1].lower() + label[1:] for label in labels)
