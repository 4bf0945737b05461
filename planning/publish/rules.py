"""The rules of a scenario's programme as sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..language import named, tr
from ..plan.schema import code_label
from ..plan.store import PlanFile
from ..wording import percent


def rule_sentences(plan: PlanFile, definition: Mapping[str, Any]) -> tuple[str, ...]:
    """Each rule that the choice had to keep."""
    rules = definition.get("programme") or {}
    return (*_measure_rules(rules), *_area_rules(plan, rules), *_fund_rules(plan, rules), *_carry_over(rules))


def _measure_rules(rules: Mapping[str, Any]) -> Iterator[str]:
    if rules.get("must"):
        yield tr("Must be in the programme: {codes}.", codes=", ".join(rules["must"]))
    if rules.get("must_not"):
        yield tr("Must not be in it: {codes}.", codes=", ".join(rules["must_not"]))
    for group in rules.get("exclusive") or ():
        yield tr("At most one of: {codes}.", codes=", ".join(group))
    for measure, needed in rules.get("requires") or ():
        yield tr("{measure} only after {needed} is finished.", measure=measure, needed=needed)


def _area_rules(plan: PlanFile, rules: Mapping[str, Any]) -> Iterator[str]:
    names = {row["code"]: named(row, "name") for row in plan.rows("focus_area")}
    for floor in rules.get("floors") or ():
        area = names.get(str(floor.get("area"))) or str(floor.get("area"))
        yield tr("At least {share} of the money for measures in: {area}.", share=percent(floor.get("share")), area=area)


def _fund_rules(plan: PlanFile, rules: Mapping[str, Any]) -> Iterator[str]:
    names = {row["code"]: named(row, "name") for row in plan.rows("fund")}
    for code, limits in (rules.get("funds") or {}).items():
        sectors = [code_label("sector", sector) for sector in limits.get("sectors") or ()]
        if sectors:
            yield tr("{fund} pays only for: {sectors}.", fund=names.get(code, code), sectors=", ".join(sectors))


def _carry_over(rules: Mapping[str, Any]) -> Iterator[str]:
    if rules.get("carry_over"):
        yield tr("Money not spent in a year may be spent later.")
    elif rules:
        yield tr("Money not spent in a year is not carried over.")
