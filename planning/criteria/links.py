"""What a plan links with its measures: features of layers, goals, areas, documents, and other measures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ..attach.merge import SURE
from ..plan.store import PlanFile, Row

Found = tuple[int, Row]


@dataclass(frozen=True)
class Links:
    """What stands with one measure: sure links only, those that wait for review left out.

    features are the attached features and their labels; goals and areas the codes of the linked ones; documents those
    that hold it, one of its goals or one of its areas, each with its kind; others are the measures (their positions)
    that the plan links it with, and how: a code of list "dependency_kind".
    """

    features: dict[tuple[str, str], str] = field(default_factory=dict)
    goals: list[str] = field(default_factory=list)
    areas: list[str] = field(default_factory=list)
    documents: dict[str, str] = field(default_factory=dict)
    others: dict[int, str] = field(default_factory=dict)


def links_of_plan(plan: PlanFile, position: Mapping[str, int], size: int) -> Sequence[Links]:
    """The links of `size` measures; `position` holds that of each measure, of a part that of its whole."""
    links = [Links() for _ in range(size)]
    kinds = {row["doc_id"]: row["kind"] for row in plan.rows("document")}
    for place, row in _found(plan, "measure", position):
        _ask(links[place], row, kinds)
    for place, row in _found(plan, "measure_object", position):
        links[place].features[row["layer_source"], row["object_key"]] = row["object_label"] or ""
    for place, goal in _linked(plan, "measure_goal", "goal", "goal_id", position):
        _name(links[place].goals, goal["code"] or goal["title_uk"])
        _ask(links[place], goal, kinds)
    for place, area in _linked(plan, "measure_area", "focus_area", "area_id", position):
        _name(links[place].areas, area["code"] or area["name_uk"])
        _ask(links[place], area, kinds)
    for place, row in _found(plan, "dependency", position, "from_id"):
        if row["to_id"] in position:
            links[place].others[position[row["to_id"]]] = row["kind"]
    return links


def _found(plan: PlanFile, table: str, position: Mapping[str, int], key: str = "measure_id") -> Iterator[Found]:
    rows = (row for row in plan.rows(table) if row.get("review", SURE[0]) in SURE)
    return ((position[row[key]], row) for row in rows if row[key] in position)


def _linked(plan: PlanFile, table: str, other: str, key: str, position: Mapping[str, int]) -> Iterator[Found]:
    rows = {row[key]: row for row in plan.rows(other)}
    return ((place, rows[row[key]]) for place, row in _found(plan, table, position))


def _name(names: list[str], name: str) -> None:
    if name not in names:
        names.append(name)


def _ask(links: Links, row: Row, kinds: Mapping[str, str]) -> None:
    if row["doc_id"] is not None:
        links.documents[row["doc_id"]] = kinds[row["doc_id"]]
