"""Draws of what measures may cost."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ...libraries import require
from ..candidate import Candidate

TRIANGULAR, PERT = SHAPES = ("triangular", "pert")
PERT_WEIGHT = 4.0


def cost_factors(
    candidates: Sequence[Candidate],
    draws: int,
    generator: np.random.Generator,
    shape: str = TRIANGULAR,
    correlation: float = 0.0,
) -> NDArray[np.float64]:
    """Costs as multiples of the likely ones (draws, n), between each measure's least and greatest.

    Triangular, or the smoother beta of PERT (Malcolm and others 1959, Operations Research 7(5)). `correlation` 0..1 is
    the share of a common shock, as when all building gets dearer (Gaussian copula).
    """
    low, high = np.array([candidate.cost_range for candidate in candidates]).reshape(-1, 2).T
    common = generator.standard_normal((draws, 1))
    own = generator.standard_normal((draws, len(candidates)))
    mixed = np.sqrt(correlation) * common + np.sqrt(1 - correlation) * own
    chance = require("scipy.special").ndtr(mixed)
    return _triangular(chance, low, high) if shape == TRIANGULAR else _pert(chance, low, high)


def _triangular(
    chance: NDArray[np.float64], low: NDArray[np.float64], high: NDArray[np.float64]
) -> NDArray[np.float64]:
    """The quantiles of a triangle from low over 1 to high."""
    width = np.where(high > low, high - low, 1.0)
    peak = (1 - low) / width
    below = low + np.sqrt(np.maximum(chance * width * (1 - low), 0))
    above = high - np.sqrt(np.maximum((1 - chance) * width * (high - 1), 0))
    return np.where(high > low, np.where(chance < peak, below, above), 1.0)


def _pert(chance: NDArray[np.float64], low: NDArray[np.float64], high: NDArray[np.float64]) -> NDArray[np.float64]:
    width = np.where(high > low, high - low, 1.0)
    alpha = 1 + PERT_WEIGHT * (1 - low) / width
    beta = 1 + PERT_WEIGHT * (high - 1) / width
    part = require("scipy.special").betaincinv(alpha, beta, chance)
    return np.where(high > low, low + width * part, 1.0)
