"""Weights from comparing criteria in pairs, some of which may be unknown.

A matrix of judgements (n, n) tells in row i, column j how many times i is more important than j; it is reciprocal, its
diagonal is 1, and NaN is an unknown pair.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from ...errors import PlanError
from ...language import tr

if TYPE_CHECKING:
    from numpy.typing import NDArray

Pairs = Mapping[tuple[str, str], float]


def judgement_matrix(codes: Sequence[str], pairs: Pairs) -> NDArray[np.float64]:
    """The matrix (n, n) of judgements by pair of codes; each pair stands once."""
    matrix = np.full((len(codes), len(codes)), np.nan)
    np.fill_diagonal(matrix, 1.0)
    place = {code: number for number, code in enumerate(codes)}
    for (first, second), times in pairs.items():
        if first in place and second in place:
            matrix[place[first], place[second]] = times
            matrix[place[second], place[first]] = 1 / times
    return matrix


def eigenvector_weights(matrix: NDArray[np.float64]) -> NDArray[np.float64]:
    """The principal eigenvector (n,): Saaty (1980), The Analytic Hierarchy Process.

    An unknown pair counts as the proportion of the two weights themselves: Harker (1987), Mathematical Modelling
    9(11): 837-848.
    """
    return principal_vector(known_matrix(matrix))


def known_matrix(matrix: NDArray[np.float64]) -> NDArray[np.float64]:
    """Harker's matrix (…, n, n): unknown pairs are 0, and each adds 1 to the diagonal of its row."""
    unknown = np.isnan(matrix)
    filled = np.where(unknown, 0.0, matrix)
    return filled + unknown.sum(axis=-1)[..., None] * np.eye(matrix.shape[-1])


def principal_vector(matrix: NDArray[np.float64]) -> NDArray[np.float64]:
    values, vectors = np.linalg.eig(matrix)
    vector = np.abs(vectors[:, np.argmax(values.real)].real)
    return vector / vector.sum()


def largest_eigenvalue(matrices: NDArray[np.float64]) -> NDArray[np.float64]:
    """The largest eigenvalue (…) of non-negative matrices (…, n, n)."""
    return np.linalg.eigvals(matrices).real.max(axis=-1)


def geometric_mean_weights(matrix: NDArray[np.float64]) -> NDArray[np.float64]:
    """Logarithmic least squares (n,): geometric means of rows: Crawford & Williams (1985), Journal of Mathematical
    Psychology 29(4): 387-405; on the graph of known pairs: Bozóki, Fülöp & Rónyai (2010), Mathematical and Computer
    Modelling 52(1-2): 318-333.
    """
    logs = np.log(matrix)
    known = ~np.isnan(logs)
    laplacian = np.diag(known.sum(axis=1)) - known
    solution = np.linalg.lstsq(laplacian.astype(float), np.nansum(logs, axis=1), rcond=None)[0]
    weights = np.exp(solution - solution.max())
    return weights / weights.sum()


def check_connected(matrix: NDArray[np.float64], names: Sequence[str]) -> None:
    """Raise PlanError, naming the parts, where the known pairs do not connect all criteria (n names)."""
    parts = connected_parts(matrix)
    if len(parts) == 1:
        return
    named = "; ".join(", ".join(f"«{names[place]}»" for place in part) for part in parts)
    raise PlanError(
        tr(
            "these criteria are not connected by any comparison: {parts}. Compare at least one of each part.",
            parts=named,
        )
    )


def connected_parts(matrix: NDArray[np.float64]) -> list[list[int]]:
    """The parts of the graph of known pairs, each as places in order."""
    reached, before = ~np.isnan(matrix), None
    while before is None or (reached != before).any():
        before, reached = reached, (reached.astype(int) @ reached.astype(int)) > 0
    return [np.flatnonzero(row).tolist() for place, row in enumerate(reached) if np.argmax(row) == place]


def unknown_pairs(matrix: NDArray[np.float64]) -> int:
    return int(np.isnan(matrix).sum()) // 2
