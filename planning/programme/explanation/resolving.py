"""The same choice solved again with something changed, beside the programme that is explained."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from ...errors import Cancelled, PlanError
from ...language import tr
from ...progress import Progress
from ..problem import Problem
from ..result import CANCELLED, OPTIMAL
from ..runner import solve_apart
from ..solve import choose_programme, keeps_rules
from ..timing import Solver
from .impossible import Impossible
from .told import Speaker, Told

IMPOSSIBLE, UNKNOWN = "impossible", "unknown"
SAME = 1e-6
PATIENCE = 4


@dataclass(frozen=True)
class Found:
    """A programme with its value and the bound on all others; without starts `why` tells that there is none.

    status: as of a programme; impossible, as was proven; unknown, where nothing was found in the time.
    """

    starts: Mapping[str, int] | None
    value: float
    bound: float
    status: str
    why: Told | None = None
    cut: float | None = None

    @property
    def exact(self) -> bool:
        return self.bound - self.value <= SAME * max(1.0, abs(self.value))


@dataclass(frozen=True)
class Difference:
    """By how much the best programme of one choice is worth more than that of another.

    `likely` is the difference of the programmes found; what is proven of both leaves it between `least` and `most`.
    """

    least: float
    likely: float
    most: float


def difference(better: Found, worse: Found) -> Difference | None:
    """None where one of them has no programme."""
    if better.starts is None or worse.starts is None:
        return None
    return Difference(
        least=max(better.value - worse.bound, 0.0),
        likely=max(better.value - worse.value, 0.0),
        most=max(better.bound - worse.value, 0.0),
    )


def sharpened(found: Difference | None, better: bool, slack: float) -> Difference | None:
    """A difference where no more than `slack` is left between the value of the explained programme and its bound;
    `better` tells that the other programme is the better one of the two."""
    if found is None:
        return None
    if better:
        return replace(found, least=max(found.least, found.likely - slack))
    return replace(found, most=min(found.most, found.likely + slack))


@dataclass(frozen=True)
class Resolver:
    """Solves again, each time within `gap` (a share of value) and `time_limit` (seconds)."""

    problem: Problem
    base: Found
    gap: float
    time_limit: float
    solver: Solver = solve_apart
    speaker: Speaker = Speaker()

    def solve(self, problem: Problem, progress: Progress, *known: Mapping[str, int] | None) -> Found:
        """The best programme of a problem, begun from the best of the known ones. Raises Cancelled."""
        kept = [starts for starts in known if starts is not None and keeps_rules(problem, starts)]
        first = max(kept, key=problem.value_of, default=None)
        try:
            chosen = choose_programme(problem, self.gap, self.time_limit, progress, self.solver, first, early=False)
        except Impossible as error:
            return Found(None, 0.0, 0.0, IMPOSSIBLE, self.speaker.told(problem, error.sentence))
        except PlanError:
            return Found(None, 0.0, float("inf"), UNKNOWN, self.speaker.told(problem, _nothing))
        if chosen.status == CANCELLED:
            raise Cancelled
        bound = chosen.value if chosen.status == OPTIMAL else max(chosen.bound, chosen.value)
        return Found(chosen.starts, chosen.value, bound, chosen.status, cut=chosen.ranking_cut)

    def entered(self, found: Found, before: Mapping[str, int] | None = None) -> tuple[str, ...]:
        """What is chosen now and was not, by value; `before` is the programme that is explained where it is None."""
        return self._by_value(set(found.starts or ()) - set(self.base.starts or () if before is None else before))

    def left(self, found: Found, before: Mapping[str, int] | None = None) -> tuple[str, ...]:
        """What was chosen and is not now, by value."""
        return self._by_value(set(self.base.starts or () if before is None else before) - set(found.starts or ()))

    def _by_value(self, keys: set[str]) -> tuple[str, ...]:
        by_id = self.problem.by_id
        return tuple(sorted(keys, key=lambda key: (-by_id[key].value, by_id[key].code)))


def resolver_of(
    problem: Problem,
    starts: Mapping[str, int],
    bound: float,
    gap: float,
    time_limit: float,
    solver: Solver,
    speaker: Speaker,
    progress: Progress,
) -> Resolver:
    """For the programme that is explained, or a better one where longer search finds one: differences from a programme
    that is not the best would tell of its gap and not of what was changed."""
    value = problem.value_of(starts)
    patient = Resolver(problem, Found(starts, value, bound, OPTIMAL), gap, PATIENCE * time_limit, solver, speaker)
    again = patient.solve(problem, progress, starts)
    better = again.starts is not None and again.value > value + SAME
    base = again if better else replace(patient.base, cut=again.cut, status=again.status)
    bound = max(min(bound, again.bound), base.value)
    return replace(patient, base=replace(base, bound=bound), time_limit=time_limit)


def _nothing(_problem: Problem) -> str:
    return tr("Nothing was found in the time given, and nothing was proven.")
