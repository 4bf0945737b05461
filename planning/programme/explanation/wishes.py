"""What a user asks of an explanation, from text."""

from __future__ import annotations

from collections.abc import Sequence

from ...errors import PlanError
from ...language import tr
from ..problem import Problem
from ..words import listed
from .explain import Wanted


def wanted_of(
    problem: Problem,
    measures: str,
    levels: str,
    millions: str,
    funds: str,
    first: int,
    rules: int,
    gap: float,
    time_limit: float,
) -> Wanted:
    """Lists are texts with commas between: codes of measures and funds, levels in per cent, millions.

    Raises PlanError for codes that are not there, and for numbers that are none or not above 0.
    """
    return Wanted(
        levels=tuple(level / 100 for level in _numbers(levels)),
        amounts=tuple(round(1e6 * amount) for amount in _numbers(millions)),
        funds=frozenset(_known(funds, {fund.code: fund.code for fund in problem.funds})),
        rules=rules,
        measures=tuple(_known(measures, {candidate.code: candidate.id for candidate in problem.candidates})),
        first=first,
        gap=gap,
        time_limit=time_limit,
    )


def _numbers(text: str) -> Sequence[float]:
    try:
        numbers = [float(part) for part in _parts(text)]
    except ValueError:
        numbers = [0.0]
    if any(not 0 < number < 1e9 for number in numbers):
        raise PlanError(
            tr("«{text}»: write numbers above 0 with commas between them, such as 50, 100, 150.", text=text)
        )
    return numbers


def _known(text: str, keys: dict[str, str]) -> list[str]:
    parts = _parts(text)
    unknown = [part for part in parts if part not in keys]
    if unknown:
        raise PlanError(
            tr("The choice knows no {codes}. It knows: {known}.", codes=listed(unknown), known=listed(keys))
        )
    return [keys[part] for part in parts]


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.replace(";", ",").split(",") if part.strip()]
