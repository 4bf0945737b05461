"""How far the members of a group agree, and who disagrees on what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ..ranks import competition_ranks

if TYPE_CHECKING:
    from numpy.typing import NDArray

NOTICEABLE = 0.05
STRONGEST_JUDGEMENT = 9.0


@dataclass(frozen=True)
class Disagreement:
    """A member's weight of a criterion less the group's."""

    member: int
    criterion: int
    difference: float


def kendall_w(weights: NDArray[np.float64]) -> float:
    """Kendall's coefficient of concordance of the orders of members' weights (g, n), 1 where all orders agree.

    Kendall & Babington Smith (1939), Annals of Mathematical Statistics 10(3): 275-287, with the correction for ties;
    1 where nobody tells any criteria apart.
    """
    members, size = weights.shape
    ranks = np.array([_mean_ranks(row) for row in weights])
    sums = ranks.sum(axis=0)
    ties = sum(float((counts**3 - counts).sum()) for counts in (_tie_sizes(row) for row in ranks))
    most = members**2 * (size**3 - size) - members * ties
    return 12 * float(((sums - sums.mean()) ** 2).sum()) / most if most > 0 else 1.0


def consensus(weights: NDArray[np.float64]) -> float:
    """Goepel's consensus indicator of members' weights (g, n), 0..1: how far they overlap.

    Goepel (2013), Proceedings of ISAHP 2013, from Shannon's entropies of the members and of their mean. 0 is what
    members give who each prefer another criterion 9 times to all others, or less in common still.
    """
    members, size = weights.shape
    if size == 1:
        return 1.0
    own = float(np.mean([_entropy(row) for row in weights]))
    overlap = np.exp(own - _entropy(weights.mean(axis=0)))
    total = size + STRONGEST_JUDGEMENT - 1
    extreme = np.array([STRONGEST_JUDGEMENT, *[1.0] * (size - 1)]) / total
    camps = min(members, size)
    apart = [(STRONGEST_JUDGEMENT + camps - 1) / camps] * camps + [1.0] * (size - camps)
    least = np.exp(_entropy(extreme) - _entropy(np.array(apart) / total))
    return float(np.clip((overlap - least) / (1 - least), 0, 1))


def disagreements(weights: NDArray[np.float64], group: NDArray[np.float64]) -> list[Disagreement]:
    """Who differs from the group's weights (n,) by 5 hundredths or more, the farthest first."""
    differences = np.round(weights - group, 12)
    found = [
        Disagreement(int(member), int(criterion), float(differences[member, criterion]))
        for member, criterion in zip(*np.nonzero(np.abs(differences) >= NOTICEABLE))
    ]
    return sorted(found, key=lambda one: (-abs(one.difference), one.member, one.criterion))


def _entropy(shares: NDArray[np.float64]) -> float:
    positive = shares[shares > 0]
    return -float((positive * np.log(positive)).sum())


def _mean_ranks(weights: NDArray[np.float64]) -> NDArray[np.float64]:
    ranks, _ = competition_ranks(weights, 1e-9)
    _, group, sizes = np.unique(ranks, return_inverse=True, return_counts=True)
    return ranks + (sizes[group] - 1) / 2


def _tie_sizes(ranks: NDArray[np.float64]) -> NDArray[np.int64]:
    return np.unique(ranks, return_counts=True)[1]
