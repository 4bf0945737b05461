from __future__ import annotations

from pathlib import Path

from ..task import Format


def _recognises(path: Path, head: bytes) -> bool:
    return b'"projects"' in head and head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{")


OC4IDS = Format("oc4ids", lambda: "OC4IDS 0.9.5", "json", _recognises)
