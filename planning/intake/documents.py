from __future__ import annotations

from collections.abc import Mapping

from ..plan.schema import code_lists
from ..plan.store import PlanFile, Row


def document_of_kind(kind: str, title: str = "") -> Row:
    """The document that a table belongs to; without a title it is called what its kind is called, in both languages."""
    words = next(code for code in code_lists()["document_kind"] if code.code == kind)
    if title in ("", words.uk, words.en):
        return {"kind": kind, "title_uk": words.uk, "title_en": words.en}
    return {"kind": kind, "title_uk": title}


def document_id(plan: PlanFile, document: Mapping[str, str]) -> str:
    """The identifier of this document in the plan, which is added where it is new."""
    found = plan.row("document", kind=document["kind"], title_uk=document["title_uk"])
    return found["doc_id"] if found else plan.insert("document", [document])[0]
