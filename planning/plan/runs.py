from __future__ import annotations

import hashlib
import platform
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path
from typing import Any

from ..features import FeatureTable
from .schema import tables
from .store import PlanFile, new_id, now

HASHED_AT_ONCE = 1 << 20
LIBRARIES = ("numpy", "scipy", "shapely")
DERIVED_GROUPS = ("runs", "scenarios")
SCENARIO_TABLES = ("criterion", "weight_set", "weight", "gate_rule")


@dataclass
class RunRecord:
    """One computation as the plan file keeps it: what went in, with which parameters, seed and versions.

    `results` maps a result table to its rows without run_id.
    """

    kind: str
    parameters: Mapping[str, Any]
    scenario_id: str | None = None
    seed: int | None = None
    inputs: list[dict[str, Any]] = field(default_factory=list)
    results: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    summary: dict[str, Any] = field(default_factory=dict)
    message: str = ""
    status: str = "finished"
    started: str = field(default_factory=now)
    run_id: str = field(default_factory=new_id)

    def add_layer(self, layer: FeatureTable) -> None:
        """Record a layer that was read."""
        self.inputs.append(
            {
                "name": layer.name,
                "source": layer.source,
                "feature_count": len(layer),
                "content_hash": content_hash(layer),
            }
        )

    def add_raster(self, name: str, source: str) -> None:
        """Record a raster that was read; one that is no file of its own has no hash."""
        path = Path(source)
        digest = file_hash(path) if path.is_file() else None
        self.inputs.append({"name": name, "source": source, "content_hash": digest})

    def add_file(self, path: Path, rows: int) -> None:
        """Record a file that was read."""
        digest = file_hash(path)
        self.inputs.append({"name": path.name, "source": str(path), "feature_count": rows, "content_hash": digest})


def store_run(plan: PlanFile, run: RunRecord) -> str:
    """Write the run with its inputs and results; call inside a transaction. Returns the run's identifier."""
    plan.insert("run", [_run_row(run)])
    plan.insert("run_input", [{**row, "run_id": run.run_id} for row in run.inputs])
    for table, rows in run.results.items():
        plan.insert(table, [{**row, "run_id": run.run_id} for row in rows])
    return run.run_id


def content_hash(layer: FeatureTable) -> str:
    """SHA-256 over the layer's geometries and values."""
    digest = hashlib.sha256()
    for wkb in layer.wkb:
        digest.update(wkb or b"\0")
    for name, values in layer.columns.items():
        digest.update(repr((name, list(values))).encode())
    return digest.hexdigest()


def plan_hash(plan: PlanFile) -> str:
    """SHA-256 over all that people put into the plan: everything but runs, and scenarios with their criteria."""
    digest = hashlib.sha256()
    for table in tables().values():
        if table.group not in DERIVED_GROUPS and table.name not in SCENARIO_TABLES:
            for row in plan.rows(table.name):
                digest.update(repr((table.name, list(row.values()))).encode())
    return digest.hexdigest()


def file_hash(path: Path) -> str:
    """SHA-256 over a file, read by pieces."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        for piece in iter(lambda: file.read(HASHED_AT_ONCE), b""):
            digest.update(piece)
    return digest.hexdigest()


def versions() -> dict[str, str]:
    """Versions of what a result depends on."""
    found = {"python": platform.python_version()}
    for name in LIBRARIES:
        if name in sys.modules:
            found[name] = metadata.version(name)
    return found


def latest_run(plan: PlanFile, kinds: Sequence[str]) -> dict[str, Any] | None:
    """The newest finished run of one of these kinds."""
    finished = [run for run in plan.rows("run", status="finished") if run["kind"] in kinds]
    return max(finished, key=lambda run: run["finished"], default=None)


def _run_row(run: RunRecord) -> dict[str, Any]:
    return {
        "run_id": run.run_id,
        "scenario_id": run.scenario_id,
        "kind": run.kind,
        "status": run.status,
        "started": run.started,
        "finished": now(),
        "seed": run.seed,
        "parameters": dict(run.parameters),
        "versions": versions(),
        "summary": run.summary,
        "message": run.message,
    }
