"""What each limit says, in plain words."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ...language import tr
from ...plan.schema import code_label
from ...wording import number, percent
from ..model import Limit
from ..problem import Problem
from ..rules import MONEY, Quota
from ..words import listed, million


def limit_words(problem: Problem, limit: Limit) -> str:
    """A limit as part of a sentence."""
    return _WORDS[limit.kind](problem, *limit.about)


def place_name(problem: Problem, kind: str, code: str) -> str:
    """An area, sector, group or settlement by name."""
    if kind == "area":
        return problem.area_name(code)
    if kind == "sector":
        return tr("sector «{name}»", name=code_label("sector", code))
    return tr("group «{name}»", name=code) if kind == "group" else code


def counted_words(problem: Problem, counted: str, amount: int) -> str:
    """Money, or so many people of a group."""
    if counted == MONEY:
        return million(amount, problem.currency)
    people = number(amount)
    if counted == "all":
        return tr("{number} people", number=people)
    return tr("{number} people of «{group}»", number=people, group=counted)


def all_words(counted: str) -> str:
    """All that a share is taken of."""
    if counted == MONEY:
        return tr("the money")
    return tr("the people") if counted == "all" else tr("the people of «{group}»", group=counted)


def fund_name(problem: Problem, code: str) -> str:
    return next((fund.name for fund in problem.funds if fund.code == code), code)


def _quota(problem: Problem, kind: str, code: str, counted: str) -> str:
    quotas = (
        quota for quota in problem.rules.quotas if (quota.kind, quota.code, quota.counted) == (kind, code, counted)
    )
    return "; ".join(words for quota in quotas for words in quota_words(problem, quota))


def quota_words(problem: Problem, quota: Quota) -> Iterator[str]:
    """Each of the limits that a quota sets."""
    place, whole = place_name(problem, quota.kind, quota.code), all_words(quota.counted)
    if quota.least:
        yield tr("at least {amount} for {area}", amount=counted_words(problem, quota.counted, quota.least), area=place)
    if quota.most is not None:
        yield tr("at most {amount} for {area}", amount=counted_words(problem, quota.counted, quota.most), area=place)
    if quota.least_share:
        yield tr(
            "at least {share} of {whole} for {area}", share=share_words(quota.least_share), whole=whole, area=place
        )
    if quota.most_share < 1:
        share = share_words(quota.most_share)
        yield tr("at most {share} of {whole} for {area}", share=share, whole=whole, area=place)


def share_words(share: float) -> str:
    """Per cent with as many decimals as it has, at most two."""
    decimals = len(f"{100 * share:.2f}".rstrip("0").split(".")[1])
    return percent(share, decimals)


def _count(problem: Problem, name: str) -> str:
    count = next(count for count in problem.rules.counts if count.name == name)
    if count.most is None:
        return tr("at least {number} of «{name}»", number=count.least, name=name)
    if not count.least:
        return tr("at most {number} of «{name}»", number=count.most, name=name)
    return tr("from {least} to {most} of «{name}»", least=count.least, most=count.most, name=name)


def _running(problem: Problem, _year: int) -> str:
    ceiling = million(problem.rules.running_ceiling or 0, problem.currency)
    return tr("what is completed may cost at most {amount} a year to run", amount=ceiling)


def _share(problem: Problem, code: str) -> str:
    fund = next(fund for fund in problem.funds if fund.code == code)
    facts = {"fund": fund.name, "least": share_words(fund.least), "most": share_words(fund.most)}
    if not fund.least and fund.most < 1:
        return tr("«{fund}» pays at most {most} of a measure", **facts)
    if fund.least and fund.most >= 1:
        return tr("«{fund}» pays at least {least} of each measure that it may pay for", **facts)
    if fund.least:
        return tr("«{fund}» pays from {least} to {most} of each measure that it may pay for", **facts)
    return tr("the shares of «{fund}» in single measures", **facts)


def _budget(problem: Problem, code: str, year: int) -> str:
    carry_over = problem.rules.carry_over
    given = [problem.money.get((code, y), 0) for y in problem.years if y == year or (carry_over and y < year)]
    facts = {"fund": fund_name(problem, code), "amount": million(sum(given), problem.currency), "year": year}
    if carry_over:
        return tr("«{fund}» has {amount} up to {year}", **facts)
    return tr("«{fund}» has {amount} in {year}", **facts)


def _requires(problem: Problem, measure: str, other: str) -> str:
    if not problem.starts.get(other):
        return tr(
            "{code} needs {other}, which cannot be in the programme",
            code=problem.name_of(measure),
            other=problem.name_of(other),
        )
    return tr("{code} only with {other} and after its end", code=problem.name_of(measure), other=problem.name_of(other))


def _after(problem: Problem, measure: str, other: str) -> str:
    return tr("{code} starts only after {other} has ended", code=problem.name_of(measure), other=problem.name_of(other))


def _not_before(problem: Problem, measure: str, other: str) -> str:
    names = {"code": problem.name_of(measure), "other": problem.name_of(other)}
    return tr("{code} only with {other} and not before it starts", **names)


def _same_start(problem: Problem, measure: str, other: str) -> str:
    return tr("{code} and {other} start in the same year", code=problem.name_of(measure), other=problem.name_of(other))


def _exclusive(problem: Problem, *measures: str) -> str:
    return tr("at most one of {codes}", codes=listed(problem.name_of(key) for key in measures))


def _must(problem: Problem, measure: str) -> str:
    return tr("must be done: {codes}", codes=problem.name_of(measure))


def _must_not(problem: Problem, measure: str) -> str:
    return tr("must not be done: {codes}", codes=problem.name_of(measure))


def _carry_over(_problem: Problem) -> str:
    return tr("money left in a year may not be used in the next")


_WORDS: dict[str, Callable[..., str]] = {
    "quota": _quota,
    "count": _count,
    "running": _running,
    "share": _share,
    "budget": _budget,
    "requires": _requires,
    "after": _after,
    "not_before": _not_before,
    "same_start": _same_start,
    "exclusive": _exclusive,
    "must": _must,
    "must_not": _must_not,
    "carry_over": _carry_over,
}
