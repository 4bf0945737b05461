"""The README's first command, run whole, and its products opened with readers that are not ours."""

from __future__ import annotations

import re
import shutil
import sqlite3
import subprocess

import fiona
import openpyxl
import pytest
from qgis.core import QgsProject

PRODUCED = ("plan.gpkg", "project.qgz", "report.uk.html", "report.en.html", "programme.xlsx", "map.png")


def test_it_names_what_it_produced_and_all_is_there(demo, out):
    for name in PRODUCED:
        assert f"build/demo/{name}" in demo
        assert (out / name).stat().st_size > 1000


def test_it_prints_the_ten_first_measures_and_the_totals(demo):
    table = demo[demo.index("The ten first measures") :].splitlines()[1:11]
    assert all(re.match(r"\s*\d+  [01]\.\d{3} ", line) for line in table), table
    assert re.search(r"The programme: \d+ measures, [\d,.]+ million UAH", demo)


def test_a_printed_call_runs_in_a_clean_shell(demo, tmp_path):
    exports = [line for line in demo.splitlines() if line.startswith("export ")]
    call = demo[demo.index("qgis_process") :].split("\n\n")[0].split("\n# ")[0]
    plan = f"    --PLAN={tmp_path / 'pasted.gpkg'}"
    pasted = "\n".join(plan if "--PLAN=" in line else line for line in call.splitlines())
    script = "\n".join([*exports, pasted])
    clean = ["env", "-i", "PATH=/usr/local/bin:/usr/bin:/bin", f"HOME={tmp_path}", "bash", "-c", script]
    ended = subprocess.run(clean, cwd=tmp_path, capture_output=True, text=True)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert (tmp_path / "pasted.gpkg").is_file()


def test_the_programme_stays_within_every_budget(out):
    with sqlite3.connect(out / "plan.gpkg") as plan:
        over = plan.execute(
            "SELECT fund.code, spent.year FROM (SELECT fund_id, year, sum(amount) AS amount FROM draw_down"
            " GROUP BY fund_id, year) spent JOIN fund USING (fund_id) LEFT JOIN budget USING (fund_id, year)"
            " WHERE spent.amount > coalesce(budget.amount, 0) + 0.5"
        ).fetchall()
        chosen, paid = plan.execute(
            "SELECT (SELECT sum(cost) FROM programme_item WHERE chosen), (SELECT sum(amount) FROM draw_down)"
        ).fetchone()
    assert over == []
    assert chosen == pytest.approx(paid)


def test_the_plan_holds_every_row_of_the_workbook(out, sample):
    sheet = openpyxl.load_workbook(sample / "programme.xlsx").worksheets[0]
    with sqlite3.connect(out / "plan.gpkg") as plan:
        rows = plan.execute("SELECT row FROM import_row WHERE sheet = ? ORDER BY row", (sheet.title,)).fetchall()
    assert [row for (row,) in rows] == list(range(1, sheet.max_row + 1))


def test_the_plan_opens_with_another_reader(out):
    with fiona.open(out / "plan.gpkg", layer="measure_map") as layer:
        ranks = {feature["properties"]["rank"] for feature in layer}
    assert len(ranks & set(range(1, 16))) > 5


def test_the_project_reopens_with_every_layer(out, qgis_app):
    project = QgsProject()
    assert project.read(str(out / "project.qgz"))
    layers = project.mapLayers().values()
    assert len(layers) > 10
    assert [layer.name() for layer in layers if not layer.isValid()] == []
    assert project.layoutManager().printLayouts()


def test_the_project_reopens_from_another_folder(out, sample, tmp_path, qgis_app):
    """The sources are found beside the project, wherever the folder with both was moved."""
    shutil.copytree(sample, tmp_path / "інша тека" / "sample_layers")
    moved = tmp_path / "інша тека" / "build" / "demo"
    shutil.copytree(out, moved)
    project = QgsProject()
    assert project.read(str(moved / "project.qgz"))
    sources = [layer.source() for layer in project.mapLayers().values() if layer.providerType() == "ogr"]
    assert sources and all(source.startswith(str(tmp_path)) for source in sources)
    assert all(layer.isValid() for layer in project.mapLayers().values())


@pytest.mark.parametrize(("code", "words"), [("uk", "Вербівська громада"), ("en", "Verbivka")])
def test_the_reports_speak_their_language(out, code, words):
    text = (out / f"report.{code}.html").read_text("utf-8")
    assert words in text
    assert "http://" not in text.replace("http://www.w3.org", "")
