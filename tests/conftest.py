from __future__ import annotations

import importlib.util
import os
import sys
from pathlib import Path

import pytest

PLUGIN = "vidnova"
ROOT = Path(__file__).resolve().parents[1]

if ROOT.name == "processing":
    pytest.exit("A folder named «processing» hides QGIS's own package of that name: rename this folder.", returncode=4)


def import_repository_as_plugin() -> None:
    """Make `import vidnova` find this folder, whatever its name, and keep its `processing/` off sys.path."""
    sys.path[:] = [entry for entry in sys.path if Path(entry or ".").resolve() != ROOT]
    sys.path_importer_cache.clear()
    spec = importlib.util.spec_from_file_location(PLUGIN, ROOT / "__init__.py", submodule_search_locations=[str(ROOT)])
    module = importlib.util.module_from_spec(spec)
    sys.modules[PLUGIN] = module
    spec.loader.exec_module(module)


import_repository_as_plugin()


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def sample(root: Path) -> Path:
    return root / "sample_layers"


@pytest.fixture(scope="session")
def real_data(root: Path) -> Path:
    """The folder of real data; tests that need it are skipped where it is absent."""
    folder = Path(os.environ.get("VIDNOVA_DATA", root / "../shared/data")).resolve()
    if not folder.is_dir():
        pytest.skip(f"real data not found in {folder}: set VIDNOVA_DATA")
    return folder
