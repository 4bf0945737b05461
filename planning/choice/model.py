"""The choice as a mixed-integer linear programme.

Binary start variables x[candidate, year]; payments p[group, fund, year] for groups of candidates that the same funds
may pay for. Within a group any split of the payments over its measures is possible, so none is modelled.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from .problem import Candidate, Floor, Problem

MONEY_UNIT = 1000.0
Row = dict[int, float]


@dataclass(frozen=True)
class Limit:
    """A rule or budget that rows of the model stand for: its kind, and the candidates, fund, year or area it names."""

    kind: str
    names: tuple[str, ...]
    amount: float = 0.0


@dataclass
class Model:
    """Rows lower ≤ A z ≤ upper over columns z; `limit_of` gives each row's limit, -1 for the structure itself."""

    starts: list[tuple[str, int]]
    pay: list[tuple[frozenset[str], str, int]]
    values: NDArray[np.float64]
    rows: list[Row] = field(default_factory=list)
    lower: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)
    limit_of: list[int] = field(default_factory=list)
    limits: list[Limit] = field(default_factory=list)

    def add(self, row: Row, lower: float, upper: float, limit: int = -1) -> None:
        self.rows.append(row)
        self.lower.append(lower)
        self.upper.append(upper)
        self.limit_of.append(limit)

    def limit(self, kind: str, *names: str, amount: float = 0.0) -> int:
        self.limits.append(Limit(kind, names, amount))
        return len(self.limits) - 1

    def matrix(self) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.float64]]:
        """Row, column and value of each entry of A."""
        entries = [(i, j, v) for i, row in enumerate(self.rows) for j, v in row.items()]
        if not entries:
            return np.empty(0, np.intp), np.empty(0, np.intp), np.empty(0)
        i, j, v = zip(*entries)
        return np.array(i, np.intp), np.array(j, np.intp), np.array(v)


def build_model(problem: Problem) -> Model:
    """The model of a problem; money is counted in thousands so that its numbers stay near those of the values."""
    starts = [(c.id, year) for c in problem.candidates for year in problem.starts(c)]
    pay = [(funds, fund, year) for funds in _groups(problem) for fund in sorted(funds) for year in problem.years]
    value_of = {c.id: c.value for c in problem.candidates}
    values = np.array([value_of[c] for c, _ in starts] + [0.0] * len(pay))
    model = Model(starts, pay, values)
    column = {name: position for position, name in enumerate([*starts, *pay])}
    for candidate in problem.candidates:
        model.add({column[candidate.id, year]: 1.0 for year in problem.starts(candidate)}, 0, 1)
    _add_payments(model, problem, column)
    _add_budgets(model, problem, column)
    _add_links(model, problem, column)
    for floor in problem.rules.floors:
        _add_floor(model, problem, column, floor)
    return model


def _groups(problem: Problem) -> list[frozenset[str]]:
    return sorted({candidate.funds for candidate in problem.candidates}, key=sorted)


def _add_payments(model: Model, problem: Problem, column: Mapping) -> None:
    for funds in _groups(problem):
        for year in problem.years:
            due = dict(_due_in(problem, column, funds, year))
            paid = {column[funds, fund, year]: -1.0 for fund in funds}
            model.add({**due, **paid}, 0, 0)


def _due_in(problem: Problem, column: Mapping, funds: frozenset[str], year: int) -> Iterator[tuple[int, float]]:
    for candidate in (c for c in problem.candidates if c.funds == funds):
        for start in problem.starts(candidate):
            if start <= year < start + candidate.years:
                yield column[candidate.id, start], candidate.cost_in(year - start) / MONEY_UNIT


def _add_budgets(model: Model, problem: Problem, column: Mapping) -> None:
    for fund in problem.funds:
        row: Row = {}
        available = 0.0
        for year in problem.years:
            budget = problem.budget(fund, year)
            paid = {column[funds, fund, year]: 1.0 for funds in _groups(problem) if fund in funds}
            carried = problem.rules.carry_over
            row, available = ({**row, **paid}, available + budget) if carried else (paid, float(budget))
            limit = model.limit("budget", fund, str(year), amount=budget)
            model.add(dict(row), -np.inf, available / MONEY_UNIT, limit)


def _add_links(model: Model, problem: Problem, column: Mapping) -> None:
    by_id = {candidate.id: candidate for candidate in problem.candidates}
    for must in sorted(problem.rules.must):
        started = {column[must, year]: 1.0 for year in problem.starts(by_id[must])}
        model.add(started, 1, np.inf, model.limit("must", must))
    for group in problem.rules.exclusive:
        chosen = {column[i, year]: 1.0 for i in sorted(group) for year in problem.starts(by_id[i])}
        model.add(chosen, -np.inf, 1, model.limit("exclusive", *sorted(group)))
    for later, earlier in problem.rules.requires:
        limit = model.limit("requires", later, earlier)
        for row in _after(problem, column, by_id[later], by_id[earlier]):
            model.add(row, -np.inf, 0, limit)


def _after(problem: Problem, column: Mapping, later: Candidate, earlier: Candidate) -> Iterator[Row]:
    for year in problem.starts(later):
        started = {column[later.id, start]: 1.0 for start in problem.starts(later) if start <= year}
        ended = {column[earlier.id, s]: -1.0 for s in problem.starts(earlier) if s + earlier.years <= year}
        yield {**started, **ended}


def _add_floor(model: Model, problem: Problem, column: Mapping, floor: Floor) -> None:
    row = {
        column[c.id, start]: ((floor.area in c.areas) - floor.share) * c.cost / MONEY_UNIT
        for c in problem.candidates
        for start in problem.starts(c)
    }
    model.add(row, 0, np.inf, model.limit("floor", floor.area, amount=floor.share))
