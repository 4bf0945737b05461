"""How firm each choice is: the core index of measures (Liesiö, Mild & Salo 2007, EJOR 181(3): 1488-1505)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ...errors import Cancelled, PlanError
from ...progress import SILENT, Progress
from ..problem import Problem
from ..result import CANCELLED, TIME_LIMIT, Programme
from ..runner import solve_apart
from ..solve import choose_programme
from ..timing import Solver
from .near import Near

CORE, BORDERLINE, OUT = "core", "borderline", "out"
FIRM = 0.95
NONE = Near()


@dataclass(frozen=True)
class Core:
    """Shares by measure: of the draws in whose programme it is, and of the near-optimal programmes that have it.

    `draws` were solved, `impossible` more had no programme; `near` near-optimal programmes were found; `gap` is how far
    a drawn programme may stay below its best; `by_clock` of all these searches were ended by the clock.
    """

    share: Mapping[str, float]
    near_share: Mapping[str, float]
    draws: int
    impossible: int
    near: int
    gap: float
    complete: bool
    by_clock: int = 0

    def error(self, key: str) -> float:
        """The standard error of a share."""
        share = self.share[key]
        return float(np.sqrt(share * (1 - share) / self.draws)) if self.draws else 0.0

    def class_of(self, key: str) -> str:
        """core: in at least 95 % of the draws and in all near-optimal programmes; out: in at most 5 % and in none."""
        share, near = self.share[key], self.near_share[key]
        if share >= FIRM and (near == 1 or not self.near):
            return CORE
        return OUT if share <= 1 - FIRM and near == 0 else BORDERLINE


def drawn_problem(problem: Problem, values: Mapping[str, float], factors: Mapping[str, float]) -> Problem:
    """The same choice with other values and costs; a measure that is not named keeps its own."""
    return replace(
        problem,
        candidates=tuple(
            replace(
                candidate,
                value=max(float(values.get(candidate.id, candidate.value)), 0.0),
                profile=tuple(round(part * factors.get(candidate.id, 1.0)) for part in candidate.profile),
            )
            for candidate in problem.candidates
        ),
    )


def core_index(
    problem: Problem,
    first: Mapping[str, int],
    problems: Sequence[Problem],
    near: Near = NONE,
    gap: float = 0.01,
    time_limit: float = 10.0,
    progress: Progress = SILENT,
    solver: Solver = solve_apart,
) -> Core:
    """Choose in each drawn problem, from the programme `first` on, and count.

    What is drawn when the user stops is kept; raises Cancelled where nothing is.
    """
    counts = dict.fromkeys(problem.by_id, 0)
    done = impossible = 0
    by_clock = near.by_clock
    for chosen in _programmes(problems, first, gap, time_limit, progress, solver):
        if chosen is None:
            impossible += 1
            continue
        done += 1
        by_clock += chosen.status == TIME_LIMIT
        for key in chosen.starts:
            counts[key] += 1
    if not done and progress.cancelled():
        raise Cancelled
    share = {key: count / done if done else 0.0 for key, count in counts.items()}
    others = near.programmes
    near_share = {key: sum(key in starts for starts in others) / max(len(others), 1) for key in counts}
    return Core(share, near_share, done, impossible, len(others), gap, done + impossible == len(problems), by_clock)


def _programmes(
    problems: Sequence[Problem],
    first: Mapping[str, int],
    gap: float,
    time_limit: float,
    progress: Progress,
    solver: Solver,
) -> Iterator[Programme | None]:
    for number, drawn in enumerate(problems):
        part = progress.part(number / len(problems), (number + 1) / len(problems))
        try:
            programme = choose_programme(drawn, gap, time_limit, part, solver, first, early=False)
        except PlanError:
            yield None
            continue
        except Cancelled:
            return
        if programme.status == CANCELLED:
            return
        yield programme


def non_dominated(
    portfolios: NDArray[np.bool_], scores: NDArray[np.float64], weights: NDArray[np.float64]
) -> NDArray[np.bool_]:
    """Of portfolios (p, n) with scores (n, criteria) those that no other beats for all weights (e, criteria).

    The weights are the extreme points of all that are possible: one portfolio beats another where it is at least as
    good at each of them, and better at one.
    """
    values = portfolios.astype(float) @ scores @ weights.T
    kept = portfolios[
        [not ((values >= own - 1e-12).all(axis=1) & (values > own + 1e-12).any(axis=1)).any() for own in values]
    ]
    return np.unique(kept, axis=0)
