"""Runs the solver beside QGIS, so that QGIS stays responsive and can cancel."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ..errors import Cancelled
from ..progress import Progress
from . import solver
from .model import Limit, Model
from .solver.linear import FAILED
from .solver.search import answer_to

if TYPE_CHECKING:
    from numpy.typing import NDArray

CANCELLED = "cancelled"
POLL_SECONDS = 0.1
GRACE_SECONDS = 20.0
LIBRARIES = ("scipy", "numpy", "highspy")
WISH = "VIDNOVA_SOLVER"


@dataclass(frozen=True)
class Answer:
    """What the solver says: status optimal, time_limit, infeasible, failed or cancelled.

    `solution` (n,) where it has one; no choice is worth more than `bound`; `clash` are limits that cannot hold
    together, where it is infeasible.
    """

    status: str
    solution: NDArray[np.float64] | None = None
    bound: float = float("inf")
    clash: tuple[Limit, ...] = ()


NO_SOLVER = Answer(FAILED)


def solve_apart(model: Model, gap: float, time_limit: float, progress: Progress) -> Answer:
    """Solve in a process of its own, which is ended as soon as the user cancels: the best choice so far is kept then.

    `gap` is the share of value that may be missing, `time_limit` is in seconds. Status «failed» where this computer has
    no scipy, no interpreter to run it, or where the solver crashed, also without its presolve, which crashes most.
    """
    if not find_spec("scipy"):
        return NO_SOLVER
    with tempfile.TemporaryDirectory(prefix="vidnova-") as name:
        folder = Path(name)
        np.savez(folder / "model.npz", **model.arrays)
        shutil.copytree(Path(solver.__file__).parent, folder / "solver", ignore=shutil.ignore_patterns("__pycache__"))
        for presolve in (True, False):
            settings = {**_settings(gap, time_limit), "presolve": presolve}
            (folder / "settings.json").write_text(json.dumps(settings), "utf-8")
            try:
                ended = _run_any(folder, time_limit, progress)
            except Cancelled:
                return replace(_found(model, folder), status=CANCELLED)
            if not ended or (folder / "answer.npz").is_file():
                break
        return _found(model, folder)


def solve_here(model: Model, gap: float, time_limit: float, progress: Progress) -> Answer:
    """Solve in this process: it cannot be cancelled meanwhile, and with old scipy nothing else runs."""
    progress.step(0, 1)
    return _answer(model, answer_to(model.arrays, _settings(gap, time_limit)))


def _settings(gap: float, time_limit: float) -> dict:
    """What the solver is told; VIDNOVA_SOLVER=scipy leaves highspy aside where it is there."""
    return {"gap": gap, "time_limit": time_limit, "library": os.environ.get(WISH, "")}


def interpreters() -> Iterator[Path]:
    """Python programs that fit the libraries of this process, the surest first.

    `sys.executable` comes last: inside QGIS it is QGIS itself on Windows and macOS, and on Linux any python3 on PATH.
    """
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    names = (f"bin/{version}", "bin/python3", "python3.exe", "python.exe", version, "python3")
    folders = [Path(sys.exec_prefix), Path(sys.base_exec_prefix), Path(sys.executable or os.devnull).parent]
    found = [folder / name for folder in folders for name in names]
    if Path(sys.executable or "").name.lower().startswith("python"):
        found.append(Path(sys.executable))
    yield from dict.fromkeys(path for path in found if path.is_file())


def _run_any(folder: Path, time_limit: float, progress: Progress) -> bool:
    """Run the worker with the first interpreter that has its libraries; whether it came to an end of its own."""
    for python in interpreters():
        ended = _run(python, folder, time_limit, progress)
        if not ended or (folder / "started").exists():
            return ended
    return False


def _run(python: Path, folder: Path, time_limit: float, progress: Progress) -> bool:
    """Run the worker to its end, to the user's cancel, or until it is long overdue; whether it came to its end."""
    started = time.monotonic()
    with (folder / "log.txt").open("wb") as log:
        process = subprocess.Popen(  # nosec B603: our own worker, as a list of words, without a shell
            [str(python), "-m", "solver", str(folder)],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            env=_environment(folder),
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        try:
            while process.poll() is None and time.monotonic() - started < 2 * time_limit + GRACE_SECONDS:
                progress.step(min(time.monotonic() - started, time_limit), time_limit)
                time.sleep(POLL_SECONDS)
            return process.poll() is not None
        finally:
            process.kill()
            process.wait()


def _environment(folder: Path) -> dict[str, str]:
    """This process's variables; the worker looks for libraries where this process has found them."""
    origins = [spec.origin for spec in map(find_spec, LIBRARIES) if spec and spec.origin]
    homes = [str(Path(origin).parents[1]) for origin in origins]
    path = [str(folder), *homes, *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(dict.fromkeys(path)), "PYTHONDONTWRITEBYTECODE": "1"}


def _found(model: Model, folder: Path) -> Answer:
    """The answer; the best choice so far where the solver did not come to its end."""
    for name in ("answer.npz", "found.npz"):
        if (folder / name).is_file():
            with np.load(folder / name) as answer:
                return _answer(model, dict(answer))
    return NO_SOLVER


def _answer(model: Model, found: dict) -> Answer:
    bound = -float(found["bound"]) * model.value_unit
    return Answer(
        status=str(found["status"]),
        solution=found["solution"] if len(found["solution"]) else None,
        bound=float("inf") if np.isnan(bound) else bound,
        clash=tuple(model.limits[position] for position in found["clash"]),
    )
