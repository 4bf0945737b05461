"""Goals and focus areas of the concept, and what the programme does for them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ..language import named
from ..plan.store import PlanFile, Row
from .content import AreaLine, GoalLine
from .measures import ChosenMeasure

LAST = float("inf")


def goal_lines(plan: PlanFile, programme: tuple[ChosenMeasure, ...]) -> tuple[GoalLine, ...]:
    """The goal tree in its order; a measure that serves a goal counts for the goals above it too."""
    goals = plan.rows("goal")
    children: dict[str | None, list[Row]] = defaultdict(list)
    for goal in sorted(goals, key=lambda row: row["position"] if row["position"] is not None else LAST):
        children[goal["parent_id"]].append(goal)
    serving = _linked(plan, "measure_goal", "goal_id")
    costs = _costs(programme)
    return tuple(_goal_line(goal, depth, children, serving, costs) for goal, depth in _walk(children, None, 0))


def area_lines(
    plan: PlanFile, programme: tuple[ChosenMeasure, ...], definition: Mapping[str, Any]
) -> tuple[AreaLine, ...]:
    """Every focus area; a measure that lies in several counts in each of them."""
    inside, costs = _linked(plan, "measure_area", "area_id"), _costs(programme)
    floors = {str(rule.get("area")): rule.get("share") for rule in _floors(definition)}
    lines = []
    for row in plan.rows("focus_area"):
        measures = inside[row["area_id"]]
        code = row["code"] or ""
        lines.append(
            AreaLine(
                code=code,
                name=named(row, "name"),
                population=row["population"],
                measures=len(measures),
                chosen=len(measures & costs.keys()),
                cost=sum(costs[key] for key in measures & costs.keys()),
                floor=floors.get(code),
            )
        )
    return tuple(lines)


def _floors(definition: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return (definition.get("programme") or {}).get("floors") or []


def _linked(plan: PlanFile, table: str, key: str) -> dict[str, set[str]]:
    linked: dict[str, set[str]] = defaultdict(set)
    for row in plan.rows(table):
        if row["review"] != "rejected":
            linked[row[key]].add(row["measure_id"])
    return linked


def _costs(programme: Iterable[ChosenMeasure]) -> dict[str, float]:
    return {line.measure.measure_id: line.known_cost for line in programme}


def _goal_line(
    goal: Row,
    depth: int,
    children: Mapping[str | None, list[Row]],
    serving: Mapping[str, set[str]],
    costs: Mapping[str, float],
) -> GoalLine:
    below = [goal, *(row for row, _ in _walk(children, goal["goal_id"], 0))]
    measures = set().union(*(serving[row["goal_id"]] for row in below))
    chosen = measures & costs.keys()
    cost = sum(costs[key] for key in chosen)
    return GoalLine(goal["code"] or "", named(goal, "title"), depth, len(measures), len(chosen), cost)


def _walk(children: Mapping[str | None, list[Row]], parent: str | None, depth: int) -> Iterator[tuple[Row, int]]:
    for goal in children[parent]:
        yield goal, depth
        yield from _walk(children, goal["goal_id"], depth + 1)
