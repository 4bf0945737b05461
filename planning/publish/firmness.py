"""What report and workbook show of how firm a programme is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..language import tr
from ..plan.schema import code_label
from ..plan.store import PlanFile, Row
from ..programme.uncertainty.stored import KIND
from ..wording import percent
from .measures import Measure


@dataclass(frozen=True)
class FirmLine:
    """A measure, whether it was chosen, and how often draws and nearly best programmes have it."""

    measure: Measure
    chosen: bool
    core_index: float
    near_share: float | None
    words: str


@dataclass(frozen=True)
class FirmnessContent:
    """Measures that depend on weights and costs first, and the chance that each year's money is enough."""

    lines: tuple[FirmLine, ...]
    draws: int
    counts: Mapping[str, int]
    within_budget: float
    years: Mapping[str, float]
    uncertain_costs: int

    @property
    def sentences(self) -> list[str]:
        """In the current language."""
        told = [
            tr(
                "Weights and costs were drawn {draws} times and the programme chosen anew: {core} measures are in "
                "nearly every programme, {border} in some, {out} in none or hardly any.",
                draws=self.draws,
                core=self.counts.get("core", 0),
                border=self.counts.get("borderline", 0),
                out=self.counts.get("out", 0),
            )
        ]
        if self.uncertain_costs:
            chance = percent(self.within_budget)
            told.append(tr("All budgets are kept with a chance of {chance}, costs being uncertain.", chance=chance))
        return told


def firmness_of_content(plan: PlanFile, run: Row, measures: Mapping[str, Measure]) -> FirmnessContent | None:
    """The newest analysis of a run's programme; None where it has none."""
    found = [row for row in plan.rows("run", kind=KIND, status="finished") if _of(row) == run.get("run_id")]
    if not run or not found:
        return None
    newest = max(found, key=lambda row: row["finished"])
    summary = newest["summary"]
    chosen = {row["measure_id"] for row in plan.rows("programme_item", run_id=run["run_id"], chosen=True)}
    rows = [row for row in plan.rows("core", run_id=newest["run_id"]) if row["measure_id"] in measures]
    order = sorted(rows, key=lambda row: (row["core_class"] != "borderline", -row["core_index"]))
    return FirmnessContent(
        lines=tuple(_line(row, measures[row["measure_id"]], row["measure_id"] in chosen) for row in order),
        draws=summary["draws"],
        counts=summary["classes"],
        within_budget=summary["within_budget"],
        years=summary["within_budget_by_year"],
        uncertain_costs=summary["uncertain_costs"],
    )


def _of(run: Row) -> Any:
    return (run["summary"] or {}).get("programme_run")


def _line(row: Row, measure: Measure, chosen: bool) -> FirmLine:
    words = code_label("core_class", row["core_class"])
    return FirmLine(measure, chosen, row["core_index"], row["near_share"], words)
