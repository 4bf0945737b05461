"""Who decides where a table that is imported again and the plan differ."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Union

from ..errors import PlanError
from ..language import tr
from .values import code_key

MERGE, TABLE, PLAN = CHANGES = ("merge", "table", "plan")
KEEP, CANCEL, REMOVE = GONE = ("keep", "cancel", "remove")
FUNDING = "funding"
Single = Union[str, Mapping[str, str]]


@dataclass(frozen=True)
class Decisions:
    """What happens to measures that the plan has already.

    changes: "merge" takes what has changed in the table since its last import and leaves what people have changed in
    the plan; where both have changed, the table is taken. "table" takes every value of the table, "plan" none but
    those that fill a gap. gone: what happens to measures that the table no longer has. single: code or title of a
    measure → "table" or "plan", for it or for each of its fields; it goes before the rest.
    """

    changes: str = MERGE
    gone: str = KEEP
    single: Mapping[str, Single] = field(default_factory=dict)

    def takes(self, name: str, measure: Mapping[str, Any], there: Any, stated: Any) -> bool:
        """Whether a field becomes what the table states; `there` is what the plan has, None for a gap."""
        own = self._own(name, measure)
        if own:
            return own == TABLE
        before = measure["imported"] or {}
        if self.changes == MERGE and name in before:
            return before[name] != stated
        return there is None or self.changes != PLAN

    def is_conflict(self, name: str, measure: Mapping[str, Any], there: Any, stated: Any) -> bool:
        """Whether people and the table have both changed a field since the last import."""
        before = measure["imported"] or {}
        return name in before and before[name] not in (there, stated)

    def _own(self, name: str, measure: Mapping[str, Any]) -> str | None:
        for key, decided in self.single.items():
            if code_key(key) == code_key(measure["code"] or "") or key.strip() == measure["title_uk"]:
                return decided if isinstance(decided, str) else decided.get(name)
        return None


def decisions_from(changes: str, gone: str, single: Any) -> Decisions:
    """Decisions as parameters give them. Raises PlanError for a form that is not understood."""
    if single is None:
        return Decisions(changes, gone)
    if not isinstance(single, Mapping) or not all(map(_is_single, single.values())):
        example = '{"ЖИТ-01": "plan", "ОСВ-02": {"cost_total": "table"}}'
        raise PlanError(
            tr("Decisions must name measures with «table» or «plan», for example {example}.", example=example)
        )
    return Decisions(changes, gone, single)


def _is_single(decided: Any) -> bool:
    words = decided.values() if isinstance(decided, Mapping) else [decided]
    return all(word in (TABLE, PLAN) for word in words)
