"""Attachments of any subject to the features of a layer, as the plan file keeps them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..plan.schema import tables
from ..plan.store import PlanFile
from .candidates import Candidate
from .identity import Identity, portable_source
from .layer_index import LayerIndex
from .merge import merge


@dataclass(frozen=True)
class Attachment:
    """One attachment as it stands in the plan, with its subject's row and the feature's row in the layer."""

    subject: Mapping[str, Any]
    row: int
    stored: Mapping[str, Any]


@dataclass(frozen=True)
class Attached:
    """The result of one call: attachments, and each subject without one with the reason."""

    attachments: Sequence[Attachment]
    unmatched: Sequence[tuple[Mapping[str, Any], str]]

    def count(self, *reviews: str) -> int:
        return sum(attachment.stored["review"] in reviews for attachment in self.attachments)


def write_objects(
    plan: PlanFile,
    relation: str,
    index: LayerIndex,
    candidates: Sequence[Candidate],
    names: Sequence[Identity],
    role: str,
) -> list[tuple[int, Mapping[str, Any]]]:
    """Merge candidates into a *_object table; returns each with its feature's row and what stands in the plan."""
    shape = tables()[relation]
    subject_field = shape.unique[0]
    rows = [
        {subject_field: found.subject_id, **_row(plan, index, found, names[found.row], role)} for found in candidates
    ]
    merged = merge(plan, relation, rows)
    return [(found.row, merged.rows[tuple(row[name] for name in shape.unique)]) for found, row in zip(candidates, rows)]


def subjects_of(
    subject_field: str, subjects: Sequence[Mapping[str, Any]], kept: Sequence[tuple[int, Mapping[str, Any]]]
) -> list[Attachment]:
    """The written rows with their subjects' rows."""
    by_id = {subject[subject_field]: subject for subject in subjects}
    return [Attachment(by_id[stored[subject_field]], row, stored) for row, stored in kept]


def _row(plan: PlanFile, index: LayerIndex, found: Candidate, name: Identity, role: str) -> dict[str, Any]:
    table = index.table
    katottg = next(
        (table.columns[field][found.row] for field in ("katottg", "katotth") if field in table.columns), None
    )
    return {
        "layer_source": portable_source(table.source, plan.path.parent),
        "layer_name": table.name,
        "key_field": name.key_field or None,
        "object_key": name.key,
        "fingerprint": name.fingerprint,
        "object_label": index.profiles[found.row].label or None,
        "role": role,
        "katottg": katottg,
        "method": found.method,
        "score": found.score,
        "evidence": found.evidence,
        "review": found.review,
    }
