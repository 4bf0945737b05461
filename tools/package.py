"""Writes build/vidnova.<version>.zip: the plugin as QGIS's plugin manager takes it."""

from __future__ import annotations

import configparser
import zipfile
from collections.abc import Iterator
from pathlib import Path

from headless import PLUGIN, ROOT

FILES = ("__init__.py", "metadata.txt", "LICENSE", "README.md", "README.uk.md", "CHANGELOG.md", "requirements.txt")
FOLDERS = ("planning", "processing", "qgis_plugin", "styles", "sample_layers")
LEFT_OUT = {"__pycache__", ".DS_Store"}
LEFT_OUT_ENDINGS = {".pyc", ".qm", ".gpkg-wal", ".gpkg-shm", ".tmp"}
FIXED_DATE = (2026, 1, 1, 0, 0, 0)


def main() -> None:
    archive = ROOT / "build" / f"{PLUGIN}.{version()}.zip"
    archive.parent.mkdir(exist_ok=True)
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        for path in shipped_files():
            entry = zipfile.ZipInfo(f"{PLUGIN}/{path.relative_to(ROOT).as_posix()}", FIXED_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            file.writestr(entry, path.read_bytes())
    print(f"{archive.relative_to(ROOT)}  {archive.stat().st_size / 1e6:.1f} MB")


def shipped_files() -> Iterator[Path]:
    yield from (ROOT / name for name in FILES)
    for folder in FOLDERS:
        yield from sorted(path for path in (ROOT / folder).rglob("*") if path.is_file() and is_shipped(path))


def is_shipped(path: Path) -> bool:
    return not LEFT_OUT & set(path.parts) and path.suffix not in LEFT_OUT_ENDINGS


def version() -> str:
    metadata = configparser.ConfigParser(interpolation=None)
    metadata.read(ROOT / "metadata.txt", "utf-8")
    return metadata["general"]["version"]


if __name__ == "__main__":
    main()
