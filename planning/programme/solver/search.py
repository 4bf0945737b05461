"""From a model to the best choice that is found in the time, and a bound on all others.

The limits of money are told as choices pass them. Each search begins from the best choice so far: what the relaxation's
reduced costs prove to be worse than that is left out (Dantzig, Fulkerson & Johnson 1954), and the gap asked for
shrinks from search to search, so that a good choice is there early.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from typing import Any

import numpy as np

from .clash import clashing_limits
from .highs import solve_highs
from .linear import FAILED, INFEASIBLE, OPTIMAL, STOPPED, Linear, Relaxed, Solved, linear_of, relax, solve
from .money import Money

GAPS = (0.02, 0.005, 0.001)
SAME = 1e-9
SHORTEST = 0.1
KERNELS = (0.005, 0.02, 0.06)
KERNEL_TIME = 0.15
Tell = Callable[[dict], None]


def answer_to(model: dict, settings: dict, tell: Tell = lambda found: None) -> dict:
    """What is found: status, solution (n,; empty without one), bound; the clashing limits where infeasible.

    `settings` hold gap, time_limit in seconds, presolve, and library: "scipy" where highspy shall not be used. `tell`
    hears of each better choice.
    """
    search = _Search(model, settings, tell)
    status = search.run()
    if status == INFEASIBLE and "purse_share" not in model:
        return search.answer(status, clashing_limits(search.linear, model["limit"], search.deadline))
    return search.answer(status)


def _highspy() -> Any:
    """The library, None where it is missing or does not load."""
    try:
        return import_module("highspy")
    except ImportError:
        return None


class _Search:
    def __init__(self, model: dict, settings: dict, tell: Tell) -> None:
        self.linear = linear_of(model)
        self.money = Money(model) if "purse_share" in model else None
        self.gap, self.presolve, self.tell = settings["gap"], settings.get("presolve", True), tell
        self.deadline = time.monotonic() + settings["time_limit"]
        self.best: np.ndarray | None = None
        self.value, self.bound = np.inf, -np.inf
        self.highspy = None if settings.get("library") == "scipy" else _highspy()
        if len(model.get("start", ())):
            self._keep(np.append(model["start"], 0.0))

    def run(self) -> str:
        relaxed = self._relaxed()
        if relaxed is not None:
            self.bound = relaxed.value
            self._kernel(relaxed)
        for gap in [*(stage for stage in GAPS if stage > self.gap), self.gap]:
            if self._missing() <= max(gap, SAME):
                continue
            status = self._stage(relaxed, gap)
            if status != OPTIMAL:
                return status
        return OPTIMAL

    def answer(self, status: str, clash: np.ndarray | None = None) -> dict:
        return {
            "status": status,
            "solution": np.empty(0) if self.best is None else self.best[:-1],
            "bound": self.bound if np.isfinite(self.bound) else np.nan,
            "clash": np.empty(0, dtype=int) if clash is None else clash,
        }

    def _relaxed(self) -> Relaxed | None:
        """The relaxation, with every limit of money that it passes."""
        while True:
            relaxed = relax(self.linear)
            limited = self.money.limit(self.linear, relaxed.x) if self.money and relaxed else None
            if limited is None or time.monotonic() > self.deadline:
                return relaxed
            self.linear = limited

    def _kernel(self, relaxed: Relaxed) -> None:
        """A good choice soon: a search among the columns that the relaxation finds worth the most, which proves nothing
        about the rest (kernel search, Angelelli, Mansini & Speranza 2010)."""
        for share in KERNELS:
            if self._missing() <= max(self.gap, SAME) or (self.best is not None and self._missing() <= share):
                return
            linear = self._without_worse(relaxed, share * abs(relaxed.value))
            seconds = KERNEL_TIME * (self.deadline - time.monotonic())
            while time.monotonic() < self.deadline:
                solved = self._by_library(linear, max(self.gap, share / 10), self.presolve, seconds)
                limited = self._limited(solved.x) if solved.x is not None else None
                if limited is None:
                    break
                self.linear = limited
                linear = self._without_worse(relaxed, share * abs(relaxed.value))
            if solved.x is not None:
                self._keep(solved.x)

    def _stage(self, relaxed: Relaxed | None, gap: float) -> str:
        """Search until no limit of money is passed."""
        while True:
            solved = self._solved(relaxed, gap)
            if solved.status == FAILED:
                return FAILED
            self.bound = max(self.bound, min(self.value, solved.bound))
            if solved.x is None:
                return self._without_choice(solved)
            limited = self._limited(solved.x)
            if limited is None:
                self._keep(solved.x)
                return solved.status
            self.linear = limited
            if time.monotonic() > self.deadline:
                return STOPPED

    def _limited(self, x: np.ndarray) -> Linear | None:
        if self.money is None:
            return None
        return self.money.limit(self.linear, np.where(self.linear.binary, np.round(x), x))

    def _solved(self, relaxed: Relaxed | None, gap: float) -> Solved:
        """What presolve calls infeasible, or fails at, is tried again without it (scipy issue 18907)."""
        linear = self._hopeful(relaxed)
        solved = self._by_library(linear, gap, self.presolve)
        if solved.status in (FAILED, INFEASIBLE) and self.presolve:
            solved = self._by_library(linear, gap, presolve=False)
        return solved

    def _by_library(self, linear: Linear, gap: float, presolve: bool, most: float = np.inf) -> Solved:
        seconds = max(min(self.deadline - time.monotonic(), most), SHORTEST)
        if self.highspy is None:
            return solve(linear, gap, seconds, presolve)
        return solve_highs(self.highspy, linear, gap, seconds, presolve, self.best, self._hear)

    def _hear(self, x: np.ndarray) -> None:
        """A better choice in the middle of a search counts if its money does."""
        if self.money is None or not self.money.passes(x):
            self._keep(x)

    def _without_choice(self, solved: Solved) -> str:
        """Where nothing better than the best is left, that one is the optimum."""
        if solved.status == INFEASIBLE and self.best is not None:
            self.bound = self.value
            return OPTIMAL
        return solved.status

    def _hopeful(self, relaxed: Relaxed | None) -> Linear:
        """Without the columns, and with the columns, that any choice better than the best is proven to be."""
        if relaxed is None or self.best is None:
            return self.linear
        room = self.value - relaxed.value + SAME * max(1.0, abs(self.value))
        return self._without_worse(relaxed, room)

    def _without_worse(self, relaxed: Relaxed, room: float) -> Linear:
        """Without the columns, and with the columns, that would cost more than `room` to take, and to leave."""
        linear = self.linear
        out = linear.binary & (relaxed.reduced > room) & (relaxed.x < 0.5)
        sure = linear.binary & (relaxed.reduced < -room) & (relaxed.x > 0.5)
        return replace(linear, ceiling=np.where(out, 0.0, linear.ceiling), floor=np.where(sure, 1.0, linear.floor))

    def _keep(self, x: np.ndarray) -> None:
        value = float(self.linear.objective @ x)
        if value < self.value:
            self.best, self.value = x, value
            self.tell(self.answer(STOPPED))

    def _missing(self) -> float:
        if self.best is None or not np.isfinite(self.bound):
            return np.inf
        return max(self.value - self.bound, 0.0) / max(abs(self.value), SAME)
