"""Whether a plan keeps every rule: whole numbers only, and no knowledge of how it was found."""

from __future__ import annotations

from collections.abc import Iterator

from .problem import Candidate, Plan, Problem


def broken_rules(problem: Problem, plan: Plan) -> list[str]:
    """The rules that the plan breaks, named for the log; empty when it keeps them all."""
    return [
        *_timing(problem, plan),
        *_payments(problem, plan),
        *_budgets(problem, plan),
        *_links(problem, plan),
        *_floors(problem, plan),
    ]


def _timing(problem: Problem, plan: Plan) -> Iterator[str]:
    known = {candidate.id: candidate for candidate in problem.candidates}
    for chosen, start in plan.starts.items():
        if chosen not in known or start not in problem.starts(known[chosen]):
            yield f"{chosen} cannot start in {start}"


def _payments(problem: Problem, plan: Plan) -> Iterator[str]:
    for candidate in problem.candidates:
        for year in problem.years:
            paid = {fund: plan.payments.get((candidate.id, fund, year), 0) for fund in problem.funds}
            if sum(paid.values()) != _due(candidate, plan, year):
                yield f"{candidate.id} is not paid in {year}"
            if any(amount < 0 or (amount and fund not in candidate.funds) for fund, amount in paid.items()):
                yield f"{candidate.id} is paid by a fund that may not"


def _due(candidate: Candidate, plan: Plan, year: int) -> int:
    start = plan.starts.get(candidate.id)
    if start is None or not start <= year < start + candidate.years:
        return 0
    return candidate.cost_in(year - start)


def _budgets(problem: Problem, plan: Plan) -> Iterator[str]:
    for fund in problem.funds:
        left = 0
        for year in problem.years:
            left = (left if problem.rules.carry_over else 0) + problem.budget(fund, year) - plan.spent(fund, year)
            if left < 0:
                yield f"{fund} is overspent in {year} by {-left}"


def _links(problem: Problem, plan: Plan) -> Iterator[str]:
    years = {candidate.id: candidate.years for candidate in problem.candidates}
    yield from (f"{must} must be chosen" for must in problem.rules.must - set(plan.starts))
    for later, earlier in problem.rules.requires:
        if later in plan.starts and not (
            earlier in plan.starts and plan.starts[earlier] + years[earlier] <= plan.starts[later]
        ):
            yield f"{later} needs {earlier} to end first"
    for group in problem.rules.exclusive:
        if len(group & set(plan.starts)) > 1:
            yield f"more than one of {sorted(group)}"


def _floors(problem: Problem, plan: Plan) -> Iterator[str]:
    chosen = [candidate for candidate in problem.candidates if candidate.id in plan.starts]
    total = sum(candidate.cost for candidate in chosen)
    for floor in problem.rules.floors:
        local = sum(candidate.cost for candidate in chosen if floor.area in candidate.areas)
        if local < floor.share * total - 0.5:
            yield f"{floor.area} gets {local} of {total}"
