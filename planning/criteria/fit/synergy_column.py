"""Criterion "synergy" of a scenario, and the works of a plan's measures."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ...errors import PlanError
from ...language import tr
from ..alternatives import Alternatives
from ..column import CriterionColumn, Finding, Request, finding
from .digging import Digging, checked_digging, digging_from
from .neighbours import SHORTEST
from .synergy import DISTANCE, YEARS, Synergy, Works, synergy, years_known

COUNTS = ("partners", "metres")
OVER = ("completed", "rejected", "cancelled")


def works_of_measures(measures: Alternatives, digging: Digging) -> Works:
    """Measures of a plan or a layer as works; what is completed, rejected or cancelled digs no more. Where no sectors
    are given at all, every measure digs."""
    unknown = [None] * len(measures)
    works, states = (measures.fields.get(name) or unknown for name in ("measure_type", "status"))
    told = "sector" in measures.fields or any(measures.sectors)
    turns = digging.turns(measures.sectors, works) if told else digging.by_works(works)
    over = np.array([state in OVER for state in states], dtype=bool)
    starts, ends = years_known(measures.numbers("start_year"), measures.numbers("end_year"))
    return Works(measures.places, starts, ends, np.where(over, np.inf, turns), measures.links)


def synergy_column(request: Request) -> CriterionColumn:
    """Criterion "synergy": partners of each measure that digs, each by its closeness in time, or, with
    "count": "metres", the metres shared with them. What is for the whole community digs nowhere in particular: unknown.
    """
    alternatives, count = request.alternatives, request.definition.get("count", COUNTS[0])
    if count not in COUNTS:
        raise PlanError(
            tr(
                "Criterion «{criterion}»: «count» must be one of {words}.",
                criterion=request.name,
                words=", ".join(COUNTS),
            )
        )
    given = request.definition.get("digging")
    works = works_of_measures(alternatives, digging_from("") if given is None else checked_digging(given))
    found = synergy(
        works,
        request.number("distance", DISTANCE),
        request.number("years", YEARS),
        request.number("shortest", SHORTEST),
        request.progress,
    )
    raw = np.where(alternatives.community_wide, np.nan, found.score if count == COUNTS[0] else found.metres)
    notes = [remark(found, works, alternatives.codes, row) for row in range(len(alternatives))]
    return request.column(raw, notes, synergy_findings(works, found))


def remark(found: Synergy, works: Works, codes: Sequence[str], row: int) -> str:
    """What stands beside the number of a measure."""
    if np.isnan(works.turns[row]):
        return tr("Its sector is not known.")
    if found.unknown[row] and np.isnan(works.starts[row]):
        return tr("Its years are not known.")
    if not found.partners[row]:
        return tr("It opens no ground.") if np.isinf(works.turns[row]) else ""
    return tr("Shares its place with: {codes}.", codes=", ".join(codes[other] for other in found.partners[row]))


def synergy_findings(works: Works, found: Synergy) -> list[Finding]:
    """Neighbours whose years are not known, and measures of no known sector."""
    findings = []
    timeless = int(np.isnan(found.closeness).sum())
    if timeless:
        findings.append(finding("synergy_years_unknown", "info", lambda: _timeless(timeless)))
    untold = int(np.isnan(works.turns).sum())
    if untold:
        findings.append(finding("synergy_sector_unknown", "info", lambda: _untold(untold)))
    return findings


def _timeless(count: int) -> str:
    return tr(
        "{count} pairs of measures share a place, but the years of at least one are not known: they are not counted.",
        count=count,
    )


def _untold(count: int) -> str:
    return tr("{count} measures have no sector: whether they open the ground is not known.", count=count)
