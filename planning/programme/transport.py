from __future__ import annotations

from collections import deque
from collections.abc import Sequence

Flow = list[dict[int, int]]


def transport(needs: Sequence[int], supplies: Sequence[int], reach: Sequence[Sequence[int]]) -> Flow | None:
    """Meet whole `needs` from whole `supplies`; need n may draw on the supplies reach[n], the first ones first.

    Returns what each need draws from which supply, None where the needs cannot all be met. Exact: augmenting paths
    (Ford & Fulkerson 1956) along shortest ones (Edmonds & Karp 1972).
    """
    drawn: Flow = [{} for _ in needs]
    left = list(supplies)
    for need, missing in enumerate(needs):
        while missing:
            path = _path(need, left, reach, drawn)
            if path is None:
                return None
            missing -= _send(path, missing, left, drawn)
    return drawn


def _path(need: int, left: Sequence[int], reach: Sequence[Sequence[int]], drawn: Flow) -> list[tuple[int, int]] | None:
    """Steps (need, supply it draws more from); each later need gives up what the step before takes."""
    came_from: dict[int, tuple[int, int]] = {}
    waiting, seen = deque([need]), {need}
    while waiting:
        current = waiting.popleft()
        for supply in reach[current]:
            if supply in came_from:
                continue
            came_from[supply] = (current, -1)
            if left[supply]:
                return _steps(need, supply, came_from, drawn)
            for other in range(len(drawn)):
                if other not in seen and drawn[other].get(supply):
                    seen.add(other)
                    waiting.append(other)
    return None
