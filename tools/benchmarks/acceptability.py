"""SMAA-2 in a process of its own, so that its memory can be told."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1]))
from as_plugin import import_repository  # noqa: E402

SIZE, CRITERIA, DRAWS = 10_000, 10, 10_000


def bench_acceptability() -> None:
    subprocess.run([sys.executable, __file__], check=True)


def main() -> None:
    import_repository()
    import numpy as np
    from vidnova.planning.ranking.criterion import Criterion
    from vidnova.planning.ranking.engine import rank_alternatives
    from vidnova.planning.ranking.robustness.acceptability import first_places
    from vidnova.planning.ranking.robustness.analysis import Request, model_of
    from vidnova.planning.ranking.robustness.rank_counting import rank_counts

    matrix = np.random.default_rng(1).random((CRITERIA, SIZE))
    criteria = [Criterion(str(place), str(place)) for place in range(CRITERIA)]
    model = model_of(rank_alternatives(matrix, criteria), Request(weights="any"))
    what = f"SMAA-2, {DRAWS} draws on {SIZE} × {CRITERIA}"
    for name, work in (
        ("first places and first 500", lambda: first_places(model, DRAWS, 500)),
        ("all ranks", lambda: rank_counts(model, DRAWS)),
    ):
        started = time.perf_counter()
        work()
        seconds = time.perf_counter() - started
        print(f"{what}, {name}: {seconds:.2f} s, peak memory of the process {peak_mib()} MiB", flush=True)


def peak_mib() -> int:
    status = Path("/proc/self/status").read_text("utf-8")
    return next(int(line.split()[1]) // 1024 for line in status.splitlines() if line.startswith("VmHWM"))


if __name__ == "__main__":
    main()
