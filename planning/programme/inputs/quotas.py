"""Floors and ceilings of a scenario, in money and in people."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from ...errors import PlanError
from ...language import tr
from ...plan.schema import codes
from ...plan.store import PlanFile
from ..rules import MONEY, Quota
from ..words import listed
from .forms import ceiling_setting, known_code, number_setting, objects_of

KINDS = ("area", "sector", "group", "settlement")
KEYS = (*KINDS, "counted", "least", "most", "least_share", "most_share")
FLOOR_KEYS = ("area", "share", "amount")


def quotas_of(plan: PlanFile, wanted: Mapping[str, Any]) -> tuple[Quota, ...]:
    """The scenario's quotas; «floors» is the short form for money of areas."""
    floors = (_floor(plan, floor) for floor in wanted.get("floors", ()))
    quotas = (_quota(plan, quota, wanted) for quota in objects_of(wanted, "quotas", KEYS))
    return (*floors, *quotas)


def _floor(plan: PlanFile, floor: Any) -> Quota:
    areas = _known(plan, "area", {})
    if not isinstance(floor, Mapping) or str(floor.get("area")) not in areas:
        raise PlanError(
            tr(
                "A floor of the scenario names area «{area}», which the plan does not have. Its areas: {known}.",
                area=floor.get("area") if isinstance(floor, Mapping) else floor,
                known=listed(areas) or tr("none yet"),
            )
        )
    share, amount = number_setting(floor, "share", 0.0), number_setting(floor, "amount", 0.0)
    if share > 1:
        raise PlanError(
            tr("The floor of area «{area}» is {share}: write a share from 0 to 1.", area=floor["area"], share=share)
        )
    return Quota("area", str(floor["area"]), least=round(amount), least_share=share)


def _quota(plan: PlanFile, found: Mapping[str, Any], wanted: Mapping[str, Any]) -> Quota:
    kinds = [kind for kind in KINDS if kind in found]
    if len(kinds) != 1:
        raise PlanError(tr("A quota of the scenario speaks of one of {kinds}.", kinds=", ".join(KINDS)))
    code = known_code(found[kinds[0]], _known(plan, kinds[0], wanted), "quotas", _kind_word(kinds[0]))
    quota = Quota(
        kinds[0],
        code,
        str(found.get("counted", MONEY)),
        round(number_setting(found, "least", 0.0)),
        ceiling_setting(found, "most"),
        number_setting(found, "least_share", 0.0, 0.0, 1.0),
        number_setting(found, "most_share", 1.0, 0.0, 1.0),
    )
    if (quota.most is not None and quota.most < quota.least) or quota.most_share < quota.least_share:
        raise PlanError(tr("The quota of «{code}» has a ceiling below its floor.", code=code))
    return quota


def _known(plan: PlanFile, kind: str, wanted: Mapping[str, Any]) -> Collection[str]:
    if kind == "area":
        return {row["code"] for row in plan.rows("focus_area") if row["code"]}
    if kind == "sector":
        return codes("sector")
    if kind == "group":
        return set(wanted.get("groups") or {})
    return {row["settlement"] for row in plan.rows("measure") if row["settlement"]}


def _kind_word(kind: str) -> str:
    words = {"area": tr("area"), "sector": tr("sector"), "group": tr("group"), "settlement": tr("settlement")}
    return words[kind]
