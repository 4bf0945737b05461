from __future__ import annotations

import openpyxl
import pytest
from qgis.core import QgsProcessingException


def test_workbook_and_csv_hold_the_programme(run, finished_plan, tmp_path):
    book, table = tmp_path / "програма.xlsx", tmp_path / "програма.csv"
    result = run("exportworkbook", PLAN=str(finished_plan), OUTPUT=str(book), CSV=str(table))
    sheet = openpyxl.load_workbook(book)["Програма"]
    titles = [cell.value for cell in sheet["C"] if cell.value and cell.value.startswith("Захід ")]
    assert titles == ["Захід 1"]
    assert table.read_text("utf-8-sig").splitlines()[1].startswith("1;З-1;Захід 1;;;2026;2026;2500,0005;")
    assert (result["CHOSEN"], result["COST"], result["CSV"]) == (1, 2_500_000.5, str(table))


def test_the_csv_is_written_only_where_asked_for(run, finished_plan, tmp_path):
    result = run("exportworkbook", PLAN=str(finished_plan), LANGUAGE="en", OUTPUT=str(tmp_path / "p.xlsx"))
    assert result.get("CSV") is None
    assert openpyxl.load_workbook(tmp_path / "p.xlsx").sheetnames[0] == "Programme"


def test_a_plan_that_is_none_is_refused(run, tmp_path):
    (tmp_path / "plan.gpkg").write_text("not a plan")
    with pytest.raises(QgsProcessingException, match="not a Vidnova plan file"):
        run("exportworkbook", PLAN=str(tmp_path / "plan.gpkg"), OUTPUT=str(tmp_path / "p.xlsx"))
    assert not (tmp_path / "p.xlsx").exists()
