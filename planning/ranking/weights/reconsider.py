"""Which judgement to look at again, and what would fit the others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ...progress import SILENT, Progress
from .consistency import SAATY, consistency_ratio
from .pairwise import connected_parts, known_matrix, largest_eigenvalue

if TYPE_CHECKING:
    from numpy.typing import NDArray

SCALE = np.concatenate([1 / np.arange(9.0, 1, -1), np.arange(1.0, 10)])


@dataclass(frozen=True)
class Reconsideration:
    """Judgement `stated` of the pair (first, second) of places, the value of the 1 to 9 scale that fits best, and the
    consistency ratio that it would give."""

    first: int
    second: int
    stated: float
    fitting: float
    ratio: float


def reconsidered(
    matrix: NDArray[np.float64], table: str = SAATY, progress: Progress = SILENT
) -> Reconsideration | None:
    """The one change of a judgement to a value of the scale that lowers inconsistency most; None where none does.

    Every pair and every value is tried (after Bozóki, Fülöp & Poesz 2015, Central European Journal of Operations
    Research 23: 849-866); a pair that alone connects two parts contradicts nothing and is left.
    """
    best: tuple[float, float, int, int, float] | None = None
    before = float(largest_eigenvalue(known_matrix(matrix)))
    pairs = [(i, j) for i, j in zip(*np.triu_indices(len(matrix), 1)) if _is_checked(matrix, i, j)]
    for i, j in progress.over(pairs, len(pairs)):
        largest = largest_eigenvalue(known_matrix(_with_scale(matrix, i, j)))
        place = int(np.argmin(largest))
        change = abs(float(np.log(SCALE[place] / matrix[i, j])))
        found = (round(float(largest[place]), 9), change, int(i), int(j), float(SCALE[place]))
        best = min(best or found, found)
    if best is None or best[0] >= before - 1e-9:
        return None
    _, _, i, j, fitting = best
    changed = matrix.copy()
    changed[i, j], changed[j, i] = fitting, 1 / fitting
    return Reconsideration(i, j, float(matrix[i, j]), fitting, consistency_ratio(changed, table))


def _with_scale(matrix: NDArray[np.float64], i: int, j: int) -> NDArray[np.float64]:
    tried = np.repeat(matrix[None], len(SCALE), axis=0)
    tried[:, i, j], tried[:, j, i] = SCALE, 1 / SCALE
    return tried


def _is_checked(matrix: NDArray[np.float64], i: int, j: int) -> bool:
    if np.isnan(matrix[i, j]):
        return False
    without = matrix.copy()
    without[i, j] = without[j, i] = np.nan
    return len(connected_parts(without)) == 1
