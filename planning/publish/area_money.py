"""Cost and financing of the programme by focus area, so that each kind of area sums to the whole programme."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ..language import named, tr
from ..plan.schema import code_label
from ..plan.store import PlanFile, Row
from .measures import ChosenMeasure

WIDE = "community_wide"
COUNTED = ("automatic", "accepted")


@dataclass
class AreaMoney:
    """What the programme does in an area: measures, and money by year and fund; `measures` counts each whole."""

    name: str
    measures: int = 0
    by_year: dict[int, float] = field(default_factory=lambda: defaultdict(float))
    by_fund: dict[str, float] = field(default_factory=lambda: defaultdict(float))

    @property
    def cost(self) -> float:
        return sum(self.by_year.values())

    def add(self, line: ChosenMeasure, part: float) -> None:
        """A measure, of whose money a part lies here."""
        self.measures += 1
        for payment in line.payments:
            self.by_year[payment.year] += part * payment.amount
            self.by_fund[payment.fund_id] += part * payment.amount


@dataclass(frozen=True)
class AreaTable:
    """The areas of one kind, then what lies in none of them; `split` tells that a measure was divided equally since
    its parts are not known."""

    kind: str
    lines: tuple[AreaMoney, ...]
    split: bool


def area_tables(plan: PlanFile, programme: Iterable[ChosenMeasure]) -> tuple[AreaTable, ...]:
    """A table for each kind of focus area in which the programme does something."""
    chosen = list(programme)
    links: dict[str, list[Row]] = defaultdict(list)
    for row in plan.rows("measure_area"):
        if row["review"] in COUNTED:
            links[row["measure_id"]].append(row)
    areas = plan.rows("focus_area")
    kinds = dict.fromkeys(area["kind"] for area in areas)
    tables = (_table(kind, [area for area in areas if area["kind"] == kind], chosen, links) for kind in kinds)
    return tuple(table for table in tables if any(line.measures for line in table.lines[:-2]))


def _table(kind: str, areas: list[Row], chosen: list[ChosenMeasure], links: Mapping[str, list[Row]]) -> AreaTable:
    lines = {area["area_id"]: AreaMoney(_name(area)) for area in areas}
    wide, outside, split = AreaMoney(tr("For the whole community")), AreaMoney(tr("In none of these areas")), False
    for measure in chosen:
        inside = [row for row in links[measure.measure.measure_id] if row["area_id"] in lines]
        if measure.measure.place_state == WIDE:
            wide.add(measure, 1.0)
            continue
        parts, known = _parts([row["share"] for row in inside])
        split = split or not known
        for row, part in zip(inside, parts):
            lines[row["area_id"]].add(measure, part)
        if sum(parts) < 1 - 1e-9:
            outside.add(measure, 1 - sum(parts))
    return AreaTable(code_label("area_kind", kind), (*lines.values(), wide, outside), split)


def _name(area: Row) -> str:
    return " ".join(part for part in (area["code"] or "", named(area, "name")) if part)


def _parts(shares: list[float | None]) -> tuple[list[float], bool]:
    """The part of a measure's money in each of its areas, at most all of it together; and whether the parts are known.

    One area that states no share has all; several have equal parts.
    """
    known = [share for share in shares if share is not None]
    if len(known) < len(shares):
        return [1 / len(shares)] * len(shares), len(shares) == 1
    total = max(1.0, sum(known))
    return [share / total for share in known], True
