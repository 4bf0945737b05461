"""Why each measure stands where it stands, told from the stored values of a run."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from ..ranking.criterion import criteria_from_definitions
from ..ranking.engine import Ranking, rank_alternatives
from ..ranking.explanation.explain import explain_all
from ..ranking.methods.method import RAW
from .measures import Measure, RankedMeasure

FIRST = 10
MOST = 2000
LETTERS = 60
SAME = 1e-9


def with_reasons(lines: tuple[RankedMeasure, ...], definition: Mapping[str, Any]) -> tuple[RankedMeasure, ...]:
    """The lines of a ranking with a sentence on each, in the current language.

    Where the method has no closed form only the first ten get one; none do where each would take seconds (PROMETHEE,
    ELECTRE III), and where the stored scores are not those of the definition.
    """
    ranking = _ranked_again(lines, definition)
    if ranking is None:
        return lines
    explanations = explain_all(ranking, [_label(line.measure) for line in lines])
    told = len(lines) if ranking.additive else FIRST
    reasons = [found.sentence() for found in explanations[:told]]
    return tuple(replace(line, reason=reason) for line, reason in zip(lines, reasons)) + lines[told:]


def _ranked_again(lines: Sequence[RankedMeasure], definition: Mapping[str, Any]) -> Ranking | None:
    definitions = definition.get("criteria")
    if not lines or not definitions or all(line.score is None for line in lines):
        return None
    criteria = criteria_from_definitions(definitions)
    raw = np.array([[line.raw(criterion.code) for line in lines] for criterion in criteria], dtype=float)
    ranking = rank_alternatives(list(raw), criteria, **(definition.get("ranking") or {}))
    stored = np.array([line.score for line in lines], dtype=float)
    if ranking.settings.scale == RAW or (len(lines) > MOST and not ranking.additive):
        return None
    return ranking if np.allclose(ranking.score, stored, rtol=0, atol=SAME, equal_nan=True) else None


def _label(measure: Measure) -> str:
    words = " ".join(part for part in (measure.code, measure.title) if part)
    return textwrap.shorten(words, LETTERS, placeholder=" …")
