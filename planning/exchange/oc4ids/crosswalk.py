"""Codes of the plan and of OC4IDS 0.9.5; what has several counterparts, or none, is left open when it is read."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path


def to_oc4ids(field: str, code: str | None) -> str | None:
    """The OC4IDS code for the plan's one of field status, measure_type or sector; None where it has none."""
    return _pairs("crosswalk.csv", "code", "oc4ids").get((field, code or ""))


def from_oc4ids(field: str, code: str) -> str | None:
    """The plan's code for one of OC4IDS, a finer one ("transport.road") by its parent; None where there is no one."""
    return _pairs("back.csv", "oc4ids", "code").get((field, code.split(".")[0])) or None


def is_known(field: str, code: str) -> bool:
    """Whether OC4IDS has this code."""
    return (field, code.split(".")[0]) in _pairs("back.csv", "oc4ids", "code")


def known_codes(field: str) -> list[str]:
    """The OC4IDS codes of a field."""
    return [code for name, code in _pairs("back.csv", "oc4ids", "code") if name == field]


@cache
def _pairs(name: str, source: str, target: str) -> dict[tuple[str, str], str]:
    with Path(__file__).with_name(name).open(encoding="utf-8", newline="") as file:
        return {(row["field"], row[source]): row[target] for row in csv.DictReader(file)}
