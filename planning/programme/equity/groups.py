"""Groups of people whose share in a programme is told apart."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from ...language import tr

EVERYONE = "all"
GROUPS = ("idp", "older", "disabled", "children", "veterans")
SIGNS = {
    "idp": r"\bidps?\b|displaced|впо\b|переселен|переміщен",
    "older": r"older|elder|pension|\b6[05]\s?\+|літн|старш|пенсі",
    "disabled": r"disab|інвалід|маломобільн",
    "children": r"child|\bkids?\b|under\s?1[4-8]|pupil|діт|учн|дошк",
    "veterans": r"veteran|ветеран",
}
CROWD = r"people|resident|population|inhabitant|люд|мешкан|населен|жител"


def group_words(group: str) -> str:
    """What a group is called."""
    words = {
        EVERYONE: tr("Everyone"),
        "idp": tr("Displaced people"),
        "older": tr("Older people"),
        "disabled": tr("People with disabilities"),
        "children": tr("Children"),
        "veterans": tr("Veterans"),
    }
    return words[group]


def groups_of_criteria(criteria: Sequence[Mapping[str, Any]], named: Mapping[str, Any] | None = None) -> dict[str, str]:
    """Group → code of the criterion that counts it: as a scenario's `named` groups say, else the first of kind
    «peopleserved» that says it by "group", or by the words of its field, code and names."""
    found = {group: str(code) for group, code in (named or {}).items() if group in (EVERYONE, *GROUPS)}
    for criterion in criteria:
        group = _group_of(criterion) if criterion.get("kind") == "peopleserved" else ""
        if group:
            found.setdefault(group, criterion["code"])
    return found


def _group_of(criterion: Mapping[str, Any]) -> str:
    stated = criterion.get("group")
    if stated:
        return str(stated) if stated in (EVERYONE, *GROUPS) else ""
    field = (criterion.get("fields") or {}).get("people")
    said = (field, *(criterion.get(name) for name in ("code", "name_uk", "name_en")))
    for words in (str(text).lower().replace("_", " ") for text in said if text):
        group = next((group for group, sign in SIGNS.items() if re.search(sign, words)), "")
        if group or re.search(CROWD, words):
            return group or EVERYONE
    return ""
