"""Takes out of a written project the absolute paths that QGIS puts there whatever the project's setting."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

TABLE_SOURCE = re.compile(rb'vectorLayerSource="[^"]*"')


def forget_absolute_paths(path: Path) -> None:
    """Tables of print layouts keep their layer's path besides its id; the id is enough to find it."""
    if not zipfile.is_zipfile(path):
        path.write_bytes(_forgotten(path.read_bytes()))
        return
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, _forgotten(content) if name.endswith(".qgs") else content)


def _forgotten(content: bytes) -> bytes:
    return TABLE_SOURCE.sub(b'vectorLayerSource=""', content)
