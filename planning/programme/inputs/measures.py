from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ...errors import PlanError
from ...language import tr
from ...plan.store import Row
from ..words import listed


class MeasureCodes:
    """Finds measures by the code that a rule names; a part stands for the whole measure it belongs to."""

    def __init__(self, measures: Iterable[Row]) -> None:
        self._rows = {row["measure_id"]: row for row in measures}
        self._keys: dict[str, set[str]] = {}
        for key, row in self._rows.items():
            if row["code"]:
                self._keys.setdefault(row["code"], set()).add(key)

    def has(self, code: str) -> bool:
        """Whether a measure has this code."""
        return code in self._keys

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
