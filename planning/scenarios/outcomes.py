"""The runs that are compared, as plain values."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..errors import PlanError
from ..language import current_language, tr
from ..plan.scenarios import scenario_named
from ..plan.store import PlanFile, Row
from ..prioritise import PLAN_HASH
from ..programme.again import RANKED_BY
from ..progress import SILENT, Progress


@dataclass(frozen=True)
class Outcome:
    """What a run found, by measure id: ranks and scores of what is ranked, start years of what is chosen, values that
    the programme added up, and money paid. `label`, the scenario's name, tells it from the others; `definition` is
    the scenario as it was then."""

    label: str
    title_uk: str
    title_en: str
    run_id: str
    finished: str
    definition: Mapping[str, Any]
    summary: Mapping[str, Any]
    ranks: Mapping[str, int]
    scores: Mapping[str, float]
    starts: Mapping[str, int | None]
    values: Mapping[str, float]
    paid: Mapping[str, float]

    @property
    def title(self) -> str:
        return self.title_en if current_language() == "en" else self.title_uk

    @property
    def spent(self) -> float:
        return sum(self.paid.values())


def outcomes_of(
    plan: PlanFile, scenarios: Sequence[str], runs: Sequence[str], base: str = "", progress: Progress = SILENT
) -> tuple[Outcome, ...]:
    """The newest finished run of each scenario, and these runs; all scenarios of the plan where nothing is named.

    The first is what the others are compared with: `base`, the name of a scenario or a run's identifier, or else the
    scenario «base», or the first. Warns of runs that a later change has left behind. Raises PlanError for a run or
    scenario that there is not, and where fewer than two are left.
    """
    wanted = [*(_newest(plan, name) for name in scenarios), *(_run(plan, run_id) for run_id in runs)]
    if not wanted:
        wanted = list(_all_newest(plan, progress))
    found = {row["run_id"]: row for row in _base_first(plan, wanted, base)}
    if len(found) < 2:
        raise PlanError(
            tr("A comparison needs two runs at least: copy a scenario, run both with «Run scenarios», then compare.")
        )
    names = {row["scenario_id"]: row for row in plan.rows("scenario")}
    _warn_of_old(plan, list(found.values()), names, progress)
    words = [_labels([_name(row, names, key) for row in found.values()]) for key in ("name", "title_uk", "title_en")]
    told = zip(found.values(), *words)
    return tuple(_outcome(plan, *each) for each in progress.over(told, len(found)))


def _newest(plan: PlanFile, name: str) -> Row:
    scenario = scenario_named(plan, name)
    found = _finished(plan, scenario["scenario_id"])
    if not found:
        raise PlanError(tr("Scenario «{name}» has no finished run: run it with «Run scenarios» first.", name=name))
    return max(found, key=lambda run: run["finished"])


def _finished(plan: PlanFile, scenario_id: str) -> list[Row]:
    runs = plan.rows("run", scenario_id=scenario_id, status="finished")
    return [run for run in runs if run["kind"] in RANKED_BY]


def _run(plan: PlanFile, run_id: str) -> Row:
    found = plan.row("run", run_id=run_id)
    if found is None or found["kind"] not in RANKED_BY or found["status"] != "finished":
        raise PlanError(tr("The plan has no finished run «{run}» of a scenario: see its table of runs.", run=run_id))
    return found


def _all_newest(plan: PlanFile, progress: Progress) -> Iterator[Row]:
    for scenario in plan.rows("scenario"):
        if _finished(plan, scenario["scenario_id"]):
            yield _newest(plan, scenario["name"])
        else:
            progress.warn(tr("Scenario «{name}» has no finished run: it is left out.", name=scenario["name"]))


def _base_first(plan: PlanFile, rows: Sequence[Row], base: str) -> list[Row]:
    ids = {row["name"]: row["scenario_id"] for row in plan.rows("scenario")}
    wanted = base or "base"
    among = [row for row in rows if wanted == row["run_id"] or ids.get(wanted, "") == row["scenario_id"]]
    if base and not among:
        among = [_newest(plan, base) if base in ids else _run(plan, base)]
    return [*among[:1], *(row for row in rows if row not in among[:1])]


def _name(row: Row, scenarios: Mapping[str, Row], key: str) -> str:
    told = scenarios.get(row["scenario_id"]) or row["parameters"] or {}
    return told.get(key) or told.get("name") or row["run_id"]


def _labels(names: Sequence[str]) -> list[str]:
    """The names, the second and further ones of a name numbered."""
    counts = [names[: place + 1].count(name) for place, name in enumerate(names)]
    return [name if count == 1 else f"{name} ({count})" for name, count in zip(names, counts)]


def _outcome(plan: PlanFile, run: Row, label: str, title_uk: str, title_en: str) -> Outcome:
    ranking = plan.rows("ranking", run_id=run["run_id"])
    items = plan.rows("programme_item", run_id=run["run_id"])
    paid: dict[str, float] = {}
    for row in plan.rows("draw_down", run_id=run["run_id"]):
        paid[row["measure_id"]] = paid.get(row["measure_id"], 0.0) + row["amount"]
    return Outcome(
        label=label,
        title_uk=title_uk,
        title_en=title_en,
        run_id=run["run_id"],
        finished=run["finished"],
        definition=run["parameters"] or {},
        summary=run["summary"] or {},
        ranks={row["measure_id"]: row["rank"] for row in ranking if row["rank"] is not None},
        scores={row["measure_id"]: row["score"] for row in ranking if row["score"] is not None},
        starts={row["measure_id"]: row["start_year"] for row in items if row["chosen"]},
        values={row["measure_id"]: row["value"] for row in items if row["value"] is not None},
        paid=paid,
    )


def _warn_of_old(plan: PlanFile, runs: Sequence[Row], scenarios: Mapping[str, Row], progress: Progress) -> None:
    states = {json.dumps((run["summary"] or {}).get(PLAN_HASH)) for run in runs}
    if len(states) > 1:
        progress.warn(
            tr("The plan changed between these runs: differences may come from that. Run them again to be sure.")
        )
    for run in runs:
        scenario = scenarios.get(run["scenario_id"])
        if scenario and scenario["definition"] != run["parameters"]:
            progress.warn(tr("Scenario «{name}» has changed since the run that is compared.", name=scenario["name"]))
        later = plan.rows("run", scenario_id=run["scenario_id"], status="failed")
        if scenario and any(other["finished"] > run["finished"] for other in later):
            progress.warn(tr("The last try of «{name}» failed: the run before it is compared.", name=scenario["name"]))
