"""Sums of a programme's money and people by area, settlement and group."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from ...plan.store import Row
from .chosen import Funded, Settlement
from .facts import Facts
from .groups import EVERYONE, GROUPS
from .inequality import location_quotients
from .ledger import AREA, GROUP, OUTSIDE, SETTLEMENT, UNPLACED, WIDE, Line

MOSTLY = 0.5


@dataclass
class Sums:
    """Money and people that measures bring to one place; people only of those of whom they are known."""

    measures: int = 0
    money: float = 0.0
    beneficiaries: float | None = None

    def add(self, measure: Funded, part: float = 1.0) -> None:
        self.measures += 1
        self.money += part * (measure.money or 0.0)
        served = measure.people.get(EVERYONE)
        if served is not None:
            self.beneficiaries = (self.beneficiaries or 0.0) + part * served

    def line(self, kind: str, key: str = "") -> Line:
        none_served = 0.0 if not self.measures else None
        people = self.beneficiaries if self.beneficiaries is not None else none_served
        return Line(kind, key or kind, measures=self.measures, money=self.money, beneficiaries=people)


def area_lines(
    measures: Sequence[Funded], areas: Sequence[Row], facts: Facts, spread: bool
) -> tuple[list[Line], list[Line]]:
    """Lines of the areas, and of what is in none. `spread` gives the money and people of community-wide measures to
    the areas by their people; it does so only where those of all areas are known."""
    sums = {row["area_id"]: Sums() for row in areas}
    others = {kind: Sums() for kind in (WIDE, OUTSIDE, UNPLACED)}
    for measure in measures:
        for area, part in measure.split.parts.items():
            sums[area].add(measure, part)
        rest = _rest(measure)
        if rest:
            others[rest].add(measure, measure.split.outside)
    lines = [_described(sums[row["area_id"]].line(AREA, row["area_id"]), row, facts) for row in areas]
    if spread and can_spread(lines):
        lines, others[WIDE] = _with_wide(lines, others[WIDE]), Sums()
    return _compared(lines), [total.line(kind) for kind, total in others.items() if total.measures]


def can_spread(lines: Sequence[Line]) -> bool:
    """Whether the people of every area are known."""
    return all(line.people is not None for line in lines) and any(line.people for line in lines)


def settlement_lines(measures: Iterable[Funded], places: Mapping[Settlement, Row]) -> list[Line]:
    """Lines of the settlements by name, the one without a name last; `places` are the plan's areas of settlements."""
    sums: dict[Settlement, Sums] = {}
    words: dict[Settlement, str] = {}
    for measure in measures:
        if not measure.wide:
            sums.setdefault(measure.settlement, Sums()).add(measure)
            words.setdefault(measure.settlement, measure.settlement_words)
    lines = []
    for key in sorted(sums, key=lambda stems: (not stems, words[stems])):
        place = places.get(key) if key else None
        line = replace(sums[key].line(SETTLEMENT, " ".join(key)), name_uk=words[key])
        lines.append(line if place is None else _described(line, place, Facts()))
    known = [line for line in lines if line.people is not None]
    return _compared(lines) if len(known) > 1 else lines


def group_lines(measures: Sequence[Funded], facts: Facts, everyone: float | None) -> list[Line]:
    """Lines of everyone and of the groups of which anything is known."""
    total = Sums()
    for measure in measures:
        total.add(measure)
    whole = 1.0 if everyone else None
    lines = [replace(total.line(GROUP, EVERYONE), people=everyone, money_share=1.0, people_share=whole)]
    for group in GROUPS:
        people = facts.groups.get(group)
        parts = {m.measure_id: part for m in measures if (part := _part(m, group, facts)) is not None}
        served = {m.measure_id: number for m in measures if (number := _served(m, group, facts)) is not None}
        if parts or served or people is not None:
            lines.append(_group_line(group, measures, parts, served, people, everyone))
    return lines


def _group_line(
    group: str,
    measures: Sequence[Funded],
    parts: Mapping[str, float],
    served: Mapping[str, float],
    people: float | None,
    everyone: float | None,
) -> Line:
    """A line of a group; its money and people are told where they are known for most of the programme's money."""
    money = {measure.measure_id: measure.money or 0.0 for measure in measures}
    told, counted = (_share(money, known) for known in (parts, served))
    reached = sum(money[key] * part for key, part in parts.items())
    base = sum(money[key] for key in parts)
    people_share = people / everyone if people is not None and everyone else None
    line = Line(
        GROUP,
        group,
        measures=None,
        money=None,
        beneficiaries=sum(served.values()) if counted >= MOSTLY else None,
        people=people,
        people_share=people_share,
        told=told,
    )
    if told < MOSTLY:
        return line
    quotient = reached / base / people_share if people_share else None
    serving = sum(part > 0 for part in parts.values())
    return replace(line, measures=serving, money=reached, money_share=reached / base, quotient=quotient)


def _share(money: Mapping[str, float], known: Collection[str]) -> float:
    total = sum(money.values())
    return sum(money[key] for key in known) / total if total else 0.0


def _part(measure: Funded, group: str, facts: Facts) -> float | None:
    """The part of a group among those whom a measure serves; one for the whole community has that of the community."""
    everyone, people = facts.groups.get(EVERYONE), facts.groups.get(group)
    if group not in measure.mix and measure.wide and everyone and people is not None:
        return min(1.0, people / everyone)
    return measure.mix.get(group)


def _served(measure: Funded, group: str, facts: Facts) -> float | None:
    part, everyone = _part(measure, group, facts), measure.people.get(EVERYONE)
    if group not in measure.people and measure.wide and part is not None and everyone is not None:
        return part * everyone
    return measure.people.get(group)


def _rest(measure: Funded) -> str:
    """Where a measure lies apart from the areas; empty where nowhere."""
    if measure.wide:
        return WIDE
    if measure.split.outside <= 1e-9:
        return ""
    return OUTSIDE if measure.place_known or measure.split.parts else UNPLACED


def _described(line: Line, row: Row, facts: Facts) -> Line:
    people = facts.people.get(row["area_id"], row["population"])
    damage = facts.damage.get(row["area_id"])
    names = {"name_uk": row["name_uk"], "name_en": row["name_en"] or "", "code": row["code"] or ""}
    return replace(line, **names, people=people, damage=damage)


def _with_wide(lines: Sequence[Line], wide: Sums) -> list[Line]:
    everyone = sum(line.people or 0.0 for line in lines)
    spread = []
    for line in lines:
        part = (line.people or 0.0) / everyone
        served = line.beneficiaries
        if served is not None or wide.beneficiaries is not None:
            served = (served or 0.0) + part * (wide.beneficiaries or 0.0)
        money = part * wide.money
        spread.append(replace(line, money=(line.money or 0.0) + money, spread=money, beneficiaries=served))
    return spread


def _compared(lines: Sequence[Line]) -> list[Line]:
    """The lines with their shares of what lies in those whose people are known."""
    people = np.array([np.nan if line.people is None else line.people for line in lines], dtype=float)
    money = np.array([line.money for line in lines], dtype=float)
    known = ~np.isnan(people)
    total, everyone = money[known].sum(), people[known].sum()
    quotients = location_quotients(money, people)
    return [
        replace(
            line,
            money_share=float(amount / total) if here and total else None,
            people_share=float((line.people or 0.0) / everyone) if here and everyone else None,
            quotient=None if np.isnan(quotient) else float(quotient),
        )
        for line, amount, here, quotient in zip(lines, money, known, quotients)
    ]
