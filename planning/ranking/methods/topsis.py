"""TOPSIS: Hwang & Yoon (1981), Multiple Attribute Decision Making, Springer LNEMS 186, ch. 3.2."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import repeat
from typing import TYPE_CHECKING

import numpy as np

from ...language import tr
from ...progress import SILENT, Progress
from ..measurement import Measurement
from ..value.functions import spread
from .inputs import raw_numbers
from .method import SUM, VALUES, VECTOR, Method, Outcome, Z
from .normalisation import normalised

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ..engine import Ranking
    from .settings import Settings

CACHED = 16384


class Topsis(Method):
    NAME = "topsis"
    NORMALISATIONS = (VECTOR, VALUES, SUM, Z)

    def title(self) -> str:
        return tr("TOPSIS (Hwang and Yoon, 1981)")

    def about(self) -> str:
        return tr("nearness to the ideal and distance from the worst.")

    def outcome(self, measurement: Measurement, settings: Settings, progress: Progress = SILENT) -> Outcome:
        if settings.scale == VECTOR:
            matrix, benefit = raw_numbers(measurement, settings)
            return Outcome(closeness(matrix, measurement.shares, benefit))
        matrix, benefit = normalised(measurement, settings, progress), np.ones(len(measurement.criteria), dtype=bool)
        return Outcome(closeness(matrix, measurement.acting, benefit, vector=False))

    def notes(self, ranking: Ranking) -> Iterator[str]:
        yield tr("TOPSIS has no exact contributions: shown is the weight share of each criterion times its value.")


def closeness(
    matrix: NDArray[np.float64], weights: NDArray[np.float64], benefit: NDArray[np.bool_], vector: bool = True
) -> NDArray[np.float64]:
    """Relative closeness d⁻ / (d⁺ + d⁻) to the ideal alternative, 0..1, with Euclidean distances.

    matrix (m criteria, n alternatives) with NaN where unknown, weights (m,), benefit (m,) False where less is better.
    Each row is divided by its Euclidean norm (vector normalisation, as the source asks) unless `vector` is False.
    Unknown values are left out of both distances, which equals renormalising the weights over the known criteria.
    A criterion that is the same for all, or zero for all, adds to neither distance. NaN where nothing is left.
    """
    scale, ideal, span = (
        np.array(part)[:, None] for part in zip(*map(_frame, matrix, weights, benefit, repeat(vector)))
    )
    gaps = bool(np.isnan(matrix.sum()))
    result, room = np.empty(matrix.shape[1]), np.empty((len(matrix), CACHED))
    for start in range(0, len(result), CACHED):
        block = matrix[:, start : start + CACHED]
        offsets = np.subtract(block, ideal, out=room[:, : block.shape[1]])
        offsets *= scale
        to_ideal, to_anti_ideal = _distances(offsets, span, gaps)
        to_ideal += to_anti_ideal
        with np.errstate(invalid="ignore"):
            np.divide(to_anti_ideal, to_ideal, out=result[start : start + CACHED])
    return result


def _frame(row: NDArray[np.float64], weight: float, benefit: bool, vector: bool) -> tuple[float, float, float]:
    """Scale of a criterion, its ideal, and the scaled way from the anti-ideal to the ideal."""
    ends = spread(row)
    if ends is None:
        return 0.0, 0.0, 0.0
    anti_ideal, ideal = ends if benefit else ends[::-1]
    scale = weight / (_norm(row) if vector else 1.0)
    return scale, ideal, scale * (ideal - anti_ideal)


def _norm(row: NDArray[np.float64]) -> float:
    squares = float(row @ row)
    known = row if squares == squares else row[~np.isnan(row)]
    return float(np.sqrt(known @ known))


def _distances(
    offsets: NDArray[np.float64], span: NDArray[np.float64], gaps: bool
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Distances to the ideal and to the anti-ideal; overwrites the offsets from the ideal."""
    unknown = np.isnan(offsets) if gaps else None
    to_ideal = _lengths(offsets, unknown)
    offsets += span
    return to_ideal, _lengths(offsets, unknown)


def _lengths(offsets: NDArray[np.float64], unknown: NDArray[np.bool_] | None) -> NDArray[np.float64]:
    if unknown is not None:
        offsets[unknown] = 0.0
    return np.sqrt(np.einsum("ij,ij->j", offsets, offsets))
