"""Our folder `processing/` must never hide QGIS's own package of that name."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import headless
import pytest

COPIED = ("__init__.py", "metadata.txt", "pyproject.toml", "Makefile", "planning", "processing", "qgis_plugin", "tools")
TESTS = ("tests/conftest.py", "tests/algorithms/conftest.py", "tests/algorithms/test_create_plan.py")


def clone(root, folder):
    folder.mkdir()
    for name in COPIED:
        copy = shutil.copytree if (root / name).is_dir() else shutil.copy
        copy(root / name, folder / name)
    for name in TESTS:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(root / name, folder / name)
    return folder


@pytest.mark.parametrize("name", ["vidnova", "our-town", "місто О'Браєн & co"])
@pytest.mark.parametrize("way", [["-m", "pytest"], ["-c", "import pytest, sys; sys.exit(pytest.main())"]])
def test_in_pytest_from_any_folder(root, tmp_path, name, way):
    folder = clone(root, tmp_path / name)
    environment = {**os.environ, "PYTHONPATH": str(folder)}
    ended = subprocess.run([sys.executable, *way], cwd=folder, env=environment, capture_output=True, text=True)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert " passed" in ended.stdout


@pytest.mark.parametrize("command", [[sys.executable, "-m", "pytest"], ["make", "demo"], ["make", "test"]])
def test_a_folder_named_processing_is_refused_with_a_sentence(root, tmp_path, command):
    folder = clone(root, tmp_path / "processing")
    ended = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    assert ended.returncode != 0
    assert "rename this folder" in ended.stdout + ended.stderr


def test_in_qgis_with_the_repository_on_the_path(root, qgis_process):
    path = headless.full_environment(root)["PYTHONPATH"]
    ended = qgis_process("list", cwd=root, PYTHONPATH=f"{root}{os.pathsep}{path}")
    assert "vidnova:createplan" in ended.stdout
    assert "gdal:warpreproject" in ended.stdout
    assert "has no attribute" not in ended.stdout + ended.stderr


def test_the_plugin_is_found_in_a_fresh_profile_and_runs(run_json, tmp_path):
    path = tmp_path / "план.gpkg"
    results = run_json("createplan", COMMUNITY="Тестова громада", CRS="EPSG:6386", PLAN=path)
    assert results["PLAN"] == str(path)
    assert path.is_file()


def test_a_failure_has_exit_status_1_and_a_sentence(qgis_process, tmp_path):
    ended = qgis_process("run", "vidnova:setscenario", "--INPUT=none.json", f"--PLAN={tmp_path / 'none.gpkg'}")
    assert ended.returncode == 1
    assert "There is no file none.json" in ended.stdout + ended.stderr
