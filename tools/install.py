"""Links this folder into the user's QGIS profile as plugin «vidnova», or copies it where links are not allowed."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from headless import PLUGIN, ROOT
from package import shipped_files

PROFILES = {
    "win32": "AppData/Roaming/QGIS/QGIS3/profiles",
    "darwin": "Library/Application Support/QGIS/QGIS3/profiles",
    "linux": ".local/share/QGIS/QGIS3/profiles",
}


def main() -> None:
    target = plugins_folder() / PLUGIN
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.is_symlink():
        target.unlink()
    elif target.exists():
        sys.exit(f"{target} is a plugin folder already: remove it first.")
    try:
        target.symlink_to(ROOT, target_is_directory=True)
        print(f"Linked {target} -> {ROOT}")
    except OSError:
        copy_to(target)
        print(f"Copied to {target}: run this again after each update.")
    print("Start QGIS and switch on «Vidnova» in Plugins > Manage and Install Plugins.")


def plugins_folder() -> Path:
    custom = os.environ.get("QGIS_CUSTOM_CONFIG_PATH")
    profiles = Path(custom) / "profiles" if custom else Path.home() / PROFILES.get(sys.platform, PROFILES["linux"])
    return profiles / os.environ.get("QGIS_PROFILE", "default") / "python" / "plugins"


def copy_to(target: Path) -> None:
    for path in shipped_files():
        copied = target / path.relative_to(ROOT)
        copied.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(path, copied)


if __name__ == "__main__":
    main()
