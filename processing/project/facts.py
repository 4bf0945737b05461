"""What the titles and captions of a project say of its plan."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from ...planning.language import named, tr
from ...planning.plan.runs import latest_run
from ...planning.plan.store import PlanFile
from ...planning.wording import date

RUN_KINDS = ("prioritise", "portfolio")


@dataclass(frozen=True)
class Facts:
    """Words about the plan in the language of the project."""

    community: str
    currency: str
    has_run: bool
    has_programme: bool
    lines: tuple[str, ...]

    @property
    def title(self) -> str:
        return tr("{community}: which recovery measures come first", community=self.community)

    @property
    def caption(self) -> str:
        return "\n".join(self.lines)


def facts_of(plan: PlanFile) -> Facts:
    """Read the plan's facts in the current language."""
    community = plan.community
    run = latest_run(plan, RUN_KINDS)
    programme = bool(run and plan.row("programme_item", run_id=run["run_id"]))
    lines = [_notice(community["invented"]), _run_line(plan, run), _place_line(plan), _source_line(plan)]
    return Facts(
        community=named(community, "community"),
        currency=community["currency"] or "UAH",
        has_run=run is not None,
        has_programme=programme,
        lines=tuple(line for line in lines if line),
    )


def _notice(invented: object) -> str:
    return tr("The community is invented: names, people and sums are not real.") if invented else ""


def _run_line(plan: PlanFile, run: dict | None) -> str:
    if run is None:
        return tr("No priorities have been computed yet: measures are shown without ranks.")
    scenario = plan.row("scenario", scenario_id=run["scenario_id"]) or {}
    title = named(scenario, "title") or scenario.get("name") or "—"
    return tr("Scenario «{scenario}», computed on {day}.", scenario=title, day=date(run["finished"]))


def _place_line(plan: PlanFile) -> str:
    states = Counter(row["place_state"] for row in plan.rows("measure"))
    return tr(
        "Measures: {all}; not on the map: community-wide {wide}, place unknown {unknown}.",
        all=sum(states.values()),
        wide=states["community_wide"],
        unknown=states["unknown"],
    )


def _source_line(plan: PlanFile) -> str:
    titles = [named(document, "title") for document in plan.rows("document")]
    return tr("Source: {documents}.", documents="; ".join(titles)) if titles else ""
