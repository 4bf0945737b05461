"""Draws of what measures are worth: of weights, and of measured values that are not known exactly."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...errors import PlanError
from ...language import tr
from ...plan.store import PlanFile, Row
from ...ranking.criterion import Criterion, criteria_from_definitions
from ...ranking.engine import Ranking, rank_alternatives
from ...ranking.robustness.analysis import Request, model_of
from ...ranking.robustness.input import uncertainties_of
from ...ranking.robustness.uncertainty import NORMAL, Uncertainty
from ..again import counted_in
from .wanted import Wanted


def drawn_values(plan: PlanFile, run: Row, wanted: Wanted) -> Iterator[dict[str, float]]:
    """Measure → its score by weighted sum, for each draw; what is unknown is worth nothing."""
    definitions = run["parameters"].get("criteria")
    if not definitions:
        raise PlanError(tr("Run «{run}» did not keep its criteria: run «Prioritise» again.", run=run["run_id"]))
    criteria = criteria_from_definitions(definitions)
    ids = [row["measure_id"] for row in plan.rows("ranking", run_id=run["run_id"])]
    raw = _raw(plan, run, definitions, ids)
    ranking = rank_alternatives(list(raw.values()), criteria, **run["parameters"].get("ranking", {}))
    uncertain = _uncertain(plan, definitions, criteria, raw, ids, wanted)
    for scores in _scores(ranking, wanted, uncertain):
        yield dict(zip(ids, np.nan_to_num(scores).tolist()))


def _scores(ranking: Ranking, wanted: Wanted, uncertain: Mapping[str, Uncertainty]) -> Iterator[NDArray[np.float64]]:
    request = Request(
        draws=wanted.draws, seed=wanted.seed, weights=wanted.weights, spread=wanted.spread, uncertain=uncertain
    )
    for block in model_of(ranking, request).blocks(wanted.draws):
        yield from block.scores


def _raw(
    plan: PlanFile, run: Row, definitions: Sequence[Mapping[str, Any]], ids: Sequence[str]
) -> dict[str, NDArray[np.float64]]:
    counted = counted_in(plan, run)
    return {each["code"]: np.array([counted[each["code"]].get(key, np.nan) for key in ids]) for each in definitions}


def _uncertain(
    plan: PlanFile,
    definitions: Sequence[Mapping[str, Any]],
    criteria: Sequence[Criterion],
    raw: Mapping[str, NDArray[np.float64]],
    ids: Sequence[str],
    wanted: Wanted,
) -> dict[str, Uncertainty]:
    measures = {row["measure_id"]: row for row in plan.rows("measure")}

    def field(name: str) -> NDArray[np.float64]:
        return np.array([_number(measures[key].get(name)) for key in ids])

    stated = [_spread(definition, criterion, wanted.values) for definition, criterion in zip(definitions, criteria)]
    return uncertainties_of(stated, criteria, raw, field)


def _spread(definition: Mapping[str, Any], criterion: Criterion, assumed: float) -> Mapping[str, Any]:
    """The definition; one that states no uncertainty gets the one that is assumed."""
    if definition.get("uncertainty") or criterion.value_function.takes_words or not assumed:
        return definition
    return {**definition, "uncertainty": {"kind": NORMAL, "spread": assumed}}


def _number(value: Any) -> float:
    return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else np.nan
