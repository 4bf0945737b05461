"""Why no programme is possible, in plain words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ...language import tr
from ..candidate import Candidate
from ..model import Limit
from ..problem import Problem
from ..words import listed, million, years_span
from .limit_words import limit_words


def clash_sentence(problem: Problem, clash: Sequence[Limit]) -> str:
    """What cannot hold together, with what to do. Without any one of the named limits the others can all be kept."""
    if not clash:
        return tr("No programme is possible. Which limits clash was not found in the time given.")
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
            yield limit_words(problem, limit)
    for limit in reversed(clash):
        if limit.kind == "budget":
            yield limit_words(problem, limit)
