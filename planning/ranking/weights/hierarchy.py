"""Criteria in groups of any depth: each is weighed among its neighbours, and weights multiply downwards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from ...errors import PlanError
from ...language import tr


@dataclass(frozen=True)
class Item:
    """A criterion, or a group of them where others name it; parent is the code of its group, empty at the top."""

    code: str
    name: str
    parent: str = ""


@dataclass(frozen=True)
class Question:
    """What is weighed against each other: the items of one group; code and name are empty at the top."""

    code: str
    name: str
    items: tuple[Item, ...]

    @property
    def codes(self) -> list[str]:
        return [item.code for item in self.items]

    @property
    def names(self) -> list[str]:
        return [item.name for item in self.items]


@dataclass(frozen=True)
class Hierarchy:
    """Items in the planner's order. Raises PlanError for a code that stands twice or a group within itself."""

    items: tuple[Item, ...]

    def __post_init__(self) -> None:
        codes = [item.code for item in self.items]
        for code in codes:
            if codes.count(code) > 1:
                raise PlanError(tr("Criterion «{code}» stands twice: keep one of them.", code=code))
        for item in self.items:
            _check_ends(item, self._by_code)

    @cached_property
    def _by_code(self) -> dict[str, Item]:
        return {item.code: item for item in self.items}

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """Every group with its items, the top first."""
        found: dict[str, list[Item]] = {"": []}
        for item in self.items:
            found.setdefault(item.parent, []).append(item)
        return tuple(Question(code, self.name(code), tuple(items)) for code, items in found.items())

    @cached_property
    def criteria(self) -> tuple[Item, ...]:
        """The items that are no group."""
        groups = {item.parent for item in self.items}
        return tuple(item for item in self.items if item.code not in groups)

    def name(self, code: str) -> str:
        return self._by_code[code].name if code else ""

    def path(self, item: Item) -> str:
        """The names of the groups of an item, from the top."""
        above = item.parent
        names: list[str] = []
        while above:
            names.insert(0, self.name(above))
            above = self._by_code[above].parent
        return " › ".join(names)

    def spread(self, local: Mapping[str, float]) -> list[float]:
        """The weights of the criteria, from the local weights of all items by code."""
        return [self._product(item, local) for item in self.criteria]

    def _product(self, item: Item, local: Mapping[str, float]) -> float:
        weight = local[item.code]
        return weight * self._product(self._by_code[item.parent], local) if item.parent else weight


def hierarchy_of(items: Sequence[Item]) -> Hierarchy:
    """The hierarchy of items; a group that is only named gets an item of its own, with its code for a name."""
    listed = {item.code for item in items}
    named = dict.fromkeys(item.parent for item in items if item.parent and item.parent not in listed)
    return Hierarchy((*(Item(code, code) for code in named), *items))


def _check_ends(item: Item, by_code: Mapping[str, Item]) -> None:
    seen = {item.code}
    above = item.parent
    while above:
        if above in seen:
            raise PlanError(tr("Group «{code}» stands within itself: correct its group.", code=above))
        seen.add(above)
        above = by_code[above].parent
