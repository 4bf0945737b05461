"""How likely sums over neighbours are by chance, by drawing other neighbours: conditional permutation.

Anselin 1995, «Local indicators of spatial association: LISA», Geographical Analysis 27(2): 93-115: the value of the
feature itself stays, those of its neighbours are drawn from all others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ...progress import SILENT, Progress

if TYPE_CHECKING:
    from numpy.typing import NDArray

ROUNDING = 1e-9


def permuted_p(
    values: NDArray[np.float64],
    sums: NDArray[np.float64],
    others: NDArray[np.intp],
    draws: int,
    seed: int,
    progress: Progress = SILENT,
) -> NDArray[np.float64]:
    """Two-sided p (n,) of sums (n,) over so many others (n,) of the values (n,): twice the share of draws that reach as
    far to the nearer side, the sum itself counted as one of them. The smallest possible is 2 / (draws + 1)."""
    random = np.random.default_rng(seed)
    slack = ROUNDING * max(1.0, float(np.abs(values).sum()))
    above, below = np.zeros((2, len(values)), dtype=np.intp)
    most = int(others.max(initial=0))
    for _ in progress.over(range(draws), draws):
        drawn = random.choice(len(values), min(most + 1, len(values)), replace=False)
        found = _sums_without_itself(values, drawn, others)
        above += found >= sums - slack
        below += found <= sums + slack
    return np.minimum(1.0, 2 * (1 + np.minimum(above, below)) / (draws + 1))


def _sums_without_itself(
    values: NDArray[np.float64], drawn: NDArray[np.intp], others: NDArray[np.intp]
) -> NDArray[np.float64]:
    """For each feature the sum of the first so many drawn; where it is among them the next one stands in for it."""
    running = np.concatenate([[0.0], values[drawn].cumsum()])
    found: NDArray[np.float64] = running[others]
    itself = drawn[np.arange(len(drawn)) < others[drawn]]
    found[itself] += values[drawn[others[itself]]] - values[itself]
    return found
