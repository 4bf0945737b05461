"""Scenarios run one after another, as `prioritise` runs them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..criteria.column import Source
from ..errors import Cancelled
from ..language import tr
from ..plan.runs import RunRecord, plan_hash, store_run, versions
from ..plan.scenarios import scenario_named
from ..plan.store import PlanFile, Row
from ..prioritise import PLAN_HASH, add_layers, prioritise
from ..progress import SILENT, Progress

FINISHED, UNCHANGED, FAILED, CANCELLED, WAITING = "finished", "unchanged", "failed", "cancelled", "waiting"
READING_SHARE = 0.3
INPUT_KEYS = ("name", "source", "content_hash")


@dataclass(frozen=True)
class Prepared:
    """What a scenario needs besides the plan: its layers by name, and fields that expressions give."""

    layers: Mapping[str, Source]
    computed: Mapping[str, Sequence[Any]]


@dataclass(frozen=True)
class Line:
    """How a scenario of a batch ended; `summary` is that of its run."""

    scenario: str
    status: str
    run_id: str = ""
    summary: Mapping[str, Any] = field(default_factory=dict)
    message: str = ""


Prepare = Callable[[Mapping[str, Any], Progress], Prepared]


def run_scenarios(
    plan: PlanFile, names: Sequence[str], prepare: Prepare, progress: Progress = SILENT, again: bool = False
) -> tuple[Line, ...]:
    """Run the scenarios in this order; `prepare` reads what the definition of each needs.

    One whose definition, layers and plan are as in its newest finished run is left as it is, unless `again`. One that
    fails is kept as a failed run. When the user stops, what is finished stays, and the rest is told as waiting.
    """
    scenarios = [scenario_named(plan, name) for name in names]
    lines: list[Line] = []
    for number, scenario in enumerate(scenarios):
        if any(line.status == CANCELLED for line in lines):
            lines.append(Line(scenario["name"], WAITING))
            continue
        progress.say(_heading(scenario["name"], number + 1, len(scenarios)))
        part = progress.part(number / len(scenarios), (number + 1) / len(scenarios))
        lines.append(_tried(plan, scenario, prepare, part, again))
    return tuple(lines)


def unchanged_run(plan: PlanFile, scenario: Row, layers: Mapping[str, Source]) -> Row | None:
    """The newest finished run of a scenario, None where its definition, inputs, plan or libraries were others."""
    runs = plan.rows("run", scenario_id=scenario["scenario_id"], kind="prioritise", status="finished")
    newest = max(runs, key=lambda run: run["finished"], default=None)
    if newest is None or newest["parameters"] != scenario["definition"]:
        return None
    summary = newest["summary"] or {}
    if summary.get("status") == CANCELLED or summary.get(PLAN_HASH) != plan_hash(plan):
        return None
    known = newest["versions"] or {}
    same_libraries = all(known.get(name, version) == version for name, version in versions().items())
    return newest if same_libraries and _same_inputs(plan, newest, layers) else None


def _same_inputs(plan: PlanFile, run: Row, layers: Mapping[str, Source]) -> bool:
    now = RunRecord("prioritise", {})
    add_layers(now, layers)
    before = plan.rows("run_input", run_id=run["run_id"])
    sure = all(row["content_hash"] for row in before)
    return sure and _told(before) == _told(now.inputs)


def _told(rows: Sequence[Mapping[str, Any]]) -> set[tuple]:
    return {tuple(row[key] for key in INPUT_KEYS) for row in rows}


def _tried(plan: PlanFile, scenario: Row, prepare: Prepare, progress: Progress, again: bool) -> Line:
    name, record = scenario["name"], RunRecord("prioritise", scenario["definition"], scenario["scenario_id"])
    try:
        line = _ended(plan, scenario, prepare, progress, again)
    except Cancelled:
        return _kept(plan, name, record, CANCELLED, tr("Stopped by you."))
    except Exception as problem:  # a fault in one scenario must not cost a night's other ones
        line = _kept(plan, name, record, FAILED, str(problem) or type(problem).__name__)
        progress.warn(tr("Scenario «{name}» failed: {why}", name=name, why=line.message))
    return line


def _ended(plan: PlanFile, scenario: Row, prepare: Prepare, progress: Progress, again: bool) -> Line:
    name = scenario["name"]
    progress.step(0, 1)
    prepared = prepare(scenario["definition"], progress.part(0, READING_SHARE))
    unchanged = None if again else unchanged_run(plan, scenario, prepared.layers)
    if unchanged:
        message = tr("Unchanged since its run of {moment}: not run again.", moment=unchanged["finished"][:16])
        progress.say(message)
        return Line(name, UNCHANGED, unchanged["run_id"], unchanged["summary"], message)
    run = prioritise(plan, name, prepared.layers, progress.part(READING_SHARE, 1), prepared.computed)
    stopped = run.summary["status"] == CANCELLED
    message = tr("Stopped by you: the best programme found until then is kept.") if stopped else ""
    return Line(name, CANCELLED if stopped else FINISHED, run.run_id, run.summary, message)


def _kept(plan: PlanFile, name: str, record: RunRecord, status: str, message: str) -> Line:
    record.status, record.message = status, message
    with plan.transaction():
        store_run(plan, record)
    return Line(name, status, record.run_id, {}, message)


def _heading(name: str, number: int, total: int) -> str:
    return tr("Scenario «{name}», {number} of {total}", name=name, number=number, total=total)
