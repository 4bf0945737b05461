from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

STAGES = ("codes", "plan", "intake", "attach", "criteria", "ranking", "programme", "checks", "publish", "exchange")
CHANGED_PATH = re.compile(r"sys\.path(\.(insert|append|extend|remove|pop)|\[.*\] =| =)")


def modules(root: Path, folder: str) -> list[Path]:
    return sorted((root / folder).rglob("*.py"))


def imported(module: Path, root: Path) -> Iterator[str]:
    """Every import of a module as a dotted name; our own ones from the repository root."""
    package = module.relative_to(root).with_suffix("").parts[:-1]
    for node in ast.walk(ast.parse(module.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level:
            base = package[: len(package) - node.level + 1]
            target = ".".join([*base, *([node.module] if node.module else [])])
            yield from (f"{target}.{alias.name}".strip(".") for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def offenders(root: Path, folder: str, forbidden: tuple[str, ...]) -> list[str]:
    found = [(module, name) for module in modules(root, folder) for name in imported(module, root)]
    return [f"{m.relative_to(root)}: {n}" for m, n in found if (n + ".").startswith(tuple(f + "." for f in forbidden))]


@pytest.mark.parametrize(
    ("folder", "forbidden"),
    [
        ("planning", ("qgis", "PyQt5", "PyQt6", "osgeo", "processing", "qgis_plugin")),
        ("processing", ("qgis.gui", "PyQt5", "PyQt6", "qgis_plugin")),
        ("qgis_plugin", ("PyQt5", "PyQt6")),
    ],
)
def test_imports_run_one_way(root, folder, forbidden):
    assert offenders(root, folder, forbidden) == []


def test_a_stage_knows_nothing_of_the_next(root):
    for position, stage in enumerate(STAGES):
        later = tuple(f"planning.{name}" for name in STAGES[position + 1 :])
        assert offenders(root, f"planning/{stage}", later) == []


def test_own_imports_are_relative(root):
    for folder in ("planning", "processing", "qgis_plugin"):
        assert offenders(root, folder, ("vidnova",)) == []


def test_nothing_shipped_touches_the_import_path(root):
    for folder in ("planning", "processing", "qgis_plugin"):
        assert [m for m in modules(root, folder) if CHANGED_PATH.search(m.read_text("utf-8"))] == []


def test_planning_imports_without_qgis(root):
    script = """
import sys, importlib, pathlib
for name in ("qgis", "osgeo", "PyQt5"):
    sys.modules[name] = None
sys.path.insert(0, str(pathlib.Path("tests").resolve()))
import conftest
for module in sorted(pathlib.Path("planning").rglob("*.py")):
    parts = module.with_suffix("").parts
    importlib.import_module(".".join(["vidnova", *(parts[:-1] if parts[-1] == "__init__" else parts)]))
"""
    ended = subprocess.run(
        [sys.executable, "-c", script],
        cwd=root,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONSAFEPATH": "1"},
    )
    assert ended.returncode == 0, ended.stderr


def test_every_module_is_python_39(root):
    for folder in ("planning", "processing", "qgis_plugin", "tools"):
        for module in modules(root, folder):
            ast.parse(module.read_text("utf-8"), feature_version=(3, 9))
