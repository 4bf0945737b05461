from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
from timing import median_seconds, tell
from vidnova.planning.ranking.criterion import Criterion
from vidnova.planning.ranking.engine import rank_alternatives
from vidnova.planning.ranking.measurement import measure
from vidnova.planning.ranking.methods.topsis import closeness
from vidnova.planning.ranking.weighted_mean import weighted_mean

CRITERIA = 10
SIZES = (1_000, 100_000, 1_000_000)
WEIGHTS = np.full(CRITERIA, 1 / CRITERIA)
NAMES = {"weighted_sum": "weighted sum", "topsis": "TOPSIS"}


def bench_ranking(peers_python: Path) -> None:
    """Raw numbers → scores, and the whole ranking, against peers and against reading the matrix once."""
    peers = _peer_seconds(peers_python)
    for size in SIZES:
        matrix = np.random.default_rng(1).random((CRITERIA, size))
        theirs = peers[str(size)]
        for method, ours in _scores(matrix).items():
            others = {library: seconds[method] for library, seconds in theirs.items()}
            tell(f"{NAMES[method]}, {size} × {CRITERIA}, raw numbers → scores", ours, others)
        _tell_whole(matrix, theirs)
    _tell_reading(matrix)


def _scores(matrix: np.ndarray) -> dict[str, float]:
    criteria, every = _criteria(), np.ones(CRITERIA, dtype=bool)
    return {
        "weighted_sum": median_seconds(lambda: weighted_mean(measure(matrix, criteria).values, WEIGHTS)),
        "topsis": median_seconds(lambda: closeness(matrix, WEIGHTS, every)),
    }


def _tell_whole(matrix: np.ndarray, theirs: dict[str, dict[str, float]]) -> None:
    criteria = _criteria()
    for method, name in NAMES.items():
        ours = median_seconds(lambda method=method: rank_alternatives(matrix, criteria, method))
        others = {"scikit-criteria (scores and ranks)": theirs["scikit-criteria"][method]}
        tell(f"{name}, {matrix.shape[1]} × {CRITERIA}, with ranks, coverage, contributions, indices", ours, others)


def _tell_reading(matrix: np.ndarray) -> None:
    values, every = measure(matrix, _criteria()).values, np.ones(CRITERIA, dtype=bool)
    reading = median_seconds(matrix.sum, 9)
    times = {
        "weighted sum": median_seconds(lambda: weighted_mean(values, WEIGHTS), 9),
        "TOPSIS": median_seconds(lambda: closeness(matrix, WEIGHTS, every), 9),
    }
    print(f"Reading {matrix.shape[1]} × {CRITERIA} once (sum): {reading:.4f} s")
    for name, seconds in times.items():
        print(f"    {name} kernel {seconds:.4f} s = {seconds / reading:.1f} times reading", flush=True)


def _criteria() -> list[Criterion]:
    return [Criterion(str(number), str(number)) for number in range(CRITERIA)]


def _peer_seconds(python: Path) -> dict[str, Any]:
    script = Path(__file__).with_name("peers.py")
    words = [str(python), "-W", "ignore", str(script), *map(str, SIZES)]
    return json.loads(subprocess.run(words, check=True, capture_output=True, text=True).stdout)
