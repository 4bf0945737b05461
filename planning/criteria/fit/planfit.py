"""Which instruments of planning ask for a measure: instruments.csv beside this module, editable."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ...errors import PlanError
from ...language import named, tr
from ..alternatives import Alternatives
from ..column import CriterionColumn, Finding, Request, finding
from ..links import Links

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Instrument:
    """An instrument: the kinds of documents that are it, the measure's own flag for it ("" for none), and its names."""

    code: str
    documents: frozenset[str]
    flag: str
    names: Mapping[str, str]

    @property
    def name(self) -> str:
        return named(dict(self.names), "name")


@dataclass(frozen=True)
class PlanFit:
    """Who asks for n measures: asks (n, k) for each of k instruments; share (n,) of the instruments that ask."""

    instruments: tuple[Instrument, ...]
    asks: NDArray[np.bool_]

    @property
    def share(self) -> NDArray[np.float64]:
        return self.asks.mean(axis=1)

    def names(self, row: int) -> str:
        return ", ".join(item.name for item, asks in zip(self.instruments, self.asks[row]) if asks)


def plan_fit(measures: Alternatives, instruments: Sequence[Instrument]) -> PlanFit:
    """Strategic fit as the count of instruments that ask for a measure by the number of instruments.

    An instrument asks when one of its documents holds the measure, a goal that the measure serves or a focus area that
    it lies in, or when the measure's own flag says so. PlanError for measures that come from no plan.
    """
    if len(measures.links) != len(measures):
        raise PlanError(tr("Plan fit needs the measures of a plan file: a layer has no goals and documents."))
    asks = [[_asks(item, measures, row, links) for item in instruments] for row, links in enumerate(measures.links)]
    return PlanFit(tuple(instruments), np.array(asks, dtype=bool).reshape(len(measures), len(instruments)))


def instruments_named(codes: Sequence[str]) -> list[Instrument]:
    """The instruments of these codes, all without any. Raises PlanError for an unknown one."""
    known = {item.code: item for item in all_instruments()}
    strange = [code for code in codes if code not in known]
    if strange:
        raise PlanError(
            tr(
                "There is no instrument «{code}». The instruments: {known}.",
                code=strange[0],
                known=", ".join(known),
            )
        )
    return [known[code] for code in dict.fromkeys(codes)] or list(known.values())


@cache
def all_instruments() -> tuple[Instrument, ...]:
    with Path(__file__).with_name("instruments.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return tuple(
        Instrument(
            row["code"],
            frozenset(row["documents"].split("|")),
            row["flag"],
            {"name_uk": row["uk"], "name_en": row["en"]},
        )
        for row in rows
    )


def fit_findings(measures: Alternatives, instruments: Sequence[Instrument]) -> list[Finding]:
    """Instruments that can ask for nothing, since the plan has no document of theirs and no measure a flag."""
    silent = [item for item in instruments if not _is_heard(item, measures)]
    return [finding("instruments_without_document", "info", lambda: _silent(silent))] if silent else []


def planfit_column(request: Request) -> CriterionColumn:
    """Criterion "planfit": the share 0..1 of the instruments ("instruments", all unless named) that ask for it."""
    measures = request.alternatives
    instruments = instruments_named(request.definition.get("instruments") or [])
    fit = plan_fit(measures, instruments)
    notes = [_note(fit.names(row)) for row in range(len(measures))]
    return CriterionColumn(fit.share, tuple(notes), tuple(fit_findings(measures, instruments)))


def _asks(item: Instrument, measures: Alternatives, row: int, links: Links) -> bool:
    flagged = bool(item.flag) and bool(measures.fields[item.flag][row])
    return flagged or not item.documents.isdisjoint(links.documents.values())


def _is_heard(item: Instrument, measures: Alternatives) -> bool:
    flags: Sequence[Any] = measures.fields[item.flag] if item.flag else []
    return any(flags) or any(not item.documents.isdisjoint(links.documents.values()) for links in measures.links)


def _note(names: str) -> str:
    return tr("Asked for by: {names}.", names=names) if names else tr("No document of the plan asks for it.")


def _silent(items: Sequence[Instrument]) -> str:
    return tr(
        "No measure is asked for by: {names}. If the plan lacks these documents, import them or leave them out.",
        names=", ".join(item.name for item in items),
    )
