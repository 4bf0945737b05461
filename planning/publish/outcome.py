"""The results of one run: its ranking, its programme, what was left out, and the money."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any

from ..language import named, tr
from ..plan.schema import code_label
from ..plan.store import PlanFile, Row
from .content import Fund, Money
from .measures import ChosenMeasure, CriterionScore, LeftOutMeasure, Measure, Payment, RankedMeasure

LAST = float("inf")


def result_rows(plan: PlanFile, table: str, run: Row) -> list[Row]:
    """The run's rows of a result table; none where there is no run."""
    return plan.rows(table, run_id=run["run_id"]) if run else []


def ranking_of(plan: PlanFile, run: Row, measures: Mapping[str, Measure]) -> tuple[RankedMeasure, ...]:
    """The ranking, best first; measures without a score at its end."""
    scores = _scores(plan, run)
    items = {row["measure_id"]: row for row in result_rows(plan, "programme_item", run)}
    lines = [
        _ranked(row, measures[row["measure_id"]], items.get(row["measure_id"]), scores)
        for row in result_rows(plan, "ranking", run)
    ]
    return tuple(sorted(lines, key=_by_rank))


def programme_of(plan: PlanFile, run: Row, measures: Mapping[str, Measure]) -> tuple[ChosenMeasure, ...]:
    """The measures chosen, by the year they start and then by rank."""
    ranks, payments = _ranks(plan, run), _payments(plan, run)
    lines = [
        ChosenMeasure(
            measure=measures[row["measure_id"]],
            rank=ranks.get(row["measure_id"]),
            start_year=row["start_year"],
            end_year=row["end_year"],
            cost=row["cost"] if row["cost"] is not None else measures[row["measure_id"]].cost,
            payments=tuple(payments[row["measure_id"]]),
        )
        for row in result_rows(plan, "programme_item", run)
        if row["chosen"]
    ]
    return tuple(sorted(lines, key=lambda line: (line.start_year or LAST, *_by_rank(line))))


def left_out_measures(
    plan: PlanFile, run: Row, measures: Mapping[str, Measure], chosen: Collection[str]
) -> tuple[LeftOutMeasure, ...]:
    """Every measure of the plan that the programme does not hold, by rank, each with a reason."""
    if not run:
        return ()
    ranks = _ranks(plan, run)
    items = {row["measure_id"]: row for row in result_rows(plan, "programme_item", run)}
    lines = [
        LeftOutMeasure(measure, ranks.get(key), *_reason(measure, items.get(key), key in ranks))
        for key, measure in measures.items()
        if key not in chosen
    ]
    return tuple(sorted(lines, key=_by_rank))


def money_of(plan: PlanFile, run: Row, definition: Mapping[str, Any]) -> Money:
    """Budgets of the scenario's variant and years, and what the programme pays from them."""
    wanted = definition.get("budget") or {}
    paid: dict[tuple[str, int], float] = defaultdict(float)
    for row in result_rows(plan, "draw_down", run):
        paid[row["fund_id"], row["year"]] += row["amount"]
    given: dict[tuple[str, int], float] = defaultdict(float)
    for row in plan.rows("budget", variant=wanted.get("variant", "base")):
        if _within(row["year"], wanted):
            given[row["fund_id"], row["year"]] += row["amount"]
    used = set(given) | set(paid)
    funds = [Fund(row["fund_id"], named(row, "name")) for row in plan.rows("fund")]
    return Money(
        funds=tuple(fund for fund in funds if any(fund.fund_id == key for key, _ in used)),
        years=_years({year for _, year in used}),
        budgets=dict(given),
        payments=dict(paid),
    )


def _within(year: int, wanted: Mapping[str, Any]) -> bool:
    return (wanted.get("first_year") or 0) <= year <= (wanted.get("last_year") or LAST)


def _years(found: Collection[int]) -> tuple[int, ...]:
    return tuple(range(min(found), max(found) + 1)) if found else ()


def _ranked(row: Row, measure: Measure, item: Row | None, scores: Mapping[str, list[CriterionScore]]) -> RankedMeasure:
    chosen = bool(item["chosen"]) if item else None
    return RankedMeasure(
        measure=measure,
        rank=row["rank"],
        tied=bool(row["tied"]),
        score=row["score"],
        coverage=row["coverage"],
        sei=row["sei"],
        fei=row["fei"],
        quadrant=row["quadrant"] or "",
        chosen=chosen,
        start_year=item["start_year"] if item and chosen else None,
        end_year=item["end_year"] if item and chosen else None,
        scores=tuple(scores[row["measure_id"]]),
    )


def _scores(plan: PlanFile, run: Row) -> Mapping[str, list[CriterionScore]]:
    codes = {row["criterion_id"]: row["code"] for row in plan.rows("criterion")}
    scores: dict[str, list[CriterionScore]] = defaultdict(list)
    for row in result_rows(plan, "score", run):
        score = CriterionScore(codes[row["criterion_id"]], row["raw"], row["value"], row["contribution"])
        scores[row["measure_id"]].append(score)
    return scores


def _ranks(plan: PlanFile, run: Row) -> dict[str, int | None]:
    return {row["measure_id"]: row["rank"] for row in result_rows(plan, "ranking", run)}


def _payments(plan: PlanFile, run: Row) -> Mapping[str, list[Payment]]:
    payments: dict[str, list[Payment]] = defaultdict(list)
    for row in result_rows(plan, "draw_down", run):
        payments[row["measure_id"]].append(Payment(row["fund_id"], row["year"], row["amount"]))
    return payments


def _reason(measure: Measure, item: Row | None, ranked: bool) -> tuple[str, str]:
    """The reason in a few words, and what the run says of it."""
    if item is None and measure.part_of:
        return tr("Counted within the measure it is part of"), measure.part_of
    if item is None:
        return (tr("The choice did not consider it") if ranked else tr("Not compared in this run")), ""
    known = code_label("reason", item["reason_code"]) if item["reason_code"] else ""
    said = named(item, "reason")
    return (known, said) if known else (said or tr("The run gives no reason"), "")


def _by_rank(line: ChosenMeasure | LeftOutMeasure | RankedMeasure) -> tuple[float, str]:
    return (line.rank or LAST, line.measure.code)
