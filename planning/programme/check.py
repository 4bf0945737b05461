"""Whether a finished programme keeps every rule: whole-number arithmetic that knows nothing of how it was made."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from ..language import tr
from .payments import Payment
from .problem import Problem


def broken_rules(problem: Problem, starts: Mapping[str, int], payments: Sequence[Payment]) -> list[str]:
    """A sentence for each rule that the programme breaks; none where it can be carried out as it stands."""
    return [
        *_choice(problem, starts),
        *_years(problem, starts),
        *_order(problem, starts),
        *_bills(problem, starts, payments),
        *_purses(problem, payments),
        *_floors(problem, payments),
    ]


def _choice(problem: Problem, starts: Mapping[str, int]) -> Iterator[str]:
    for candidate in problem.candidates:
        if candidate.must and candidate.id not in starts:
            yield tr("{code} must be in the programme and is not.", code=candidate.code)
        if candidate.must_not and candidate.id in starts:
            yield tr("{code} must not be in the programme and is.", code=candidate.code)
    for group in problem.rules.exclusive:
        together = sorted(problem.by_id[key].code for key in group if key in starts)
        if len(together) > 1:
            yield tr("Only one of {codes} may be chosen.", codes=", ".join(together))


def _years(problem: Problem, starts: Mapping[str, int]) -> Iterator[str]:
    for key, start in starts.items():
        candidate = problem.by_id[key]
        end = start + len(candidate.profile) - 1
        inside = problem.first_year <= start and end <= problem.last_year
        if not candidate.earliest <= start <= (candidate.earliest if candidate.running else candidate.latest):
            yield tr("{code} cannot start in {year}.", code=candidate.code, year=start)
        elif not inside and not candidate.running:
            yield tr("{code} does not fit the years of the programme.", code=candidate.code)


def _order(problem: Problem, starts: Mapping[str, int]) -> Iterator[str]:
    for measure, needed in problem.rules.requires:
        if measure in starts and needed not in starts:
            yield tr(
                "{code} needs {other}, which is not chosen.",
                code=problem.name_of(measure),
                other=problem.name_of(needed),
            )
    for measure, needed in (*problem.rules.requires, *problem.rules.after):
        if measure in starts and needed in starts:
            ended = starts[needed] + len(problem.by_id[needed].profile) - 1
            if starts[measure] <= ended:
                yield tr(
                    "{code} starts before {other} has ended.",
                    code=problem.name_of(measure),
                    other=problem.name_of(needed),
                )


def _bills(problem: Problem, starts: Mapping[str, int], payments: Sequence[Payment]) -> Iterator[str]:
    paid: dict[tuple[str, int], int] = defaultdict(int)
    for payment in payments:
        paid[payment.id, payment.year] += payment.amount
    due = {
        (key, start + offset): cost
        for key, start in starts.items()
        for offset, cost in enumerate(problem.by_id[key].profile)
        if cost and problem.first_year <= start + offset <= problem.last_year
    }
    for key, year in sorted(set(paid) | set(due)):
        if paid.get((key, year), 0) != due.get((key, year), 0):
            yield tr("{code} is not paid as it costs in {year}.", code=problem.name_of(key), year=year)


def _purses(problem: Problem, payments: Sequence[Payment]) -> Iterator[str]:
    funds = {fund.code: fund for fund in problem.funds}
    for payment in payments:
        fund, candidate = funds[payment.fund], problem.by_id[payment.id]
        if payment.amount < 0 or not (fund.sectors is None or candidate.sector in fund.sectors):
            yield tr("{fund} does not pay for {code}.", fund=fund.name, code=candidate.code)
    for fund in problem.funds:
        left = 0
        for year in range(problem.first_year, problem.last_year + 1):
            given = sum(b.amount for b in problem.budgets if b.fund == fund.code and b.year == year)
            spent = sum(p.amount for p in payments if p.fund == fund.code and p.year == year)
            left = given - spent + (left if problem.rules.carry_over else 0)
            if left < 0:
                yield tr("{fund} does not have what is spent in {year}.", fund=fund.name, year=year)


def _floors(problem: Problem, payments: Sequence[Payment]) -> Iterator[str]:
    total = sum(payment.amount for payment in payments)
    for floor in problem.rules.floors:
        in_area = sum(p.amount for p in payments if floor.area in problem.by_id[p.id].areas)
        if in_area < floor.amount or in_area * 10**9 < round(floor.share * 10**9) * total:
            yield tr("{area} gets less than its share of the money.", area=problem.area_name(floor.area))
