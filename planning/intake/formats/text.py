"""Tables as plain text: CSV with any delimiter."""

from __future__ import annotations

import codecs
import csv
import io
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from ...errors import PlanError
from ...language import tr
from ..sheet import Sheet, without_empty_end

DELIMITERS = (";", "\t", "|", ",")
SNIFFED_RECORDS = 200


def read_text(path: Path) -> list[Sheet]:
    """The one table of a CSV file. Raises PlanError where it is no text or no table."""
    text = _decoded(path)
    try:
        rows = [[cell if cell.strip() else None for cell in row] for row in _records(text, _delimiter(text))]
    except csv.Error as error:
        raise PlanError(
            tr("{path} is no readable CSV table ({why}): save it as CSV again.", path=path, why=error)
        ) from None
    rows = without_empty_end(rows)
    return [Sheet(path.stem, rows, [[True] * len(row) for row in rows])]


def _records(text: str, delimiter: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)


def _delimiter(text: str) -> str:
    """The one that cuts most lines into as many cells as the others; the comma last, as it stands in numbers too."""
    return max(DELIMITERS, key=lambda delimiter: _regularity(text, delimiter))


def _regularity(text: str, delimiter: str) -> float:
    try:
        widths = [len(row) for row in islice(_records(text, delimiter), SNIFFED_RECORDS) if row]
    except csv.Error:
        return 0.0
    [(width, times)] = Counter(widths).most_common(1) or [(1, 0)]
    return times / len(widths) if width > 1 else 0.0


def _decoded(path: Path) -> str:
    content = path.read_bytes()
    utf16 = content[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
    for encoding in ("utf-16",) if utf16 else ("utf-8-sig", "cp1251"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise PlanError(tr("{path} is neither UTF-8 nor Windows-1251 text: save it as CSV UTF-8.", path=path))
