"""People for whom there is no place, by a norm of capacity for each person."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

A_LITTLE_LESS = 1 - 1e-9


def shortage(people: NDArray[np.float64], access: NDArray[np.float64], norm: float | None) -> NDArray[np.float64]:
    """People without a place (u,): people · (1 − access / norm), 0 from the norm on; without a norm everyone who has
    nothing in reach. NaN where people or access are unknown, except that nobody lacks a place where access is
    enough."""
    if norm is None:
        return below(people, access, norm)
    share = np.maximum(0.0, 1 - access / norm)
    return np.where(share == 0, 0.0, people * share)


def below(people: NDArray[np.float64], access: NDArray[np.float64], norm: float | None) -> NDArray[np.float64]:
    """People who live where access is under the norm (u,); without a norm where there is none at all. NaN as in
    shortage."""
    enough = access > 0 if norm is None else access >= norm * A_LITTLE_LESS
    return np.where(enough, 0.0, people) + 0 * access
