from __future__ import annotations

from collections.abc import Callable, Mapping

from ..language import language, tr
from .clash import million
from .problem import Candidate, Problem
from .solve import Programme

Sentence = Callable[[], str]


def reason_of(key: str, programme: Programme, barred: Mapping[str, str]) -> dict[str, str]:
    """Why a measure is in the programme or not: reason_code, reason_uk and reason_en."""
    code, sentence = _reason(key, programme, barred)
    words = {"reason_code": code}
    for name in ("uk", "en"):
        with language(name):
            words["reason_" + name] = sentence()
    return words


def _reason(key: str, programme: Programme, barred: Mapping[str, str]) -> tuple[str, Sentence]:
    problem = programme.problem
    if key in barred:
        return barred[key], _barred_sentence(barred[key])
    if key in programme.plan.starts:
        if key in problem.rules.must:
            return "must", lambda: tr("Required by the scenario.")
        return "chosen", lambda: tr("Part of the most valuable programme that the money allows.")
    candidate = next(c for c in problem.candidates if c.id == key)
    return _left_out(candidate, programme)


def _barred_sentence(reason: str) -> Sentence:
    return {
        "no_cost": lambda: tr("Its cost is unknown, so it cannot be budgeted."),
        "period": lambda: tr("It is completed, cancelled or rejected."),
        "must_not": lambda: tr("Excluded by the scenario."),
    }[reason]


def _left_out(candidate: Candidate, programme: Programme) -> tuple[str, Sentence]:
    problem = programme.problem
    if not problem.starts(candidate):
        return "period", lambda: tr(
            "It starts in {start} at the earliest and takes {years} years: it does not end by {last}.",
            start=max(candidate.earliest, problem.first_year),
            years=candidate.years,
            last=problem.last_year,
        )
    return _linked(candidate, programme) or _too_dear(candidate, programme)


def _linked(candidate: Candidate, programme: Programme) -> tuple[str, Sentence] | None:
    """The rule between measures that keeps it out, None where there is none."""
    rules, starts = programme.problem.rules, programme.plan.starts
    names = {c.id: c.name for c in programme.problem.candidates}
    missing = [names[earlier] for later, earlier in rules.requires if later == candidate.id and earlier not in starts]
    if missing:
        return "dependency", lambda: tr("It needs «{measure}», which is not chosen.", measure=missing[0])
    rivals = [names[key] for group in rules.exclusive if candidate.id in group for key in group & set(starts)]
    if rivals:
        return "exclusion", lambda: tr("«{measure}» is chosen instead.", measure=min(rivals))
    return None


def _too_dear(candidate: Candidate, programme: Programme) -> tuple[str, Sentence]:
    left = _left_for(candidate, programme.problem, programme)
    if left < candidate.cost:
        return "budget", lambda: tr(
            "It costs {cost} million; the funds that may pay for it have {left} million left.",
            cost=million(candidate.cost),
            left=million(left),
        )
    return "value", lambda: tr(
        "It costs {cost} million. {left} million are left, but not in the years or with the rules it needs; "
        "the chosen measures are worth more for the money.",
        cost=million(candidate.cost),
        left=million(left),
    )


def _left_for(candidate: Candidate, problem: Problem, programme: Programme) -> int:
    years = range(
        problem.starts(candidate)[0] if not problem.rules.carry_over else problem.first_year, problem.last_year + 1
    )
    budget = sum(problem.budget(fund, year) for fund in candidate.funds for year in years)
    return budget - sum(programme.plan.spent(fund, year) for fund in candidate.funds for year in years)
