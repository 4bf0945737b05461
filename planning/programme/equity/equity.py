"""From a run of a plan file to who gets what of its programme."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np

from ...attach.settlements import settlement_of_field
from ...errors import PlanError
from ...language import tr
from ...libraries import require
from ...plan.schema import code_label
from ...plan.store import PlanFile, Row
from .chosen import Settlement, funded_measures
from .facts import Facts, damage_of_plan, facts_from_json
from .findings import findings_of
from .groups import EVERYONE
from .inequality import concentration, gini, lorenz_curve
from .ledger import Equity, Line
from .spread import area_lines, can_spread, group_lines, settlement_lines

DISTRICT, SETTLEMENT_KIND = "planning_district", "settlement"
KEPT = "equity"
PERCENTILE = 75


def equity_of_run(
    plan: PlanFile, run: Row, kind: str = "", facts: Facts | None = None, spread: bool | None = None
) -> Equity:
    """How a run's programme is spread over the areas of a kind, settlements and groups.

    What is not given is as the run keeps it (`keep_facts`); without that, the areas are planning districts, or the
    commonest kind where there are none, and community-wide measures are a line of their own. Raises PlanError where
    the plan has no such areas.
    """
    kept = (run["summary"] or {}).get(KEPT) or {}
    facts = facts_from_json(kept) if facts is None else facts
    spread = bool(kept.get("spread")) if spread is None else spread
    areas = areas_of_kind(plan, kind or kept.get("kind") or usual_kind(plan))
    facts = facts if facts.damage else Facts(facts.people, facts.groups, damage_of_plan(plan, outlines_of(areas)))
    measures = funded_measures(plan, run, {row["area_id"] for row in areas})
    lines, others = area_lines(measures, areas, facts, spread)
    places = _settlements(plan)
    everyone = facts.groups.get(EVERYONE, _sum_of_people(lines))
    threshold, neglected = _neglected(lines)
    return Equity(
        run_id=run["run_id"],
        area_kind=areas[0]["kind"],
        currency=plan.community["currency"] or "UAH",
        money=sum(measure.money or 0.0 for measure in measures),
        measures=len(measures),
        areas=tuple(lines),
        others=tuple(others),
        settlements=tuple(settlement_lines(measures, places)),
        groups=tuple(group_lines(measures, facts, everyone)),
        **_indices(lines),
        threshold=threshold,
        neglected=neglected,
        findings=findings_of(measures, lines, neglected, unspread=spread and not can_spread(lines)),
    )


def usual_kind(plan: PlanFile) -> str:
    """Planning districts where the plan has any, else its commonest kind of areas; empty where it has none."""
    kinds = Counter(row["kind"] for row in plan.rows("focus_area"))
    return DISTRICT if DISTRICT in kinds or not kinds else kinds.most_common(1)[0][0]


def areas_of_kind(plan: PlanFile, kind: str) -> list[Row]:
    """The plan's areas of a kind. Raises PlanError where there are none."""
    rows = plan.rows("focus_area", kind=kind)
    if not rows:
        raise PlanError(
            tr(
                "The plan has no areas of kind «{kind}»: import them with «Import focus areas», or choose "
                "another kind.",
                kind=code_label("area_kind", kind),
            )
        )
    return rows


def outlines_of(areas: Sequence[Row]) -> dict[str, Any]:
    """The areas' valid outlines by id; those without one are left out."""
    shapely = require("shapely")
    return {
        row["area_id"]: shapely.make_valid(shapely.from_wkb(row["geom"])) for row in areas if row["geom"] is not None
    }


def keep_facts(plan: PlanFile, run: Row, kind: str, facts: Facts, spread: bool) -> None:
    """Keep with the run what `equity_of_run` was given, so that report and workbook show the same."""
    kept = {"kind": kind, "spread": spread, **facts.as_json()}
    with plan.transaction():
        plan.update("run", run["run_id"], {"summary": {**(run["summary"] or {}), KEPT: kept}})


def _indices(lines: Sequence[Line]) -> dict[str, Any]:
    money, people, damage = (
        np.array([np.nan if value is None else value for value in column], dtype=float)
        for column in zip(*((line.money, line.people, line.damage) for line in lines))
    )
    across, up = lorenz_curve(money, people)
    return {
        "gini": _known(gini(money, people)),
        "concentration": _known(concentration(money, people, damage)),
        "curve": tuple(zip(across.tolist(), up.tolist())),
    }


def _neglected(lines: Sequence[Line]) -> tuple[float | None, tuple[Line, ...]]:
    known = [line.damage for line in lines if line.damage is not None]
    if not known:
        return None, ()
    threshold = float(np.percentile(known, PERCENTILE))
    found = [line for line in lines if line.damage is not None and line.damage > threshold and not line.measures]
    return threshold, tuple(found)


def _settlements(plan: PlanFile) -> dict[Settlement, Row]:
    rows = plan.rows("focus_area", kind=SETTLEMENT_KIND)
    return {settlement_of_field(row["name_uk"]): row for row in rows}


def _sum_of_people(lines: Sequence[Line]) -> float | None:
    return sum(line.people or 0.0 for line in lines) if can_spread(lines) else None


def _known(value: float) -> float | None:
    return None if np.isnan(value) else value
