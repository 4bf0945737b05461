"""Runs the solver beside QGIS, so that QGIS stays responsive and can cancel."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ..progress import Progress
from .model import Limit, Model

POLL_SECONDS = 0.1
GRACE_SECONDS = 30.0
START = "import runpy, sys; sys.argv = sys.argv[1:]; runpy.run_path(sys.argv[0], run_name='__main__')"


@dataclass(frozen=True)
class Answer:
    """What the solver says: status optimal, time_limit, infeasible or failed; x (columns,) may be absent."""

    status: str
    x: NDArray[np.float64] | None = None
    bound: float = np.nan
    clash: tuple[Limit, ...] = ()


def solve_apart(model: Model, gap: float, time_limit: float, progress: Progress) -> Answer:
    """Solve in another process. Raises Cancelled soon after the user asks; «failed» where no process could solve."""
    python = find_python()
    if python is None:
        return Answer("failed")
    with tempfile.TemporaryDirectory(prefix="vidnova-") as name:
        folder = Path(name)
        _write_model(model, gap, time_limit, folder / "model.npz")
        _run(python, folder, time_limit, progress)
        return _read_answer(model, folder / "answer.npz")


def find_python() -> str | None:
    """The interpreter beside this QGIS; sys.executable is QGIS itself on Windows and macOS."""
    return next((str(path) for path in _interpreters() if path.is_file()), None)


def _interpreters() -> Iterator[Path]:
    for executable in (sys.executable, getattr(sys, "_base_executable", "")):
        if executable and Path(executable).name.lower().startswith("python"):
            yield Path(executable)
    for folder in (sys.exec_prefix, sys.base_exec_prefix):
        yield from (Path(folder) / name for name in ("python3.exe", "python.exe", "bin/python3"))
    yield Path("/usr/bin/python3")


def _write_model(model: Model, gap: float, time_limit: float, path: Path) -> None:
    row, column, entry = model.matrix()
    np.savez(
        path,
        row=row,
        column=column,
        entry=entry,
        lower=np.array(model.lower),
        upper=np.array(model.upper),
        values=model.values,
        limit_of=np.array(model.limit_of, dtype=int),
        whole=len(model.starts),
        gap=gap,
        time_limit=time_limit,
    )


def _run(python: str, folder: Path, time_limit: float, progress: Progress) -> None:
    script = Path(__file__).with_name("worker.py")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    environment.pop("PYTHONHOME", None)
    started = time.monotonic()
    with (folder / "log.txt").open("wb") as log:
        worker = subprocess.Popen(
            [python, "-c", START, str(script), str(folder)], cwd=folder, env=environment, stdout=log, stderr=log
        )
        try:
            while worker.poll() is None and time.monotonic() - started < 2 * time_limit + GRACE_SECONDS:
                progress.step(min(time.monotonic() - started, time_limit), time_limit)
                time.sleep(POLL_SECONDS)
        finally:
            worker.kill()
            worker.wait()


def _read_answer(model: Model, path: Path) -> Answer:
    if not path.is_file():
        return Answer("failed")
    with np.load(path) as answer:
        status = str(answer["status"])
        if status == "infeasible":
            return Answer(status, clash=tuple(model.limits[position] for position in answer["clash"]))
        x = answer["x"]
        return Answer(status, x if len(x) else None, float(answer["bound"]))
