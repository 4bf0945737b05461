from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..plan.store import PlanFile, Row
from ..progress import SILENT, Progress


@dataclass(frozen=True)
class Coordinates:
    """Between the plan's system and WGS 84; both take and return an array of n × 2, x (longitude) first.

    What cannot be moved comes back as not finite.
    """

    to_degrees: Callable[[Any], Any]
    from_degrees: Callable[[Any], Any]


@dataclass(frozen=True)
class Task:
    """One exchange. `document` is for reading: kind, title_uk, title_en; the others are for writing.

    `run_id` is a run with a programme, empty for none; `only_chosen` leaves out what it has not chosen.
    `prefix` begins the identifiers of a format that has registered ones; `language` is that of words and labels.
    """

    plan: PlanFile
    path: Path
    coordinates: Coordinates
    progress: Progress = SILENT
    document: Mapping[str, Any] = field(default_factory=dict)
    run_id: str = ""
    only_chosen: bool = False
    prefix: str = ""
    language: str = "uk"


@dataclass(frozen=True)
class Loss:
    """What a format cannot carry: field «table.field» of so many records, and why (in the user's language)."""

    field: str
    records: int
    why: str


@dataclass
class Report:
    """What was read or written: `counts` by table of the plan or object of the format.

    `rows` are those of "import_row" without sheet, one for each record of a file that was read.
    """

    counts: dict[str, int] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)
    losses: Sequence[Loss] = ()
    remarks: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Format:
    """One exchange format; `reader` writes into the plan inside the transaction that the caller has opened.

    `recognises` takes a path and the first bytes of the file.
    """

    code: str
    title: Callable[[], str]
    extension: str
    recognises: Callable[[Path, bytes], bool] = lambda path, head: False
    reader: Callable[[Task], Report] | None = None
    writer: Callable[[Task], Report] | None = None
