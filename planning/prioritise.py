"""The whole way of a scenario, from criteria to programme, kept as one run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from .criteria.alternatives import Alternatives, alternatives_of_plan
from .criteria.column import CriterionColumn, Source
from .criteria.evaluate import evaluate
from .criteria.rasters import Raster
from .language import LANGUAGES, language
from .plan.runs import RunRecord, plan_hash, store_run
from .plan.scenarios import scenario_named
from .plan.store import PlanFile
from .programme.gates.admission import gate_rows, store_gates
from .programme.scenario import choice_of_scenario, choose, programme_rows, summary_of
from .progress import SILENT, Progress
from .ranking.criterion import criteria_from_definitions
from .ranking.engine import Ranking, rank_alternatives
from .ranking.notes import ranking_notes

if TYPE_CHECKING:
    from numpy.typing import NDArray

CRITERIA_SHARE = 0.5
PLAN_HASH = "plan_hash"


@dataclass(frozen=True)
class Valued:
    """The alternatives of a plan with what each brings by criterion."""

    alternatives: Alternatives
    columns: tuple[CriterionColumn, ...]

    @property
    def raw(self) -> NDArray[np.float64]:
        """Criterion values (m, n), NaN where unknown."""
        return np.array([column.raw for column in self.columns])


def prioritise(
    plan: PlanFile,
    name: str,
    layers: Mapping[str, Source],
    progress: Progress = SILENT,
    computed: Mapping[str, Sequence[Any]] | None = None,
) -> RunRecord:
    """Compute the criteria, rank, choose the programme of scenario `name`, and store it all as one run.

    `layers` holds the scenario's layers that could be opened, in the plan's CRS; a criterion whose layer is absent
    is unknown. `computed` are more fields of the measures, in their order, as expressions give them. Raises PlanError
    for what the planner can mend; nothing is stored then.
    """
    scenario = scenario_named(plan, name)
    definition, content = scenario["definition"], plan_hash(plan)
    valued = value_measures(plan, definition, layers, progress.part(0, CRITERIA_SHARE), computed)
    ranking = rank_measures(valued, definition)
    programme = programme_of(plan, definition, valued, ranking, progress.part(CRITERIA_SHARE, 1))
    admission = programme.pop("admission")
    cuts = {"sei_cut": ranking.sei_cut, "fei_cut": ranking.fei_cut}
    summary = {**programme.pop("summary"), **cuts, PLAN_HASH: content}
    run = RunRecord("prioritise", definition, scenario["scenario_id"], summary=summary)
    add_layers(run, layers)
    criterion_ids = {row["code"]: row["criterion_id"] for row in plan.rows("criterion")}
    run.results = {
        "score": score_rows(valued, ranking, criterion_ids),
        "ranking": ranking_rows(valued, ranking),
        "finding": [
            *(finding for column in valued.columns for finding in column.findings),
            *ranking_findings(ranking, definition),
            *programme.pop("finding"),
        ],
        **programme,
    }
    with plan.transaction():
        run.results["gate_result"] = gate_rows(admission, store_gates(plan, admission))
        store_run(plan, run)
    return run


def add_layers(run: RunRecord, layers: Mapping[str, Source]) -> None:
    """Record the layers and rasters that were read, once where it goes by several names."""
    for layer in {id(layer): layer for layer in layers.values()}.values():
        if isinstance(layer, Raster):
            run.add_raster(layer.grid.name, layer.source)
        else:
            run.add_layer(layer)


def programme_of(
    plan: PlanFile, definition: Mapping[str, Any], valued: Valued, ranking: Ranking, progress: Progress
) -> dict[str, Any]:
    """Rows of the programme's tables, its "summary", and the "admission" of its gates."""
    values = dict(zip(valued.alternatives.ids, values_to_add_up(ranking).tolist()))
    counted = {
        criterion["code"]: dict(zip(valued.alternatives.ids, column.raw.tolist()))
        for criterion, column in zip(definition["criteria"], valued.columns)
    }
    choice = choice_of_scenario(plan, definition, values, counted)
    programme = choose(choice, progress)
    fund_ids = {row["code"]: row["fund_id"] for row in plan.rows("fund")}
    rows = programme_rows(choice, programme, fund_ids)
    return {**rows, "summary": summary_of(choice, programme), "admission": choice.admission}


def values_to_add_up(ranking: Ranking) -> NDArray[np.float64]:
    """What each measure is worth to a programme (n,): its score; where scores reach below 0, as net flows do, all are
    raised until the lowest is 0, since a programme would never take what lowers its sum."""
    known = ranking.score[~np.isnan(ranking.score)]
    return ranking.score - min(0.0, float(known.min())) if known.size else ranking.score


def value_measures(
    plan: PlanFile,
    definition: Mapping[str, Any],
    layers: Mapping[str, Source],
    progress: Progress,
    computed: Mapping[str, Sequence[Any]] | None = None,
) -> Valued:
    """Every criterion of the scenario for every measure of the plan."""
    found = alternatives_of_plan(plan)
    alternatives = replace(found, fields={**found.fields, **(computed or {})})
    columns: dict[str, CriterionColumn] = {}
    wanted = definition["criteria"]
    for number, criterion in enumerate(wanted):
        part = progress.part(number / len(wanted), (number + 1) / len(wanted))
        earlier = {code: column.raw for code, column in columns.items()}
        columns[criterion["code"]] = evaluate(criterion, alternatives, layers, earlier, part)
    return Valued(alternatives, tuple(columns.values()))


def rank_measures(valued: Valued, definition: Mapping[str, Any]) -> Ranking:
    """The measures in order, by the scenario's weights, value functions, method and treatment of missing data."""
    settings = definition.get("ranking", {})
    return rank_alternatives(
        list(valued.raw),
        criteria_from_definitions(definition["criteria"]),
        labels=valued.alternatives.codes,
        **settings,
    )


def score_rows(valued: Valued, ranking: Ranking, criterion_ids: Mapping[str, str]) -> list[dict[str, Any]]:
    """Rows of table "score": what each measure has on each criterion."""
    return [
        {
            "measure_id": measure_id,
            "criterion_id": criterion_ids[criterion.code],
            "raw": column.raw[row],
            "value": ranking.values[position, row],
            "contribution": ranking.contributions[position, row],
            "note": column.notes[row] if column.notes else None,
        }
        for position, (criterion, column) in enumerate(zip(ranking.criteria, valued.columns))
        for row, measure_id in enumerate(valued.alternatives.ids)
    ]


def ranking_findings(ranking: Ranking, definition: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Rows of "finding": what the reader has to know about the ranking, in both languages."""
    words = {}
    for code in LANGUAGES:
        with language(code):
            words[code] = ranking_notes(replace(ranking, criteria=criteria_from_definitions(definition["criteria"])))
    return [
        {"rule": "ranking", "severity": "info", "message_uk": uk, "message_en": en}
        for uk, en in zip(words["uk"], words["en"])
    ]


def ranking_rows(valued: Valued, ranking: Ranking) -> list[dict[str, Any]]:
    """Rows of table "ranking"."""
    return [
        {
            "measure_id": measure_id,
            "score": ranking.score[row],
            "rank": ranking.rank[row],
            "coverage": ranking.coverage[row],
            "sei": ranking.sei[row],
            "fei": ranking.fei[row],
            "quadrant": ranking.quadrant[row],
            "tied": ranking.tied[row],
        }
        for row, measure_id in enumerate(valued.alternatives.ids)
    ]
