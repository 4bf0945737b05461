"""What a reader of the ledger must know."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from ...criteria.column import Finding, finding
from ...language import tr
from ...wording import number, plain_number
from .chosen import Funded
from .ledger import Line

WITHOUT_MEASURE = "equity_damage_without_measure"


def findings_of(
    measures: Sequence[Funded], lines: Sequence[Line], neglected: Sequence[Line], unspread: bool
) -> tuple[Finding, ...]:
    """Findings in both languages, the gravest first."""
    return tuple([*_of_areas(lines, neglected, unspread), *_of_measures(measures)])


def _of_areas(lines: Sequence[Line], neglected: Sequence[Line], unspread: bool) -> Iterator[Finding]:
    for line in neglected:
        found = finding(WITHOUT_MEASURE, "warning", _neglect(line))
        yield {**found, "entity": "focus_area", "entity_id": line.key}
    silent = [line for line in lines if line.people is None]
    if silent:
        yield finding("equity_population_unknown", "warning", lambda: _silent(silent))
    if unspread:
        yield finding(
            "equity_not_spread",
            "warning",
            lambda: tr(
                "The money of measures for the whole community is not spread: the people of some areas are not known."
            ),
        )


def _neglect(line: Line) -> Callable[[], str]:
    return lambda: tr(
        "«{area}»: its damage ({damage}) is above the 75th percentile of the areas, and no chosen measure lies there.",
        area=line.name,
        damage=plain_number(round(line.damage or 0.0, 1)),
    )


def _silent(lines: Sequence[Line]) -> str:
    return tr(
        "The people of {areas} are not known: money per head, shares and the Gini index leave them out.",
        areas=", ".join(f"«{line.name}»" for line in lines),
    )


def _of_measures(measures: Sequence[Funded]) -> Iterator[Finding]:
    for rule, severity, rows, sentence in (
        ("equity_cost_unknown", "warning", [m for m in measures if m.money is None], _costless),
        ("equity_place_unknown", "info", [m for m in measures if _lost(m)], _placeless),
        ("equity_even_shares", "info", [m for m in measures if m.split.evenly], _even),
    ):
        if rows:
            yield finding(rule, severity, partial(sentence, len(rows)))


def _lost(measure: Funded) -> bool:
    return not measure.wide and not measure.place_known and not measure.split.parts


def _costless(count: int) -> str:
    return tr(
        "Chosen measures whose cost is not known, so that their money is missing here: {count}.", count=number(count)
    )


def _placeless(count: int) -> str:
    return tr(
        "Chosen measures whose place is not known, so that no area has their money: {count}.", count=number(count)
    )


def _even(count: int) -> str:
    return tr(
        "Chosen measures that lie in several areas in parts that are not known, so that their money is divided "
        "equally: {count}.",
        count=number(count),
    )
