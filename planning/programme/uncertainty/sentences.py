"""What was found of a programme's firmness, in words."""

from __future__ import annotations

from collections.abc import Iterator

from ...language import tr
from ...wording import percent
from ..words import million
from .core import BORDERLINE, CORE, OUT
from .stored import Firmness


def firmness_sentences(found: Firmness) -> Iterator[str]:
    """In the current language."""
    core, risk = found.core, found.risk
    classes = [core.class_of(key) for key in found.problem.by_id]
    yield tr(
        "Of {measures} measures {core} are in nearly every programme that was drawn, {border} in some, {out} in none "
        "or hardly any ({draws} draws of weights and costs).",
        measures=len(classes),
        core=classes.count(CORE),
        border=classes.count(BORDERLINE),
        out=classes.count(OUT),
        draws=core.draws,
    )
    if not core.complete:
        yield tr("The draws were stopped before their end: these are the shares so far.")
    if core.impossible:
        yield tr("In {number} more draws no programme kept every rule: costs were too high.", number=core.impossible)
    if core.near:
        yield tr(
            "{number} other programmes worth at least {share} of the best were found; what is in all of them is firm.",
            number=core.near,
            share=percent(1 - found.wanted.near_share),
        )
    if core.by_clock:
        yield tr(
            "{number} of these searches were ended by the clock: the next time, shares may differ a little.",
            number=core.by_clock,
        )
    yield _budget(found)
    level = 0.9
    reserves = [amount for (_, at), amount in risk.reserve.items() if at == level and amount]
    if reserves:
        yield tr(
            "A reserve of {amount} over all years would do in {level} of the cases of each year.",
            amount=million(sum(reserves), found.problem.currency),
            level=percent(level),
        )


def _budget(found: Firmness) -> str:
    uncertain = sum(c.cost_range != (1.0, 1.0) for key, c in found.problem.by_id.items() if key in found.starts)
    if not uncertain:
        return tr("No chosen measure states a least or greatest cost, so the budgets are met as planned.")
    return tr(
        "The programme stays within all budgets with a chance of {chance}; the costs of {uncertain} of its {chosen} "
        "measures are uncertain.",
        chance=percent(found.risk.whole),
        uncertain=uncertain,
        chosen=len(found.starts),
    )
