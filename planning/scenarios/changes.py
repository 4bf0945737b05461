"""Definitions of scenarios: changing one by a patch, and telling in what two differ."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ..language import tr

LABELS = ("name", "title_uk", "title_en")
SHOWN = 60
ABSENT = object()


@dataclass(frozen=True)
class Change:
    """A place in a definition, such as "programme.floors", with its values as JSON; None where it is absent."""

    path: str
    before: str | None
    after: str | None

    def sentence(self) -> str:
        if self.before is None:
            return tr("{path}: {value}, added", path=self.path, value=self.after)
        if self.after is None:
            return tr("{path}: dropped (was {value})", path=self.path, value=self.before)
        return tr("{path}: {before} → {after}", path=self.path, before=self.before, after=self.after)


def merged(value: Any, patch: Any) -> Any:
    """A value with a merge patch applied (RFC 7396: objects member by member, null drops, all else replaces).

    A list of objects that have a «code», such as the criteria, also takes an object: its members are merged by code.
    """
    if not isinstance(patch, Mapping):
        return patch
    if is_by_code(value):
        return _list_by_code(merged(_by_code(value), patch))
    found = dict(value) if isinstance(value, Mapping) else {}
    for name, change in patch.items():
        if change is None:
            found.pop(name, None)
        else:
            found[name] = merged(found.get(name), change)
    return found


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Change, ...]:
    """In what two definitions differ, names and titles aside."""
    return tuple(_differences("", *({k: v for k, v in d.items() if k not in LABELS} for d in (before, after))))


def is_by_code(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(v, Mapping) and v.get("code") for v in value)


def _by_code(items: list[Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    return {str(item["code"]): item for item in items}


def _list_by_code(items: Mapping[str, Any]) -> list[Any]:
    return [{"code": code, **item} if isinstance(item, Mapping) else item for code, item in items.items()]


def _differences(path: str, before: Any, after: Any) -> Iterator[Change]:
    if is_by_code(before) and is_by_code(after):
        before, after = _by_code(before), _by_code(after)
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        for name in dict.fromkeys([*before, *after]):
            inner = f"{path}.{name}" if path else str(name)
            yield from _differences(inner, before.get(name, ABSENT), after.get(name, ABSENT))
    elif before != after:
        yield Change(path, _shown(before), _shown(after))


def _shown(value: Any) -> str | None:
    if value is ABSENT:
        return None
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"
