"""Criteria to be weighed, as cells of a table or as a scenario's JSON."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ...errors import PlanError
from ...language import named, tr
from ..value.definitions import number_of
from .answers import Answers
from .hierarchy import Hierarchy, Item, hierarchy_of
from .method import BEST_WORST, DATA, POINTS, RANKS
from .times import times_of

CELLS = ("code", "name", "group", "value", "to_worst", "direction")
PAIR_CELLS = ("first", "second", "times")
MEMBER_CELLS = ("name", "importance")
OWN_KEYS = ("group", "points", "rank", "best_to", "to_worst")
NUMBERS = {POINTS: ("points", "weight"), RANKS: ("rank",), BEST_WORST: ("best_to",), DATA: ()}


@dataclass(frozen=True)
class Asked:
    """What is to be weighed: definitions of items in the form of a scenario, with `group` naming the item above."""

    definitions: tuple[Mapping[str, Any], ...]
    hierarchy: Hierarchy

    @property
    def criteria(self) -> list[Mapping[str, Any]]:
        """The definitions of the items that are no group."""
        wanted = {item.code for item in self.hierarchy.criteria}
        return [definition for definition in self.definitions if _code(definition) in wanted]


def asked_of(definitions: Sequence[Mapping[str, Any]]) -> Asked:
    """Raises PlanError for an item without a code, one that stands twice, and a group within itself."""
    if not definitions:
        raise PlanError(tr("There are no criteria to weigh: name at least one."))
    items = []
    for number, definition in enumerate(definitions, 1):
        code = _code(definition)
        if not code:
            raise PlanError(tr("Criterion {number} has no code.", number=number))
        group = definition.get("group")
        items.append(Item(code, named(dict(definition), "name") or code, str(group or "").strip()))
    return Asked(tuple(definitions), hierarchy_of(items))


def definitions_from_cells(cells: Sequence[Any], asks: str) -> list[dict[str, Any]]:
    """Definitions from the cells of a table, row after row; `asks` tells what its column «value» means."""
    key = (NUMBERS.get(asks) or ("",))[0]
    found = []
    for row in rows_of(cells, CELLS):
        definition = {"code": row["code"], "group": row["group"], "direction": row["direction"].lower()}
        if row["name"]:
            definition.update(name_uk=row["name"], name_en=row["name"])
        if key:
            definition[key] = row["value"]
        if asks == BEST_WORST:
            definition["to_worst"] = row["to_worst"]
        found.append({name: value for name, value in definition.items() if value != ""})
    return found


def rows_of(cells: Sequence[Any], names: Sequence[str]) -> list[dict[str, str]]:
    """The rows of a table given as cells that are not empty; PlanError where cells are too few or too many."""
    if len(cells) % len(names):
        raise PlanError(
            tr(
                "The table has {count} cells, and each row takes {width}: {names}. Leave a cell empty rather than out.",
                count=len(cells),
                width=len(names),
                names=", ".join(names),
            )
        )
    texts = ["" if cell is None or str(cell) == "NULL" else str(cell).strip() for cell in cells]
    rows = [dict(zip(names, texts[start : start + len(names)])) for start in range(0, len(texts), len(names))]
    return [row for row in rows if any(row.values())]


def answers_of(asked: Asked, asks: str) -> Answers:
    """What the definitions themselves state: points, ranks, or comparisons with the best and the worst."""
    numbers: dict[str, float] = {}
    to_worst: dict[str, float] = {}
    for definition in asked.definitions:
        code = _code(definition)
        for key in NUMBERS.get(asks, ()):
            stated = _about(code, lambda: number_of(definition, key))  # noqa: B023
            if stated is not None:
                numbers.setdefault(code, stated)
        worst = _about(code, lambda: number_of(definition, "to_worst"))  # noqa: B023
        if worst is not None:
            to_worst[code] = worst
    if asks == BEST_WORST:
        return Answers(best_to=numbers, to_worst=to_worst)
    return Answers(numbers=numbers)


def pairs_from_cells(cells: Sequence[Any], hierarchy: Hierarchy) -> Answers:
    """Judgements from rows of two criteria and how many times the first is more important than the second."""
    pairs = Pairing(hierarchy)
    for number, row in enumerate(rows_of(cells, PAIR_CELLS), 1):
        where = tr("Pair {number}", number=number)
        pairs.add(where, row["first"], row["second"], row["times"])
    return Answers(pairs=pairs.found)


def importance_from_cells(cells: Sequence[Any]) -> dict[str, float]:
    """Members and how much each counts, 1 where it is not said. Raises PlanError for a name that stands twice."""
    found: dict[str, float] = {}
    for number, row in enumerate(rows_of(cells, MEMBER_CELLS), 1):
        if not row["name"]:
            raise PlanError(tr("Row {number} of the members has no name.", number=number))
        if row["name"] in found:
            raise PlanError(tr("Member «{name}» stands twice: tell the two apart.", name=row["name"]))
        stated = _about_member(row["name"], lambda: number_of(row, "importance"))  # noqa: B023
        found[row["name"]] = 1.0 if stated is None else stated
    return found


class Pairing:
    """Judgements collected pair by pair, by codes."""

    def __init__(self, hierarchy: Hierarchy) -> None:
        self._hierarchy = hierarchy
        self._parents = {item.code: item.parent for item in hierarchy.items}
        self.found: dict[tuple[str, str], float] = {}

    def add(self, where: str, first: str, second: str, stated: Any) -> None:
        """Take a judgement; nothing where it is empty. Raises PlanError, saying where, for one that cannot be."""
        try:
            self._add(code_of(self._hierarchy, first), code_of(self._hierarchy, second), times_of(stated))
        except PlanError as error:
            raise PlanError(tr("{where}: {why}", where=where, why=error)) from None

    def _add(self, first: str, second: str, times: float | None) -> None:
        if times is None:
            return
        if first == second:
            if times != 1:
                raise PlanError(tr("«{code}» is compared with itself: that is 1.", code=first))
            return
        if self._parents[first] != self._parents[second]:
            raise PlanError(
                tr("«{first}» and «{second}» are not in one group: they are not compared.", first=first, second=second)
            )
        earlier = self.found.pop((first, second), None)
        if (second, first) in self.found:
            earlier = 1 / self.found.pop((second, first))
        self.found[first, second] = times if earlier is None else _one_of(first, second, earlier, times)


def code_of(hierarchy: Hierarchy, text: str) -> str:
    """The code of the item of that code or name. Raises PlanError listing the codes that there are."""
    wanted = str(text).strip()
    for item in hierarchy.items:
        if item.code == wanted:
            return item.code
    found = [item.code for item in hierarchy.items if item.name.casefold() == wanted.casefold()]
    if len(found) != 1:
        known = ", ".join(item.code for item in hierarchy.items)
        raise PlanError(tr("there is no criterion «{name}»; there are: {known}.", name=wanted, known=known))
    return found[0]


def _one_of(first: str, second: str, earlier: float, times: float) -> float:
    """One judgement of two that should be the same; numbers such as 0.33 for 1/3 are taken together."""
    if not 0.95 < times / earlier < 1.05:
        raise PlanError(
            tr(
                "«{first}» against «{second}» is stated twice, as {one} and as {other}: "
                "the second way round it must be 1/{one}.",
                first=first,
                second=second,
                one=f"{earlier:.4g}",
                other=f"{times:.4g}",
            )
        )
    return (earlier * times) ** 0.5


def _code(definition: Mapping[str, Any]) -> str:
    return str(definition.get("code") or "").strip()


def _about_member(name: str, work: Callable[[], Any]) -> Any:
    try:
        return work()
    except PlanError as error:
        raise PlanError(tr("Member «{member}»: {what}", member=name, what=error)) from None


def _about(code: str, work: Callable[[], Any]) -> Any:
    try:
        return work()
    except PlanError as error:
        raise PlanError(tr("Criterion «{name}»: {why}", name=code, why=error)) from None
