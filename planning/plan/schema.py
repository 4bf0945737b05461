"""The plan file's schema as data: tables.csv, fields.csv and codes.csv beside this module, read once.

The GeoPackage, the attribute forms, the checks of values and the documentation are derived from it.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ..language import current_language

SCHEMA_VERSION = 1
SQL_TYPES = {
    "id": "TEXT",
    "ref": "TEXT",
    "text": "TEXT",
    "json": "TEXT",
    "integer": "INTEGER",
    "year": "INTEGER",
    "real": "REAL",
    "boolean": "BOOLEAN",
    "date": "DATE",
    "datetime": "DATETIME",
}


@dataclass(frozen=True)
class Code:
    """One entry of a code list."""

    code: str
    uk: str
    en: str

    @property
    def label(self) -> str:
        return self.uk if current_language() == "uk" else self.en


@dataclass(frozen=True)
class Field:
    """One field: `codes` names a code list, `references` a table; `check` is an SQL range such as ">= 0"."""

    name: str
    type: str
    required: bool
    codes: str
    references: str
    check: str
    unit: str
    uk: str
    en: str

    @property
    def label(self) -> str:
        return self.uk if current_language() == "uk" else self.en

    @property
    def sql_type(self) -> str:
        return SQL_TYPES[self.type]


@dataclass(frozen=True)
class Table:
    """One table; `geometry` is its GeoPackage geometry type, empty for a table without one."""

    name: str
    group: str
    geometry: str
    unique: tuple[str, ...]
    uk: str
    en: str
    fields: tuple[Field, ...]

    @property
    def label(self) -> str:
        return self.uk if current_language() == "uk" else self.en

    @property
    def key(self) -> str:
        """The field of the stable identifier (a UUID)."""
        return self.fields[0].name

    def field(self, name: str) -> Field:
        return next(field for field in self.fields if field.name == name)

    @property
    def field_names(self) -> tuple[str, ...]:
        return tuple(field.name for field in self.fields)


@cache
def tables() -> dict[str, Table]:
    """Every table of the plan file by name, in the order in which they can be created."""
    fields = _fields_by_table()
    return {row["table"]: _table(row, fields) for row in _read("tables.csv")}


@cache
def code_lists() -> dict[str, tuple[Code, ...]]:
    """Every code list by name."""
    lists: dict[str, list[Code]] = {}
    for row in _read("codes.csv"):
        lists.setdefault(row["list"], []).append(Code(row["code"], row["uk"], row["en"]))
    return {name: tuple(codes) for name, codes in lists.items()}


def codes(list_name: str) -> frozenset[str]:
    """The codes of a list."""
    return frozenset(code.code for code in code_lists()[list_name])


def code_label(list_name: str, code: object) -> str:
    """The words for a code in the current language; the code itself where the list does not have it."""
    return next((entry.label for entry in code_lists()[list_name] if entry.code == str(code)), str(code or ""))


def _table(row: dict[str, str], fields: dict[str, list[Field]]) -> Table:
    own = fields[row["table"]] + [field for shared in _shared_fields(row["table"]) for field in fields[shared]]
    unique = tuple(row["unique"].split("+")) if row["unique"] else ()
    return Table(row["table"], row["group"], row["geometry"], unique, row["uk"], row["en"], tuple(own))


def _shared_fields(table: str) -> Iterator[str]:
    if table.endswith("_object"):
        yield "@object"
    if table.endswith("_object") or table in ("measure_goal", "measure_area"):
        yield "@evidence"


def _fields_by_table() -> dict[str, list[Field]]:
    fields: dict[str, list[Field]] = {}
    for row in _read("fields.csv"):
        table, required = row.pop("table"), row.pop("required") == "yes"
        fields.setdefault(table, []).append(Field(required=required, **row))
    return fields


def _read(name: str) -> list[dict[str, str]]:
    with Path(__file__).with_name(name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
