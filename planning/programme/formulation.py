"""From a problem to its model: a family of rows for each kind of rule."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from .columns import Columns, columns_of
from .model import INFINITY, Entries, Limit, Model, Row
from .problem import Problem
from .purses import Purses, purses_of
from .rules import MONEY, Quota


def build_model(problem: Problem) -> Model:
    """The model of a problem, with all payments and a limit for each of its rules."""
    return _model(problem, columns_of(problem))


def build_choice_model(problem: Problem) -> Model:
    """The model without payments: money is limited by `purses`, of which a solver asks as many as it needs.

    It has the same choices and the same relaxation as the model with payments, in far fewer columns; that one where
    funds and years are so many that their sets cannot be numbered.
    """
    purses = purses_of(problem)
    if purses is None:
        return build_model(problem)
    columns = columns_of(problem, payments=False)
    return _model(problem, columns, _purse_arrays(problem, columns, purses))


def unit_of(problem: Problem, counted: str = MONEY) -> float:
    """The unit in which rows count money, or people of a group."""
    if counted == MONEY:
        return 10.0 ** (len(str(max((c.cost for c in problem.candidates), default=1))) - 2)
    return max([1.0, *(c.people.get(counted, 0) / 10 for c in problem.candidates)])


def _model(problem: Problem, columns: Columns, purses: Mapping[str, NDArray] | None = None) -> Model:
    """The dearest measure costs some tens of the model's money unit; the greatest value is its one."""
    value_unit = max((candidate.value for candidate in problem.candidates), default=0.0) or 1.0
    objective = np.zeros(columns.total)
    for column, (key, start) in enumerate(columns.choices):
        objective[column] = -problem.worth(problem.by_id[key], start) / value_unit
    for pair, column in columns.bonus.items():
        objective[column] = -pair.bonus / value_unit
    return Model(
        columns.choices,
        tuple(_Rows(problem, columns, payments=purses is None)),
        objective,
        value_unit,
        purses or {},
        columns.together,
    )


def _purse_arrays(problem: Problem, columns: Columns, purses: Purses) -> dict[str, NDArray]:
    """What a solver needs to limit money: each column's terms, and its cost in each year (columns, years)."""
    terms = np.zeros(columns.total, dtype=np.int64)
    costs = np.zeros((columns.total, len(problem.years)))
    for (paid_on, year), need in columns.needs.items():
        for column, cost in need.items():
            terms[column] = purses.position[paid_on]
            costs[column, year - problem.first_year] = cost
    return {"terms": terms, "costs": costs, "share": purses.share, "sets": purses.sets, "amount": purses.amount}


class _Rows:
    def __init__(self, problem: Problem, columns: Columns, payments: bool) -> None:
        self.problem, self.columns, self.payments = problem, columns, payments
        self.unit = unit_of(problem)

    def __iter__(self) -> Iterator[Row]:
        """Limits that matter least to a reader come first: a clash is told by those that cannot be dropped."""
        yield from self._quotas()
        yield from self._counts()
        yield from self._exclusive()
        yield from self._same_start()
        yield from self._after()
        yield from self._not_before()
        yield from self._requires()
        yield from self._running()
        if self.payments:
            yield from self._shares()
            yield from self._budgets()
            yield from self._bills()
        yield from self._once()
        yield from self._pairs()

    def _quotas(self) -> Iterator[Row]:
        for quota in self.problem.rules.quotas:
            limit = Limit("quota", (quota.kind, quota.code, quota.counted))
            unit = unit_of(self.problem, quota.counted)
            most = INFINITY if quota.most is None else quota.most / unit
            if quota.least or quota.most is not None:
                yield Row(limit, self._counted(quota, unit), quota.least / unit if quota.least else -INFINITY, most)
            if quota.least_share:
                yield Row(limit, self._counted(quota, unit, quota.least_share), 0.0, INFINITY)
            if quota.most_share < 1:
                yield Row(limit, self._counted(quota, unit, quota.most_share), -INFINITY, 0.0)

    def _counted(self, quota: Quota, unit: float, share: float = 0.0) -> Entries:
        """What is counted inside a quota, less a share of all."""
        problem, entries = self.problem, {}
        inside = {candidate.id for candidate in problem.members(quota.kind, quota.code)}
        counting = problem.by_id if share else sorted(inside)
        for key, start, column in ((k, s, c) for k in counting for s, c in self.columns.of[k].items()):
            candidate = problem.by_id[key]
            money = quota.counted == MONEY
            amount = problem.spending(candidate, start) if money else candidate.people.get(quota.counted, 0)
            entries[column] = ((key in inside) - share) * amount / unit
        if quota.counted == MONEY:
            for (pair, start), column in self.columns.saving.items():
                saved = sum(problem.saved(pair, start).values())
                entries[column] = -((pair.first in inside) - share) * saved / unit
        return {column: entry for column, entry in entries.items() if entry}

    def _counts(self) -> Iterator[Row]:
        for count in self.problem.rules.counts:
            entries = self._any_of(count.members)
            most = INFINITY if count.most is None else float(count.most)
            yield Row(Limit("count", (count.name,)), entries, float(count.least) if count.least else -INFINITY, most)

    def _exclusive(self) -> Iterator[Row]:
        for group in self.problem.rules.exclusive:
            yield Row(Limit("exclusive", tuple(sorted(group))), self._any_of(group), -INFINITY, 1.0)

    def _any_of(self, keys: frozenset[str]) -> Entries:
        return {column: 1.0 for key in sorted(keys) for column in self.columns.chosen(key)}

    def _same_start(self) -> Iterator[Row]:
        """Not both: the one starts in a year, and the other in another."""
        of = self.columns.of
        for measure, other in self.problem.rules.same_start:
            for year, column in of[measure].items():
                elsewhere = {c: 1.0 for start, c in of[other].items() if start != year}
                yield Row(Limit("same_start", (measure, other)), {column: 1.0, **elsewhere}, -INFINITY, 1.0)

    def _after(self) -> Iterator[Row]:
        """Not both: the one has started by a year, and the other has not ended before it."""
        for measure, other in self.problem.rules.after:
            for year in self.columns.of[measure]:
                unended = {c: 1.0 for start, c in self.columns.of[other].items() if self._end(other, start) >= year}
                entries = {**self.columns.started(measure, year), **unended}
                yield Row(Limit("after", (measure, other)), entries, -INFINITY, 1.0)

    def _not_before(self) -> Iterator[Row]:
        """Started by a year only if the other has started by then."""
        for measure, other in self.problem.rules.not_before:
            for year in self.columns.of[measure]:
                started = {column: -1.0 for column in self.columns.started(other, year)}
                entries = {**self.columns.started(measure, year), **started}
                yield Row(Limit("not_before", (measure, other)), entries, -INFINITY, 0.0)

    def _requires(self) -> Iterator[Row]:
        """Started by a year only if the other has ended before it."""
        for measure, other in self.problem.rules.requires:
            for year in self.columns.of[measure]:
                ended = {c: -1.0 for start, c in self.columns.of[other].items() if self._end(other, start) < year}
                entries = {**self.columns.started(measure, year), **ended}
                yield Row(Limit("requires", (measure, other)), entries, -INFINITY, 0.0)

    def _running(self) -> Iterator[Row]:
        """What is completed stays so: the year after the last bears the costs of all."""
        ceiling = self.problem.rules.running_ceiling
        if ceiling is None:
            return
        last, by_id = self.problem.last_year, self.problem.by_id
        costs = {
            column: by_id[key].running_cost / self.unit
            for column, (key, start) in enumerate(self.columns.choices)
            if by_id[key].running_cost and by_id[key].end(start) <= last
        }
        yield Row(Limit("running", (last + 1,)), costs, -INFINITY, ceiling / self.unit)

    def _shares(self) -> Iterator[Row]:
        for (terms, year), need in self.columns.needs.items():
            for fund, least, most in terms:
                paid = {self.columns.payment[terms, fund, year]: 1.0}
                if least > 0:
                    due = {column: -least * cost / self.unit for column, cost in need.items()}
                    yield Row(Limit("share", (fund,)), {**due, **paid}, 0.0, INFINITY)
                if most < 1:
                    due = {column: -most * cost / self.unit for column, cost in need.items()}
                    yield Row(Limit("share", (fund,)), {**due, **paid}, -INFINITY, 0.0)

    def _budgets(self) -> Iterator[Row]:
        carry_over = self.problem.rules.carry_over
        for year in reversed(self.problem.years):
            for fund in self.problem.funds:
                usable = [given for given in self.problem.years if given == year or (carry_over and given < year)]
                amount = sum(self.problem.money.get((fund.code, given), 0) for given in usable)
                payments = self.columns.payment.items()
                paid = [c for (_, payer, when), c in payments if payer == fund.code and when in usable]
                yield Row(Limit("budget", (fund.code, year)), dict.fromkeys(paid, 1.0), -INFINITY, amount / self.unit)

    def _once(self) -> Iterator[Row]:
        for candidate in self.problem.candidates:
            entries = self.columns.chosen(candidate.id)
            yield Row(None, entries, -INFINITY, 1.0)
            if candidate.must:
                yield Row(Limit("must", (candidate.id,)), entries, 1.0, INFINITY)

    def _bills(self) -> Iterator[Row]:
        """What is paid is at least what it costs. As an equation it crashes the presolve of scipy 1.10 now and then."""
        for (terms, year), need in self.columns.needs.items():
            entries = {column: cost / self.unit for column, cost in need.items()}
            paid = {self.columns.payment[terms, fund, year]: -1.0 for fund, _, _ in terms}
            yield Row(None, {**entries, **paid}, -INFINITY, 0.0)

    def _pairs(self) -> Iterator[Row]:
        """A pair's column is 1 where both of its measures are there, and 0 elsewhere."""
        for column, (one, other) in self.columns.together.items():
            for part in (one, other):
                yield Row(None, {column: 1.0, **dict.fromkeys(part, -1.0)}, -INFINITY, 0.0)
            yield Row(None, {column: 1.0, **dict.fromkeys(one | other, -1.0)}, -1.0, INFINITY)

    def _end(self, key: str, start: int) -> int:
        return self.problem.by_id[key].end(start)
