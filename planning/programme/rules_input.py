"""The rules of a scenario's "programme" object, with the links between measures that the plan holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ..errors import PlanError
from ..language import named, tr
from ..plan.schema import codes
from ..plan.store import PlanFile, Row
from .candidate import Fund
from .rules import Quota, Rules
from .words import listed

KEYS = ("must", "must_not", "requires", "exclusive", "floors", "funds", "carry_over", "gap", "time_limit")


class MeasureCodes:
    """Finds measures by the code that a rule names; a part stands for the whole measure it belongs to."""

    def __init__(self, measures: Iterable[Row]) -> None:
        self._rows = {row["measure_id"]: row for row in measures}
        self._keys: dict[str, set[str]] = {}
        for key, row in self._rows.items():
            if row["code"]:
                self._keys.setdefault(row["code"], set()).add(key)

    def whole(self, key: str) -> str:
        """The measure that a part belongs to, at any depth; a measure that is no part is its own whole."""
        seen = {key}
        while self._rows[key]["parent_id"] in self._rows and self._rows[key]["parent_id"] not in seen:
            key = self._rows[key]["parent_id"]
            seen.add(key)
        return key

    def find(self, wanted: Iterable[Any]) -> list[str]:
        """Ids of the measures with these codes. Raises PlanError for codes that no measure or several have."""
        names = [str(code) for code in wanted]
        unknown = [name for name in names if name not in self._keys]
        if unknown:
            raise PlanError(
                tr(
                    "The scenario's rules name measures that the plan does not have: {codes}. "
                    "Check the codes, or import these measures.",
                    codes=listed(unknown),
                )
            )
        several = [name for name in names if len(self._keys[name]) > 1]
        if several:
            raise PlanError(
                tr(
                    "The scenario's rules name codes that several measures of the plan have: {codes}. "
                    "Give each measure a code of its own.",
                    codes=listed(several),
                )
            )
        return [self.whole(next(iter(self._keys[name]))) for name in names]


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
    requires = [tuple(measures.find(_pair(pair, "requires"))) for pair in wanted.get("requires", ())]
    exclusive = [frozenset(measures.find(_group(group))) for group in wanted.get("exclusive", ())]
    after = []
    for row in plan.rows("dependency"):
        link = (measures.whole(row["from_id"]), measures.whole(row["to_id"]))
        if row["kind"] == "requires":
            requires.append(link)
        elif row["kind"] == "phase_after":
            after.append(link)
        elif row["kind"] == "excludes":
            exclusive.append(frozenset(link))
    return Rules(
        requires=tuple(dict.fromkeys((a, b) for a, b in requires if a != b and b not in completed)),
        after=tuple(dict.fromkeys((a, b) for a, b in after if a != b)),
        exclusive=tuple(dict.fromkeys(group for group in exclusive if len(group) > 1)),
        quotas=tuple(_floor(floor, _area_codes(plan)) for floor in wanted.get("floors", ())),
        carry_over=bool(wanted.get("carry_over", False)),
    )


def funds_of(plan: PlanFile, wanted: Mapping[str, Any]) -> tuple[Fund, ...]:
    """The funds, each with the sectors it may pay for. Raises PlanError for funds and sectors that do not exist."""
    names = {row["code"]: named(row, "name") for row in plan.rows("fund")}
    limits = wanted.get("funds") or {}
    unknown = [code for code in limits if code not in names]
    if unknown:
        raise PlanError(
            tr(
                "«funds» of the scenario names «{fund}», which the plan does not have. Its funds: {known}.",
                fund=unknown[0],
                known=listed(names),
            )
        )
    return tuple(Fund(code, name, _sectors(code, limits.get(code) or {})) for code, name in names.items())


def number_setting(wanted: Mapping[str, Any], name: str, default: float, least: float) -> float:
    """A number of the "programme" object. Raises PlanError where it is none or too small."""
    value = wanted.get(name, default)
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not least <= value < float("inf"):
        raise PlanError(
            tr(
                "«{name}» of the scenario is «{value}»: it must be a number from {least}.",
                name=name,
                value=value,
                least=least,
            )
        )
    return float(value)


def _sectors(fund: str, limits: Mapping[str, Any]) -> frozenset[str] | None:
    if "sectors" not in limits:
        return None
    unknown = [sector for sector in limits["sectors"] if sector not in codes("sector")]
    if unknown:
        raise PlanError(
            tr(
                "Fund «{fund}» of the scenario names sector «{sector}», which does not exist. Sectors: {known}.",
                fund=fund,
                sector=unknown[0],
                known=listed(codes("sector")),
            )
        )
    return frozenset(limits["sectors"])


def _pair(pair: Any, rule: str) -> list[Any]:
    if not isinstance(pair, (list, tuple)) or len(pair) != 2:
        example = '[["A", "B"]]'
        raise PlanError(
            tr("«{rule}» of the scenario takes pairs of codes such as {example}.", rule=rule, example=example)
        )
    return list(pair)


def _group(group: Any) -> list[Any]:
    if not isinstance(group, (list, tuple)) or len(group) < 2:
        example = '[["A", "B", "C"]]'
        raise PlanError(
            tr("«{rule}» of the scenario takes lists of codes such as {example}.", rule="exclusive", example=example)
        )
    return list(group)


def _floor(floor: Any, areas: set[str]) -> Quota:
    if not isinstance(floor, Mapping) or str(floor.get("area")) not in areas:
        raise PlanError(
            tr(
                "A floor of the scenario names area «{area}», which the plan does not have. Its areas: {known}.",
                area=floor.get("area") if isinstance(floor, Mapping) else floor,
                known=listed(areas) or tr("none yet"),
            )
        )
    share, amount = number_setting(floor, "share", 0.0, 0.0), number_setting(floor, "amount", 0.0, 0.0)
    if share > 1:
        raise PlanError(
            tr("The floor of area «{area}» is {share}: write a share from 0 to 1.", area=floor["area"], share=share)
        )
    return Quota("area", str(floor["area"]), least=round(amount), least_share=share)


def _area_codes(plan: PlanFile) -> set[str]:
    return {row["code"] for row in plan.rows("focus_area") if row["code"]}
