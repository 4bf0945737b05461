"""What had to be assumed where a plan does not say what a scenario's rules ask."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from ...language import LANGUAGES, language, tr
from ...plan.store import Row
from ..problem import Problem
from ..rules import MONEY
from ..words import listed
from .prices import Prices

Sentence = Callable[[], str]


def notes_on(problem: Problem, rows: Mapping[str, Row], prices: Prices) -> tuple[dict[str, str], ...]:
    """Rows of "finding", in both languages."""
    return tuple(_finding(sentence) for sentence in _sentences(problem, rows, prices))


def _sentences(problem: Problem, rows: Mapping[str, Row], prices: Prices) -> Iterator[Sentence]:
    codes = {candidate.id: candidate.code for candidate in problem.candidates}
    for counted in dict.fromkeys(quota.counted for quota in problem.rules.quotas if quota.counted != MONEY):
        unknown = [candidate.code for candidate in problem.candidates if counted not in candidate.people]
        if unknown:
            yield _people_unknown(counted, unknown)
    if problem.rules.running_ceiling is not None:
        unknown = [code for key, code in codes.items() if rows[key]["opex_year"] is None]
        if unknown:
            yield _running_unknown(unknown)
    if prices.growth:
        unknown = [code for key, code in codes.items() if not (rows[key]["price_year"] or prices.base)]
        if unknown:
            yield _prices_unknown(unknown)


def _people_unknown(group: str, found: list[str]) -> Sentence:
    return lambda: tr(
        "People «{group}» are unknown for {number} measures and count as none in the quotas: {codes}.",
        group=group,
        number=len(found),
        codes=_some(found),
    )


def _running_unknown(found: list[str]) -> Sentence:
    return lambda: tr(
        "Running costs are unknown for {number} measures and count as none under the ceiling: {codes}.",
        number=len(found),
        codes=_some(found),
    )


def _prices_unknown(found: list[str]) -> Sentence:
    return lambda: tr(
        "The price year of {number} measures is unknown; their costs are taken as prices of the first year: {codes}.",
        number=len(found),
        codes=_some(found),
    )


def _some(codes: list[str], most: int = 10) -> str:
    shown = listed(sorted(codes)[:most])
    return shown if len(codes) <= most else shown + " …"


def _finding(sentence: Sentence) -> dict[str, str]:
    found = {"rule": "programme", "severity": "info"}
    for name in LANGUAGES:
        with language(name):
            found[f"message_{name}"] = sentence()
    return found
