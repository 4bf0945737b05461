"""Reads model.npz and settings.json of a folder, writes `started` as soon as the libraries are there, then found.npz
with each better choice, and answer.npz in the end."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np

from .search import answer_to


def main(folder: Path) -> None:
    import scipy.optimize  # noqa: F401

    (folder / "started").touch()
    settings = json.loads((folder / "settings.json").read_text("utf-8"))
    with np.load(folder / "model.npz") as file:
        model = dict(file)
    answer = answer_to(model, settings, lambda found: _write(folder, "found.npz", found))
    _write(folder, "answer.npz", answer)


def _write(folder: Path, name: str, answer: dict) -> None:
    np.savez(folder / "unfinished.npz", **answer)
    (folder / "unfinished.npz").replace(folder / name)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
