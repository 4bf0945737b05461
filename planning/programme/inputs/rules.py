"""The rules of a scenario's "programme" object, with the links between measures that the plan holds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...errors import PlanError
from ...language import tr
from ...plan.store import PlanFile
from ..rules import Count, Pair, Rules
from ..words import listed
from .forms import ceiling_setting, groups_of, known_code, number_setting, objects_of, pairs_of
from .measures import MeasureCodes
from .quotas import quotas_of

KEYS = (
    "must",
    "must_not",
    "requires",
    "after",
    "not_before",
    "same_start",
    "exclusive",
    "groups",
    "counts",
    "floors",
    "quotas",
    "people",
    "pairs",
    "synergy_bonus",
    "funds",
    "cofinancing_fund",
    "carry_over",
    "running_ceiling",
    "lead_time",
    "latest_end",
    "keep_period",
    "profiles",
    "prices",
    "discount",
    "gap",
    "time_limit",
)
COUNT_KEYS = ("of", "group", "least", "most")
PAIR_KEYS = ("first", "second", "saving", "bonus")


def programme_object(definition: Mapping[str, Any]) -> Mapping[str, Any]:
    """The "programme" object of a scenario. Raises PlanError for keys that it does not have."""
    wanted = definition.get("programme") or {}
    unknown = set(wanted) - set(KEYS)
    if unknown:
        raise PlanError(
            tr(
                "«programme» of the scenario has no rule «{rule}»; it takes: {known}.",
                rule=listed(unknown),
                known=", ".join(KEYS),
            )
        )
    return wanted


def rules_of(plan: PlanFile, wanted: Mapping[str, Any], measures: MeasureCodes, completed: set[str]) -> Rules:
    """The rules, in ids of measures. What requires a completed measure requires nothing of the programme."""
    links = {kind: [*_pairs(wanted, kind, measures)] for kind in ("requires", "after", "not_before", "same_start")}
    exclusive = [frozenset(measures.find(group)) for group in groups_of(wanted, "exclusive")]
    for row in plan.rows("dependency"):
        link = (measures.whole(row["from_id"]), measures.whole(row["to_id"]))
        if row["kind"] in ("requires", "phase_after"):
            links["requires" if row["kind"] == "requires" else "after"].append(link)
        elif row["kind"] == "excludes":
            exclusive.append(frozenset(link))
    return Rules(
        requires=_once((a, b) for a, b in links["requires"] if b not in completed),
        after=_once(links["after"]),
        not_before=_once((a, b) for a, b in links["not_before"] if b not in completed),
        same_start=_once(links["same_start"]),
        exclusive=tuple(dict.fromkeys(group for group in exclusive if len(group) > 1)),
        counts=tuple(_count(found, wanted, measures) for found in objects_of(wanted, "counts", COUNT_KEYS)),
        quotas=quotas_of(plan, wanted),
        pairs=tuple(_worth_together(plan, wanted, measures)),
        running_ceiling=ceiling_setting(wanted, "running_ceiling"),
        carry_over=bool(wanted.get("carry_over", False)),
    )


def named_groups(wanted: Mapping[str, Any], measures: MeasureCodes) -> dict[str, frozenset[str]]:
    """Name → ids of the measures of each group that the scenario names."""
    groups = wanted.get("groups") or {}
    if not isinstance(groups, Mapping) or not all(isinstance(codes, (list, tuple)) for codes in groups.values()):
        example = '{"schools": ["A", "B"]}'
        raise PlanError(tr("«groups» of the scenario gives names to lists of codes: {example}.", example=example))
    return {name: frozenset(measures.find(codes)) for name, codes in groups.items()}


def _pairs(wanted: Mapping[str, Any], rule: str, measures: MeasureCodes) -> list[tuple[str, str]]:
    return [(a, b) for a, b in (measures.find(pair) for pair in pairs_of(wanted, rule))]


def _once(links: Any) -> tuple[tuple[str, str], ...]:
    return tuple(dict.fromkeys((a, b) for a, b in links if a != b))


def _count(found: Mapping[str, Any], wanted: Mapping[str, Any], measures: MeasureCodes) -> Count:
    if "group" in found:
        groups = named_groups(wanted, measures)
        name = known_code(found["group"], groups, "counts", tr("group"))
        members = groups[name]
    else:
        codes = [str(code) for code in found.get("of", ())]
        name, members = ", ".join(codes), frozenset(measures.find(codes))
    least, most = round(number_setting(found, "least", 0.0)), ceiling_setting(found, "most")
    if not members or (most is not None and most < least):
        raise PlanError(
            tr("«counts» of the scenario asks for {least} to {most} of «{name}».", least=least, most=most, name=name)
        )
    return Count(name, members, least, most)


def _worth_together(plan: PlanFile, wanted: Mapping[str, Any], measures: MeasureCodes) -> list[Pair]:
    """Pairs of the scenario, and the plan's synergies where the scenario says what they are worth."""
    pairs = []
    for found in objects_of(wanted, "pairs", PAIR_KEYS):
        first, second = measures.find([found.get("first"), found.get("second")])
        saving, bonus = number_setting(found, "saving", 0.0), number_setting(found, "bonus", 0.0, -1e9)
        pairs.append(Pair(first, second, round(saving), bonus))
    worth = number_setting(wanted, "synergy_bonus", 0.0)
    if worth:
        synergies = plan.rows("dependency", kind="synergy")
        links = ((measures.whole(row["from_id"]), measures.whole(row["to_id"])) for row in synergies)
        pairs.extend(Pair(a, b, bonus=worth) for a, b in dict.fromkeys(tuple(sorted(link)) for link in links) if a != b)
    return pairs
