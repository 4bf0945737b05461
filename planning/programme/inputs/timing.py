"""When measures of a plan may be done, and how their cost is spread over the years of work."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ...errors import PlanError
from ...language import tr
from ...plan.store import Row
from ..candidate import spread
from .forms import number_setting
from .measures import MeasureCodes

UNDER_WAY = "in_progress"
MOST_YEARS = 50


@dataclass(frozen=True)
class Timing:
    """What a scenario says of time: years that a stage of readiness still needs, the years by which measures must end,
    and shares of cost by year of work, by measure or by the number of years."""

    years: range
    lead: Mapping[str, int] = field(default_factory=dict)
    latest_end: Mapping[str, int] = field(default_factory=dict)
    keep_period: bool = False
    profiles: Mapping[Any, Sequence[float]] = field(default_factory=dict)

    def earliest(self, row: Row) -> int:
        """The first year in which it may start: as its document has it, and not before it is ready."""
        start = row["start_year"] or self.years[0]
        if row["status"] == UNDER_WAY:
            return start
        stage = "unknown" if row["stage"] is None else str(row["stage"])
        return max(start, self.years[0] + self.lead[stage]) if stage in self.lead else start

    def latest(self, row: Row, duration: int) -> int:
        """The last year in which it may start; a document's end is a wish unless the scenario keeps it."""
        ends = [self.years[-1]]
        if row["measure_id"] in self.latest_end:
            ends.append(self.latest_end[row["measure_id"]])
        if self.keep_period and row["end_year"]:
            ends.append(row["end_year"])
        return self.years[-1] if len(ends) == 1 else min(ends) - duration + 1

    def profile(self, row: Row, cost: int) -> tuple[int, ...]:
        """Its cost by year of work, evenly unless the scenario says otherwise."""
        shares = self.profiles.get(row["measure_id"]) or self.profiles.get(_duration(row))
        return _shared(cost, shares) if shares else spread(cost, _duration(row))


def timing_of(wanted: Mapping[str, Any], years: range, measures: MeasureCodes) -> Timing:
    """The scenario's timing. Raises PlanError for what is not of the form."""
    lead, ends = wanted.get("lead_time") or {}, wanted.get("latest_end") or {}
    by_id = {measures.find([code])[0]: round(number_setting(ends, code, 0.0, 1900, 2200)) for code in ends}
    return Timing(
        years,
        {str(stage): round(number_setting(lead, stage, 0.0, 0, MOST_YEARS)) for stage in lead},
        by_id,
        bool(wanted.get("keep_period", False)),
        {_worked(key, measures): _shares(key, shares) for key, shares in (wanted.get("profiles") or {}).items()},
    )


def _worked(key: str, measures: MeasureCodes) -> Any:
    """The years of work, or the measure, that a profile is for."""
    return int(key) if key.isdigit() and not measures.has(key) else measures.find([key])[0]


def _shares(key: str, shares: Any) -> list[float]:
    numbers = isinstance(shares, (list, tuple)) and all(isinstance(s, (int, float)) and s >= 0 for s in shares)
    if not numbers or not sum(shares) or (key.isdigit() and len(shares) != int(key)):
        raise PlanError(
            tr("The profile «{key}» of the scenario takes a share for each year of work, such as [60, 40].", key=key)
        )
    return [float(share) for share in shares]


def _shared(cost: int, shares: Sequence[float]) -> tuple[int, ...]:
    """A cost by shares, in whole units that add up."""
    total, passed = sum(shares), 0.0
    parts: list[int] = []
    for share in shares:
        passed += share
        parts.append(round(cost * passed / total) - sum(parts))
    return tuple(parts)


def _duration(row: Row) -> int:
    """Years of work: by its months, else from start to end as the document has it, else one year."""
    if row["duration_months"]:
        return math.ceil(row["duration_months"] / 12)
    if row["start_year"] and row["end_year"]:
        return max(1, row["end_year"] - row["start_year"] + 1)
    return 1
