"""A comparison in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..language import tr
from ..wording import money, number, percent
from .comparison import ENTERED, KEPT, LEFT, MOVED, Comparison, Measure
from .outcomes import Outcome

NAMED = 12


def outcome_sentences(comparison: Comparison, outcome: Outcome) -> Iterator[str]:
    """What a scenario changes against the base."""
    sizes = {kind: len(comparison.changes(outcome, kind)) for kind in (KEPT, MOVED, ENTERED, LEFT)}
    yield tr(
        "Measures {chosen}, money {money}. Entered {entered}, dropped out {left}, in another year {moved}, as they "
        "were {kept}.",
        chosen=len(outcome.starts),
        money=money(outcome.spent, comparison.currency),
        **sizes,
    )
    yield _agreement(comparison, outcome)
    yield tr(
        "By the values of «{base}» this programme is worth {value}, the programme of «{base}» {own}.",
        base=comparison.base.title,
        value=number(comparison.value_by_base(outcome), 2),
        own=number(comparison.value_by_base(comparison.base), 2),
    )
    if _within_gap(comparison, outcome):
        yield tr(
            "That difference is smaller than the gap that the solver left open, so it says nothing. What is known: no "
            "programme of this scenario is worth more than {bound}, none of «{base}» more than {own}.",
            base=comparison.base.title,
            bound=number(outcome.summary.get("bound"), 2),
            own=number(comparison.base.summary.get("bound"), 2),
        )


def _within_gap(comparison: Comparison, outcome: Outcome) -> bool:
    """Whether both programmes were chosen by the same scores and differ by less than is known of the best."""
    base = comparison.base
    before, after = comparison.value_by_base(base), comparison.value_by_base(outcome)
    gap = max(each.summary.get("gap") or 0.0 for each in (base, outcome))
    return base.scores == outcome.scores and 0 < abs(after - before) <= gap * max(before, after)


def _agreement(comparison: Comparison, outcome: Outcome) -> str:
    found = comparison.agreement(outcome)
    if found.tau != found.tau:
        order = tr("The order of the measures cannot be compared.")
    elif found.tau > 1 - 1e-9:
        order = tr("The order of the measures is the same.")
    else:
        order = tr(
            "Order of {ranked} measures: Kendall's tau-b {tau} (1 the same, 0 unrelated, −1 reversed).",
            ranked=found.ranked,
            tau=number(found.tau, 2),
        )
    share = tr("Of all measures that either chooses, both choose {share} (Jaccard).", share=percent(found.jaccard))
    return order + " " + share


def core_sentence(comparison: Comparison) -> str:
    """What every scenario chooses, and what only some do."""
    kept = [measure for measure in comparison.measures if comparison.overall(measure.id) == KEPT]
    some = [m for m in comparison.measures if 0 < comparison.times_chosen(m.id) < len(comparison.outcomes)]
    if not some:
        return tr("Every scenario chooses the same {kept} measures.", kept=len(kept))
    return tr(
        "All {scenarios} scenarios choose {kept} measures; it depends on the scenario for {some}: {names}.",
        scenarios=len(comparison.outcomes),
        kept=len(kept),
        some=len(some),
        names=named_some(some),
    )


def caveats(comparison: Comparison) -> Iterator[str]:
    """What the reader must know to read the numbers rightly."""
    yield tr(
        "The value of a programme counts by the weights, value functions and prices of its own scenario: values of "
        "different scenarios cannot be compared. Compare what the programmes are worth by the values of «{base}».",
        base=comparison.base.title,
    )
    gap = max((outcome.summary.get("gap") or 0.0 for outcome in comparison.outcomes), default=0.0)
    if gap > 0:
        yield tr(
            "A programme may miss up to {gap} of its value, and others that are as good may exist: a few measures more "
            "or less, or in another year, need not come from the scenario.",
            gap=percent(gap, 2),
        )
    yield tr(
        "People are those whom the documents state; who gains from several measures counts in each. "
        "A measure in several areas counts in each."
    )


def named_some(measures: Sequence[Measure]) -> str:
    """The names of the first, and how many more there are."""
    names = ", ".join(measure.name for measure in measures[:NAMED])
    more = len(measures) - NAMED
    return tr("{names} and {more} more", names=names, more=more) if more > 0 else names
