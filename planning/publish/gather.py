"""Reads a plan file into the content that is published."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..errors import PlanError
from ..language import named, tr
from ..plan.runs import latest_run
from ..plan.store import PlanFile, Row
from ..progress import SILENT, Progress
from .area_money import area_tables
from .content import Content, Head
from .documents import document_lines, measures_by_id
from .equity import equity_of_content
from .explained import explained_of_content
from .firmness import firmness_of_content
from .gates import gates_of_content
from .links import area_lines, goal_lines
from .measures import Measure, RankedMeasure
from .method import method_of
from .outcome import left_out_measures, money_of, programme_of, ranking_of
from .reasons import with_reasons
from .remarks import remarks_of

RUN_KINDS = ("prioritise", "portfolio")


def published_run(plan: PlanFile, run_id: str = "") -> Row:
    """The run to publish, without `run_id` the newest finished one; empty where the plan has none.

    Raises PlanError for a run the plan does not have.
    """
    if not run_id:
        return latest_run(plan, RUN_KINDS) or {}
    found = plan.row("run", run_id=run_id)
    if found and found["kind"] in RUN_KINDS:
        return found
    known = [f"{row['run_id']} ({row['finished']})" for row in plan.rows("run") if row["kind"] in RUN_KINDS]
    raise PlanError(
        tr(
            "The plan has no prioritisation run «{run}». Its runs: {known}.",
            run=run_id,
            known=", ".join(known) or tr("none yet"),
        )
    )


def gather(plan: PlanFile, run: Row, progress: Progress = SILENT) -> Content:
    """What is published of a run, in the current language; without results for the empty run."""
    scenario = plan.row("scenario", scenario_id=run.get("scenario_id")) if run.get("scenario_id") else None
    definition = definition_of(run, scenario)
    progress.step(0, 3)
    measures = measures_by_id(plan)
    ranking = with_reasons(ranking_of(plan, run, measures), definition)
    progress.step(1, 3)
    programme = programme_of(plan, run, measures)
    money = money_of(plan, run, definition)
    progress.step(2, 3)
    chosen = {line.measure.measure_id for line in programme}
    return Content(
        head=_head(plan, run, scenario),
        has_run=bool(run),
        measures=len(measures),
        ranking=ranking,
        programme=programme,
        left_out=left_out_measures(plan, run, measures, chosen),
        money=money,
        goals=goal_lines(plan, programme),
        areas=area_lines(plan, programme, definition),
        placeless=_placeless(measures, ranking),
        remarks=remarks_of(plan, run, measures),
        method=method_of(plan, run, definition, ranking),
        equity=equity_of_content(plan, run),
        explained=explained_of_content(plan, run),
        firmness=firmness_of_content(plan, run, measures),
        gates=gates_of_content(plan, run, measures),
        area_tables=area_tables(plan, programme),
    )


def definition_of(run: Row, scenario: Row | None) -> dict[str, Any]:
    """The scenario as the run used it; as it is now where the run did not keep it."""
    used = run.get("parameters") or {}
    return used if "criteria" in used else (scenario or {}).get("definition") or {}


def _head(plan: PlanFile, run: Row, scenario: Row | None) -> Head:
    community = plan.community
    return Head(
        community=named(community, "community"),
        katottg=community["katottg"] or "",
        invented=bool(community["invented"]),
        documents=document_lines(plan),
        scenario=_scenario_title(scenario),
        calculated_on=(run.get("finished") or "")[:10],
        run_id=run.get("run_id", ""),
        currency=community["currency"] or "UAH",
        price_year=community["price_year"],
    )


def _scenario_title(scenario: Row | None) -> str:
    return (named(scenario, "title") or scenario["name"]) if scenario else ""


def _placeless(measures: Mapping[str, Measure], ranking: tuple[RankedMeasure, ...]) -> tuple[Measure, ...]:
    order = {line.measure.measure_id: position for position, line in enumerate(ranking)}
    unknown = [measure for measure in measures.values() if measure.place_state == "unknown"]
    return tuple(sorted(unknown, key=lambda measure: order.get(measure.measure_id, len(order))))
