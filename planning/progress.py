from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from .errors import Cancelled

Item = TypeVar("Item")
STEPS = 2000


@dataclass(frozen=True)
class Progress:
    """How long work tells of itself and learns that it should stop.

    `show` takes a fraction 0..1, `say` and `warn` a sentence; `cancelled` answers whether to stop.
    """

    show: Callable[[float], None] = lambda fraction: None
    say: Callable[[str], None] = lambda sentence: None
    warn: Callable[[str], None] = lambda sentence: None
    cancelled: Callable[[], bool] = lambda: False

    def step(self, done: float, total: float) -> None:
        """Show `done` of `total`; raise Cancelled when the user asked to stop."""
        if self.cancelled():
            raise Cancelled
        self.show(done / total if total else 1.0)

    def over(self, items: Iterable[Item], total: int) -> Iterator[Item]:
        """Yield the items, with a step before each, or before every so many of very many."""
        stride = max(1, total // STEPS)
        for number, item in enumerate(items):
            if number % stride == 0:
                self.step(number, total)
            yield item

    def part(self, start: float, end: float) -> Progress:
        """The same progress, its 0..1 mapped into start..end of this one."""
        return Progress(lambda f: self.show(start + (end - start) * f), self.say, self.warn, self.cancelled)


SILENT = Progress()
