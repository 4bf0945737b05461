from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ..ranks import competition_ranks
from .agreement import Disagreement
from .hierarchy import Hierarchy

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Agreement:
    """Kendall's W of the members' orders, Goepel's consensus of their weights, and who differs from the group."""

    kendall_w: float
    consensus: float
    disagreements: tuple[Disagreement, ...]


@dataclass(frozen=True)
class WeightSet:
    """Weights (m,) of the criteria of a hierarchy, which sum to 1, and local ones, by code of criterion or group.

    consistency is the worst ratio of all judgements that act, None where the method has none; reconsider says which
    judgements to look at again. members (g, m) are the weights of each member, by name; agreement is None for one.
    """

    hierarchy: Hierarchy
    weights: NDArray[np.float64]
    local: Mapping[str, float]
    consistency: float | None = None
    reconsider: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    members: NDArray[np.float64] | None = None
    agreement: Agreement | None = None

    @property
    def rank(self) -> list[int]:
        """The place (m,) of each criterion; equal weights share it."""
        return competition_ranks(self.weights)[0].tolist()

    def member_columns(self) -> dict[str, NDArray[np.float64]]:
        """The weights (m,) of each member by the name of a column; none where only one was asked."""
        if self.members is None or self.agreement is None:
            return {}
        return {f"w_{name}": weights for name, weights in zip(self.names, self.members)}
