from __future__ import annotations

from collections import deque
from collections.abc import Hashable

Node = Hashable


class Network:
    """A network in which as much as possible is sent from one node to another, in whole units.

    Maximum flow by shortest augmenting paths (Edmonds & Karp 1972). What was sent once stays sent: edges that are added
    between two calls of `send` only carry what those before could not.
    """

    def __init__(self) -> None:
        self._free: dict[Node, dict[Node, int]] = {}
        self._capacity: dict[tuple[Node, Node], int] = {}

    def connect(self, start: Node, end: Node, capacity: int) -> None:
        """An edge of a whole capacity; capacities of the same edge add up."""
        forth = self._free.setdefault(start, {})
        forth[end] = forth.get(end, 0) + capacity
        self._free.setdefault(end, {}).setdefault(start, 0)
        self._capacity[start, end] = self._capacity.get((start, end), 0) + capacity

    def send(self, source: Node, sink: Node) -> int:
        """Send what still can be sent; returns how much."""
        sent = 0
        while True:
            path = self._path(source, sink)
            if not path:
                return sent
            amount = min(self._free[start][end] for start, end in path)
            for start, end in path:
                self._free[start][end] -= amount
                self._free[end][start] += amount
            sent += amount

    def sent(self, start: Node, end: Node) -> int:
        """What flows along an edge."""
        return self._capacity.get((start, end), 0) - self._free.get(start, {}).get(end, 0)

    def _path(self, source: Node, sink: Node) -> list[tuple[Node, Node]]:
        came_from: dict[Node, Node] = {source: source}
        waiting = deque([source])
        while waiting and sink not in came_from:
            node = waiting.popleft()
            for following, free in self._free.get(node, {}).items():
                if free > 0 and following not in came_from:
                    came_from[following] = node
                    waiting.append(following)
        return _back(came_from, source, sink) if sink in came_from else []


def _back(came_from: dict[Node, Node], source: Node, sink: Node) -> list[tuple[Node, Node]]:
    steps, node = [], sink
    while node != source:
        steps.append((came_from[node], node))
        node = came_from[node]
    return steps
