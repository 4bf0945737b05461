"""How far judgements in pairs contradict each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ...language import tr
from ...libraries import require
from ..value.definitions import known_word
from .pairwise import geometric_mean_weights, largest_eigenvalue, principal_vector, unknown_pairs

if TYPE_CHECKING:
    from numpy.typing import NDArray

SAATY, ALONSO_LAMATA = RANDOM_INDICES = ("saaty", "alonso_lamata")
SAATY_1980 = {3: 0.58, 4: 0.90, 5: 1.12, 6: 1.24, 7: 1.32, 8: 1.41, 9: 1.45, 10: 1.49}
ACCEPTABLE = 0.10
GEOMETRIC_LIMITS = {3: 0.31, 4: 0.35}
GEOMETRIC_LIMIT = 0.37


@dataclass(frozen=True)
class Consistency:
    """ratio is the consistency ratio, 0 where nothing can contradict; index_source says whose random index acted.

    geometric is the geometric consistency index, which is acceptable up to geometric_limit.
    """

    ratio: float
    index_source: str
    geometric: float
    geometric_limit: float
    unknown: int


def consistency_of(matrix: NDArray[np.float64], table: str = SAATY) -> Consistency:
    """The consistency of a connected matrix of judgements (n, n)."""
    size = len(matrix)
    return Consistency(
        consistency_ratio(matrix, table),
        random_index_source(size, table),
        geometric_index(matrix),
        GEOMETRIC_LIMITS.get(size, GEOMETRIC_LIMIT),
        unknown_pairs(matrix),
    )


def random_index(size: int, table: str = SAATY) -> float:
    """The mean consistency index of random judgements of `size` criteria.

    Saaty (1980) to 10 criteria; beyond, or throughout where the table is "alonso_lamata", the line of Alonso & Lamata
    (2006), Int. J. of Uncertainty, Fuzziness and Knowledge-Based Systems 14(4): 445-459.
    """
    known_word(tr("random index"), table, RANDOM_INDICES)
    if size <= 2:
        return 0.0
    if table == SAATY and size in SAATY_1980:
        return SAATY_1980[size]
    return (2.7699 * size - 4.3513 - size) / (size - 1)


def random_index_source(size: int, table: str = SAATY) -> str:
    return "Saaty 1980" if table == SAATY and size <= max(SAATY_1980) else "Alonso & Lamata 2006"


def consistency_ratio(matrix: NDArray[np.float64], table: str = SAATY) -> float:
    """CR = ((λ − n) / (n − 1)) / random index: Saaty (1980); 0 for one or two criteria.

    Unknown pairs are filled so that λ is smallest, and the random index shrinks by 1 − 2·unknown / ((n − 1)(n − 2)):
    Ágoston & Csató (2022), Omega 108: 102576. With no more pairs than connect the criteria nothing can contradict: 0.
    """
    size, unknown = len(matrix), unknown_pairs(matrix)
    spare = (size - 1) * (size - 2) // 2 - unknown
    if spare <= 0:
        return 0.0
    largest = float(largest_eigenvalue(completed(matrix)))
    index = max(largest - size, 0.0) / (size - 1)
    expected = random_index(size, table) * spare / (spare + unknown)
    return round(index / expected, 12)


def completed(matrix: NDArray[np.float64]) -> NDArray[np.float64]:
    """The matrix with unknown pairs filled so that its largest eigenvalue is smallest (a convex problem in logarithms).

    Bozóki, Fülöp & Rónyai (2010), Mathematical and Computer Modelling 52(1-2): 318-333.
    """
    rows, columns = np.nonzero(np.triu(np.isnan(matrix)))
    if not len(rows):
        return matrix
    weights = geometric_mean_weights(matrix)
    start = np.log(weights[rows] / weights[columns])

    def filled(logs: NDArray[np.float64]) -> NDArray[np.float64]:
        full = matrix.copy()
        full[rows, columns], full[columns, rows] = np.exp(logs), np.exp(-logs)
        return full

    def eigenvalue_and_slope(logs: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        full = filled(logs)
        right, left = principal_vector(full), principal_vector(full.T)
        slopes = (left[:, None] * full * right) / (left @ right)
        return float(largest_eigenvalue(full)), slopes[rows, columns] - slopes[columns, rows]

    found = require("scipy.optimize").minimize(eigenvalue_and_slope, start, jac=True, method="BFGS")
    return filled(found.x)


def geometric_index(matrix: NDArray[np.float64]) -> float:
    """GCI (Aguarón & Moreno-Jiménez 2003, European Journal of Operational Research 147(1): 137-145).

    The residual variance of the logarithms: Σ ln²(a·wⱼ/wᵢ) over the known pairs, by what they have more than connects
    the criteria, (n − 1)(n − 2)/2 where all are known. Up to 0.31 (n = 3), 0.35 (n = 4), 0.37 (n > 4) it is as
    acceptable as CR ≤ 0.1; the source states this for complete matrices.
    """
    size = len(matrix)
    spare = (size - 1) * (size - 2) // 2 - unknown_pairs(matrix)
    if spare <= 0:
        return 0.0
    weights = geometric_mean_weights(matrix)
    errors = np.log(matrix * weights / weights[:, None])[np.triu_indices(size, 1)]
    return round(float(np.nansum(errors**2) / spare), 12)
