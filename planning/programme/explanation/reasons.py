"""Why each measure is in the programme or not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ...language import LANGUAGES, language, tr
from ..candidate import Candidate
from ..draft import Draft
from ..problem import Problem
from ..result import OPTIMAL, Programme
from ..words import listed, million, years_span
from .changes import needed_changes
from .limit_words import limit_words, place_name


@dataclass(frozen=True)
class Reason:
    """A code of list "reason" and a sentence, made in the language that is current then."""

    code: str
    sentence: Callable[[], str]

    @property
    def columns(self) -> dict[str, str]:
        """The reason as columns of table "programme_item"."""
        sentences = {}
        for name in LANGUAGES:
            with language(name):
                sentences[f"reason_{name}"] = self.sentence()
        return {"reason_code": self.code, **sentences}


def reasons_of(programme: Programme) -> dict[str, Reason]:
    """The reason of every candidate, by id."""
    problem = programme.problem
    draft, musts = Draft(problem, programme.starts), Draft(problem)
    for candidate in problem.candidates:
        if candidate.must:
            musts.add(candidate.id)
    return {candidate.id: _reason(candidate, programme, draft, musts) for candidate in problem.candidates}


def _reason(candidate: Candidate, programme: Programme, draft: Draft, musts: Draft) -> Reason:
    if candidate.id in programme.starts:
        return _chosen(candidate, draft)
    if candidate.must_not:
        return Reason("must_not", lambda: tr("Excluded by the scenario."))
    problem = programme.problem
    return (
        _no_years(candidate, problem)
        or _needs_another(candidate, draft)
        or _rival(candidate, draft)
        or _unpayable(candidate, musts)
        or _worth_nothing(candidate)
        or _passes_limit(candidate, draft)
        or _breaks_floor(candidate, programme)
        or _outbid(candidate, programme)
    )


def _chosen(candidate: Candidate, draft: Draft) -> Reason:
    if candidate.must:
        return Reason("must", lambda: tr("Required by the scenario."))
    needing = sorted(draft.problem.by_id[key].code for key in draft.dependents(candidate.id) - {candidate.id})
    if needing:
        return Reason("chosen", lambda: tr("Part of the programme; needed by {codes}.", codes=", ".join(needing)))
    return Reason("chosen", lambda: tr("Part of the most valuable programme that was found for the money."))


def _no_years(candidate: Candidate, problem: Problem) -> Reason | None:
    if problem.starts[candidate.id]:
        return None
    facts = {"start": candidate.earliest, "duration": candidate.duration, "years": years_span(problem.years)}
    return Reason(
        "period",
        lambda: tr(
            "Takes {duration} years and starts in {start} at the earliest: does not fit the years {years}.", **facts
        ),
    )


def _needs_another(candidate: Candidate, draft: Draft) -> Reason | None:
    problem = draft.problem
    missing = [problem.name_of(key) for key in problem.links.requires[candidate.id] if key not in draft.starts]
    if missing:
        return Reason("dependency", lambda: tr("Needs {codes}, which is not chosen.", codes=listed(missing)))
    if any(draft.in_order(candidate, start) for start in problem.starts[candidate.id]):
        return None
    links, key = problem.links, candidate.id
    earlier = links.before[key] & draft.starts.keys()
    others = (links.later[key] | links.opens[key] | links.opened[key] | links.partners[key]) & draft.starts.keys()
    codes = [problem.name_of(other) for other in earlier | others]
    if others:
        return Reason("dependency", lambda: tr("No year is left that fits those of {codes}.", codes=listed(codes)))
    return Reason("dependency", lambda: tr("No years are left after the end of {codes}.", codes=listed(codes)))


def _rival(candidate: Candidate, draft: Draft) -> Reason | None:
    problem = draft.problem
    rivals = [problem.name_of(key) for key in problem.links.excludes[candidate.id] if key in draft.starts]
    return Reason("exclusion", lambda: tr("{codes} is chosen instead.", codes=listed(rivals))) if rivals else None


def _unpayable(candidate: Candidate, musts: Draft) -> Reason | None:
    """Whether the money would not do even if only what must be done stood beside it."""
    problem = musts.problem
    if any(musts.has_money(candidate, start) for start in problem.starts[candidate.id]):
        return None
    if not problem.payers[candidate.id]:
        return Reason("budget", lambda: tr("No fund may pay for its sector."))
    return Reason(
        "budget",
        lambda: tr(
            "Costs {cost}: more than the funds that may pay for it have in its years after what must be done.",
            cost=million(candidate.cost, problem.currency),
        ),
    )


def _worth_nothing(candidate: Candidate) -> Reason | None:
    if candidate.value > 0:
        return None
    if not candidate.scored:
        return Reason("value", lambda: tr("Its score is unknown, so that it counts as nothing."))
    return Reason("value", lambda: tr("Its score is zero: it adds nothing to the programme."))


def _passes_limit(candidate: Candidate, draft: Draft) -> Reason | None:
    """Whether there is time and money for it, so that only a ceiling or a number keeps it out."""
    problem = draft.problem
    open_starts = [s for s in problem.starts[candidate.id] if draft.in_order(candidate, s)]
    payable = [start for start in open_starts if draft.has_money(candidate, start)]
    if not payable or any(draft.within_limits(candidate, start) for start in payable):
        return None
    broken = needed_changes(problem, {**draft.starts, candidate.id: payable[0]}, ())
    limits = dict.fromkeys(change.limit for change in broken)
    return Reason(
        "limit",
        lambda: tr(
            "With it this would not hold: {limits}.", limits="; ".join(limit_words(problem, limit) for limit in limits)
        ),
    )


def _breaks_floor(candidate: Candidate, programme: Programme) -> Reason | None:
    """Whether it could be paid for beside all that is chosen, so that only a floor can keep it out."""
    problem = programme.problem
    if not problem.rules.quotas or _left(candidate, programme) < candidate.cost:
        return None
    together = Draft(problem)
    order = sorted(programme.starts, key=lambda key: (programme.starts[key], key))
    if not all(together.add(key) for key in (candidate.id, *order)):
        return None
    short = [
        quota
        for quota in problem.rules.quotas
        if not quota.holds(together.counted(quota.counted, quota.kind, quota.code), together.counted(quota.counted))
    ]
    if not short:
        return None
    return Reason(
        "floor",
        lambda: tr(
            "With it, less than the agreed share of the money would go to {areas}.",
            areas=listed(place_name(problem, quota.kind, quota.code) for quota in short),
        ),
    )


def _outbid(candidate: Candidate, programme: Programme) -> Reason:
    problem = programme.problem
    facts = {"cost": candidate.cost, "left": _left(candidate, programme)}

    def sentence() -> str:
        money = {name: million(amount, problem.currency) for name, amount in facts.items()}
        if programme.status == OPTIMAL:
            return tr(
                "Costs {cost}; {left} are left in the funds and years open to it. "
                "Making room for it would cost at least the value that it brings.",
                **money,
            )
        return tr(
            "Costs {cost}; {left} are left in the funds and years open to it. "
            "In the best programme found, others bring more for the money.",
            **money,
        )

    return Reason("value", sentence)


def _left(candidate: Candidate, programme: Programme) -> int:
    """Money left in the years of any of its possible starts, in the funds that may pay for it."""
    problem = programme.problem
    years = {year for start in problem.starts[candidate.id] for year in problem.costs(candidate, start)}
    if problem.rules.carry_over and years:
        years |= set(range(problem.first_year, max(years)))
    drawn = programme.by_fund_and_year()
    purses = [(fund, year) for fund in problem.payers[candidate.id] for year in years]
    return sum(problem.money.get(purse, 0) - drawn.get(purse, 0) for purse in purses)
