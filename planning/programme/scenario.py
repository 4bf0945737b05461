"""From a scenario of the plan file to a problem, and from a programme back to rows of the plan file."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from ..errors import PlanError
from ..language import named, tr
from ..plan.store import PlanFile, Row
from ..progress import SILENT, Progress
from .candidate import Budget, Candidate
from .candidates_input import areas_of, bar_to, candidate_of, cost_of, currency_of, name_of
from .explanation.reasons import Reason, reasons_of
from .problem import Problem
from .result import Programme
from .rules_input import MeasureCodes, funds_of, number_setting, programme_object, rules_of
from .solve import choose_programme
from .words import listed


@dataclass(frozen=True)
class Choice:
    """What a scenario chooses from. `measures` are the wholes by id; `barred` says why some are no candidates."""

    problem: Problem
    measures: Mapping[str, Row]
    barred: Mapping[str, Reason]
    gap: float
    time_limit: float


def choice_of_scenario(plan: PlanFile, definition: Mapping[str, Any], values: Mapping[str, float]) -> Choice:
    """The choice that a scenario's budget and programme describe; `values` are the measures' values ≥ 0 by id.

    A measure that is part of another is neither candidate nor added: the whole is chosen, at its own cost, or at the
    sum of its parts where it has none. A missing or NaN value counts as 0, an unknown total cost as its upper estimate.
    Raises PlanError for a missing budget, and for rules that name what the plan does not have.
    """
    wanted = programme_object(definition)
    rows = plan.rows("measure")
    codes = MeasureCodes(rows)
    wholes = {row["measure_id"]: row for row in rows if codes.whole(row["measure_id"]) == row["measure_id"]}
    years, budgets = _budgets(plan, definition)
    costs = {key: cost_of(row, [part for part in rows if part["parent_id"] == key]) for key, row in wholes.items()}
    barred = _barred(plan, wholes, costs, years)
    problem = Problem(
        candidates=_candidates(plan, wholes, costs, values, years, barred),
        funds=funds_of(plan, wanted),
        budgets=budgets,
        first_year=years[0],
        last_year=years[-1],
        rules=rules_of(plan, wanted, codes, {key for key, row in wholes.items() if row["status"] == "completed"}),
        area_names={row["code"]: named(row, "name") for row in plan.rows("focus_area") if row["code"]},
        other_names={key: name_of(wholes[key]) for key in barred},
        currency=currency_of(plan),
    )
    must, must_not = (set(codes.find(wanted.get(name, ()))) for name in ("must", "must_not"))
    problem = _with_decisions(problem, must, must_not, barred)
    _check_floors(problem)
    gap, time_limit = number_setting(wanted, "gap", 0.0, 0.0), number_setting(wanted, "time_limit", 30.0, 1.0)
    return Choice(problem, wholes, barred, gap, time_limit)


def choose(choice: Choice, progress: Progress = SILENT) -> Programme:
    """The programme of a choice, with the scenario's gap and time limit."""
    return choose_programme(choice.problem, choice.gap, choice.time_limit, progress)


def programme_rows(
    choice: Choice, programme: Programme, fund_ids: Mapping[str, str]
) -> dict[str, list[dict[str, Any]]]:
    """Rows of "programme_item" for every whole measure and of "draw_down" for every payment, without run_id."""
    reasons = {**reasons_of(programme), **choice.barred}
    items = [_item(row, programme, reasons[key]) for key, row in choice.measures.items()]
    payments = [
        {"measure_id": payment.id, "fund_id": fund_ids[payment.fund], "year": payment.year, "amount": payment.amount}
        for payment in programme.payments
    ]
    return {"programme_item": items, "draw_down": payments}


def summary_of(choice: Choice, programme: Programme) -> dict[str, Any]:
    """What the run tells of the choice."""
    return {
        "status": programme.status,
        "value": programme.value,
        "bound": programme.bound,
        "gap": programme.gap,
        "seconds": round(programme.seconds, 2),
        "ranking_cut_value": programme.ranking_cut,
        "spent": programme.spent,
        "budget": sum(choice.problem.money.values()),
        "chosen": len(programme.starts),
        "candidates": len(choice.problem.candidates),
    }


def _item(row: Row, programme: Programme, reason: Reason) -> dict[str, Any]:
    candidate = programme.problem.by_id.get(row["measure_id"])
    start = programme.starts.get(row["measure_id"])
    spent = None if candidate is None or start is None else programme.problem.spending(candidate, start)
    return {
        "measure_id": row["measure_id"],
        "chosen": start is not None,
        "start_year": start,
        "end_year": None if candidate is None or start is None else candidate.end(start),
        "cost": row["cost_total"] if candidate is None else candidate.cost if spent is None else spent,
        "value": candidate.value if candidate and candidate.scored else None,
        **reason.columns,
    }


def _budgets(plan: PlanFile, definition: Mapping[str, Any]) -> tuple[range, tuple[Budget, ...]]:
    """The programme's years, and the money of the scenario's variant."""
    wanted = definition.get("budget") or {}
    variant = wanted.get("variant", "base")
    rows = plan.rows("budget", variant=variant)
    if not rows:
        known = listed(row["variant"] for row in plan.rows("budget")) or tr("none yet")
        raise PlanError(
            tr(
                "The plan has no budget of variant «{variant}»: import it with «Import budgets». "
                "Its variants: {known}.",
                variant=variant,
                known=known,
            )
        )
    first = wanted.get("first_year") or min(row["year"] for row in rows)
    last = wanted.get("last_year") or max(row["year"] for row in rows)
    if first > last:
        raise PlanError(
            tr("The scenario's years run from {first} to {last}: put them in order.", first=first, last=last)
        )
    foreign = sorted({row["currency"] for row in rows} - {currency_of(plan)})
    if foreign:
        raise PlanError(
            tr(
                "Budget «{variant}» is in {found}, the plan is in {currency}: import it in {currency}.",
                variant=variant,
                found=foreign[0],
                currency=currency_of(plan),
            )
        )
    codes = {row["fund_id"]: row["code"] for row in plan.rows("fund")}
    budgets = tuple(Budget(codes[row["fund_id"]], row["year"], math.floor(round(row["amount"], 2))) for row in rows)
    return range(first, last + 1), budgets


def _barred(
    plan: PlanFile, wholes: Mapping[str, Row], costs: Mapping[str, int | None], years: range
) -> dict[str, Reason]:
    bars = {key: bar_to(row, costs[key], currency_of(plan), years) for key, row in wholes.items()}
    return {key: reason for key, reason in bars.items() if reason}


def _candidates(
    plan: PlanFile,
    wholes: Mapping[str, Row],
    costs: Mapping[str, int | None],
    values: Mapping[str, float],
    years: range,
    barred: Collection[str],
) -> tuple[Candidate, ...]:
    areas = areas_of(plan)
    return tuple(
        replace(candidate_of(row, costs[key] or 0, values.get(key), years), areas=areas.get(key, frozenset()))
        for key, row in wholes.items()
        if key not in barred
    )


def _with_decisions(problem: Problem, must: set[str], must_not: set[str], barred: Mapping[str, Reason]) -> Problem:
    """The problem with what the scenario wants done and not done. Raises PlanError where that cannot be."""
    both = must & must_not
    if both:
        codes = listed(problem.name_of(key) for key in both)
        raise PlanError(tr("The scenario has {codes} both in «must» and in «must_not».", codes=codes))
    for key in sorted(must & set(barred)):
        code, why = problem.name_of(key), barred[key].sentence()
        raise PlanError(tr("{code} must be in the programme and cannot: {why}", code=code, why=why))
    decided = [replace(c, must=c.id in must, must_not=c.id in must_not) for c in problem.candidates]
    return replace(problem, candidates=tuple(decided))


def _check_floors(problem: Problem) -> None:
    for floor in problem.rules.quotas:
        inside = [c for c in problem.members(floor.kind, floor.code) if c.cost and problem.starts[c.id]]
        if (floor.least_share or floor.least) and not inside:
            raise PlanError(
                tr(
                    "The floor of area «{area}» cannot be met: no measure with a known cost lies there. "
                    "Attach measures to the area, or drop the floor.",
                    area=problem.area_name(floor.code),
                )
            )
