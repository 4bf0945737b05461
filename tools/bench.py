"""Compares our way with the way of today, side by side in one run, and prints the ratios."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from as_plugin import ROOT, import_repository
from real_data import real_data_folder

sys.path.append(str(Path(__file__).parent / "benchmarks"))
PEERS = ROOT / ".venv-peers" / "bin" / "python"


def main() -> None:
    import_repository()
    from acceptability import bench_acceptability
    from catchment import bench_catchment
    from damage import bench_damage
    from gates import bench_gates
    from layers import bench_rank
    from network import bench_network
    from overlap import bench_overlap
    from portfolio import bench_portfolio
    from promethee import bench_promethee
    from qgis_session import start_qgis
    from ranking import bench_ranking
    from reach import bench_reach
    from timing import RUNS

    print(f"Medians of {RUNS} runs on {os.cpu_count()} processors; ratio = other / ours, above 1: ours is faster.\n")
    bench_ranking(PEERS)
    bench_promethee(PEERS)
    bench_acceptability()
    bench_portfolio()
    bench_gates()
    running = start_qgis()
    with tempfile.TemporaryDirectory() as name:
        bench_rank(Path(name), real_data_folder())
        for bench in (bench_reach, bench_overlap, bench_network, bench_damage):
            bench(Path(name), real_data_folder())
        bench_catchment(Path(name), PEERS)
    del running


if __name__ == "__main__":
    main()
