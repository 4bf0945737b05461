from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..plan.store import PlanFile, Row
from .values import code_key, plain


class KnownMeasures:
    """Finds the measure of the plan that a row speaks of; each is found once. `before` are those before the import."""

    def __init__(self, plan: PlanFile) -> None:
        self.taken: set[str] = set()
        self.before = plan.rows("measure")
        self._by_name: dict[str, Row] = {}
        for row in self.before:
            for name in _names(row):
                self._by_name.setdefault(name, row)

    def find(self, fields: Mapping[str, Any]) -> Row | None:
        """The measure of the same code; else the one of the same words, unless both have codes, which then differ."""
        for name in _names(fields):
            found = self._by_name.get(name)
            if found is None or found["measure_id"] in self.taken:
                continue
            if name.startswith("code ") or not (fields["code"] and found["code"]):
                return found
        return None


def _names(fields: Mapping[str, Any]) -> list[str]:
    """How a measure is found again: by its code, else by title, place and first year."""
    place = plain(fields.get("address") or fields.get("settlement") or "")
    by_words = "|".join(["words", plain(fields["title_uk"]), place, str(fields.get("start_year"))])
    return [f"code {code_key(fields['code'])}", by_words] if fields.get("code") else [by_words]
