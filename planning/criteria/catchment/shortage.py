"""People for whom there is no place, by a norm of capacity for each person."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

A_LITTLE_LESS = 1 - 1e-9


def shortage(people: NDArray[np.float64], access: NDArray[np.float64], norm: float | None) -> NDArray[np.float64]:
    """People without a place (u,): people · (1 − access / norm), 0 from the norm on; without a norm everyone who has
    nothing in reach. NaN where people or access are unknown."""
    if norm is None:
        return np.where(access > 0, 0.0, people) + 0 * access
    missing: NDArray[np.float64] = people * np.maximum(0.0, 1 - access / norm)
    return missing


def below(people: NDArray[np.float64], access: NDArray[np.float64], norm: float | None) -> NDArray[np.float64]:
    """People who live where access is under the norm (u,); without a norm where there is none at all. NaN where people
    or access are unknown."""
    enough = access > 0 if norm is None else access >= norm * A_LITTLE_LESS
    return np.where(enough, 0.0, people) + 0 * access
