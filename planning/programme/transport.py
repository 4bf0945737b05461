from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field

Flow = list[dict[int, int]]


def transport(needs: Sequence[int], supplies: Sequence[int], reach: Sequence[Sequence[int]]) -> Flow | None:
    """Meet whole `needs` from whole `supplies`; need n may draw on the supplies reach[n], the first ones first.

    Returns what each need draws from which supply, None where they cannot all be met. Exact: maximum flow by shortest
    augmenting paths (Edmonds & Karp 1972).
    """
    network = _Network(list(supplies), reach, [{} for _ in needs])
    for need, amount in enumerate(needs):
        missing = amount
        while missing:
            sent = network.send(need, missing)
            if not sent:
                return None
            missing -= sent
    return [{supply: amount for supply, amount in draws.items() if amount} for draws in network.drawn]


@dataclass
class _Network:
    left: list[int]
    reach: Sequence[Sequence[int]]
    drawn: Flow
    drawer: dict[int, int] = field(default_factory=dict)
    given_up: dict[int, int] = field(default_factory=dict)

    def send(self, need: int, most: int) -> int:
        """Draw up to `most` more for a need, others changing their supply where that helps; returns how much."""
        supply = self._search(need)
        if supply is None:
            return 0
        steps = self._steps(need, supply)
        amount = min([most, self.left[supply], *(self.drawn[other][old] for other, _, old in steps if old is not None)])
        self.left[supply] -= amount
        for other, new, old in steps:
            self.drawn[other][new] = self.drawn[other].get(new, 0) + amount
            if old is not None:
                self.drawn[other][old] -= amount
        return amount

    def _search(self, need: int) -> int | None:
        """A supply with something left that `need` can reach, directly or by others giving up theirs."""
        self.drawer, self.given_up = {}, {}
        waiting = deque([need])
        while waiting:
            current = waiting.popleft()
            for supply in self.reach[current]:
                if supply in self.drawer:
                    continue
                self.drawer[supply] = current
                if self.left[supply]:
                    return supply
                waiting.extend(self._would_give_up(supply, need))
        return None

    def _would_give_up(self, supply: int, need: int) -> list[int]:
        found = [n for n, draws in enumerate(self.drawn) if draws.get(supply) and n != need and n not in self.given_up]
        self.given_up.update(dict.fromkeys(found, supply))
        return found

    def _steps(self, need: int, supply: int) -> list[tuple[int, int, int | None]]:
        """Who draws on which supply instead of which one, from the free supply back to `need`."""
        steps: list[tuple[int, int, int | None]] = []
        while True:
            drawer = self.drawer[supply]
            old = None if drawer == need else self.given_up[drawer]
            steps.append((drawer, supply, old))
            if old is None:
                return steps
            supply = old
