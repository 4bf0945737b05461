from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import headless
import pytest


@pytest.fixture(scope="session")
def profile(tmp_path_factory) -> Path:
    """A fresh QGIS profile with the plugin switched on."""
    folder = tmp_path_factory.mktemp("профіль")
    headless.make_profile(folder)
    return folder


@pytest.fixture
def qgis_process(profile) -> Callable[..., subprocess.CompletedProcess]:
    """Call qgis_process with these words, away from the repository."""

    def call(*words: str, cwd: Path = profile, **variables: str) -> subprocess.CompletedProcess:
        environment = {**headless.full_environment(profile), **variables}
        return subprocess.run([headless.program(), *words], cwd=cwd, env=environment, capture_output=True, text=True)

    return call


@pytest.fixture
def run_json(qgis_process) -> Callable[..., dict]:
    """Run one of our algorithms headless and return its results."""

    def run(algorithm: str, **parameters: object) -> dict:
        ended = qgis_process("--json", *headless.call(algorithm, parameters)[1:])
        assert ended.returncode == 0, ended.stdout + ended.stderr
        return json.loads(ended.stdout[ended.stdout.index("{") :])["results"]

    return run


@pytest.fixture(scope="session")
def demo(root):
    """What `make demo` prints after its set-up."""
    ended = subprocess.run([sys.executable, "tools/demo.py"], cwd=root, capture_output=True, text=True)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout


@pytest.fixture(scope="session")
def out(root, demo):
    return root / "build" / "demo"
