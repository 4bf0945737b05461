"""The plugin in the real window of QGIS, driven once; each test looks at one part of what was written down."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import headless
import pytest

HERE = Path(__file__).parent
WARNING = 1
SECONDS = 170
NO_CONCERN = ("GRASS", "SAGA", "OTB")


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("стільниця")


@pytest.fixture(scope="module")
def seen(folder) -> dict:
    """What the plugin's use in QGIS's window brought to light, in Ukrainian."""
    for program in ("xvfb-run", "qgis.bin"):
        if not shutil.which(program):
            pytest.skip(f"{program} is not installed")
    profile = headless.make_profile(folder)
    settings = profile / "QGIS" / "QGIS3.ini"
    language = "[locale]\noverrideFlag=true\nuserLocale=uk\n"
    settings.write_text(settings.read_text("utf-8") + "processing=true\n" + language, "utf-8")
    (folder / "home" / "Documents").mkdir(parents=True)
    # QGIS cannot run a script whose path has an apostrophe
    script = shutil.copy(HERE / "inside_qgis.py", folder)
    shutil.copy(HERE / "listen.py", folder)
    words = ["xvfb-run", "-a", "-s", "-screen 0 1600x1000x24", "qgis.bin", "--noversioncheck", "--nologo"]
    words += ["--profiles-path", str(folder), "--code", str(script)]
    subprocess.run(words, env=environment(folder), capture_output=True, timeout=SECONDS, check=True)
    found = json.loads((folder / "seen.json").read_text("utf-8"))
    assert "failure" not in found, found["failure"]
    return found


def environment(folder: Path) -> dict[str, str]:
    variables = headless.full_environment(folder)
    del variables["QT_QPA_PLATFORM"], variables["QGIS_CUSTOM_CONFIG_PATH"]
    return {
        **variables,
        "HOME": str(folder / "home"),
        "PYQGIS_STARTUP": str(folder / "listen.py"),
        "VIDNOVA_SEEN": str(folder / "seen.json"),
        "VIDNOVA_MESSAGES": str(folder / "messages.jsonl"),
        "VIDNOVA_SCREENSHOT": os.environ.get("VIDNOVA_SCREENSHOT", str(folder / "desktop.png")),
    }


def test_it_is_there_when_qgis_has_started(seen):
    assert seen["loaded"] == {
        "plugin": True,
        "provider": True,
        "actions": ["VidnovaOpenSample", "VidnovaShowAlgorithms"],
        "toolbars": ["VidnovaToolBar"],
        "menu": ["Відкрити навчальну громаду", "Показати алгоритми"],
    }


def test_the_toolbox_is_opened_on_our_algorithms(seen):
    assert seen["toolbox"] == ["Vidnova"]


def test_the_sample_is_built_once_behind_the_window_and_opened(seen):
    assert [text for text in seen["building"] if "Створюється" in text] == ["Створюється навчальна громада"]
    assert "Вербівська громада" in seen["project"]["title"], seen["bar"]
    assert seen["project"]["file"].endswith("Documents/Vidnova/sample/project.uk.qgz")
    assert seen["broken"] == []
    assert seen["groups"][:3] == ["Результат", "Потреба", "Контекст"]


def test_nothing_is_left_of_it_when_it_is_switched_off(seen):
    assert seen["unloaded"] == {"plugin": False, "provider": False, "actions": [], "toolbars": [], "menu": []}


def test_qgis_had_nothing_to_complain_of(seen, folder):
    messages = [json.loads(line) for line in (folder / "messages.jsonl").read_text("utf-8").splitlines()]
    warnings = [(tag, text) for tag, level, text in messages if level >= WARNING]
    assert [found for found in warnings if not any(name in found[1] for name in NO_CONCERN)] == []
