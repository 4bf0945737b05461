"""How evenly an amount is spread over units with people."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def lorenz_curve(
    amounts: NDArray[np.float64], people: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Running shares of the people and of the amount, both from 0 to 1, units from least to most per head (Lorenz
    1905, «Methods of measuring the concentration of wealth», Publications of the American Statistical Association 9).

    Both (n,) are >= 0; a unit of which either is NaN is left out. Empty where nothing is spread over no one.
    """
    kept, counted = _known(amounts, people)
    return _running_shares(_per_head(kept, counted), kept, counted)


def gini(amounts: NDArray[np.float64], people: NDArray[np.float64]) -> float:
    """0 where all have the same per head, towards 1 where few have all (Gini 1912, «Variabilità e mutabilità»).

    Each unit weighs by its people (n,). It is half the mean absolute difference per head between two people, as a
    share of the mean; at most 1 less the share of the least unit's people. NaN where it cannot be told.
    """
    return _index(*lorenz_curve(amounts, people))


def concentration(amounts: NDArray[np.float64], people: NDArray[np.float64], need: NDArray[np.float64]) -> float:
    """Whether more per head goes to where there is more need per head: above 0 so, below 0 the reverse, from -1 to 1
    (concentration index: Kakwani 1977, «Applications of Lorenz curves in economic analysis», Econometrica 45).

    As the Gini index, but with units in the order of need (n,) per head; units of equal need count as one. Without
    difference in need it is 0, without known need NaN.
    """
    known = ~np.isnan(need)
    kept, counted, wanted = amounts[known], people[known], need[known]
    known = ~np.isnan(kept) & ~np.isnan(counted) & (counted > 0)
    levels, level = np.unique(_per_head(wanted[known], counted[known]), return_inverse=True)
    money, crowd = (np.bincount(level, values[known], len(levels)).astype(float) for values in (kept, counted))
    return _index(*_running_shares(levels, money, crowd))


def location_quotients(amounts: NDArray[np.float64], people: NDArray[np.float64]) -> NDArray[np.float64]:
    """Each unit's share of the amount divided by its share of the people (n,): 1 where both are equal (Florence 1939,
    «Report on the location of industry»; Isard 1960, «Methods of regional analysis»).

    Shares are of the units of which both are known; NaN for the others, and for a unit without people.
    """
    known = ~np.isnan(amounts) & ~np.isnan(people)
    total, everyone = amounts[known].sum(), people[known].sum()
    quotients = np.full(len(amounts), np.nan)
    if total > 0:
        counted = known & (people > 0)
        quotients[counted] = (amounts[counted] / total) / (people[counted] / everyone)
    return quotients


def _known(amounts: NDArray[np.float64], people: NDArray[np.float64]) -> tuple[NDArray[np.float64], ...]:
    known = ~np.isnan(amounts) & ~np.isnan(people) & ((amounts > 0) | (people > 0))
    return amounts[known], people[known]


def _per_head(amounts: NDArray[np.float64], people: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.divide(amounts, people, out=np.full(len(amounts), np.inf), where=people > 0)


def _running_shares(
    order: NDArray[np.float64], amounts: NDArray[np.float64], people: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    total, everyone = amounts.sum(), people.sum()
    if not total > 0 or not everyone > 0:
        return np.empty(0), np.empty(0)
    rows = np.argsort(order, kind="stable")
    shares = (np.concatenate([[0.0], np.cumsum(values[rows])]) for values in (people / everyone, amounts / total))
    across, up = shares
    return across / across[-1], up / up[-1]


def _index(across: NDArray[np.float64], up: NDArray[np.float64]) -> float:
    if not len(across):
        return float("nan")
    return float(1 - np.sum(np.diff(across) * (up[1:] + up[:-1])))
