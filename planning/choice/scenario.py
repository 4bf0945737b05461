"""From the plan file to a problem, and from a programme back to rows of the plan file."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ..errors import PlanError
from ..language import tr
from ..plan.store import PlanFile, Row
from .problem import Candidate, Floor, Problem, Rules
from .reasons import reason_of
from .solve import Programme


@dataclass(frozen=True)
class Choice:
    """What a scenario lets the solver choose from; `barred` tells why the other measures are no candidates."""

    problem: Problem
    measures: Mapping[str, Row]
    barred: Mapping[str, str]


def choice_of_scenario(plan: PlanFile, definition: Mapping[str, Any], values: Mapping[str, float]) -> Choice:
    """The problem of a scenario; `values` gives each measure's value by id, NaN or absent counting as 0.

    A measure that is part of another is paid within it. Raises PlanError for codes that the plan does not have.
    """
    measures = {row["measure_id"]: row for row in plan.rows("measure") if row["parent_id"] is None}
    by_code = {row["code"]: key for key, row in measures.items() if row["code"]}
    wanted = definition.get("programme", {})
    years = _years(plan, definition)
    budgets = _budgets(plan, definition, years)
    barred = _barred(measures, _ids(wanted.get("must_not", []), by_code))
    areas = _areas(plan)
    funds = sorted({fund for fund, _ in budgets})
    candidates = tuple(
        _candidate(row, values.get(key, 0.0), areas.get(key, frozenset()), _payers(row, funds, wanted), years)
        for key, row in measures.items()
        if key not in barred
    )
    rules = _rules(plan, wanted, by_code, {candidate.id for candidate in candidates}, barred)
    return Choice(Problem(candidates, budgets, years[0], years[-1], rules), measures, barred)


def programme_rows(
    choice: Choice, programme: Programme, fund_ids: Mapping[str, str]
) -> dict[str, list[dict[str, Any]]]:
    """Rows of "programme_item" for every measure and of "draw_down" for every payment."""
    years = {candidate.id: candidate.years for candidate in choice.problem.candidates}
    values = {candidate.id: candidate.value for candidate in choice.problem.candidates}
    items = []
    for key, row in choice.measures.items():
        start = programme.plan.starts.get(key)
        items.append(
            {
                "measure_id": key,
                "chosen": start is not None,
                "start_year": start,
                "end_year": None if start is None else start + years[key] - 1,
                "cost": row["cost_total"],
                "value": values.get(key),
                **reason_of(key, programme, choice.barred),
            }
        )
    payments = [
        {"measure_id": key, "fund_id": fund_ids[fund], "year": year, "amount": amount}
        for (key, fund, year), amount in sorted(programme.plan.payments.items())
    ]
    return {"programme_item": items, "draw_down": payments}


def summary_of(choice: Choice, programme: Programme) -> dict[str, Any]:
    """What the run tells of the choice."""
    return {
        "status": programme.status,
        "value": programme.value,
        "bound": None if math.isnan(programme.bound) else programme.bound,
        "gap": programme.gap,
        "seconds": round(programme.seconds, 2),
        "ranking_cut_value": programme.cut.value(choice.problem),
        "spent": sum(programme.plan.payments.values()),
        "budget": sum(choice.problem.budgets.values()),
        "chosen": len(programme.plan.starts),
        "candidates": len(choice.problem.candidates),
    }


def _years(plan: PlanFile, definition: Mapping[str, Any]) -> range:
    budget = definition.get("budget", {})
    known = [row["year"] for row in plan.rows("budget", variant=budget.get("variant", "base"))]
    if not known:
        raise PlanError(
            tr(
                "The plan has no budget of variant «{variant}»: import it with «Import budgets».",
                variant=budget.get("variant", "base"),
            )
        )
    return range(budget.get("first_year", min(known)), budget.get("last_year", max(known)) + 1)


def _budgets(plan: PlanFile, definition: Mapping[str, Any], years: range) -> dict[tuple[str, int], int]:
    codes = {row["fund_id"]: row["code"] for row in plan.rows("fund")}
    rows = plan.rows("budget", variant=definition.get("budget", {}).get("variant", "base"))
    return {(codes[row["fund_id"]], row["year"]): int(row["amount"]) for row in rows if row["year"] in years}


def _barred(measures: Mapping[str, Row], must_not: Iterable[str]) -> dict[str, str]:
    unknown = {key: "no_cost" for key, row in measures.items() if row["cost_total"] is None}
    ended = {key: "period" for key, row in measures.items() if row["status"] in ("completed", "cancelled", "rejected")}
    return {**unknown, **ended, **dict.fromkeys(must_not, "must_not")}


def _candidate(row: Row, value: float, areas: frozenset[str], funds: frozenset[str], years: range) -> Candidate:
    return Candidate(
        id=row["measure_id"],
        name=row["code"] or row["title_uk"],
        value=0.0 if value is None or math.isnan(value) else max(value, 0.0),
        cost=round(row["cost_total"]),
        years=_duration(row),
        earliest=row["start_year"] or years[0],
        funds=funds,
        areas=areas,
    )


def _duration(row: Row) -> int:
    if row["duration_months"]:
        return max(1, math.ceil(row["duration_months"] / 12))
    if row["start_year"] and row["end_year"]:
        return max(1, row["end_year"] - row["start_year"] + 1)
    return 1


def _payers(row: Row, funds: Iterable[str], wanted: Mapping[str, Any]) -> frozenset[str]:
    limits = wanted.get("funds", {})
    return frozenset(fund for fund in funds if row["sector"] in limits.get(fund, {}).get("sectors", [row["sector"]]))


def _areas(plan: PlanFile) -> dict[str, frozenset[str]]:
    codes = {row["area_id"]: row["code"] for row in plan.rows("focus_area")}
    found: dict[str, set[str]] = {}
    for row in plan.rows("measure_area"):
        if row["review"] != "rejected" and codes.get(row["area_id"]):
            found.setdefault(row["measure_id"], set()).add(codes[row["area_id"]])
    return {key: frozenset(areas) for key, areas in found.items()}


def _rules(
    plan: PlanFile,
    wanted: Mapping[str, Any],
    by_code: Mapping[str, str],
    candidates: set[str],
    barred: Mapping[str, str],
) -> Rules:
    must = _ids(wanted.get("must", []), by_code)
    for key in must:
        if key in barred:
            code = next(code for code, known in by_code.items() if known == key)
            raise PlanError(
                tr("«{code}» must be in the programme, but it cannot: {why}.", code=code, why=_why(barred[key]))
            )
    links = plan.rows("dependency")
    requires = [tuple(_ids(pair, by_code)) for pair in wanted.get("requires", [])]
    requires += [(row["from_id"], row["to_id"]) for row in links if row["kind"] in ("requires", "phase_after")]
    exclusive = [frozenset(_ids(group, by_code)) for group in wanted.get("exclusive", [])]
    exclusive += [frozenset((row["from_id"], row["to_id"])) for row in links if row["kind"] == "excludes"]
    return Rules(
        must=frozenset(must),
        requires=tuple((later, earlier) for later, earlier in requires if {later, earlier} <= candidates),
        exclusive=tuple(group & candidates for group in exclusive),
        floors=tuple(_floor(plan, floor) for floor in wanted.get("floors", [])),
        carry_over=bool(wanted.get("carry_over", False)),
    )


def _why(reason: str) -> str:
    reasons = {
        "no_cost": tr("its cost is unknown"),
        "period": tr("it is completed, cancelled or rejected"),
        "must_not": tr("it is also excluded"),
    }
    return reasons[reason]


def _floor(plan: PlanFile, floor: Mapping[str, Any]) -> Floor:
    codes = {row["code"] for row in plan.rows("focus_area")}
    if floor.get("area") not in codes:
        known = ", ".join(sorted(filter(None, codes))) or tr("none yet")
        raise PlanError(
            tr(
                "A floor names area «{area}», which the plan does not have. Its areas: {known}.",
                area=floor.get("area"),
                known=known,
            )
        )
    return Floor(floor["area"], float(floor.get("share", 0)))


def _ids(codes: Iterable[str], by_code: Mapping[str, str]) -> list[str]:
    codes = list(codes)
    strange = [code for code in codes if code not in by_code]
    if strange:
        raise PlanError(
            tr("The scenario's rules name measures that the plan does not have: {codes}.", codes=", ".join(strange))
        )
    return [by_code[code] for code in codes]
