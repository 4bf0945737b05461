"""What a file is by its content, and packed files before anything of them is unpacked."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

from ...errors import PlanError
from ...language import tr

ZIP_MARK = b"PK\x03\x04"
OLE_MARK = b"\xd0\xcf\x11\xe0"
XLSX, ODS, DOCX, TEXT = "xlsx", "ods", "docx", "text"
MAIN_PARTS = {"xl/workbook.xml": XLSX, "word/document.xml": DOCX, "content.xml": ODS}
TEXT_ENDINGS = {".csv", ".tsv", ".txt"}
LARGEST = 1 << 30
LARGEST_TIGHT, TIGHTEST = 1 << 26, 250
HEAD = 1 << 16
ENTITIES = tuple(mark.encode(encoding) for mark in ("<!DOCTYPE", "<!ENTITY") for encoding in ("ascii", "utf-16-le"))


def kind_of(path: Path) -> str:
    """XLSX, ODS, DOCX or TEXT, whatever the file is called. Raises PlanError for anything else, and for a packed file
    that is protected, damaged, or dangerous to unpack."""
    with path.open("rb") as file:
        start = file.read(4)
    if start == OLE_MARK:
        raise PlanError(
            tr(
                "{path} is protected by a password or is of an old kind (XLS, DOC): "
                "save it as XLSX or DOCX without a password.",
                path=path,
            )
        )
    if start == ZIP_MARK:
        return _packed_kind(path)
    if path.suffix.lower() in TEXT_ENDINGS:
        return TEXT
    if path.suffix.lower() in (".xlsx", ".xlsm", ".ods", ".docx"):
        kind = path.suffix[1:].upper()
        raise PlanError(
            tr("{path} is called {kind} but is none: open it and save it as {kind} or CSV.", path=path, kind=kind)
        )
    raise PlanError(
        tr("{path}: files of this kind cannot be read. Save the table as XLSX, ODS, DOCX or CSV.", path=path)
    )


def damaged(path: Path, why: object) -> PlanError:
    """A packed file that cannot be read."""
    return PlanError(tr("{path} is damaged or is no workbook ({why}): open and save it again.", path=path, why=why))


def _packed_kind(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as parts:
            _check(path, parts)
            names = set(parts.namelist())
    except (zipfile.BadZipFile, OSError, EOFError, ValueError, NotImplementedError, RuntimeError) as error:
        raise damaged(path, error) from None
    kind = next((kind for part, kind in MAIN_PARTS.items() if part in names), None)
    if kind is None:
        raise PlanError(
            tr("{path} is a packed file, but no table: save the table as XLSX, ODS, DOCX or CSV.", path=path)
        )
    return kind


def _check(path: Path, parts: zipfile.ZipFile) -> None:
    infos = parts.infolist()
    unpacked, packed = sum(info.file_size for info in infos), path.stat().st_size
    if unpacked > LARGEST or (unpacked > LARGEST_TIGHT and unpacked > TIGHTEST * packed):
        raise PlanError(
            tr(
                "{path} would unpack to {size} MB, which is no table that people make. "
                "Keep the sheet that is needed and save it as a file of its own.",
                path=path,
                size=unpacked >> 20,
            )
        )
    manifest = next((info for info in infos if info.filename == "META-INF/manifest.xml"), None)
    if any(info.flag_bits & 1 for info in infos) or (manifest and b"encryption-data" in parts.read(manifest)):
        raise PlanError(tr("{path} is protected by a password: save it without one.", path=path))
    for name in _with_entities(parts, infos):
        raise PlanError(
            tr(
                "{path} holds its own XML definitions in «{part}», which no spreadsheet writes: "
                "open it and save it again.",
                path=path,
                part=name,
            )
        )


def _with_entities(parts: zipfile.ZipFile, infos: list[zipfile.ZipInfo]) -> Iterator[str]:
    for info in infos:
        if info.filename.lower().endswith((".xml", ".rels", ".vml")):
            with parts.open(info) as part:
                head = part.read(HEAD)
            if any(mark in head for mark in ENTITIES):
                yield info.filename
