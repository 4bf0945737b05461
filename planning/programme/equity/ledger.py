"""Who gets what of a programme, as plain values: money in the plan's currency, None is unknown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ...criteria.column import Finding
from ...language import current_language, tr
from .groups import group_words

AREA, SETTLEMENT, GROUP = "area", "settlement", "group"
WIDE, OUTSIDE, UNPLACED = "community_wide", "outside", "place_unknown"


@dataclass(frozen=True)
class Line:
    """An area, a settlement, a group of people, or what belongs to none.

    `people` live there, `beneficiaries` are served: a person counts once for each measure. `money_share` is of the
    money that is told apart, `people_share` of the people; `quotient` is the first divided by the second. `spread` is
    the part of `money` from measures for the whole community; `told` the part of the programme's money of which a
    group's share is known: below a half, nothing else is told of the group's money.
    """

    kind: str
    key: str
    name_uk: str = ""
    name_en: str = ""
    code: str = ""
    measures: int | None = 0
    money: float | None = 0.0
    beneficiaries: float | None = None
    people: float | None = None
    damage: float | None = None
    money_share: float | None = None
    people_share: float | None = None
    quotient: float | None = None
    spread: float = 0.0
    told: float | None = None

    @property
    def per_head(self) -> float | None:
        return self.money / self.people if self.people and self.money is not None else None

    @property
    def name(self) -> str:
        """In the current language."""
        if self.kind == GROUP:
            return group_words(self.key)
        others = {
            WIDE: tr("For the whole community"),
            OUTSIDE: tr("Outside these areas"),
            UNPLACED: tr("Place not known"),
        }
        written = self.name_en if current_language() == "en" and self.name_en else self.name_uk
        return others.get(self.kind) or written or tr("Settlement not known")


@dataclass(frozen=True)
class Equity:
    """How a run's programme is spread over areas of one kind, settlements and groups.

    `others` are lines for money that is in none of the areas; `gini` is of money per head over the areas, with its
    `curve` of running shares of people and money; `concentration` says whether more per head goes to more damage per
    head. `neglected` are areas with damage above `threshold`, the 75th percentile of the areas, and no measure.
    """

    run_id: str
    area_kind: str
    currency: str
    money: float
    measures: int
    areas: tuple[Line, ...]
    others: tuple[Line, ...]
    settlements: tuple[Line, ...]
    groups: tuple[Line, ...]
    gini: float | None
    concentration: float | None
    curve: tuple[tuple[float, float], ...]
    threshold: float | None
    neglected: tuple[Line, ...]
    findings: tuple[Finding, ...] = ()

    @property
    def measured(self) -> tuple[Line, ...]:
        """The areas that can be compared, the best served first."""
        known = [line for line in self.areas if line.quotient is not None]
        return tuple(sorted(known, key=lambda line: -(line.quotient or 0.0)))

    def lines(self) -> Iterator[Line]:
        """Every line of the ledger."""
        yield from (*self.areas, *self.others, *self.settlements, *self.groups)
