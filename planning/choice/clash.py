from __future__ import annotations

from collections.abc import Sequence

from ..language import tr
from .model import Limit
from .problem import Problem


def clash_sentence(problem: Problem, clash: Sequence[Limit]) -> str:
    """What cannot hold together, in plain words, with what to do."""
    names = {candidate.id: candidate.name for candidate in problem.candidates}
    parts = [*_budget_parts(clash), *(_words(limit, names) for limit in clash if limit.kind != "budget")]
    return tr(
        "No programme is possible: these limits cannot hold together: {limits}. Loosen at least one of them.",
        limits="; ".join(parts),
    )


def _budget_parts(clash: Sequence[Limit]) -> list[str]:
    return [
        tr(
            "fund «{fund}» has {amount} million in {year}",
            fund=limit.names[0],
            amount=million(limit.amount),
            year=limit.names[1],
        )
        for limit in clash
        if limit.kind == "budget"
    ]


def _words(limit: Limit, names: dict[str, str]) -> str:
    named = [names.get(name, name) for name in limit.names]
    if limit.kind == "must":
        return tr("«{measure}» must be done within the years of the programme", measure=named[0])
    if limit.kind == "exclusive":
        return tr("at most one of {measures}", measures=", ".join(f"«{name}»" for name in named))
    if limit.kind == "requires":
        return tr("«{later}» starts only after «{earlier}» has ended", later=named[0], earlier=named[1])
    return tr(
        "at least {share} % of the money goes to area «{area}»", share=f"{100 * limit.amount:g}", area=limit.names[0]
    )


def million(amount: float) -> str:
    """An amount in millions with two decimals."""
    return f"{amount / 1e6:,.2f}".replace(",", " ")
