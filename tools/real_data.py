"""Where the real data lie for tests and comparisons: VIDNOVA_DATA, else beside this repository."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def real_data_folder() -> Path:
    return Path(os.environ.get("VIDNOVA_DATA", ROOT / "../shared/data")).resolve()
