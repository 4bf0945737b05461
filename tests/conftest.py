from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parents[1]

if ROOT.name == "processing":
    pytest.exit("A folder named «processing» hides QGIS's own package of that name: rename this folder.", returncode=4)

sys.path.append(str(ROOT / "tools"))
from as_plugin import import_repository  # noqa: E402
from real_data import real_data_folder  # noqa: E402

import_repository()

# Golden results are those of the solver that every QGIS with scipy has; highspy is tested where it is named.
os.environ["VIDNOVA_SOLVER"] = "scipy"

settings.register_profile("busy machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("busy machine")


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def sample(root: Path) -> Path:
    return root / "sample_layers"


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of real data; tests that need it are skipped where it is absent."""
    folder = real_data_folder()
    if not folder.is_dir():
        pytest.skip(f"real data not found in {folder}: set VIDNOVA_DATA")
    return folder
