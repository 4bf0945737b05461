from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ....libraries import require
from ..network import Network

if TYPE_CHECKING:
    from numpy.typing import NDArray

SAME_WAY = 0.01


def without_duplicates(network: Network) -> Network:
    """Edges that run the same way between the same nodes are taken once, open at the best of their speeds each way.

    The same way: as long and with the same middle, to the centimetre.
    """
    low, high = network.ends.min(axis=1), network.ends.max(axis=1)
    middles = require("shapely").get_coordinates(
        require("shapely").line_interpolate_point(network.lines, 0.5, normalized=True)
    )
    order = np.lexsort((network.rows, middles[:, 1], middles[:, 0].round(1), network.metres.round(1), high, low))
    before, after = order[:-1], order[1:]
    same = (low[before] == low[after]) & (high[before] == high[after])
    same &= np.abs(network.metres[before] - network.metres[after]) <= SAME_WAY
    same &= np.hypot(*(middles[before] - middles[after]).T) <= SAME_WAY
    if not same.any():
        return network
    first = np.maximum.accumulate(np.where(np.append(True, ~same), np.arange(len(order)), 0))
    keeper = np.empty(len(order), dtype=np.intp)
    keeper[order] = order[first]
    return _merged(network, keeper)


def _merged(network: Network, keeper: NDArray[np.intp]) -> Network:
    """The edges that are their own keeper, with the best speeds of all that they stand for."""
    turned = network.ends[:, 0] != network.ends[keeper, 0]
    speeds = np.where(turned[:, None], network.speeds[:, ::-1], network.speeds)
    best = np.zeros_like(speeds)
    np.maximum.at(best, keeper, speeds)
    kept = keeper == np.arange(len(keeper))
    merged = network.taken(kept)
    merged.speeds[:] = best[kept]
    return merged
