"""Changes in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby

from ...language import tr
from ...wording import number
from ..problem import Problem
from ..words import million, million_number
from .changes import KEPT, Change
from .limit_words import all_words, counted_words, fund_name, limit_words, place_name, share_words
from .repair import Repair


def repair_sentence(problem: Problem, repair: Repair | None) -> str:
    """What would make a programme possible; empty where nothing was found."""
    if repair is None or not repair.changes:
        return ""
    changes = changes_words(problem, repair.changes)
    if repair.least:
        return tr("The least change after which a programme is possible: {changes}.", changes=changes)
    return tr("A change after which a programme is possible: {changes}.", changes=changes)


def changes_words(problem: Problem, changes: Sequence[Change]) -> str:
    """Changes as parts of a sentence; money in several years is summed."""
    money = [change for change in changes if change.limit.kind == "budget"]
    others = [change_words(problem, change) for change in changes if change not in money]
    if len(money) < 2:
        return "; ".join([*others, *(change_words(problem, change) for change in money)])
    given = [(change.limit.about[0], change.limit.about[1], change.after - change.before) for change in money]
    return "; ".join([*others, money_words(problem, given)])


def money_words(problem: Problem, given: Sequence[tuple[str, int, int]]) -> str:
    """More money (fund, year, amount), in all and by fund and year."""
    total = exact_million(sum(amount for _, _, amount in given), problem.currency)
    return tr("{total} more ({parts})", total=total, parts=by_fund(given, lambda code: fund_name(problem, code)))


def by_fund(given: Iterable[tuple[str, int, int]], name: Callable[[str], str]) -> str:
    """Money (fund, year, amount) in millions, each fund with its years."""
    parts = []
    for code, years in groupby(sorted(given), key=lambda part: part[0]):
        amounts = ", ".join(f"{year}: {amount_words(amount)}" for _, year, amount in years)
        parts.append(tr("«{fund}» {amounts}", fund=name(code), amounts=amounts))
    return "; ".join(parts)


def amount_words(amount: int) -> str:
    """Money in millions, two decimals; four where it is less than ten thousand."""
    return million_number(amount) if amount >= 10_000 else number(amount / 1e6, 4)


def change_words(problem: Problem, change: Change) -> str:
    """A change as part of a sentence."""
    kind, about = change.limit.kind, change.limit.about
    if change.field == KEPT:
        return tr("to give up: {rule}", rule=limit_words(problem, change.limit))
    if kind == "budget":
        amount = exact_million(change.after - change.before, problem.currency)
        return tr(
            "{amount} more in «{fund}» in {year}", amount=amount, fund=fund_name(problem, about[0]), year=about[1]
        )
    if kind == "running":
        amounts = {
            "after": exact_million(change.after, problem.currency),
            "before": million(change.before, problem.currency),
        }
        return tr("{after} a year to run what is completed instead of {before}", **amounts)
    if kind == "count":
        facts = {"name": about[0], "before": change.before, "after": change.after}
        if change.field == "least":
            return tr("at least {after} of «{name}» instead of {before}", **facts)
        return tr("at most {after} of «{name}» instead of {before}", **facts)
    return _quota_change(problem, change)


def exact_million(amount: int, currency: str) -> str:
    """Money in millions; in whole units where it is less than ten thousand."""
    return (
        million(amount, currency) if amount >= 10_000 else tr("{amount} {currency}", amount=amount, currency=currency)
    )


def _quota_change(problem: Problem, change: Change) -> str:
    kind, code, counted = change.limit.about
    facts = {"area": place_name(problem, kind, code)}
    if change.field.endswith("share"):
        facts.update(whole=all_words(counted), before=share_words(change.before), after=share_words(change.after))
        if change.field == "least_share":
            return tr("at least {after} of {whole} for {area} instead of {before}", **facts)
        return tr("at most {after} of {whole} for {area} instead of {before}", **facts)
    facts.update({name: counted_words(problem, counted, getattr(change, name)) for name in ("before", "after")})
    if change.field == "least":
        return tr("at least {after} for {area} instead of {before}", **facts)
    return tr("at most {after} for {area} instead of {before}", **facts)
