"""A comparison as columns, for layers and tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ..plan.schema import code_label
from .comparison import ENTERED, KEPT, LEFT, MOVED, Comparison, Measure, change_words
from .totals import totals_of

SHIFT = "shift"


@dataclass(frozen=True)
class Column:
    """A column of n values of one kind (str, int, float or bool), None where unknown."""

    name: str
    kind: type
    values: Sequence[Any]


def measure_columns(comparison: Comparison) -> tuple[Column, ...]:
    """One row for each measure, in the base's order; `change` says what becomes of it over all scenarios."""
    return tuple([*_measure_columns(comparison), *_columns_by_outcome(comparison)])


def scenario_columns(comparison: Comparison) -> tuple[Column, ...]:
    """One row for each scenario, the base first. `value` counts by the scenario's own weights: only `value_by_base`
    can be compared."""
    outcomes = comparison.outcomes
    agreements = [comparison.agreement(outcome) for outcome in outcomes]
    columns = [
        Column("scenario", str, [outcome.label for outcome in outcomes]),
        Column("run_id", str, [outcome.run_id for outcome in outcomes]),
        Column("finished", str, [outcome.finished for outcome in outcomes]),
        Column("status", str, [outcome.summary.get("status") for outcome in outcomes]),
        Column("gap", float, [outcome.summary.get("gap") for outcome in outcomes]),
        Column("chosen", int, [len(outcome.starts) for outcome in outcomes]),
        Column("spent", float, [outcome.spent for outcome in outcomes]),
        Column("budget", float, [outcome.summary.get("budget") for outcome in outcomes]),
        Column("value", float, [outcome.summary.get("value") for outcome in outcomes]),
        Column("bound", float, [outcome.summary.get("bound") for outcome in outcomes]),
        Column("value_by_base", float, [comparison.value_by_base(outcome) for outcome in outcomes]),
        Column("tau", float, [agreement.tau for agreement in agreements]),
        Column("ranked", int, [agreement.ranked for agreement in agreements]),
        Column("jaccard", float, [agreement.jaccard for agreement in agreements]),
    ]
    for kind in (KEPT, MOVED, ENTERED, LEFT):
        columns.append(Column(kind, int, [len(comparison.changes(outcome, kind)) for outcome in outcomes]))
    return tuple(columns)


def total_columns(comparison: Comparison) -> tuple[Column, ...]:
    """One row for each scenario and sector or area."""
    totals = totals_of(comparison)
    kinds = {"scenario": str, "kind": str, "code": str, "name": str, "measures": int, "money": float, "share": float}
    kinds.update(people=int, people_unknown=int)
    return tuple(Column(name, kind, [getattr(total, name) for total in totals]) for name, kind in kinds.items())


def field_names(comparison: Comparison) -> dict[str, str]:
    """What stands for each outcome in field names: its label without what is no letter, digit or underscore."""
    found: dict[str, str] = {}
    for outcome in comparison.outcomes:
        name = word = re.sub(r"\W+", "_", outcome.label).strip("_").lower() or "scenario"
        number = 1
        while name in found.values():
            number += 1
            name = f"{word}_{number}"
        found[outcome.run_id] = name
    return found


def _measure_columns(comparison: Comparison) -> Iterator[Column]:
    measures = comparison.measures
    yield Column("measure_id", str, [measure.id for measure in measures])
    yield Column("code", str, [measure.code for measure in measures])
    yield Column("title", str, [measure.title for measure in measures])
    yield Column("sector", str, [code_label("sector", m.sector) if m.sector else "" for m in measures])
    yield Column("cost", float, [measure.cost for measure in measures])
    yield Column("place", str, [measure.place for measure in measures])
    yield Column("change", str, [comparison.overall(measure.id) for measure in measures])
    yield Column("chosen_in", int, [comparison.times_chosen(measure.id) for measure in measures])
    yield Column(SHIFT, int, [_largest_shift(comparison, measure) for measure in measures])


def _columns_by_outcome(comparison: Comparison) -> Iterator[Column]:
    measures = [measure.id for measure in comparison.measures]
    for outcome in comparison.outcomes:
        word = field_names(comparison)[outcome.run_id]
        yield Column(f"rank_{word}", int, [outcome.ranks.get(measure) for measure in measures])
        yield Column(f"score_{word}", float, [outcome.scores.get(measure) for measure in measures])
        yield Column(f"chosen_{word}", bool, [measure in outcome.starts for measure in measures])
        yield Column(f"start_{word}", int, [outcome.starts.get(measure) for measure in measures])
        if outcome is not comparison.base:
            yield Column(f"{SHIFT}_{word}", int, [comparison.shift(outcome, measure) for measure in measures])
            changes = [change_words(comparison.change(outcome, measure)) for measure in measures]
            yield Column(f"change_{word}", str, changes)


def _largest_shift(comparison: Comparison, measure: Measure) -> int | None:
    """The longest move of its rank against the base in any scenario."""
    shifts = [comparison.shift(outcome, measure.id) for outcome in comparison.others]
    return max((shift for shift in shifts if shift is not None), key=abs, default=None)
