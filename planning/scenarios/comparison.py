from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ..language import current_language, tr
from ..plan.store import PlanFile, Row
from ..programme.inputs.candidates import areas_of, currency_of
from ..programme.inputs.measures import MeasureCodes
from ..ranking.robustness.comparison import rank_correlation
from .outcomes import Outcome

KEPT, MOVED, ENTERED, LEFT, NEVER = "kept", "moved", "entered", "left", "never"
PLACES = {"measure_point": "point", "measure_line": "line", "measure_polygon": "polygon"}


@dataclass(frozen=True)
class Measure:
    """A measure that some run ranks or chooses from; people and cost are None where unknown, `place` names the kinds
    of its geometries, empty where it has none."""

    id: str
    code: str
    title_uk: str
    title_en: str
    sector: str
    cost: float | None
    people: int | None
    areas: frozenset[str]
    place: str

    @property
    def title(self) -> str:
        return self.title_en if current_language() == "en" and self.title_en else self.title_uk

    @property
    def name(self) -> str:
        """What it is called where there is little room."""
        return self.code or self.title


@dataclass(frozen=True)
class Agreement:
    """How near an outcome is to the base: Kendall's tau-b of the ranks of `ranked` measures, NaN where it tells
    nothing, and the Jaccard index of the chosen sets: both / any (Jaccard, 1901); 1 where both are empty."""

    tau: float
    ranked: int
    jaccard: float


@dataclass(frozen=True)
class Comparison:
    """Runs side by side; the first outcome is the base. The measures are in the base's order."""

    measures: tuple[Measure, ...]
    outcomes: tuple[Outcome, ...]
    areas: Mapping[str, Row]
    community: Row
    currency: str

    @property
    def base(self) -> Outcome:
        return self.outcomes[0]

    @property
    def others(self) -> tuple[Outcome, ...]:
        return self.outcomes[1:]

    def change(self, outcome: Outcome, measure: str) -> str:
        """What became of a measure's place in the programme against the base."""
        before, after = measure in self.base.starts, measure in outcome.starts
        if before and after:
            return KEPT if self.base.starts[measure] == outcome.starts[measure] else MOVED
        return LEFT if before else ENTERED if after else NEVER

    def changes(self, outcome: Outcome, kind: str) -> list[Measure]:
        """The measures of which this became."""
        return [measure for measure in self.measures if self.change(outcome, measure.id) == kind]

    def overall(self, measure: str) -> str:
        """KEPT: in all programmes; LEFT: in the base and not in all others; ENTERED: not in the base, in another."""
        times = self.times_chosen(measure)
        if measure in self.base.starts:
            return KEPT if times == len(self.outcomes) else LEFT
        return ENTERED if times else NEVER

    def times_chosen(self, measure: str) -> int:
        return sum(measure in outcome.starts for outcome in self.outcomes)

    def shift(self, outcome: Outcome, measure: str) -> int | None:
        """Places gained against the base, less than 0 where it falls; None where either does not rank it."""
        before, after = self.base.ranks.get(measure), outcome.ranks.get(measure)
        return None if before is None or after is None else before - after

    def agreement(self, outcome: Outcome) -> Agreement:
        base, other = (np.array([o.ranks.get(m.id, 0) for m in self.measures]) for o in (self.base, outcome))
        tau, _ = rank_correlation(base, other)
        return Agreement(
            tau, int(((base > 0) & (other > 0)).sum()), jaccard(set(self.base.starts), set(outcome.starts))
        )

    def value_by_base(self, outcome: Outcome) -> float:
        """What its programme is worth by the values of the base, added up without discount or bonuses."""
        return sum(self.base.values.get(measure, 0.0) for measure in outcome.starts)


def compare(plan: PlanFile, outcomes: tuple[Outcome, ...]) -> Comparison:
    """The outcomes with what the plan knows of their measures."""
    told = {key for outcome in outcomes for key in (*outcome.ranks, *outcome.scores, *outcome.starts, *outcome.values)}
    rows = plan.rows("measure")
    areas, places = areas_of(plan), _places(plan, MeasureCodes(rows))
    measures = [_measure(row, areas, places) for row in rows if row["measure_id"] in told]
    last = len(measures) + 1
    ordered = sorted(measures, key=lambda measure: outcomes[0].ranks.get(measure.id, last))
    names = {row["code"]: row for row in plan.rows("focus_area") if row["code"]}
    return Comparison(tuple(ordered), outcomes, names, plan.community, currency_of(plan))


def jaccard(one: set[str], other: set[str]) -> float:
    return len(one & other) / len(one | other) if one | other else 1.0


def change_words(kind: str) -> str:
    words = {
        KEPT: tr("kept"),
        MOVED: tr("kept, another year"),
        ENTERED: tr("entered"),
        LEFT: tr("dropped out"),
        NEVER: tr("not chosen"),
    }
    return words[kind]


def _measure(row: Row, areas: Mapping[str, frozenset[str]], places: Mapping[str, list[str]]) -> Measure:
    key = row["measure_id"]
    return Measure(
        id=key,
        code=row["code"] or "",
        title_uk=row["title_uk"],
        title_en=row["title_en"] or "",
        sector=row["sector"] or "",
        cost=row["cost_total"],
        people=row["beneficiaries"],
        areas=areas.get(key, frozenset()),
        place=", ".join(places.get(key, [])),
    )


def _places(plan: PlanFile, wholes: MeasureCodes) -> dict[str, list[str]]:
    """The kinds of geometries that each measure has, those of its parts too."""
    found: dict[str, list[str]] = {}
    for table, kind in PLACES.items():
        for key in {wholes.whole(row["measure_id"]) for row in plan.rows(table) if row["geom"] is not None}:
            found.setdefault(key, []).append(kind)
    return found
