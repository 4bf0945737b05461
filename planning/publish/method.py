"""How the run was computed, in words: criteria, rules, solver, inputs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from ..language import tr
from ..plan.schema import code_label
from ..plan.store import PlanFile, Row
from ..ranking.criterion import criteria_from_definitions, shares
from ..ranking.methods.registry import METHODS
from ..ranking.methods.settings import Settings
from ..ranking.value.classes import Category
from ..ranking.value.curves import Exponential, Log, SShape
from ..ranking.value.functions import COST, Goalposts, ValueFunction
from ..ranking.value.points import Piecewise, Target, Threshold
from ..wording import money, number, percent, plain_number
from .content import CriterionNote, Method, RunInput
from .measures import RankedMeasure
from .rules import rule_sentences

CUTS = {"SEI": "sei_cut", "FEI": "fei_cut"}


def method_of(plan: PlanFile, run: Row, definition: Mapping[str, Any], ranking: tuple[RankedMeasure, ...]) -> Method:
    """The method notes of a run; empty where there is none."""
    if not run:
        return Method()
    summary = run["summary"] or {}
    return Method(
        criteria=_criteria(plan, definition, ranking),
        facts=tuple(_facts(run, definition, summary, plan.community["currency"] or "UAH")),
        rules=rule_sentences(plan, definition),
        inputs=tuple(
            RunInput(row["name"], row["source"], row["feature_count"], row["content_hash"] or "")
            for row in plan.rows("run_input", run_id=run["run_id"])
        ),
        additive=Settings(**(definition.get("ranking") or {})).rule.ADDITIVE,
        cuts={index: summary[key] for index, key in CUTS.items() if summary.get(key) is not None},
        ranking_cut_loss=_ranking_cut_loss(summary),
    )


def value_function_words(function: ValueFunction) -> str:
    """How raw values become 0..1."""
    if isinstance(function, Log):
        return tr("logarithmic, {posts}", posts=_goalposts(function))
    if isinstance(function, Exponential):
        return _exponential(function)
    if isinstance(function, SShape):
        return _s_shape(function)
    if isinstance(function, Target):
        return _target(function)
    if isinstance(function, Goalposts):
        return tr("linear, {posts}", posts=_goalposts(function))
    if isinstance(function, Piecewise):
        pairs = [f"{plain_number(raw)} → {plain_number(value)}" for raw, value in function.points]
        return tr("piecewise: {points}", points="; ".join(pairs))
    if isinstance(function, Category):
        classes = [f"{name} → {plain_number(value)}" for name, value in function.table.items()]
        return tr("by class: {table}", table="; ".join(classes))
    return _threshold(function)


def _criteria(
    plan: PlanFile, definition: Mapping[str, Any], ranking: tuple[RankedMeasure, ...]
) -> tuple[CriterionNote, ...]:
    stored = [row["definition"] for row in plan.rows("criterion") if row["definition"]]
    criteria = criteria_from_definitions(definition.get("criteria") or stored) if definition or stored else ()
    known = Counter(score.code for line in ranking for score in line.scores if score.value is not None)
    return tuple(
        CriterionNote(
            code=criterion.code,
            name=criterion.name,
            index=criterion.index or "",
            weight=float(share),
            unit=criterion.unit,
            direction=_direction(criterion.value_function),
            value_function=value_function_words(criterion.value_function),
            function=criterion.value_function,
            known=known[criterion.code],
        )
        for criterion, share in zip(criteria, shares(criteria) if criteria else ())
    )


def _direction(function: ValueFunction) -> str:
    if isinstance(function, Target):
        return tr("Nearest to the target is better")
    return code_label("direction", function.direction)


def _goalposts(function: Goalposts) -> str:
    if function.worst is None and function.best is None:
        return tr("from the worst to the best of the compared measures")
    worst, best = (
        tr("taken from the data") if post is None else plain_number(post) for post in (function.worst, function.best)
    )
    return tr("worst {worst}, best {best}", worst=worst, best=best)


def _exponential(function: Exponential) -> str:
    posts = _goalposts(function)
    if function.rho is None:
        return tr("exponential through a half at {mid}, {posts}", mid=plain_number(function.mid), posts=posts)
    if function.rho > 0:
        return tr(
            "exponential, each step counts less (ρ = {rho}), {posts}", rho=plain_number(function.rho), posts=posts
        )
    return tr("exponential, each step counts more (ρ = {rho}), {posts}", rho=plain_number(function.rho), posts=posts)


def _s_shape(function: SShape) -> str:
    posts, steepness = _goalposts(function), plain_number(function.steepness)
    if function.mid is None:
        return tr("S-shaped, steepness {steepness}, {posts}", steepness=steepness, posts=posts)
    return tr(
        "S-shaped through a half at {mid}, steepness {steepness}, {posts}",
        mid=plain_number(function.mid),
        steepness=steepness,
        posts=posts,
    )


def _target(function: Target) -> str:
    target = plain_number(function.target)
    lower, upper = (
        tr("an end taken from the data") if end is None else plain_number(end)
        for end in (function.lower, function.upper)
    )
    return tr("1 at {target}, falling to 0 at {lower} and at {upper}", target=target, lower=lower, upper=upper)


def _threshold(function: ValueFunction) -> str:
    limit = plain_number(function.threshold) if isinstance(function, Threshold) else tr("unknown")
    if function.direction == COST:
        return tr("1 up to {limit}, else 0", limit=limit)
    return tr("1 from {limit}, else 0", limit=limit)


def _facts(
    run: Row, definition: Mapping[str, Any], summary: Mapping[str, Any], currency: str
) -> Iterator[tuple[str, str]]:
    ranking = definition.get("ranking") or {}
    yield tr("Ranking method"), _ranking_method(ranking.get("method"))
    yield tr("Missing data"), _missing_policy(ranking.get("missing"))
    yield from _solver_facts(summary)
    if summary.get("budget") is not None:
        yield tr("Budget of the scenario"), money(summary["budget"], currency)
    yield tr("Run"), run["run_id"]
    if run["seed"] is not None:
        yield tr("Seed"), str(run["seed"])
    versions = run["versions"] or {}
    yield tr("Versions"), ", ".join(f"{name} {version}" for name, version in sorted(versions.items()))


def _solver_facts(summary: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if summary.get("status"):
        yield tr("Choice of the programme"), solver_status(str(summary["status"]))
    if summary.get("value") is not None:
        yield tr("Value of the programme"), number(summary["value"], 3)
    if summary.get("bound") is not None:
        yield tr("Best value that could exist"), number(summary["bound"], 3)
    if summary.get("gap") is not None:
        yield tr("At most below the best"), percent(summary["gap"], 2)
    if summary.get("seconds") is not None:
        yield tr("Time of the choice"), tr("{number} s", number=number(summary["seconds"], 1))
    if summary.get("ranking_cut_value") is not None:
        yield tr("Value if the ranking were cut at the budget"), number(summary["ranking_cut_value"], 3)


def _ranking_cut_loss(summary: Mapping[str, Any]) -> float | None:
    value, cut = summary.get("value"), summary.get("ranking_cut_value")
    return max(0.0, 1 - cut / value) if value and cut is not None else None


def solver_status(status: str) -> str:
    """What the solver's status means for the reader."""
    meanings = {
        "optimal": tr("exact: no other choice within the limits is worth more"),
        "within_gap": tr("within the stated distance of the best"),
        "quick": tr("a quick choice in the order of value for money, without a solver: a better one may exist"),
        "failed": tr("a quick choice, because the solver failed: a better one may exist"),
        "time_limit": tr("the best plan found before time ran out"),
        "cancelled": tr("the best plan found before it was stopped"),
        "infeasible": tr("no programme keeps all the rules"),
    }
    return meanings.get(status, status)


def _ranking_method(method: str | None) -> str:
    known = METHODS.get(method or Settings.method)
    return known.title() if known else str(method)


def _missing_policy(policy: str | None) -> str:
    policies = {
        "renormalise": tr("a measure is scored over the criteria that are known for it; coverage tells how many"),
        "worst": tr("what is unknown counts as the worst value"),
        "refuse": tr("nothing may be unknown: the calculation stops where something is"),
    }
    return policies.get(policy or "renormalise", policy or "")
