"""What a file had beyond the plan stays when the plan writes it again: a three-way merge of JSON values."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

ABSENT: Any = type("Absent", (), {"__repr__": lambda self: "ABSENT"})()


def merged(base: Any, ours: Any, theirs: Any) -> Any:
    """`theirs` (the file) with what has changed from `base` (the plan's words for it then) to `ours` (now).

    Lists of objects are matched by identifier, or by likeness where the identifiers are others.
    """
    if ours == base:
        return theirs
    if theirs == base:
        return ours
    if all(isinstance(value, dict) for value in (base, ours, theirs)):
        return _objects(base, ours, theirs)
    if all(isinstance(value, list) for value in (base, ours, theirs)):
        plain = not any(isinstance(item, dict) for item in (*base, *ours, *theirs))
        return _plain_lists(base, ours, theirs) if plain else _lists(base, ours, theirs)
    return ours


def _objects(base: dict, ours: dict, theirs: dict) -> dict:
    keys = [*theirs, *(key for key in ours if key not in theirs)]
    values = {key: merged(base.get(key, ABSENT), ours.get(key, ABSENT), theirs.get(key, ABSENT)) for key in keys}
    return {key: value for key, value in values.items() if value is not ABSENT}


def _plain_lists(base: list, ours: list, theirs: list) -> list:
    if any(item not in ours for item in base):
        return ours
    return [*theirs, *(item for item in ours if item not in base and item not in theirs)]


def _lists(base: list, ours: list, theirs: list) -> list:
    now, then = _pairs(base, ours), _pairs(theirs, base)
    result = []
    for position, item in enumerate(theirs):
        was = then.get(position)
        kept = item if was is None else merged(base[was], ours[now[was]] if was in now else ABSENT, item)
        if kept is not ABSENT:
            result.append(kept)
    matched, known = set(then.values()), {place: was for was, place in now.items()}
    for position, item in enumerate(ours):
        was = known.get(position)
        if was is None or (was not in matched and item != base[was]):
            result.append(item)
    return result


def _pairs(left: Sequence[Any], right: Sequence[Any]) -> dict[int, int]:
    """Positions in `left` with those of the same item in `right`: equal, of one identifier, or most alike."""
    pairs: dict[int, int] = {}
    free = set(range(len(right)))
    for same in (_is_equal, _is_of_one_name, _is_alike):
        for position, item in enumerate(left):
            found = None if position in pairs else next((p for p in sorted(free) if same(item, right[p])), None)
            if found is not None:
                pairs[position] = found
                free.discard(found)
    return pairs


def _is_equal(one: Any, other: Any) -> bool:
    return one == other


def _is_of_one_name(one: Any, other: Any) -> bool:
    return _name(one) is not None and _name(one) == _name(other)


def _is_alike(one: Any, other: Any) -> bool:
    if not (isinstance(one, dict) and isinstance(other, dict)):
        return False
    shared = (set(one) & set(other)) - {"id", "scheme"}
    return any(one[key] == other[key] for key in shared)


def _name(item: Any) -> tuple[Any, Any] | None:
    return (item.get("scheme"), item["id"]) if isinstance(item, dict) and item.get("id") else None
