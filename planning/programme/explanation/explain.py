"""A programme explained: each part by choosing again with something changed."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from ...errors import Cancelled, MissingLibrary
from ...progress import SILENT, Progress
from ..greedy import by_value_for_money
from ..problem import Problem
from ..runner import solve_apart
from ..timing import Solver
from .curve import Point, bounded_by_more_money, curve_of
from .cut import cut_of
from .indicative import Indicative, indicative
from .more_money import steps_of
from .resolving import SAME, Resolver, resolver_of, sharpened
from .rule_prices import WithoutRules, prices_of, rules_in
from .standing import standings_of
from .told import Speaker

LEVELS = tuple(percent / 100 for percent in range(50, 151, 10))
MILLIONS = (1, 2, 5, 10, 20)


@dataclass(frozen=True)
class Wanted:
    """What to compute: levels of the curve as shares of the budgets, amounts of more money and the funds that may get
    it (none: all), the most rules to price, the measures to look at and how many of the first that are left out.
    `gap` is a share of value, `time_limit` in seconds for each choice."""

    levels: tuple[float, ...] = LEVELS
    amounts: tuple[int, ...] = tuple(1_000_000 * millions for millions in MILLIONS)
    funds: frozenset[str] = frozenset()
    rules: int = 20
    measures: tuple[str, ...] = ()
    first: int = 5
    gap: float = 0.0005
    time_limit: float = 5.0


@dataclass(frozen=True)
class Known:
    """The programme to explain: a choice for its problem, the bound that is proven for all others, and who tells."""

    problem: Problem
    starts: Mapping[str, int]
    bound: float = float("inf")
    speaker: Speaker = Speaker()


def explain(known: Known, wanted: Wanted, progress: Progress = SILENT, solver: Solver = solve_apart) -> dict[str, Any]:
    """What is found, as JSON takes it; where the user stops it, what was found by then, and «stopped» is true.

    base: the programme that all is compared with, the best one known, and what it has that the run's has not;
    measures: place by value and by value for money, and the value that each lacks in the
    relaxation (indicative); money: what a million more brings by fund and year (indicative); cut, curve, steps, rules,
    standings: as the classes of these names in this folder. Raises Cancelled where nothing at all was found.
    """
    began = time.monotonic()
    resolver = resolver_of(
        known.problem,
        known.starts,
        known.bound,
        wanted.gap,
        wanted.time_limit,
        solver,
        known.speaker,
        progress.part(0, 0.08),
    )
    found: dict[str, Any] = {
        "base": _base(resolver, known),
        "time_limit": wanted.time_limit,
        "stopped": False,
        "measures": [],
        "money": [],
        "cut": None,
        "curve": [],
        "steps": [],
        "rules": [],
        "standings": [],
    }
    try:
        _fill(found, resolver, known, wanted, progress)
    except Cancelled:
        found["stopped"] = True
    _sharpen(found)
    for name in ("curve", "steps", "rules", "standings"):
        found[name] = [asdict(each) for each in found[name]]
    return {**found, "seconds": round(time.monotonic() - began, 1)}


def _fill(found: dict[str, Any], resolver: Resolver, known: Known, wanted: Wanted, progress: Progress) -> None:
    relaxed = _indicative(resolver.problem)
    found["measures"] = measures_told(known, relaxed)
    found["money"] = _money(relaxed)
    cut = cut_of(resolver, progress.part(0.08, 0.1))
    found["cut"] = asdict(cut) if cut else None
    without = WithoutRules(resolver)
    funds = wanted.funds or frozenset(fund.code for fund in resolver.problem.funds)
    limits = rules_by_weight(resolver.problem, relaxed)[: wanted.rules]
    keys = tuple(dict.fromkeys((*wanted.measures, *first_left_out(resolver, wanted.first))))
    parts: dict[str, tuple[int, Callable[[Progress], Iterable[Any]]]] = {
        "curve": (len(wanted.levels), lambda part: curve_of(resolver, wanted.levels, part)),
        "steps": (2 * len(wanted.amounts), lambda part: steps_of(resolver, wanted.amounts, funds, part)),
        "rules": (len(limits), lambda part: prices_of(without, limits, part)),
        "standings": (3 * len(keys), lambda part: standings_of(resolver, keys, without, part)),
    }
    done, whole = 0, sum(solves for solves, _ in parts.values()) or 1
    for name, (solves, found_by) in parts.items():
        part = progress.part(0.1 + 0.9 * done / whole, 0.1 + 0.9 * (done + solves) / whole)
        done += solves
        if solves:
            for each in found_by(part):
                found[name].append(each)


def _sharpen(found: dict[str, Any]) -> None:
    """What is proven of a choice that has more money or fewer rules holds for the explained one too."""
    base = found["base"]
    found["curve"] = bounded_by_more_money(found["curve"])
    richer = [point.bound for point in found["curve"] if point.level >= 1 and point.bound is not None]
    looser = [each.bound for each in (*found["steps"], *found["rules"])]
    base["bound"] = max(base["value"], min([base["bound"], *richer, *looser]))
    found["curve"] = [_bounded(point, base["bound"]) for point in found["curve"]]
    slack = base["bound"] - base["value"]
    base["exact"] = slack <= SAME * max(1.0, base["value"])
    found["steps"] = [replace(step, gained=sharpened(step.gained, True, slack)) for step in found["steps"]]
    found["rules"] = [replace(rule, lost=sharpened(rule.lost, True, slack)) for rule in found["rules"]]
    found["standings"] = [replace(each, lost=sharpened(each.lost, False, slack)) for each in found["standings"]]


def _bounded(point: Point, bound: float) -> Point:
    if point.bound is None or point.value is None or point.level > 1:
        return point
    return replace(point, bound=max(point.value, min(point.bound, bound)))


def _base(resolver: Resolver, known: Known) -> dict[str, Any]:
    base, problem = resolver.base, resolver.problem
    return {
        "value": base.value,
        "bound": base.bound,
        "money": sum(problem.money.values()),
        "chosen": len(base.starts or ()),
        "candidates": len(problem.candidates),
        "status": base.status,
        "exact": False,
        "discounted": problem.discount > 0,
        "currency": problem.currency,
        "run_value": problem.value_of(known.starts),
        "entered": resolver.entered(base, known.starts),
        "left": resolver.left(base, known.starts),
    }


def _indicative(problem: Problem) -> Indicative | None:
    try:
        return indicative(problem)
    except MissingLibrary:
        return None


def measures_told(known: Known, relaxed: Indicative | None) -> list[dict[str, Any]]:
    """Every candidate: whether the run chose it, price, value, its places in the order by value and by value for money,
    and what it lacks in the relaxation."""
    problem, starts = known.problem, known.starts
    by_value = places({c.id: c.value for c in problem.candidates if c.value > 0})
    order = [candidate.id for candidate in by_value_for_money(problem)]
    by_money = {key: place for place, key in enumerate(order, 1)}
    return [
        {
            "id": c.id,
            "chosen": c.id in starts,
            "start": starts.get(c.id),
            "cost": c.cost,
            "value": c.value if c.scored else None,
            "place_by_value": by_value.get(c.id),
            "place_by_money": by_money.get(c.id),
            "lacks": relaxed.lacks.get(c.id) if relaxed else None,
        }
        for c in problem.candidates
    ]


def places(values: Mapping[str, float]) -> dict[str, int]:
    """The place of each, the greatest first; equal ones share a place."""
    ordered = sorted(values.values(), reverse=True)
    return {key: ordered.index(value) + 1 for key, value in values.items()}


def first_left_out(resolver: Resolver, number: int) -> tuple[str, ...]:
    """The most valuable candidates that are not chosen."""
    left = [c for c in resolver.problem.candidates if c.id not in (resolver.base.starts or {}) and c.value > 0]
    return tuple(c.id for c in sorted(left, key=lambda c: (-c.value, c.code))[:number])


def rules_by_weight(problem: Problem, relaxed: Indicative | None) -> list:
    """The rules of a problem, those first that cost value in the relaxation."""
    costly = relaxed.rules if relaxed else frozenset()
    return sorted(rules_in(problem), key=lambda limit: limit not in costly and limit.kind != "must_not")


def _money(relaxed: Indicative | None) -> list[dict[str, Any]]:
    found = relaxed.money.items() if relaxed else ()
    return [{"fund": fund, "year": year, "per_million": 1e6 * price} for (fund, year), price in found]
