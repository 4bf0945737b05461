"""How much less a facility counts for those who live further away.

Zones: Luo & Qi 2009, «An enhanced two-step floating catchment area (E2SFCA) method for measuring spatial accessibility
to primary care physicians», Health & Place 15. Gaussian, exponential, inverse power and linear: Kwan 1998, «Space-time
and integral measures of individual accessibility», Geographical Analysis 30.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ...errors import PlanError
from ...language import tr

if TYPE_CHECKING:
    from numpy.typing import NDArray

EQUAL, BY_ZONES = "none", "zones"
THIRDS = ((1 / 3, 1.0), (2 / 3, 0.68), (1.0, 0.22))
EDGE = 0.01
NEAR = 0.01
Zones = tuple[tuple[float, float], ...]
CURVES: Mapping[str, Callable[[Any, float], Any]] = {
    EQUAL: lambda way, edge: np.ones_like(way),
    "gaussian": lambda way, edge: edge ** (way * way),
    "exponential": lambda way, edge: edge**way,
    "power": lambda way, edge: (np.maximum(way, NEAR) / NEAR) ** (-np.log(edge) / np.log(NEAR)),
    "linear": lambda way, edge: 1 - way,
}
DECAYS = (BY_ZONES, *(name for name in CURVES if name != EQUAL))


@dataclass(frozen=True)
class Decay:
    """Weights 0..1 by cost, up to the reach, in the unit of the costs.

    Gaussian, exponential and power fall from 1 to `edge` at the reach: edge^(x²), edge^x, (x / 0.01)^-b from a
    hundredth of the reach on, with x = cost / reach; linear falls to 0. zones are (cost up to, weight), the nearest
    first, for kind "zones"; without any, thirds of the reach with the weights 1, 0.68 and 0.22.
    """

    kind: str
    reach: float
    edge: float = EDGE
    zones: Zones = ()

    def weights(self, cost: NDArray[np.float64]) -> NDArray[np.float64]:
        if self.kind != BY_ZONES:
            way = cost / self.reach if self.reach else np.zeros_like(cost)
            curve: NDArray[np.float64] = CURVES[self.kind](np.minimum(way, 1.0), self.edge)
            return curve
        bounds, weights = np.array(self.zones or [(share * self.reach, weight) for share, weight in THIRDS]).T
        return np.append(weights, 0.0)[np.searchsorted(bounds, cost)]

    @property
    def is_equal(self) -> bool:
        """Whether all in reach count the same."""
        return self.kind == EQUAL


def checked_decay(kind: str, reach: float, edge: float = EDGE, zones: Any = ()) -> Decay:
    """A decay of one of the known kinds. Raises PlanError for an edge that is not between 0 and 1, and for zones that
    do not widen or whose weights are not from 0 to 1."""
    if kind not in (EQUAL, *DECAYS):
        raise PlanError(tr("Decay «{kind}» is not known. Known ones: {kinds}.", kind=kind, kinds=", ".join(DECAYS)))
    if not 0 < edge < 1:
        raise PlanError(tr("The weight at the edge must be between 0 and 1, both excluded."))
    if kind == BY_ZONES and zones and not _widen(zones):
        example = "[[500, 1], [1000, 0.68], [1500, 0.22]]"
        raise PlanError(
            tr(
                "Zones must be pairs of a distance that grows and a weight from 0 to 1, as in {example}.",
                example=example,
            )
        )
    return Decay(kind, reach, edge, tuple((float(bound), float(weight)) for bound, weight in zones or ()))


def _widen(zones: Any) -> bool:
    pairs = isinstance(zones, Sequence) and all(isinstance(z, Sequence) and len(z) == 2 for z in zones)
    if not pairs or not all(isinstance(n, (int, float)) and not isinstance(n, bool) for zone in zones for n in zone):
        return False
    bounds = [bound for bound, _ in zones]
    grows = all(one < other for one, other in zip([0.0, *bounds], bounds))
    return grows and all(0 <= weight <= 1 for _, weight in zones)
