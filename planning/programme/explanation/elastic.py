"""A model whose limits may be passed, each in a column of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np

from ..model import INFINITY, Limit, Model, Row
from ..problem import Problem

LOGICAL = ("must", "requires", "after", "not_before", "same_start", "exclusive")


@dataclass(frozen=True)
class Slack:
    """The column that tells how far a limit is passed: for a budget, what its fund is given more in its year."""

    limit: Limit
    column: int


class Elastic:
    """A model with slack for the limits that are `soft`; its objective is 0 until slack is priced."""

    def __init__(self, model: Model, problem: Problem, soft: Callable[[Limit], bool]) -> None:
        self.slacks: list[Slack] = []
        self._size = len(model.objective)
        self._shared: dict[Limit, int] = {}
        self._problem, self._valued = problem, model
        if soft(Limit("budget", ())):
            self._purses = {limit.about: self._column(limit) for limit in model.limits if limit.kind == "budget"}
        else:
            self._purses = {}
        rows = tuple(row for found in model.rows for row in self._rows(found, soft))
        self.model = replace(model, rows=rows, objective=np.zeros(self._size))

    def price(self, column: int, price: float) -> None:
        self.model.objective[column] = price

    def ask_for(self, worth: float) -> None:
        """Only choices worth so much, to the solver's tolerance."""
        entries = {column: -value for column, value in enumerate(self._valued.objective) if value}
        self._add(Row(None, entries, worth / self._valued.value_unit, INFINITY))

    def value(self) -> None:
        """The most valuable choice is looked for, as in the model."""
        self.model.objective[: len(self._valued.objective)] = self._valued.objective

    def begin(self, starts: Mapping[str, int]) -> None:
        """The search begins from a choice; its payments are left open, since only its value counts."""
        start = np.zeros(len(self.model.objective))
        chosen = {column for column, (key, year) in enumerate(self.model.choices) if starts.get(key) == year}
        start[sorted(chosen)] = 1.0
        for column, (one, other) in self.model.together.items():
            start[column] = float(bool(chosen & one and chosen & other))
        self.model = replace(self.model, start=start)

    def give_at_most(self, amount: float, funds: frozenset[str]) -> None:
        """Together, in the rows' unit of money, to these funds only."""
        given = {column: 1.0 for (fund, _), column in self._purses.items() if fund in funds}
        others = {column: 1.0 for (fund, _), column in self._purses.items() if fund not in funds}
        self._add(Row(None, given, -INFINITY, amount))
        self._add(Row(None, others, -INFINITY, 0.0))

    def _add(self, row: Row) -> None:
        self.model = replace(self.model, rows=(*self.model.rows, row))

    def _rows(self, row: Row, soft: Callable[[Limit], bool]) -> Iterator[Row]:
        if row.limit is None or not soft(row.limit):
            yield row
        elif row.limit.kind == "budget":
            given = {self._purses[row.limit.about[0], year]: -1.0 for year in self._years(row.limit.about[1])}
            yield replace(row, entries={**row.entries, **given})
        else:
            for sign, bound in ((1.0, row.lower), (-1.0, row.upper)):
                if abs(bound) < INFINITY:
                    lower, upper = (bound, INFINITY) if sign > 0 else (-INFINITY, bound)
                    yield Row(row.limit, {**row.entries, self._slack(row.limit): sign}, lower, upper)

    def _years(self, year: int) -> list[int]:
        """The years whose money may be spent in a year."""
        carry_over = self._problem.rules.carry_over
        return [given for given in self._problem.years if given == year or (carry_over and given < year)]

    def _slack(self, limit: Limit) -> int:
        """A rule has one column: where measures are whole it is 1 or 0, dropped or kept."""
        if limit.kind in LOGICAL:
            if limit not in self._shared:
                self._shared[limit] = self._column(limit)
            return self._shared[limit]
        return self._column(limit)

    def _column(self, limit: Limit) -> int:
        self._size += 1
        self.slacks.append(Slack(limit, self._size - 1))
        return self._size - 1
