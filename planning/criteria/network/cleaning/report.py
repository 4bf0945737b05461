from __future__ import annotations

import numpy as np

from ....language import tr
from ...column import Finding, finding
from ..network import Network


def cleaning_findings(network: Network, doubles: int) -> list[Finding]:
    """What was mended, and the islands that hang together with nothing else."""
    return [*_gaps(network), *_doubles(doubles), *island_findings(network)]


def island_findings(network: Network) -> list[Finding]:
    """A finding where the streets fall apart into islands."""
    usable = network.taken(network.is_open)
    island = usable.islands()
    count = int(np.max(island, initial=0))
    apart, total = float(usable.metres[island > 1].sum()), float(usable.metres.sum())
    if count <= 1:
        return []
    return [
        finding(
            "street_islands",
            "warning",
            lambda: tr(
                "The streets fall apart into {count} networks that do not hang together; {km} of {total} km lie "
                "outside of the largest.",
                count=count,
                km=f"{apart / 1000:.1f}",
                total=f"{total / 1000:.1f}",
            ),
        )
    ]


def _gaps(network: Network) -> list[Finding]:
    count, longest = int(network.made.sum()), float(np.max(network.metres[network.made], initial=0))
    if not count:
        return []
    return [
        finding(
            "street_gaps_bridged",
            "info",
            lambda: tr(
                "{count} small gaps between streets were bridged, the longest {metres} m.",
                count=count,
                metres=f"{longest:.2f}",
            ),
        )
    ]


def _doubles(count: int) -> list[Finding]:
    if not count:
        return []
    return [
        finding(
            "street_doubles",
            "info",
            lambda: tr("{count} pieces of streets lie twice in the layer and are taken once.", count=count),
        )
    ]
