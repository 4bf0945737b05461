from __future__ import annotations

from collections.abc import Iterable, Sequence

SHOWN = 10


def listed(labels: Sequence[str], places: Iterable[int]) -> str:
    """The alternatives at these places by name, or by number from 1 where they have no names; «…» after ten."""
    wanted = list(places)
    names = [f"«{labels[place]}»" if len(labels) else str(place + 1) for place in wanted[:SHOWN]]
    return ", ".join(names) + (" …" if len(wanted) > SHOWN else "")
