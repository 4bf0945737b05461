from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from ....features import FeatureTable

OTHER = "other_tags"
PAIR = re.compile(r'"((?:[^"\\]|\\.)*)"\s*=>\s*"((?:[^"\\]|\\.)*)"')


class Tags:
    """The OpenStreetMap tags of a layer's features: from a column for each, and from GDAL's column "other_tags"."""

    def __init__(self, layer: FeatureTable) -> None:
        self._layer = layer
        self._columns = {name.lower(): name for name in layer.columns}
        other = self._columns.get(OTHER)
        self._others = [_parsed(value) for value in layer.columns[other]] if other else []

    def __contains__(self, tag: str) -> bool:
        return column_of(tag, self._columns) is not None

    def words(self, tag: str) -> list[str]:
        """The tag of each feature in lower case, "" where it has none."""
        column = column_of(tag, self._columns)
        if column is not None:
            own = [word_of(value) for value in self._layer.columns[self._columns[column]]]
            return [word or other.get(tag, "") for word, other in zip(own, self._others)] if self._others else own
        return [other.get(tag, "") for other in self._others] if self._others else [""] * len(self._layer)


def column_of(tag: str, names: Iterable[str]) -> str | None:
    """The name under which a layer has a tag, as «maxspeed:forward» or «maxspeed_forward»; None where it has not."""
    spellings = {tag, tag.replace(":", "_"), tag.replace(":", "_")[:10]}
    return next((name for name in names if name.lower() in spellings), None)


def fields_for(tags: Iterable[str], names: Iterable[str]) -> list[str]:
    """Those of a layer's fields that hold one of the tags."""
    known = list(names)
    found = (column_of(tag, known) for tag in (*tags, OTHER))
    return list(dict.fromkeys(name for name in found if name is not None))


def word_of(value: Any) -> str:
    return "" if value is None or value != value else str(value).strip().lower()


def _parsed(value: Any) -> Mapping[str, str]:
    text = "" if value is None else str(value)
    if text.startswith("{"):
        try:
            return {name: word_of(word) for name, word in json.loads(text).items()}
        except (ValueError, AttributeError):
            return {}
    return {name: word.strip().lower() for name, word in PAIR.findall(text)}
