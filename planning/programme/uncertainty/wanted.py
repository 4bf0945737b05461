from __future__ import annotations

from dataclasses import dataclass

from ...ranking.robustness.analysis import AROUND
from .costs import TRIANGULAR


@dataclass(frozen=True)
class Wanted:
    """What is drawn: how often, from which seed; weights as in `robustness`, and how far measured values may be from
    the truth (share of them) where their criterion does not say; whether costs are uncertain, by which shape and with
    how much of a common shock, and between which multiples where a measure states none; how many programmes within
    which share of the best are looked for."""

    draws: int = 100
    seed: int = 1
    weights: str = AROUND
    spread: float = 0.5
    values: float = 0.0
    costs: bool = True
    shape: str = TRIANGULAR
    correlation: float = 0.3
    cheapest: float = 1.0
    dearest: float = 1.0
    near: int = 10
    near_share: float = 0.02
    gap: float = 0.01
    time_limit: float = 10.0
