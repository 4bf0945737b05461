"""What an import changes in the plan, field by field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..language import tr
from ..plan.runs import RunRecord
from ..plan.schema import Field, code_label, tables
from ..plan.store import Row

NEW, GONE = "taken", "gone"


@dataclass
class ImportRun(RunRecord):
    """The run of an import; `names` has code and title of the measures that it speaks of, by id."""

    names: dict[str, tuple[str | None, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Difference:
    """A new or gone measure, or a field of a known one: what the plan had, what the table says, and whether that was
    taken. outcome is a code of list "row_outcome"; there and stated are words."""

    outcome: str
    code: str
    title: str
    field: str
    label: str
    there: str
    stated: str
    taken: bool
    sheet: str
    row: int


def differences(run: ImportRun) -> Iterator[Difference]:
    """In the order of the table, the gone ones last."""
    for row in run.results["import_row"]:
        if row["outcome"] in (NEW, GONE) and row.get("entity_id"):
            yield _difference(run, row, "", ["", ""], row["outcome"] == NEW)
        for taken, pairs in ((True, row.get("changes") or {}), (False, row.get("kept") or {})):
            for name, pair in pairs.items():
                yield _difference(run, row, name, pair, taken)


def _difference(run: ImportRun, row: Row, name: str, pair: list[Any], taken: bool) -> Difference:
    code, title = run.names.get(row["entity_id"], (None, ""))
    shape = _fields().get(name)
    label = shape.label if shape else name.replace("funding", tr("Money"), 1)
    there, stated = (words_of(name, value) for value in pair)
    return Difference(row["outcome"], code or "", title, name, label, there, stated, taken, row["sheet"], row["row"])


def _fields() -> Mapping[str, Field]:
    return {each.name: each for each in tables()["measure"].fields}


def words_of(name: str, value: Any) -> str:
    """The value of a field of table "measure" in words; empty where there is none."""
    shape = _fields().get(name)
    if value is None or value == "":
        return ""
    if shape and shape.codes:
        return code_label(shape.codes, value)
    return f"{value:.15g}" if isinstance(value, float) else str(value)
