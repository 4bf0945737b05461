"""How this repository runs QGIS without a window: the profile, the environment and the call."""

from __future__ import annotations

import os
import shlex
import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PLUGIN = "vidnova"


def make_profile(folder: Path, root: Path = ROOT) -> Path:
    """A QGIS profile below `folder` in which the plugin is linked and switched on."""
    profile = folder / "profiles" / "default"
    plugins = profile / "python" / "plugins"
    plugins.mkdir(parents=True, exist_ok=True)
    link = plugins / PLUGIN
    if link.is_symlink():
        link.unlink()
    link.symlink_to(root, target_is_directory=True)
    settings = profile / "QGIS" / "QGIS3.ini"
    settings.parent.mkdir(exist_ok=True)
    settings.write_text(f"[PythonPlugins]\n{PLUGIN}=true\n", "utf-8")
    return profile


def environment(profile_folder: Path, root: Path = ROOT) -> dict[str, str]:
    """The variables that a headless call needs beyond a plain shell's."""
    packages = next((root / ".venv" / "lib").glob("python3*")) / "site-packages"
    return {
        "QT_QPA_PLATFORM": "offscreen",
        "QGIS_CUSTOM_CONFIG_PATH": str(profile_folder),
        "PYTHONPATH": str(packages),
        "XDG_RUNTIME_DIR": str(profile_folder),
        "LC_ALL": "C.UTF-8",
    }


def full_environment(profile_folder: Path, root: Path = ROOT) -> dict[str, str]:
    return {**os.environ, **environment(profile_folder, root)}


def program() -> str:
    """Debian 12's `qgis_process` wrapper is broken (QGIS issue 57683); the program behind it works."""
    return "qgis_process.bin" if shutil.which("qgis_process.bin") else "qgis_process"


def call(algorithm: str, parameters: dict[str, object]) -> list[str]:
    """The words of one call of one of our algorithms; several values of a parameter are given one after another."""
    given = ((name, value if isinstance(value, list) else [value]) for name, value in parameters.items())
    words = (f"--{name}={value}" for name, values in given for value in values)
    return [program(), "run", f"{PLUGIN}:{algorithm}", *words]


def shell_lines(words: list[str]) -> str:
    """The call as it can be pasted into a shell, a parameter a line."""
    first, rest = words[:3], words[3:]
    return " \\\n    ".join([shlex.join(first), *map(shlex.quote, rest)])


def export_lines(variables: dict[str, str]) -> str:
    return "\n".join(f"export {name}={shlex.quote(value)}" for name, value in variables.items())
