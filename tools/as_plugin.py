"""Makes `import vidnova` find this folder, whatever its name, and keeps its `processing/` off the import path."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

PLUGIN = "vidnova"
ROOT = Path(__file__).resolve().parents[1]


def import_repository() -> None:
    sys.path[:] = [entry for entry in sys.path if Path(entry or ".").resolve() != ROOT]
    sys.path_importer_cache.clear()
    spec = importlib.util.spec_from_file_location(PLUGIN, ROOT / "__init__.py", submodule_search_locations=[str(ROOT)])
    if spec is None or spec.loader is None:
        raise ImportError(f"{ROOT} is no plugin folder")
    module = importlib.util.module_from_spec(spec)
    sys.modules[PLUGIN] = module
    spec.loader.exec_module(module)
