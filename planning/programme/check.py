"""Whether a finished programme keeps every rule: whole-number arithmetic that knows nothing of how it was made."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from ..language import tr
from .candidate import Candidate
from .payments import Payment
from .problem import Problem
from .rules import MONEY

UNITS_OF_ROUNDING = 2


def broken_rules(problem: Problem, starts: Mapping[str, int], payments: Sequence[Payment]) -> list[str]:
    """A sentence for each rule that the programme breaks; none where it can be carried out as it stands."""
    return [
        *_choice(problem, starts),
        *_years(problem, starts),
        *_order(problem, starts),
        *_starts(problem, starts),
        *_bills(problem, starts, payments),
        *_purses(problem, payments),
        *_shares(problem, starts, payments),
        *_quotas(problem, starts, payments),
        *_running_costs(problem, starts),
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
    for count in problem.rules.counts:
        chosen = sum(1 for key in count.members if key in starts)
        if chosen < count.least or (count.most is not None and chosen > count.most):
            yield tr("{number} of «{name}» are chosen, which the rules do not allow.", number=chosen, name=count.name)


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
    rules, name = problem.rules, problem.name_of
    for measure, needed in (*rules.requires, *rules.not_before):
        if measure in starts and needed not in starts:
            yield tr("{code} needs {other}, which is not chosen.", code=name(measure), other=name(needed))
    for measure, other in _together(starts, rules.requires + rules.after):
        if starts[measure] <= starts[other] + len(problem.by_id[other].profile) - 1:
            yield tr("{code} starts before {other} has ended.", code=name(measure), other=name(other))


def _starts(problem: Problem, starts: Mapping[str, int]) -> Iterator[str]:
    rules, name = problem.rules, problem.name_of
    for measure, other in _together(starts, rules.not_before):
        if starts[measure] < starts[other]:
            yield tr("{code} starts before {other} does.", code=name(measure), other=name(other))
    for measure, other in _together(starts, rules.same_start):
        if starts[measure] != starts[other]:
            yield tr("{code} and {other} do not start in the same year.", code=name(measure), other=name(other))


def _together(starts: Mapping[str, int], links: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    return ((measure, other) for measure, other in links if measure in starts and other in starts)


def _bills(problem: Problem, starts: Mapping[str, int], payments: Sequence[Payment]) -> Iterator[str]:
    paid: dict[tuple[str, int], int] = defaultdict(int)
    for payment in payments:
        paid[payment.id, payment.year] += payment.amount
    due = _due(problem, starts)
    for key, year in sorted(set(paid) | set(due)):
        if paid.get((key, year), 0) != due.get((key, year), 0):
            yield tr("{code} is not paid as it costs in {year}.", code=problem.name_of(key), year=year)


def _due(problem: Problem, starts: Mapping[str, int]) -> dict[tuple[str, int], int]:
    """What each chosen measure costs in each year of the programme, at its prices, less what pairs save."""
    due: dict[tuple[str, int], int] = {}
    for key, start in starts.items():
        free = list(problem.by_id[key].profile)
        for pair in problem.rules.pairs:
            if pair.first != key or pair.second not in problem.by_id:
                continue
            saving, met = pair.saving, starts.get(pair.second) == start
            for offset in range(len(free)):
                part = min(free[offset], saving)
                free[offset] -= part
                saving -= part
                if met:
                    level = problem.index.get(start + offset, 1.0)
                    due[key, start + offset] = due.get((key, start + offset), 0) - int(part * level)
        for offset, cost in enumerate(problem.by_id[key].profile):
            level = problem.index.get(start + offset, 1.0)
            due[key, start + offset] = due.get((key, start + offset), 0) + int(cost * level + 0.5)
    return {(k, y): cost for (k, y), cost in due.items() if cost and problem.first_year <= y <= problem.last_year}


def _purses(problem: Problem, payments: Sequence[Payment]) -> Iterator[str]:
    funds = {fund.code: fund for fund in problem.funds}
    for payment in payments:
        if payment.amount < 0 or not funds[payment.fund].pays(problem.by_id[payment.id]):
            name, code = funds[payment.fund].name, problem.by_id[payment.id].code
            yield tr("{fund} does not pay for {code}.", fund=name, code=code)
    for fund in problem.funds:
        left = 0
        for year in range(problem.first_year, problem.last_year + 1):
            given = sum(b.amount for b in problem.budgets if b.fund == fund.code and b.year == year)
            spent = sum(p.amount for p in payments if p.fund == fund.code and p.year == year)
            left = given - spent + (left if problem.rules.carry_over else 0)
            if left < 0:
                yield tr("{fund} does not have what is spent in {year}.", fund=fund.name, year=year)


def _shares(problem: Problem, starts: Mapping[str, int], payments: Sequence[Payment]) -> Iterator[str]:
    paid = {(p.id, p.fund, p.year): p.amount for p in payments}
    for (key, year), cost in _due(problem, starts).items():
        candidate = problem.by_id[key]
        for fund in problem.funds:
            if fund.pays(candidate):
                least, most = fund.share_of(candidate)
                amount = paid.get((key, fund.code, year), 0)
                if not least * cost - UNITS_OF_ROUNDING <= amount <= most * cost + UNITS_OF_ROUNDING:
                    yield tr(
                        "{fund} does not pay its share of {code} in {year}.",
                        fund=fund.name,
                        code=candidate.code,
                        year=year,
                    )


def _quotas(problem: Problem, starts: Mapping[str, int], payments: Sequence[Payment]) -> Iterator[str]:
    for quota in problem.rules.quotas:
        if quota.counted == MONEY:
            amounts = [(problem.by_id[payment.id], payment.amount) for payment in payments]
        else:
            amounts = [(problem.by_id[key], problem.by_id[key].people.get(quota.counted, 0)) for key in starts]
        inside = sum(amount for candidate, amount in amounts if _inside(candidate, quota.kind, quota.code))
        if not quota.holds(inside, sum(amount for _, amount in amounts)):
            yield tr("{area} does not get what the rules give it.", area=problem.area_name(quota.code))


def _inside(candidate: Candidate, kind: str, code: str) -> bool:
    sets = {"area": candidate.areas, "group": candidate.groups}
    return code in sets.get(kind, {candidate.sector if kind == "sector" else candidate.settlement})


def _running_costs(problem: Problem, starts: Mapping[str, int]) -> Iterator[str]:
    ceiling = problem.rules.running_ceiling
    for year in range(problem.first_year, problem.last_year + 2):
        ended = [problem.by_id[k] for k, start in starts.items() if start + len(problem.by_id[k].profile) - 1 < year]
        if ceiling is not None and sum(candidate.running_cost for candidate in ended) > ceiling:
            yield tr("What is completed costs more a year than the rules allow in {year}.", year=year)
