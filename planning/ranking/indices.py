"""Two composite indices and their plane.

Infrastructure Prioritization Framework, World Bank WPS 7674 (2016), as in Ukraine's 2023 methodological
recommendations: the social-environmental index SEI and the financial-economic index FEI, cut into four quadrants.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from .criterion import Criterion
from .ranks import TIE
from .weighted_mean import weighted_mean

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Index:
    """One index: its value (n,) 0..1 with NaN where unknown, and the line from which on it is high."""

    values: NDArray[np.float64]
    cut: float

    @property
    def high(self) -> NDArray[np.bool_]:
        return self.values >= self.cut - TIE


def composite_index(
    code: str,
    criteria: Sequence[Criterion],
    values: NDArray[np.float64],
    weights: NDArray[np.float64],
    cut: float | None,
) -> Index:
    """Weighted mean of the values (m, n) of the index's own criteria; NaN where none of them is known or counts.

    The cut line is the median of the candidates unless given.
    """
    own = np.array([criterion.index == code for criterion in criteria], dtype=bool)
    index = weighted_mean(values[own], weights[own])
    if cut is None:
        cut = float(np.nanmedian(index)) if not np.isnan(index).all() else np.nan
    return Index(index, cut)


def quadrants(sei: Index, fei: Index) -> list[str | None]:
    """A: both high, B: SEI high, C: FEI high, D: both low; None where an index is unknown."""
    letters = np.array(["D", "C", "B", "A"], dtype=object)[2 * sei.high + fei.high]
    letters[np.isnan(sei.values) | np.isnan(fei.values)] = None
    return letters.tolist()
