"""That no programme is possible: which limits clash, and the least change that repairs it."""

from __future__ import annotations

from collections.abc import Sequence

from ...errors import Cancelled, PlanError
from ...progress import SILENT, Progress
from ..formulation import build_model
from ..model import Limit
from ..problem import Problem
from ..result import CANCELLED
from ..timing import Solver
from .change_words import repair_sentence
from .clash import clash_sentence
from .repair import Repair, least_repair


class Impossible(PlanError):
    """No programme keeps all limits. `clash` are some that cannot hold together, a smallest set of such."""

    def __init__(self, problem: Problem, clash: Sequence[Limit], repair: Repair | None) -> None:
        self.problem, self.clash, self.repair = problem, tuple(clash), repair
        super().__init__(self.sentence())

    def sentence(self, named: Problem | None = None) -> str:
        """What clashes and what would repair it, in the current language; `named` is the problem with other names."""
        problem = named or self.problem
        parts = (clash_sentence(problem, self.clash), repair_sentence(problem, self.repair))
        return " ".join(part for part in parts if part)


def impossible(
    problem: Problem, solver: Solver, time_limit: float, progress: Progress = SILENT
) -> Impossible | Cancelled:
    """What to raise where no programme is possible."""
    answer = solver(build_model(problem), 0.0, time_limit, progress)
    if answer.status == CANCELLED:
        return Cancelled()
    return Impossible(problem, answer.clash, least_repair(problem, solver, time_limit, progress))
