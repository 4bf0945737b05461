"""The ledger in words."""

from __future__ import annotations

from collections.abc import Iterator

from ...language import tr
from ...wording import number, percent
from .ledger import Equity, Line

EVEN = 0.05


def equity_sentences(equity: Equity) -> Iterator[str]:
    """What the figures say, in the current language."""
    if equity.gini is None:
        yield tr("How evenly the money is spread cannot be told: no money, or no area whose people are known.")
        return
    yield tr(
        "Gini index of money per head: {gini} (0: the same everywhere, towards 1: all in one place).",
        gini=number(equity.gini, 2),
    )
    best, least = equity.measured[0], equity.measured[-1]
    if best is not least:
        yield _share(best)
        yield _share(least)
    if equity.concentration is not None:
        yield _concentration(equity.concentration)
    if equity.threshold is not None and not equity.neglected:
        yield tr("No area with damage above the 75th percentile is without a chosen measure.")


def _share(line: Line) -> str:
    return tr(
        "«{area}» has {people} of the people and gets {money} of the money (×{quotient}).",
        area=line.name,
        people=percent(line.people_share),
        money=percent(line.money_share),
        quotient=number(line.quotient, 2),
    )


def _concentration(index: float) -> str:
    shown = number(index, 2)
    if abs(index) < EVEN:
        return tr("Concentration by damage {index}: money per head hardly follows damage per head.", index=shown)
    if index > 0:
        return tr("Concentration by damage {index}: more per head goes where damage per head is greater.", index=shown)
    return tr("Concentration by damage {index}: less per head goes where damage per head is greater.", index=shown)
