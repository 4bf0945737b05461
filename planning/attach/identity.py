"""Which feature is meant, in words that survive edits of the layer: a key field's value, else a fingerprint."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any

import numpy as np

from ..features import FeatureTable
from ..libraries import require

DECIMALS_OF_A_METRE = 1


@dataclass(frozen=True)
class Identity:
    """A feature's stable name in its layer; `key_field` is empty where `key` is the fingerprint."""

    key_field: str
    key: str
    fingerprint: str


def identities(table: FeatureTable, key_field: str) -> list[Identity]:
    """One identity a feature. A key that is empty or stands twice in the layer gives way to the fingerprint."""
    prints = fingerprints(table)
    keys = table.texts(key_field) if key_field else [""] * len(table)
    times = Counter(keys)
    return [
        Identity(key_field, key, mark) if key and times[key] == 1 else Identity("", mark, mark)
        for key, mark in zip(keys, prints)
    ]


def fingerprints(table: FeatureTable) -> list[str]:
    """SHA-256 of each feature's geometry, normalised and rounded to 0.1 m, and of its text values by field name.

    Order of vertices, of polygon parts and of features does not matter, nor do numbers such as fid.
    """
    shapely = require("shapely")
    rounded = shapely.transform(table.geometries, lambda points: np.round(points, DECIMALS_OF_A_METRE) + 0.0)
    shapes = shapely.to_wkb(shapely.normalize(rounded), byte_order=1, output_dimension=2)
    names = sorted(table.columns)
    return [_digest(shape, _texts(table, names, row)) for row, shape in enumerate(shapes)]


def portable_source(source: str, folder: Path) -> str:
    """A layer's source with its path relative to the plan file's folder, so that the folder can move.

    Sources that are no file on this disk (a database, a service) are kept as they are.
    """
    path, *rest = source.split("|")
    absolute = Path(path)
    if not absolute.is_absolute() or not absolute.exists():
        return source
    try:
        kept = PurePath(os.path.relpath(absolute.resolve(), folder.resolve())).as_posix()
    except ValueError:  # another drive on Windows
        kept = absolute.as_posix()
    return "|".join([kept, *(part for part in rest if part.startswith("layername="))])


def _texts(table: FeatureTable, names: list[str], row: int) -> list[tuple[str, str]]:
    values: list[tuple[str, Any]] = [(name, table.columns[name][row]) for name in names]
    return [(name, " ".join(value.split())) for name, value in values if isinstance(value, str) and value.strip()]


def _digest(shape: bytes | None, texts: list[tuple[str, str]]) -> str:
    return hashlib.sha256((shape or b"") + repr(texts).encode()).hexdigest()
