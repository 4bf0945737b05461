"""Prices of other years: the scenario's table of yearly price growth."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ...errors import PlanError
from ...language import tr
from .forms import number_setting, object_of

KEYS = ("index", "base")
SLUMP = -99.0
BOOM = 1000.0


@dataclass(frozen=True)
class Prices:
    """Growth of prices in each year over the year before, in percent; `base` is the price year of costs that state
    none. Without growth nothing is converted."""

    first_year: int
    growth: Mapping[int, float] = field(default_factory=dict)
    base: int | None = None

    def level(self, year: int) -> float:
        """The price level of a year; 1 is that of the programme's first."""
        level = 1.0
        for passed in range(min(year, self.first_year) + 1, max(year, self.first_year) + 1):
            level *= 1 + self.growth.get(passed, 0.0) / 100
        return level if year >= self.first_year else 1 / level

    def index(self, years: range) -> dict[int, float]:
        """Year → price level, for the years of a programme."""
        return {year: self.level(year) for year in years} if self.growth else {}

    def converted(self, amount: float, price_year: int | None) -> float:
        """An amount in prices of the programme's first year; as it is where its price year is unknown."""
        year = price_year or self.base
        return amount if not self.growth or year is None else amount / self.level(year)


def prices_of(wanted: Mapping[str, Any], first_year: int, plan_year: int | None) -> Prices:
    """The scenario's prices. Raises PlanError where they are not of the form."""
    if wanted.get("prices") is None:
        return Prices(first_year)
    found = object_of(wanted["prices"], "prices", KEYS)
    table = found.get("index") or {}
    if not isinstance(table, Mapping) or not all(str(year).isdigit() for year in table):
        example = '{"2026": 8.5, "2027": 6.0}'
        raise PlanError(
            tr("«index» of the prices gives a growth in percent for each year: {example}.", example=example)
        )
    growth = {int(year): number_setting(table, year, 0.0, SLUMP, BOOM) for year in table}
    base = found.get("base") or plan_year
    return Prices(first_year, growth, int(base) if base else None)
