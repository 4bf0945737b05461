"""Measures of a plan attached to the features of a layer, and what is written of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from ..features import FeatureTable
from ..plan.runs import RunRecord, store_run
from ..plan.store import PlanFile
from ..progress import Progress
from .by_code import distinctive
from .candidates import Candidate, Subject
from .identity import Identity, identities, portable_source
from .layer_fields import LayerFields
from .layer_index import LayerIndex, index_layer
from .matching import Rules, match
from .merge import SURE
from .objects import Attached, subjects_of, write_objects
from .places import AttachedShape, places_by_measure, write_places

MEASURE_CODES = ("code", "katottg", "cadastral_no", "dream_id", "edrpou")
PLACE_GIVING_ROLES = ("affects", "replaces")


def attach_measures(
    plan: PlanFile,
    table: FeatureTable,
    fields: LayerFields,
    rules: Rules,
    role: str,
    measure_code: str,
    progress: Progress,
) -> Attached:
    """Find the features that each measure speaks of and keep them in the plan: one transaction, one run.

    `measure_code` is the measure's field to compare with the layer's codes; "" compares those codes that cannot be
    mistaken. Attaching again merges: a person's decision is never changed.
    """
    measures = plan.rows("measure")
    subjects = _subjects(plan, measures, measure_code)
    index = index_layer(table, fields, progress.part(0, 0.3))
    matches = match(subjects, index, rules, progress.part(0.3, 0.9))
    names = identities(table, fields.key)
    with plan.transaction():
        kept = _write(plan, index, matches.candidates, names, role)
        unmatched = [
            (measure, matches.unmatched[measure["measure_id"]])
            for measure in measures
            if measure["measure_id"] in matches.unmatched
        ]
        attached = Attached(subjects_of("measure_id", measures, kept), unmatched)
        store_run(plan, _run(table, fields, rules, role, attached))
    progress.step(1, 1)
    return attached


def _subjects(plan: PlanFile, measures: Sequence[Mapping[str, Any]], measure_code: str) -> list[Subject]:
    places = places_by_measure(plan)
    whole_community = plan.community["katottg"]
    return [
        Subject(
            measure["measure_id"],
            measure["title_uk"],
            measure["address"] or "",
            measure["settlement"] or "",
            tuple(_codes(measure, measure_code, whole_community)),
            places.get(measure["measure_id"]),
            bool(measure_code),
        )
        for measure in measures
    ]


def _codes(measure: Mapping[str, Any], chosen: str, whole_community: str | None) -> list[str]:
    if chosen:
        return [measure[chosen]] if measure[chosen] else []
    found = [measure[name] for name in MEASURE_CODES if name != "edrpou" and measure[name]]
    return [code for code in found if distinctive(code) and code != whole_community]


def _write(
    plan: PlanFile, index: LayerIndex, candidates: Sequence[Candidate], names: Sequence[Identity], role: str
) -> Sequence[tuple[int, Mapping[str, Any]]]:
    kept = write_objects(plan, "measure_object", index, candidates, names, role)
    if role in PLACE_GIVING_ROLES:
        source = portable_source(index.table.source, plan.path.parent)
        ours = [row["attachment_id"] for row in plan.rows("measure_object", layer_source=source, role=role)]
        write_places(plan, ours, _shapes(index.table, kept))
    return kept


def _shapes(table: FeatureTable, kept: Sequence[tuple[int, Mapping[str, Any]]]) -> list[AttachedShape]:
    return [
        AttachedShape(stored["measure_id"], stored["attachment_id"], stored["score"] or 0.0, table.geometries[row])
        for row, stored in kept
        if stored["review"] in SURE and stored["method"] != "place" and _has_shape(table.geometries[row])
    ]


def _has_shape(shape: Any) -> bool:
    return shape is not None and not shape.is_empty


def _run(table: FeatureTable, fields: LayerFields, rules: Rules, role: str, attached: Attached) -> RunRecord:
    parameters = {
        "what": "measures",
        "layer": table.source,
        "fields": {"key": fields.key, "names": list(fields.names), "used": list(fields.used())},
        "methods": list(rules.methods),
        "accept": rules.accept,
        "distance": rules.distance,
        "role": role,
    }
    reviews = Counter(attachment.stored["review"] for attachment in attached.attachments)
    run = RunRecord("attach", parameters, summary={**reviews, "unmatched": len(attached.unmatched)})
    run.add_layer(table)
    return run
