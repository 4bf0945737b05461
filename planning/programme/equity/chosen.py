"""The measures that a run chose, with money and people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from ...attach.settlements import settlement_in, settlement_of_field
from ...plan.store import PlanFile, Row
from .groups import EVERYONE, GROUPS, groups_of_criteria
from .splits import Split, splits_of_measures

Settlement = tuple[str, ...]


@dataclass(frozen=True)
class Funded:
    """A measure of the programme; what is not known is None, or not there.

    `people` it serves by group; `mix` is the part of each group among those it serves. `settlement` are the stems of
    the settlement's name and `settlement_words` the name as written; a `wide` measure is for the whole community.
    """

    measure_id: str
    money: float | None
    people: Mapping[str, float] = field(default_factory=dict)
    mix: Mapping[str, float] = field(default_factory=dict)
    settlement: Settlement = ()
    settlement_words: str = ""
    wide: bool = False
    place_known: bool = True
    split: Split = Split()


def funded_measures(plan: PlanFile, run: Row, areas: Collection[str]) -> tuple[Funded, ...]:
    """The measures that a run chose, split over some of the areas."""
    rows = {row["measure_id"]: row for row in plan.rows("measure")}
    splits, counted, paid = splits_of_measures(plan, areas), _counted(plan, run), _paid(plan, run)
    return tuple(
        _chosen(rows[item["measure_id"]], item, paid, counted, splits)
        for item in plan.rows("programme_item", run_id=run["run_id"], chosen=1)
    )


def _chosen(
    row: Row,
    item: Row,
    paid: Mapping[str, float],
    counted: Mapping[str, Mapping[str, float]],
    splits: Mapping[str, Split],
) -> Funded:
    key = row["measure_id"]
    stated = {EVERYONE: row["beneficiaries"], "idp": row["idp_beneficiaries"]}
    said = {group: number for group, number in stated.items() if number is not None}
    wide = row["place_state"] == "community_wide"
    within = _only_everyone(counted.get(key, {})) if wide else counted.get(key, {})
    settlement, words = _settlement(row)
    return Funded(
        measure_id=key,
        money=item["cost"] if item["cost"] is not None else paid.get(key),
        people={**within, **said},
        mix={**_mix(said), **_mix(within)},
        settlement=() if wide else settlement,
        settlement_words=words,
        wide=wide,
        place_known=row["place_state"] != "unknown",
        split=Split() if wide else splits.get(key, Split()),
    )


def _only_everyone(people: Mapping[str, float]) -> dict[str, float]:
    """For a measure for the whole community a criterion counts each group up to all whom the document names."""
    return {group: number for group, number in people.items() if group == EVERYONE}


def _mix(people: Mapping[str, float]) -> dict[str, float]:
    """The part of each group among all, counted alike."""
    everyone = people.get(EVERYONE)
    if not everyone:
        return {}
    return {group: min(1.0, people[group] / everyone) for group in GROUPS if group in people}


def _counted(plan: PlanFile, run: Row) -> dict[str, dict[str, float]]:
    """Measure → people by group, as the criteria of the run counted them."""
    codes = {row["criterion_id"]: row["code"] for row in plan.rows("criterion")}
    used = run["parameters"] or {}
    criteria = used.get("criteria") or [row["definition"] or {} for row in plan.rows("criterion")]
    named = (used.get("programme") or {}).get("people")
    groups = {code: group for group, code in groups_of_criteria(criteria, named).items()}
    found: dict[str, dict[str, float]] = defaultdict(dict)
    for row in plan.rows("score", run_id=run["run_id"]):
        group = groups.get(codes[row["criterion_id"]])
        if group and row["raw"] is not None:
            found[row["measure_id"]][group] = row["raw"]
    return found


def _paid(plan: PlanFile, run: Row) -> dict[str, float]:
    sums: dict[str, float] = defaultdict(float)
    for row in plan.rows("draw_down", run_id=run["run_id"]):
        sums[row["measure_id"]] += row["amount"]
    return sums


def _settlement(row: Row) -> tuple[Settlement, str]:
    """The settlement that a measure's own field names, else its address."""
    if row["settlement"]:
        return settlement_of_field(row["settlement"]), row["settlement"].strip()
    for part in (row["address"] or "").split(","):
        stems = settlement_in(part)
        if stems:
            return stems, part.strip()
    return (), ""
