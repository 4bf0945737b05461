from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

from ...language import current_language
from ...plan.schema import tables

FACTS = Path(__file__).with_name("facts.json")


def fact_label(name: str) -> str:
    """What a field that gates look at is called; its own name where it is of a planner's own gate."""
    words = _facts().get(name)
    if words:
        return words[current_language()]
    fields = {field.name: field.label for field in tables()["measure"].fields}
    return fields.get(name, name)


@lru_cache(maxsize=1)
def _facts() -> dict[str, dict[str, str]]:
    return json.loads(FACTS.read_text("utf-8"))
