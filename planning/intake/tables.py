"""Files → tables as they are written."""

from __future__ import annotations

from pathlib import Path

from ..errors import PlanError
from ..language import tr
from .formats.archive import DOCX, ODS, TEXT, XLSX, kind_of
from .formats.docx import read_document
from .formats.ods import read_spreadsheet
from .formats.text import read_text
from .formats.xlsx import read_workbook
from .sheet import Sheet, is_filled

READERS = {XLSX: read_workbook, ODS: read_spreadsheet, DOCX: read_document, TEXT: read_text}


def read_sheets(path: Path) -> list[Sheet]:
    """Every table of a file. Raises PlanError for a file that is missing, broken or of another kind."""
    if not path.is_file():
        raise PlanError(tr("There is no file {path}: check the path.", path=path))
    return READERS[kind_of(path)](path)


def read_sheet(path: Path, name: str = "") -> Sheet:
    """The table of that name, or the first that is not empty. Raises PlanError listing the tables that there are."""
    sheets = read_sheets(path)
    if name:
        found = next((sheet for sheet in sheets if sheet.name == name), None)
        if found is None:
            known = ", ".join(f"«{sheet.name}»" for sheet in sheets)
            raise PlanError(
                tr("{path} has no sheet «{sheet}». Its sheets: {known}.", path=path, sheet=name, known=known)
            )
        return found
    filled = [sheet for sheet in sheets if is_filled(sheet)]
    if not filled:
        raise PlanError(tr("{path} is empty: there is nothing to read.", path=path))
    return filled[0]
