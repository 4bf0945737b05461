from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from vidnova.planning.exchange.formats import export_file, import_file
from vidnova.planning.exchange.task import Coordinates, Report, Task
from vidnova.planning.plan.runs import RunRecord
from vidnova.planning.plan.store import PlanFile


@pytest.fixture
def write(coordinates: Coordinates, tmp_path: Path) -> Callable[..., dict[str, Any]]:
    """Write a plan as a package and return its JSON; the last report is at `.report`."""

    def make(plan: PlanFile, **settings: Any) -> dict[str, Any]:
        path = tmp_path / "written.json"
        make.report = export_file(Task(plan, path, coordinates, **settings), "oc4ids")
        return json.loads(path.read_text("utf-8"))

    make.report = Report()
    return make


@pytest.fixture
def read(coordinates: Coordinates, tmp_path: Path) -> Callable[..., RunRecord]:
    """Read a package (a path, text or JSON value) into a plan."""

    def take(plan: PlanFile, package: Any, **settings: Any) -> RunRecord:
        path = package if isinstance(package, Path) else tmp_path / "package.json"
        if not isinstance(package, Path):
            path.write_text(package if isinstance(package, str) else json.dumps(package), "utf-8")
        return import_file(Task(plan, path, coordinates, **settings), "oc4ids")

    return take


@pytest.fixture(scope="session")
def standard(real_data: Path) -> Path:
    """The folder of the standard: its schemas, codelists and packages."""
    return real_data / "oc4ids"


@pytest.fixture(scope="session")
def problems(standard: Path) -> Callable[[Any], list[str]]:
    """What is wrong with a package by the standard's own schema, formats and closed codelists."""
    from oracles.oc4ids import Judge

    return Judge(standard).problems
