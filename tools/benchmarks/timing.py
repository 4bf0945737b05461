from __future__ import annotations

import statistics
import time
from collections.abc import Callable

RUNS = 3


def median_seconds(work: Callable[[], object], runs: int = RUNS) -> float:
    """The median of some runs after one that warms up."""
    work()
    taken = []
    for _ in range(runs):
        started = time.perf_counter()
        work()
        taken.append(time.perf_counter() - started)
    return statistics.median(taken)


def tell(what: str, ours: float, others: dict[str, float]) -> None:
    """One comparison: our seconds, and those of others with the ratio (above 1: ours is faster)."""
    print(f"{what}\n    ours {ours:9.4f} s", end="")
    for name, seconds in others.items():
        print(f"   {name} {seconds:9.4f} s  ratio {seconds / ours:.1f}", end="")
    print(flush=True)


def tell_growth(what: str, seconds: dict[int, float]) -> None:
    """How seconds grow with size: the ratio of time beside the ratio of size, from the smallest."""
    smallest = min(seconds)
    print(f"{what}, as it grows")
    for size, taken in seconds.items():
        print(f"    {size:9,}  {taken:8.3f} s   size × {size / smallest:.1f}, time × {taken / seconds[smallest]:.1f}")
    print(flush=True, end="")
