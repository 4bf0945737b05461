from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from .values import code_for, plain

ENOUGH = 0.85
FEWEST_WORDS = 3
RARE_WORDS = 3


class Repeats:
    """Recognises a project that stands in the table before, as in tables of several years.

    Two rows tell of the same project when one title has at least 85 % of the other's longer words, those of
    works such as «капітальний ремонт» left out, and neither the settlement nor a number (of a house …) contradicts.
    """

    def __init__(self) -> None:
        self._rows: dict[str, list[int]] = defaultdict(list)
        self._texts: dict[int, tuple[str, frozenset[str], frozenset[str]]] = {}

    def earlier(self, row: int, place: str, title: str) -> int | None:
        """The first earlier row of the same project, None where there is none; remembers this one."""
        words, numbers = _words(title), frozenset(re.findall(r"\d+", title))
        found = min(self._alike(plain(place), words, numbers), default=None)
        self._texts[row] = plain(place), words, numbers
        for word in words:
            self._rows[word].append(row)
        return found

    def _alike(self, place: str, words: frozenset[str], numbers: frozenset[str]) -> Iterator[int]:
        rarest = sorted(words, key=lambda word: (len(self._rows[word]), word))[:RARE_WORDS]
        for row in {row for word in rarest for row in self._rows[word]}:
            there, other, others = self._texts[row]
            fewer = min(len(words), len(other))
            agree = (numbers <= others or others <= numbers) and (not place or not there or place == there)
            if agree and fewer >= FEWEST_WORDS and len(words & other) >= ENOUGH * fewer:
                yield row


def _words(title: str) -> frozenset[str]:
    words = (word for word in plain(title).split() if len(word) > 3 and not word.isdigit())
    return frozenset(word for word in words if not code_for("works", word))
