"""The concept on the map: its goals and focus areas attached to measures and to features of a layer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..features import FeatureTable
from ..plan.runs import RunRecord, store_run
from ..plan.store import PlanFile
from ..progress import Progress
from .areas import area_links, drop_outdated_places, features_in_areas
from .candidates import Candidate, Subject
from .goals import goal_code, goal_links
from .identity import identities
from .layer_fields import LayerFields
from .layer_index import LayerIndex, index_layer
from .matching import Rules, match
from .merge import SURE, merge
from .objects import Attached, Attachment, subjects_of, write_objects

SUBJECTS = ("goals", "areas")
METHODS = ("code", "name", "place")


@dataclass(frozen=True)
class Linked:
    """How many sure links of measures the plan holds now, the import's included, and how many wait for review."""

    goals: int
    areas: int
    to_review: int


def link_measures(plan: PlanFile, what: Sequence[str], accept: float, progress: Progress) -> Linked:
    """Link measures to the goals that they name and to the focus areas that they lie in; one transaction, one run."""
    goal_rows = [link.row() for link in goal_links(plan, accept, progress.part(0, 0.6))] if "goals" in what else []
    area_rows = area_links(plan, progress.part(0.6, 0.9)) if "areas" in what else []
    with plan.transaction():
        merge(plan, "measure_goal", goal_rows)
        if "areas" in what:
            drop_outdated_places(plan, area_rows)
        merge(plan, "measure_area", area_rows)
        goals, areas = plan.rows("measure_goal"), plan.rows("measure_area")
        linked = Linked(_sure(goals), _sure(areas), sum(row["review"] == "to_review" for row in [*goals, *areas]))
        summary = {"measure_goal": linked.goals, "measure_area": linked.areas, "to_review": linked.to_review}
        store_run(plan, RunRecord("attach", {"what": list(what), "accept": accept}, summary=summary))
    progress.step(1, 1)
    return linked


def attach_concept(
    plan: PlanFile,
    table: FeatureTable,
    fields: LayerFields,
    what: Sequence[str],
    rules: Rules,
    role: str,
    progress: Progress,
) -> dict[str, Attached]:
    """Attach goals and focus areas to the features of a layer; "goals" and "areas" → what stands in the plan."""
    index = index_layer(table, fields, progress.part(0, 0.3))
    names = identities(table, fields.key)
    goals = plan.rows("goal") if "goals" in what else []
    areas = plan.rows("focus_area") if "areas" in what else []
    goal_candidates = _matched([_goal_subject(goal) for goal in goals], index, rules, progress.part(0.3, 0.5))
    area_candidates = _matched([_area_subject(area) for area in areas], index, rules, progress.part(0.5, 0.7))
    if areas and "place" in rules.methods:
        area_candidates = _surest([*area_candidates, *features_in_areas(plan, index, progress.part(0.7, 0.9))])
    with plan.transaction():
        attached = {
            "goals": _written(plan, "goal_object", goals, index, goal_candidates, names, role),
            "areas": _written(plan, "area_object", areas, index, area_candidates, names, role),
        }
        store_run(plan, _run(table, what, rules, role, attached))
    progress.step(1, 1)
    return attached


def _matched(subjects: Sequence[Subject], index: LayerIndex, rules: Rules, progress: Progress) -> Sequence[Candidate]:
    by_words = Rules(tuple(method for method in rules.methods if method != "place"), rules.accept)
    return match(subjects, index, by_words, progress).candidates


def _goal_subject(goal: Mapping[str, Any]) -> Subject:
    codes = (goal_code(goal["code"]),) if goal["code"] else ()
    return Subject(goal["goal_id"], goal["title_uk"], codes=codes, owns_codes=True)


def _area_subject(area: Mapping[str, Any]) -> Subject:
    codes = tuple(code for code in (area["code"], area["katottg"]) if code)
    return Subject(area["area_id"], area["name_uk"], codes=codes, owns_codes=True)


def _surest(candidates: Sequence[Candidate]) -> list[Candidate]:
    best: dict[tuple[str, int], Candidate] = {}
    for candidate in candidates:
        key = candidate.subject_id, candidate.row
        known = best.get(key)
        if known is None or (known.review == "to_review" and candidate.review == "automatic"):
            best[key] = candidate
    return list(best.values())


def _written(
    plan: PlanFile,
    relation: str,
    subjects: Sequence[Mapping[str, Any]],
    index: LayerIndex,
    candidates: Sequence[Candidate],
    names: Sequence[Any],
    role: str,
) -> Attached:
    kept = write_objects(plan, relation, index, candidates, names, role)
    subject_field = "goal_id" if relation == "goal_object" else "area_id"
    attachments: list[Attachment] = subjects_of(subject_field, subjects, kept)
    return Attached(attachments, [])


def _run(
    table: FeatureTable, what: Sequence[str], rules: Rules, role: str, attached: Mapping[str, Attached]
) -> RunRecord:
    parameters = {
        "what": list(what),
        "layer": table.source,
        "methods": list(rules.methods),
        "accept": rules.accept,
        "role": role,
    }
    run = RunRecord("attach", parameters, summary={name: len(found.attachments) for name, found in attached.items()})
    run.add_layer(table)
    return run


def _sure(rows: Sequence[Mapping[str, Any]]) -> int:
    return sum(row["review"] in SURE for row in rows)
