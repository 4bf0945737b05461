from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import numpy as np

from ...progress import SILENT, Progress
from ..catchment.links import Linking, Links
from ..reach import Pairs
from .access import Travel, search_from
from .entrances import entrances_of
from .network import Network
from .routes import pairs_within_streets

if TYPE_CHECKING:
    from numpy.typing import NDArray

Pairing = Callable[["NDArray[np.object_]", "NDArray[np.object_]", float, Progress], Iterator[Pairs]]


def pairing_over_streets(network: Network, travel: Travel) -> Pairing:
    """What finds the units within reach of places over streets, as reach.pairs_within does in a straight line."""

    def pairs(
        places: NDArray[np.object_], units: NDArray[np.object_], reach: float, progress: Progress
    ) -> Iterator[Pairs]:
        search = search_from(network, places, travel, progress.part(0, 0.1))
        entered = entrances_of(network, units, travel.farthest, progress.part(0.1, 0.4))
        for rows, place, unit, _ in pairs_within_streets(search, entered, reach, progress.part(0.4, 1)):
            yield rows, place, unit

    return pairs


def linking_over_streets(network: Network, travel: Travel, units: NDArray[np.object_], reach: float) -> Linking:
    """What links facilities with the demand units (u,) within reach over streets, for floating catchments."""
    entered = entrances_of(network, units, travel.farthest)

    def links(facilities: NDArray[np.object_], progress: Progress = SILENT) -> Iterator[Links]:
        search = search_from(network, facilities, travel, progress.part(0, 0.1))
        yield from pairs_within_streets(search, entered, reach, progress.part(0.1, 1))

    return links
