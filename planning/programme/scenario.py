"""From a scenario of the plan file to a problem, and from a programme back to rows of the plan file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from ..errors import PlanError
from ..language import named, tr
from ..plan.store import PlanFile, Row
from ..progress import SILENT, Progress
from .candidate import Candidate
from .explanation.reasons import Reason, reasons_of
from .gates.admission import Admission, admission_of
from .inputs.candidates import Terms, areas_of, bar_to, candidate_of, cost_of, currency_of, name_of
from .inputs.forms import number_setting
from .inputs.funds import budgets_of, cofinancing_fund, funds_of
from .inputs.measures import MeasureCodes
from .inputs.notes import notes_on
from .inputs.prices import prices_of
from .inputs.rules import named_groups, programme_object, rules_of
from .inputs.timing import timing_of
from .problem import Problem
from .result import CANCELLED, TIME_LIMIT, Programme
from .rules import MONEY
from .solve import choose_programme
from .words import listed

People = Mapping[str, Mapping[str, float]]


@dataclass(frozen=True)
class Choice:
    """What a scenario chooses from. `measures` are the wholes by id; `barred` says why some are no candidates; `notes`
    are rows of "finding" on what had to be assumed; `admission` is what its gates say."""

    problem: Problem
    measures: Mapping[str, Row]
    barred: Mapping[str, Reason]
    gap: float
    time_limit: float
    notes: tuple[dict[str, str], ...] = ()
    admission: Admission = Admission()


def choice_of_scenario(
    plan: PlanFile, definition: Mapping[str, Any], values: Mapping[str, float], counted: People | None = None
) -> Choice:
    """The choice that a scenario's budget and programme describe; `values` are the measures' values ≥ 0 by id.

    `counted` is what criteria have counted: criterion → measure → people. A measure that is part of another is neither
    candidate nor added: the whole is chosen, at its own cost, or at the sum of its parts where it has none. A missing
    or NaN value counts as 0, an unknown total cost as its upper estimate. Raises PlanError for a missing budget, and
    for rules that name what the plan does not have.
    """
    wanted = programme_object(definition)
    rows = plan.rows("measure")
    codes = MeasureCodes(rows)
    wholes = {row["measure_id"]: row for row in rows if codes.whole(row["measure_id"]) == row["measure_id"]}
    years, budgets = budgets_of(plan, definition, currency_of(plan))
    costs = {key: cost_of(row, [part for part in rows if part["parent_id"] == key]) for key, row in wholes.items()}
    bars = {key: bar_to(row, costs[key], currency_of(plan), years) for key, row in wholes.items()}
    admission = admission_of(plan, definition, counted or {})
    barred = {key: found for key, reason in bars.items() if (found := reason or admission.bar(key))}
    funds = funds_of(plan, wanted)
    terms = Terms(
        timing_of(wanted, years, codes),
        prices_of(wanted, years[0], plan.community["price_year"]),
        cofinancing_fund(wanted, funds),
        _people(wanted, counted or {}),
        named_groups(wanted, codes),
        areas_of(plan),
    )
    candidates = {key: (row, costs[key] or 0) for key, row in wholes.items() if key not in barred}
    problem = Problem(
        candidates=tuple(
            _without_funds(candidate_of(row, cost, values.get(key), terms), admission.closed_funds(key))
            for key, (row, cost) in candidates.items()
        ),
        funds=funds,
        budgets=budgets,
        first_year=years[0],
        last_year=years[-1],
        rules=rules_of(plan, wanted, codes, {key for key, row in wholes.items() if row["status"] == "completed"}),
        area_names={row["code"]: named(row, "name") for row in plan.rows("focus_area") if row["code"]},
        other_names={key: name_of(wholes[key]) for key in barred},
        currency=currency_of(plan),
        index=terms.prices.index(years),
        discount=number_setting(wanted, "discount", 0.0, 0.0, 1.0),
    )
    must, must_not = (set(codes.find(wanted.get(name, ()))) for name in ("must", "must_not"))
    problem = _with_decisions(problem, must, must_not, barred)
    _check_quotas(problem)
    _check_shares(problem)
    gap, time_limit = number_setting(wanted, "gap", 0.0), number_setting(wanted, "time_limit", 30.0, 1.0)
    return Choice(problem, wholes, barred, gap, time_limit, notes_on(problem, wholes, terms.prices), admission)


def choose(choice: Choice, progress: Progress = SILENT) -> Programme:
    """The programme of a choice, with the scenario's gap and time limit; how an unfinished search ended is said."""
    programme = choose_programme(choice.problem, choice.gap, choice.time_limit, progress)
    if programme.status == CANCELLED:
        progress.warn(tr("You stopped the search: this is the best programme that was found until then."))
    if programme.status == TIME_LIMIT:
        progress.say(
            tr("The time was up: this is the best programme found in it. Another run may end with another one.")
        )
    return programme


def programme_rows(
    choice: Choice, programme: Programme, fund_ids: Mapping[str, str]
) -> dict[str, list[dict[str, Any]]]:
    """Rows of "programme_item" for every whole measure, of "draw_down" for every payment, and of "finding"."""
    reasons = {**reasons_of(programme), **choice.barred}
    items = [_item(row, programme, reasons[key]) for key, row in choice.measures.items()]
    payments = [
        {"measure_id": payment.id, "fund_id": fund_ids[payment.fund], "year": payment.year, "amount": payment.amount}
        for payment in programme.payments
    ]
    return {"programme_item": items, "draw_down": payments, "finding": list(choice.notes)}


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
        "discount": choice.problem.discount,
        "price_index": {str(year): level for year, level in choice.problem.index.items()},
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


def _without_funds(candidate: Candidate, closed: list[str]) -> Candidate:
    return replace(candidate, shares={**candidate.shares, **dict.fromkeys(closed, (0.0, 0.0))}) if closed else candidate


def _people(wanted: Mapping[str, Any], counted: People) -> dict[str, Mapping[str, float]]:
    """Group of people → measure → how many, from the criteria that the scenario names for the group."""
    named_for = wanted.get("people") or {}
    if not isinstance(named_for, Mapping):
        example = '{"all": "people", "idp": "idp"}'
        raise PlanError(tr("«people» of the scenario names a criterion for each group: {example}.", example=example))
    return {str(group): counted[criterion] for group, criterion in named_for.items() if criterion in counted}


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


def _check_quotas(problem: Problem) -> None:
    """Raises PlanError for a floor that no measure can serve."""
    for floor in problem.rules.quotas:
        inside = [c for c in problem.members(floor.kind, floor.code) if problem.starts[c.id]]
        served = [c for c in inside if (c.cost if floor.counted == MONEY else c.people.get(floor.counted, 0))]
        if not (floor.least_share or floor.least) or served:
            continue
        if floor.counted != MONEY:
            raise PlanError(
                tr(
                    "The floor of «{area}» in people «{group}» cannot be met: no measure there has such people. "
                    "Name a criterion for the group in «people» of the scenario, or drop the floor.",
                    area=problem.area_name(floor.code),
                    group=floor.counted,
                )
            )
        raise PlanError(
            tr(
                "The floor of area «{area}» cannot be met: no measure with a known cost lies there. "
                "Attach measures to the area, or drop the floor.",
                area=problem.area_name(floor.code),
            )
        )


def _check_shares(problem: Problem) -> None:
    """Raises PlanError where funds must pay more than all of a measure."""
    for key, terms in problem.terms.items():
        if sum(least for _, least, _ in terms) > 1:
            raise PlanError(
                tr(
                    "The funds that pay for {code} must pay more than its cost together: lower «least» in «funds», "
                    "or its co-financing.",
                    code=problem.name_of(key),
                )
            )
