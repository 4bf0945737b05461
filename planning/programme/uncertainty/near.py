"""Other programmes that are almost as good as the best."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np

from ...errors import Cancelled
from ...progress import SILENT, Progress
from ..formulation import build_choice_model
from ..model import INFINITY, Model, Row
from ..problem import Problem
from ..runner import CANCELLED, solve_apart
from ..solve import keeps_rules
from ..timing import Solver

NEARLY = 0.2
SLACK = 1e-9


def near_programmes(
    problem: Problem,
    best: Mapping[str, int],
    share: float,
    count: int,
    generator: np.random.Generator,
    time_limit: float = 3.0,
    progress: Progress = SILENT,
    solver: Solver = solve_apart,
) -> tuple[dict[str, int], ...]:
    """Programmes worth at least 1 - `share` of the best, each the farthest in a direction of chance: some measures are
    liked, others not, whatever they are worth (modelling to generate alternatives, Brill 1979)."""
    worth = problem.value_of(best)
    model = _worth_enough(build_choice_model(problem), worth * (1 - share))
    found = _found(problem, model, best, count, generator, time_limit, progress, solver)
    return tuple(starts for starts in found if problem.value_of(starts) >= worth * (1 - share) - SLACK)


def _found(
    problem: Problem,
    model: Model,
    best: Mapping[str, int],
    count: int,
    generator: np.random.Generator,
    time_limit: float,
    progress: Progress,
    solver: Solver,
) -> Iterator[dict[str, int]]:
    for number in range(count):
        liking = dict(zip(problem.by_id, generator.standard_normal(len(problem.by_id))))
        objective = np.zeros(len(model.objective))
        objective[: len(model.choices)] = [liking[key] for key, _ in model.choices]
        part = progress.part(number / count, (number + 1) / count)
        try:
            answer = solver(replace(model, objective=objective).beginning(best), NEARLY, time_limit, part)
        except Cancelled:
            return
        if answer.status == CANCELLED:
            return
        if answer.solution is not None:
            starts = model.starts(answer.solution)
            if keeps_rules(problem, starts):
                yield starts


def _worth_enough(model: Model, least: float) -> Model:
    entries = {column: float(worth) for column, worth in enumerate(model.objective) if worth}
    return replace(model, rows=(*model.rows, Row(None, entries, -INFINITY, -least / model.value_unit)))
