"""The choice as a mixed-integer linear programme in the form that `scipy.optimize.milp` takes.

A binary column x[i, t] starts measure i in year t. A continuous column q[g, f, y] is what fund f pays in year y for
group g, the measures that the same funds may pay for. Funds tell groups apart, not measures, so how the payments of a
group are split among its measures is arithmetic that comes later (`payments.py`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from .problem import Payers, Problem

if TYPE_CHECKING:
    from numpy.typing import NDArray

INFINITY = float("inf")
Entries = Mapping[int, float]


@dataclass(frozen=True)
class Limit:
    """A rule that rows of the model stand for, so that a clash can be named: its kind and what it speaks of.

    must (measure), budget (fund, year), floor (area), requires and after (measure, other), exclusive (measures).
    """

    kind: str
    about: tuple


@dataclass(frozen=True)
class Row:
    """lower ≤ the sum of entries × columns ≤ upper; without a limit it is how the model works."""

    limit: Limit | None
    entries: Entries
    lower: float
    upper: float


@dataclass(frozen=True)
class Model:
    """choices are the (measure, start year) of the first columns; the objective (n,) is minimised, in `value_unit`."""

    choices: tuple[tuple[str, int], ...]
    rows: tuple[Row, ...]
    objective: NDArray[np.float64]
    value_unit: float

    @property
    def limits(self) -> tuple[Limit, ...]:
        """Every limit once, in the order of the rows."""
        return tuple(dict.fromkeys(row.limit for row in self.rows if row.limit))

    @property
    def arrays(self) -> dict[str, NDArray]:
        """What a solver needs: m rows over n columns, the matrix as (row, column, entry), and the limit of each row."""
        entries = [
            (row, column, entry) for row, found in enumerate(self.rows) for column, entry in found.entries.items()
        ]
        position = {limit: number for number, limit in enumerate(self.limits)}
        return {
            "objective": self.objective,
            "binary": np.arange(len(self.objective)) < len(self.choices),
            "row": np.array([row for row, _, _ in entries], dtype=np.int32),
            "column": np.array([column for _, column, _ in entries], dtype=np.int32),
            "entry": np.array([entry for _, _, entry in entries], dtype=float),
            "lower": np.array([row.lower for row in self.rows], dtype=float),
            "upper": np.array([row.upper for row in self.rows], dtype=float),
            "limit": np.array([position[row.limit] if row.limit else -1 for row in self.rows], dtype=np.int32),
        }

    def starts(self, solution: NDArray[np.float64]) -> dict[str, int]:
        """Start years of the chosen measures."""
        return {key: start for (key, start), chosen in zip(self.choices, solution) if chosen > 0.5}

    def without(self, starts: Mapping[str, int]) -> Model:
        """The same model with exactly this choice forbidden."""
        entries = {
            column: 1.0 if starts.get(key) == start else -1.0 for column, (key, start) in enumerate(self.choices)
        }
        return replace(self, rows=(*self.rows, Row(None, entries, -INFINITY, len(starts) - 1.0)))


def build_model(problem: Problem) -> Model:
    """The model of a problem. The dearest measure costs some tens of its money unit; the greatest value is its one."""
    builder = _Builder(problem)
    value_unit = max((candidate.value for candidate in problem.candidates), default=0.0) or 1.0
    objective = np.zeros(builder.columns)
    for column, (key, _) in enumerate(builder.choices):
        objective[column] = -problem.by_id[key].value / value_unit
    return Model(builder.choices, tuple(builder.rows()), objective, value_unit)


class _Builder:
    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.choices = tuple((c.id, start) for c in problem.candidates for start in problem.starts[c.id])
        self.of: dict[str, dict[int, int]] = defaultdict(dict)
        for column, (key, start) in enumerate(self.choices):
            self.of[key][start] = column
        self.needs = self._needs()
        payments = [(payers, fund, year) for payers, year in self.needs for fund in sorted(payers)]
        self.payment = {key: len(self.choices) + position for position, key in enumerate(payments)}
        self.columns = len(self.choices) + len(payments)
        self.unit = 10.0 ** (len(str(max((c.cost for c in problem.candidates), default=1))) - 2)

    def rows(self) -> Iterator[Row]:
        """Limits that matter least to a reader come first: a clash is told by those that cannot be dropped."""
        yield from self._floors()
        yield from self._exclusive()
        yield from self._after()
        yield from self._requires()
        yield from self._budgets()
        yield from self._once()
        yield from self._bills()

    def _needs(self) -> dict[tuple[Payers, int], dict[int, int]]:
        """(payers, year) → column → cost in that year."""
        needs: dict[tuple[Payers, int], dict[int, int]] = defaultdict(dict)
        for column, (key, start) in enumerate(self.choices):
            for year, cost in self.problem.costs(self.problem.by_id[key], start).items():
                needs[self.problem.payers[key], year][column] = cost
        return needs

    def _floors(self) -> Iterator[Row]:
        for floor in self.problem.rules.floors:
            limit = Limit("floor", (floor.area,))
            if floor.amount:
                yield Row(limit, self._spending(floor.area), floor.amount / self.unit, INFINITY)
            if floor.share:
                yield Row(limit, self._spending(floor.area, floor.share), 0.0, INFINITY)

    def _spending(self, area: str, share: float = 0.0) -> Entries:
        """Money for an area, less a share of all money."""
        spending = {}
        for column, (key, start) in enumerate(self.choices):
            candidate = self.problem.by_id[key]
            weight = (area in candidate.areas) - share
            spending[column] = weight * self.problem.spending(candidate, start) / self.unit
        return spending

    def _exclusive(self) -> Iterator[Row]:
        for group in self.problem.rules.exclusive:
            entries = {column: 1.0 for key in sorted(group) for column in self.of[key].values()}
            yield Row(Limit("exclusive", tuple(sorted(group))), entries, -INFINITY, 1.0)

    def _after(self) -> Iterator[Row]:
        """Not both: the one has started by a year, and the other has not ended before it."""
        for measure, other in self.problem.rules.after:
            for year in self.of[measure]:
                unended = {column: 1.0 for start, column in self.of[other].items() if self._end(other, start) >= year}
                entries = {**self._started(measure, year), **unended}
                yield Row(Limit("after", (measure, other)), entries, -INFINITY, 1.0)

    def _requires(self) -> Iterator[Row]:
        """Started by a year only if the other has ended before it."""
        for measure, other in self.problem.rules.requires:
            for year in self.of[measure]:
                ended = {column: -1.0 for start, column in self.of[other].items() if self._end(other, start) < year}
                entries = {**self._started(measure, year), **ended}
                yield Row(Limit("requires", (measure, other)), entries, -INFINITY, 0.0)

    def _budgets(self) -> Iterator[Row]:
        carry_over = self.problem.rules.carry_over
        for year in reversed(self.problem.years):
            for fund in self.problem.funds:
                usable = [given for given in self.problem.years if given == year or (carry_over and given < year)]
                amount = sum(self.problem.money.get((fund.code, given), 0) for given in usable)
                paid = [c for (_, payer, when), c in self.payment.items() if payer == fund.code and when in usable]
                yield Row(Limit("budget", (fund.code, year)), dict.fromkeys(paid, 1.0), -INFINITY, amount / self.unit)

    def _once(self) -> Iterator[Row]:
        for candidate in self.problem.candidates:
            entries = dict.fromkeys(self.of[candidate.id].values(), 1.0)
            yield Row(None, entries, -INFINITY, 1.0)
            if candidate.must:
                yield Row(Limit("must", (candidate.id,)), entries, 1.0, INFINITY)

    def _bills(self) -> Iterator[Row]:
        """What is paid is at least what it costs. As an equation it crashes the presolve of scipy 1.10 now and then."""
        for (payers, year), costs in self.needs.items():
            entries = {column: cost / self.unit for column, cost in costs.items()}
            paid = {self.payment[payers, fund, year]: -1.0 for fund in payers}
            yield Row(None, {**entries, **paid}, -INFINITY, 0.0)

    def _started(self, key: str, year: int) -> Entries:
        return {column: 1.0 for start, column in self.of[key].items() if start <= year}

    def _end(self, key: str, start: int) -> int:
        return self.problem.by_id[key].end(start)
