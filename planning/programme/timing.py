"""When the chosen measures start."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

import numpy as np

from ..progress import Progress
from .formulation import build_choice_model
from .model import Model
from .problem import Problem
from .runner import Answer

Solver = Callable[[Model, float, float, Progress], Answer]
SECONDS = 5.0
NEARLY = 0.01
LEAST_WORTH = 1e-3


def earlier_starts(
    problem: Problem, starts: Mapping[str, int], solver: Solver, time_limit: float, progress: Progress
) -> dict[str, int]:
    """The same measures, each year of waiting weighed by the value that waits; the given starts where none is found."""
    chosen = tuple(replace(candidate, must=True) for candidate in problem.candidates if candidate.id in starts)
    rules = replace(
        problem.rules,
        exclusive=(),
        counts=(),
        requires=_among(problem.rules.requires, starts),
        not_before=_among(problem.rules.not_before, starts),
    )
    same = replace(problem, candidates=chosen, rules=rules)
    model = build_choice_model(same)
    delay = np.zeros(len(model.objective))
    for column, (key, start) in enumerate(model.choices):
        worth = max(same.by_id[key].value / model.value_unit, LEAST_WORTH)
        delay[column] = worth * (start - same.starts[key][0])
    answer = solver(replace(model, objective=delay).beginning(starts), NEARLY, min(time_limit, SECONDS), progress)
    return dict(starts) if answer.solution is None else model.starts(answer.solution)


def _among(links: Iterable[tuple[str, str]], starts: Mapping[str, int]) -> tuple[tuple[str, str], ...]:
    return tuple((measure, needed) for measure, needed in links if measure in starts)
