"""What each scenario's programme comes to, in all and by sector and area."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..language import named, tr
from ..plan.schema import code_label, code_lists
from .comparison import Comparison, Measure
from .outcomes import Outcome

ALL, SECTOR, AREA = "all", "sector", "area"


@dataclass(frozen=True)
class Total:
    """Measures chosen in a scenario's programme: how many, money paid and its share of the programme's, people as the
    documents state them (who gains from several measures counts in each), and how many measures state none."""

    scenario: str
    kind: str
    code: str
    name: str
    measures: int
    money: float
    share: float | None
    people: int
    people_unknown: int


def totals_of(comparison: Comparison) -> tuple[Total, ...]:
    """Totals by scenario: of all, of each sector, of each area. A measure in several areas counts in each."""
    return tuple(total for outcome in comparison.outcomes for total in _totals(comparison, outcome))


def _totals(comparison: Comparison, outcome: Outcome) -> Iterator[Total]:
    chosen = [measure for measure in comparison.measures if measure.id in outcome.starts]
    yield _total(outcome, ALL, "", tr("All"), chosen)
    present = {measure.sector for measure in comparison.measures}
    for sector in [*(code.code for code in code_lists()["sector"]), ""]:
        if sector in present:
            name = code_label("sector", sector) if sector else tr("no sector")
            yield _total(outcome, SECTOR, sector, name, [m for m in chosen if m.sector == sector])
    for code, area in comparison.areas.items():
        if any(code in measure.areas for measure in comparison.measures):
            yield _total(outcome, AREA, code, named(area, "name"), [m for m in chosen if code in m.areas])
    if any(not measure.areas for measure in comparison.measures):
        yield _total(outcome, AREA, "", tr("in no area"), [m for m in chosen if not m.areas])


def _total(outcome: Outcome, kind: str, code: str, name: str, chosen: Sequence[Measure]) -> Total:
    money = sum(outcome.paid.get(measure.id, 0.0) for measure in chosen)
    stated = [measure.people for measure in chosen if measure.people is not None]
    return Total(
        scenario=outcome.label,
        kind=kind,
        code=code,
        name=name,
        measures=len(chosen),
        money=money,
        share=money / outcome.spent if outcome.spent else None,
        people=sum(stated),
        people_unknown=len(chosen) - len(stated),
    )
