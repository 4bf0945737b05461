"""Why no programme is possible, in plain words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ...language import tr
from ..candidate import Candidate
from ..model import Limit
from ..problem import Problem
from ..rules import Quota
from ..words import listed, million, years_span


def clash_sentence(problem: Problem, clash: Sequence[Limit]) -> str:
    """What cannot hold together, with what to do. Without any one of the named limits the others can all be kept."""
    found = _lone_measure(problem, clash) or _too_little_money(problem, clash)
    return found or tr(
        "No programme is possible: these limits cannot hold together: {limits}. Loosen at least one of them.",
        limits="; ".join(_all_words(problem, clash)),
    )


def _lone_measure(problem: Problem, clash: Sequence[Limit]) -> str:
    """A measure that must be done and that fits no year at all."""
    if [limit.kind for limit in clash] != ["must"]:
        return ""
    candidate = _measures(problem, clash)[0]
    if problem.starts[candidate.id]:
        return _no_payer(candidate)
    return tr(
        "{code} must be done, but does not fit the years {years}: it takes {duration} years "
        "and starts in {start} at the earliest. Lengthen the programme, or take it off the list.",
        code=candidate.code,
        years=years_span(problem.years),
        duration=candidate.duration,
        start=candidate.earliest,
    )


def _no_payer(candidate: Candidate) -> str:
    return tr(
        "{code} must be done, but no fund may pay for it. Let a fund pay for its sector, or take it off the list.",
        code=candidate.code,
    )


def _too_little_money(problem: Problem, clash: Sequence[Limit]) -> str:
    """Measures that must be done against the budgets of one or several years; empty where sums alone do not tell."""
    if {limit.kind for limit in clash} != {"must", "budget"}:
        return ""
    measures, years = _measures(problem, clash), _budget_years(problem, clash)
    funds = {limit.about[0] for limit in clash if limit.kind == "budget"}
    need = sum(_least_cost(problem, candidate, years) for candidate in measures)
    amount = sum(problem.money.get((fund, year), 0) for fund in funds for year in years)
    if need <= amount:
        return ""
    facts = {
        "codes": listed(candidate.code for candidate in measures),
        "need": million(need, problem.currency),
        "years": years_span(years),
        "amount": million(amount, problem.currency),
        "funds": ", ".join(f"«{fund.name}»" for fund in problem.funds if fund.code in funds),
    }
    if len(years) == 1:
        return tr(
            "Measures that must be done ({codes}) need {need} in {years}, and the funds that may pay for them "
            "({funds}) have {amount} in that year. Add money, choose other years, or take a measure off the list.",
            **facts,
        )
    return tr(
        "Measures that must be done ({codes}) need {need} in the years {years}, and the funds that may pay for them "
        "({funds}) have {amount} in these years. Add money, or take a measure off the list.",
        **facts,
    )


def _least_cost(problem: Problem, candidate: Candidate, years: Iterable[int]) -> int:
    wanted = set(years)
    return min(
        sum(cost for year, cost in problem.costs(candidate, start).items() if year in wanted)
        for start in problem.starts[candidate.id]
    )


def _budget_years(problem: Problem, clash: Sequence[Limit]) -> list[int]:
    """The years whose money is short; with carry-over also those before, whose money is spent too."""
    years = {limit.about[1] for limit in clash if limit.kind == "budget"}
    if problem.rules.carry_over:
        years |= {year for year in problem.years if year < max(years)}
    return sorted(years)


def _measures(problem: Problem, clash: Sequence[Limit]) -> list[Candidate]:
    return [problem.by_id[limit.about[0]] for limit in clash if limit.kind == "must"]


def _all_words(problem: Problem, clash: Sequence[Limit]) -> Iterator[str]:
    measures = _measures(problem, clash)
    if measures:
        yield tr("must be done: {codes}", codes=listed(candidate.code for candidate in measures))
    for limit in clash:
        if limit.kind not in ("must", "budget"):
            yield _rule_words(problem, limit)
    for limit in reversed(clash):
        if limit.kind == "budget":
            yield _budget_words(problem, *limit.about)


def _budget_words(problem: Problem, code: str, year: int) -> str:
    fund = next(fund for fund in problem.funds if fund.code == code)
    carry_over = problem.rules.carry_over
    given = [problem.money.get((code, y), 0) for y in problem.years if y == year or (carry_over and y < year)]
    facts = {"fund": fund.name, "amount": million(sum(given), problem.currency), "year": year}
    if carry_over:
        return tr("«{fund}» has {amount} up to {year}", **facts)
    return tr("«{fund}» has {amount} in {year}", **facts)


def _rule_words(problem: Problem, limit: Limit) -> str:
    if limit.kind == "quota":
        return _floor_words(problem, limit.about)
    if limit.kind in ("count", "running", "share"):
        return f"{limit.kind} {limit.about[0]}"
    codes = [problem.name_of(key) for key in limit.about]
    if limit.kind == "exclusive":
        return tr("at most one of {codes}", codes=listed(codes))
    if limit.kind == "requires" and not problem.starts.get(limit.about[1]):
        return tr("{code} needs {other}, which cannot be in the programme", code=codes[0], other=codes[1])
    return tr("{code} starts only after {other} has ended", code=codes[0], other=codes[1])


def _floor_words(problem: Problem, about: tuple) -> str:
    floors = [quota for quota in problem.rules.quotas if (quota.kind, quota.code, quota.counted) == about]
    return "; ".join(_one_floor(problem, floor) for floor in floors)


def _one_floor(problem: Problem, floor: Quota) -> str:
    name = problem.area_name(floor.code)
    if floor.least:
        return tr("at least {amount} for {area}", amount=million(floor.least, problem.currency), area=name)
    return tr("at least {percent}% of the money for {area}", percent=f"{100 * floor.least_share:g}", area=name)
