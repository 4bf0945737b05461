from __future__ import annotations

from pathlib import Path

from ..task import Format
from .package import read_package, write_package


def recognises(_: Path, head: bytes) -> bool:
    """Whether it begins as a JSON object in whose first part there are projects."""
    return b'"projects"' in head and head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{")


OC4IDS = Format("oc4ids", lambda: "OC4IDS 0.9.5", "json", recognises, read_package, write_package)
