"""How densely events lie, smoothed by a kernel.

Silverman 1986, «Density Estimation for Statistics and Data Analysis», Chapman & Hall: quartic kernel 4.5, rule of
thumb for the bandwidth 3.31, here with the standard distance and the median distance from the middle.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ...progress import SILENT, Progress
from .near import pairs_near

if TYPE_CHECKING:
    from numpy.typing import NDArray

QUARTIC, GAUSSIAN = "quartic", "gaussian"
KERNELS = (QUARTIC, GAUSSIAN)
GAUSSIAN_ENDS = 4.0
LONELY = 100.0


def kernel_density(
    events: NDArray[np.float64],
    weights: NDArray[np.float64],
    spots: NDArray[np.float64],
    bandwidth: float,
    kernel: str = QUARTIC,
    progress: Progress = SILENT,
) -> NDArray[np.float64]:
    """Weighted events (e, 2: metres; e) per square metre at each spot (s, 2).

    The bandwidth is the radius of the quartic kernel, 3 / (π h²) (1 − d² / h²)², and the standard deviation of the
    Gaussian one, which is cut off at four of them. Over a plane that holds all kernels the density adds up to the
    events. Events of unknown weight or place must be left out before.
    """
    density, radius = np.zeros(len(spots)), bandwidth * (GAUSSIAN_ENDS if kernel == GAUSSIAN else 1)
    for rows, pairs in pairs_near(spots, events, radius, progress):
        height = _height(pairs["v"] / bandwidth, kernel) * weights[pairs["j"]]
        density[rows] = np.bincount(pairs["i"], weights=height, minlength=rows.stop - rows.start)
    return density / bandwidth**2


def default_bandwidth(events: NDArray[np.float64], weights: NDArray[np.float64]) -> float:
    """0.9 · min(standard distance, √(1 / ln 2) · median distance) · n^(−1/5), in metres; 100 m where all events lie on
    one spot. Distances are from the weighted mean of the places; n is the number of events (e,)."""
    known = weights > 0
    if not known.any():
        return LONELY
    middle = np.average(events[known], axis=0, weights=weights[known])
    apart = np.hypot(*(events[known] - middle).T)
    standard = np.sqrt(np.average(apart**2, weights=weights[known]))
    spread = min(standard, np.sqrt(1 / np.log(2)) * float(np.median(apart))) or standard
    return float(0.9 * spread * known.sum() ** -0.2) or LONELY


def _height(relative: NDArray[np.float64], kernel: str) -> NDArray[np.float64]:
    """The kernel of bandwidth 1 at a distance."""
    if kernel == GAUSSIAN:
        return np.exp(-(relative**2) / 2) / (2 * np.pi)
    return 3 / np.pi * np.maximum(1 - relative**2, 0) ** 2
