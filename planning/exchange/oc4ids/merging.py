"""What a file had beyond the plan stays when the plan writes it again: a three-way merge of JSON values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
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
    present = [value for value in (base, ours, theirs) if value is not ABSENT]
    if all(isinstance(value, dict) for value in present):
        return _objects(*({} if value is ABSENT else value for value in (base, ours, theirs))) or ABSENT
    if all(isinstance(value, list) for value in present):
        plain = not any(isinstance(item, dict) for value in present for item in value)
        whole = _plain_lists if plain else _lists
        return whole(*([] if value is ABSENT else value for value in (base, ours, theirs))) or ABSENT
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
        if was is None:
            result.append(item)
        elif was in now:
            kept = merged(base[was], ours[now[was]], item)
            result.extend([] if kept is ABSENT else [kept])
    matched, known = set(then.values()), {place: was for was, place in now.items()}
    for position, item in enumerate(ours):
        was = known.get(position)
        if was is None or (was not in matched and item != base[was]):
            result.append(item)
    return result


def _pairs(left: Sequence[Any], right: Sequence[Any]) -> dict[int, int]:
    """Positions in `left` with those of the same item in `right`: equal, of one identifier, or most alike."""
    pairs: dict[int, int] = {}
    free = dict(enumerate(right))
    for likeness in (_equal, _of_one_name, _alike):
        for position, item in enumerate(left):
            if position in pairs or not free:
                continue
            best = max(free, key=lambda place: likeness(item, free[place]))
            if likeness(item, free[best]):
                pairs[position] = best
                del free[best]
    return pairs


def _equal(one: Any, other: Any) -> int:
    return int(one == other)


def _of_one_name(one: Any, other: Any) -> int:
    return int(_name(one) is not None and _name(one) == _name(other))


def _alike(one: Any, other: Any) -> int:
    """How many values stand under the same names."""
    return sum((Counter(_leaves(one)) & Counter(_leaves(other))).values())


def _leaves(value: Any, name: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, part in value.items():
            if key not in ("id", "scheme"):
                yield from _leaves(part, f"{name}/{key}")
    elif isinstance(value, list):
        for part in value:
            yield from _leaves(part, name)
    else:
        yield name, repr(value)


def _name(item: Any) -> tuple[Any, Any] | None:
    return (item.get("scheme"), item["id"]) if isinstance(item, dict) and item.get("id") else None
