"""Other programmes that are almost as good as the best."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from ...errors import Cancelled
from ...progress import SILENT, Progress
from ..formulation import build_choice_model
from ..model import INFINITY, Model, Row
from ..problem import Problem
from ..result import CANCELLED, TIME_LIMIT
from ..runner import solve_apart
from ..solve import keeps_rules
from ..timing import Solver

NEARLY = 0.2
SLACK = 1e-9


@dataclass(frozen=True)
class Near:
    """Start years of programmes nearly as good as the best, and how many searches the clock ended: these may find
    others the next time."""

    programmes: tuple[Mapping[str, int], ...] = ()
    by_clock: int = 0


def near_programmes(
    problem: Problem,
    best: Mapping[str, int],
    share: float,
    count: int,
    generator: np.random.Generator,
    time_limit: float = 3.0,
    progress: Progress = SILENT,
    solver: Solver = solve_apart,
) -> Near:
    """Programmes worth at least 1 - `share` of the best, each the farthest in a direction of chance: some measures are
    liked, others not, whatever they are worth (modelling to generate alternatives, Brill 1979)."""
    least = problem.value_of(best) * (1 - share)
    model = _worth_enough(build_choice_model(problem), least)
    found, by_clock = [], 0
    for number in range(count):
        liked = _liking(model, dict(zip(problem.by_id, generator.standard_normal(len(problem.by_id)))))
        part = progress.part(number / count, (number + 1) / count)
        try:
            answer = solver(liked.beginning(best), NEARLY, time_limit, part)
        except Cancelled:
            break
        if answer.status == CANCELLED:
            break
        by_clock += answer.status == TIME_LIMIT
        starts = None if answer.solution is None else model.starts(answer.solution)
        if starts is not None and keeps_rules(problem, starts) and problem.value_of(starts) >= least - SLACK:
            found.append(starts)
    return Near(tuple(found), by_clock)


def _liking(model: Model, liking: Mapping[str, float]) -> Model:
    objective = np.zeros(len(model.objective))
    objective[: len(model.choices)] = [liking[key] for key, _ in model.choices]
    return replace(model, objective=objective)


def _worth_enough(model: Model, least: float) -> Model:
    entries = {column: float(worth) for column, worth in enumerate(model.objective) if worth}
    return replace(model, rows=(*model.rows, Row(None, entries, -INFINITY, -least / model.value_unit)))
