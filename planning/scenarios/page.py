"""One page on a comparison of scenarios, to read on a screen or to print."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .. import wording
from ..language import current_language, named, tr
from ..libraries import require
from ..plan.schema import code_label
from ..progress import SILENT, Progress
from ..publish.method import solver_status
from ..publish.report import TEMPLATES
from .changes import differences
from .comparison import ENTERED, LEFT, NEVER, Comparison, Measure
from .notes import caveats, core_sentence, named_some, outcome_sentences
from .outcomes import Outcome
from .pictures import programme_picture, ranks_picture, rows_left_out
from .totals import ALL, AREA, SECTOR, totals_of


def comparison_html(comparison: Comparison, top: int, progress: Progress = SILENT) -> str:
    """The page in the current language; ranks are drawn for the first `top` measures."""
    jinja2, markup = require("jinja2"), require("markupsafe").Markup
    loader = jinja2.FileSystemLoader(TEMPLATES)
    environment = jinja2.Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True)
    pictures = {name: markup(svg) for name, svg in _pictures(comparison, top, progress)}
    progress.step(2, 3)
    return environment.get_template("scenarios.html.j2").render(
        tr=tr,
        language=current_language(),
        number=wording.number,
        percent=wording.percent,
        thousands=wording.thousands,
        date=wording.date,
        unit=wording.money_unit(comparison.currency),
        community=named(comparison.community, "community"),
        invented=bool(comparison.community["invented"]),
        comparison=comparison,
        core=core_sentence(comparison),
        scenarios=[_scenario(comparison, outcome) for outcome in comparison.outcomes],
        top=top,
        pictures=pictures,
        left_out=rows_left_out(comparison),
        totals={kind: list(_totals(comparison, kind)) for kind in (ALL, SECTOR, AREA)},
        measures=[_row(comparison, measure) for measure in comparison.measures],
        notes=list(caveats(comparison)),
    )


def _pictures(comparison: Comparison, top: int, progress: Progress) -> Iterator[tuple[str, str]]:
    progress.step(0, 3)
    if any(outcome.ranks for outcome in comparison.outcomes):
        yield "ranks", ranks_picture(comparison, top).svg("ranks")
    progress.step(1, 3)
    if any(outcome.starts for outcome in comparison.outcomes):
        yield "programmes", programme_picture(comparison).svg("programmes")


def _scenario(comparison: Comparison, outcome: Outcome) -> dict[str, Any]:
    is_base = outcome is comparison.base
    agreement = comparison.agreement(outcome)
    status = outcome.summary.get("status") or ""
    return {
        "outcome": outcome,
        "is_base": is_base,
        "status": solver_status(status),
        "gap": outcome.summary.get("gap"),
        "value": outcome.summary.get("value"),
        "value_by_base": comparison.value_by_base(outcome),
        "tau": None if is_base else agreement.tau,
        "jaccard": None if is_base else agreement.jaccard,
        "changes": [] if is_base else differences(comparison.base.definition, outcome.definition),
        "sentences": [] if is_base else list(outcome_sentences(comparison, outcome)),
        "entered": named_some(comparison.changes(outcome, ENTERED)),
        "left": named_some(comparison.changes(outcome, LEFT)),
    }


def _totals(comparison: Comparison, kind: str) -> Iterator[tuple[str, list[Any]]]:
    """Name of a sector or area, and its totals by scenario."""
    by_place: dict[tuple[str, str], list[Any]] = {}
    for total in totals_of(comparison):
        if total.kind == kind:
            by_place.setdefault((total.code, total.name), []).append(total)
    for (_, name), totals in by_place.items():
        if any(total.measures for total in totals):
            yield name, totals


def _row(comparison: Comparison, measure: Measure) -> dict[str, Any]:
    return {
        "measure": measure,
        "sector": code_label("sector", measure.sector) if measure.sector else "",
        "times": comparison.times_chosen(measure.id),
        "cells": [_cell(comparison, outcome, measure) for outcome in comparison.outcomes],
    }


def _cell(comparison: Comparison, outcome: Outcome, measure: Measure) -> dict[str, Any]:
    is_base = outcome is comparison.base
    return {
        "rank": outcome.ranks.get(measure.id),
        "shift": 0 if is_base else comparison.shift(outcome, measure.id) or 0,
        "change": NEVER if is_base else comparison.change(outcome, measure.id),
        "chosen": measure.id in outcome.starts,
        "start": outcome.starts.get(measure.id),
    }
