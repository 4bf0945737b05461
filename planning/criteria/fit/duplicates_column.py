"""Criterion "duplicates" of a scenario, and what a plan's measures say of themselves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from ...errors import PlanError
from ...language import tr
from ..alternatives import Alternatives
from ..column import CriterionColumn, Request, finding
from .duplicates import LEAST_SCORE, WHICH, Told, Twins, duplicates
from .titles import title_of


def told_by(measures: Alternatives) -> Told:
    """Measures of a plan or a layer by the plan's fields; the field "document" names what holds each."""
    titles, addresses, settlements, documents = (
        _texts(measures, name) for name in ("title_uk", "address", "settlement", "document")
    )
    return Told(
        [title_of(*words) for words in zip(titles, addresses, settlements)],
        measures.places,
        measures.numbers("cost_total"),
        measures.numbers("start_year"),
        measures.numbers("end_year"),
        documents,
        measures.links,
    )


def duplicates_column(request: Request) -> CriterionColumn:
    """Criterion "duplicates": how many other measures of the plan are likely the same one, a warning for planners.

    "which" is all, between or within documents, "least" the score from which a pair counts.
    """
    which = request.definition.get("which", WHICH[0])
    if which not in WHICH:
        raise PlanError(
            tr(
                "Criterion «{criterion}»: «which» must be one of {words}.",
                criterion=request.name,
                words=", ".join(WHICH),
            )
        )
    measures = request.alternatives
    twins = duplicates(told_by(measures), request.number("least", LEAST_SCORE), which, request.progress)
    others = others_of(twins, len(measures))
    notes = [_note([measures.codes[row] for row in rows]) for rows in others]
    findings = [finding("likely_duplicates", "warning", lambda: _likely(len(twins)))] if len(twins) else []
    return CriterionColumn(np.array([len(rows) for rows in others], dtype=float), tuple(notes), tuple(findings))


def others_of(twins: Twins, size: int) -> list[list[int]]:
    """For each measure the others that are likely the same, the surest first."""
    others: list[list[int]] = [[] for _ in range(size)]
    for one, other in zip(twins.first.tolist(), twins.second.tolist()):
        others[one].append(other)
        others[other].append(one)
    return others


def _texts(measures: Alternatives, field: str) -> Sequence[Any]:
    return measures.fields.get(field) or [None] * len(measures)


def _note(codes: Sequence[str]) -> str:
    return tr("Likely the same as: {codes}.", codes=", ".join(codes)) if codes else ""


def _likely(count: int) -> str:
    return tr("{count} pairs of measures are likely one measure each: decide which to keep.", count=count)
