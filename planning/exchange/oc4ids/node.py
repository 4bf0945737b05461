from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ...language import tr

TOLD = 6
LARGEST_NUMBER = 1e18


class Node:
    """A JSON value with its place in the file; what has the wrong type is complained of and counts as absent."""

    def __init__(self, value: Any, place: str, complaints: list[str]) -> None:
        self.value, self.place, self.complaints = value, place, complaints

    def __bool__(self) -> bool:
        return self.value is not None

    def complain(self, sentence: str) -> None:
        self.complaints.append(f"{self.place}: {sentence}")

    def child(self, *names: str) -> Node:
        """The object or value under these names, absent where there is none."""
        node = self
        for name in names:
            value = node.object().get(name)
            node = Node(value, f"{node.place}/{name}", self.complaints)
        return node

    def object(self) -> dict[str, Any]:
        if isinstance(self.value, dict):
            return self.value
        if self:
            self.complain(tr("an object is needed, found {found}", found=_shown(self.value)))
        return {}

    def items(self, name: str) -> Iterator[Node]:
        """The entries of the list under `name`."""
        found = self.child(name)
        if found and not isinstance(found.value, list):
            found.complain(tr("a list is needed, found {found}", found=_shown(found.value)))
            return
        for position, value in enumerate(found.value or ()):
            item = Node(value, f"{found.place}/{position}", self.complaints)
            if isinstance(value, dict):
                yield item
            else:
                item.complain(tr("an object is needed, found {found}", found=_shown(value)))

    def text(self, name: str) -> str | None:
        """The words under `name`, None where there are none."""
        found = self.child(name)
        if found and not isinstance(found.value, str):
            found.complain(tr("words are needed, found {found}", found=_shown(found.value)))
            return None
        return found.value or None

    def texts(self, name: str) -> list[str]:
        found = self.child(name)
        if found and not (isinstance(found.value, list) and all(isinstance(each, str) for each in found.value)):
            found.complain(tr("a list of words is needed, found {found}", found=_shown(found.value)))
            return []
        return list(found.value or ())

    def number(self, name: str) -> float | None:
        found = self.child(name)
        if found and (isinstance(found.value, bool) or not isinstance(found.value, (int, float))):
            found.complain(tr("a number is needed, found {found}", found=_shown(found.value)))
            return None
        if found and not abs(found.value) < LARGEST_NUMBER:
            found.complain(tr("the number is too large: {found}", found=_shown(found.value)))
            return None
        return found.value

    def amount(self, name: str) -> float | None:
        """A number that is not negative."""
        number = self.number(name)
        if number is not None and number < 0:
            self.child(name).complain(tr("the amount is negative: {found}", found=number))
            return None
        return number

    def year(self, name: str) -> int | None:
        """The year of a date."""
        text = self.text(name)
        if text is None:
            return None
        if not (text[:4].isdecimal() and 1900 <= int(text[:4]) <= 2200 and text[4:5] in ("", "-")):
            self.child(name).complain(tr("a date such as 2026-01-31T00:00:00Z is needed, found {found}", found=text))
            return None
        return int(text[:4])


def _shown(value: Any) -> str:
    shown = repr(value) if isinstance(value, str) else str(value)
    return "«" + shown.strip("'")[:40] + "»"
