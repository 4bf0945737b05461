"""Runs mypy on the plugin under its own name, whatever this folder is called."""

from __future__ import annotations

import subprocess
import sys

from headless import PLUGIN, ROOT


def main() -> None:
    folder = ROOT / "build" / "typecheck"
    folder.mkdir(parents=True, exist_ok=True)
    link = folder / PLUGIN
    if not link.is_symlink():
        link.symlink_to(ROOT, target_is_directory=True)
    settings = ["--config-file", str(ROOT / "pyproject.toml")]
    packages = ["-p", f"{PLUGIN}.planning", "-p", f"{PLUGIN}.processing", "-p", f"{PLUGIN}.qgis_plugin"]
    sys.exit(subprocess.run([sys.executable, "-m", "mypy", *settings, *packages], cwd=folder).returncode)


if __name__ == "__main__":
    main()
