"""Why two measures are likely one, and what differs between them, in words."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from ...language import tr
from ...wording import number, percent, period
from .duplicates import Told, Twins

ALIKE_COST = 0.95


def evidence(twins: Twins, row: int) -> str:
    """What speaks for one measure."""
    return ", ".join(_evidence(twins, row))


def differences(twins: Twins, told: Told, row: int) -> str:
    """What the two say differently; empty where nothing does."""
    return "; ".join(_differences(twins, told, row))


def _evidence(twins: Twins, row: int) -> Iterator[str]:
    yield tr("titles alike to {share}", share=percent(twins.words[row]))
    if twins.metres[row] <= 0:
        yield tr("the same place")
    elif twins.metres[row] > 0 and twins.place[row] > 0:
        yield tr("{metres} m apart", metres=number(twins.metres[row]))
    elif twins.place[row] == 1:
        yield tr("the same address or feature")
    if twins.cost[row] >= ALIKE_COST:
        yield tr("the same cost")


def _differences(twins: Twins, told: Told, row: int) -> Iterator[str]:
    one, other = int(twins.first[row]), int(twins.second[row])
    if twins.cost[row] < 1:
        costs = [number(told.costs[at]) for at in (one, other)]
        yield tr("cost {first} and {second}", first=costs[0], second=costs[1])
    years = [_years(told, at) for at in (one, other)]
    if years[0] != years[1] and all(years):
        yield tr("years {first} and {second}", first=years[0], second=years[1])
    if twins.place[row] == 0:
        yield tr("places {metres} m apart", metres=number(twins.metres[row]))


def _years(told: Told, row: int) -> str:
    known = [None if np.isnan(year) else int(year) for year in (told.starts[row], told.ends[row])]
    return period(known[0], known[1])
