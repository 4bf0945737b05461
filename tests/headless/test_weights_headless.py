"""The way of a working group without a screen: sheets out, filled, weights in, ranking."""

from __future__ import annotations

import sqlite3

import openpyxl
import pytest

CRITERIA = "people,,,,,,cost,,,,,cost"


def test_sheets_to_weights_to_ranking(run_json, tmp_path):
    sheets, table = tmp_path / "бланки.xlsx", tmp_path / "заходи.csv"
    table.write_text("people,cost\n900,8\n400,0\n", "utf-8")
    (tmp_path / "заходи.csvt").write_text('"Integer","Real"', "utf-8")
    asked = {"METHOD": "direct", "CRITERIA": CRITERIA, "MEMBERS": "Олена,,Петро,3"}
    nothing = run_json("weights", **asked, SHEETS=str(sheets), OUTPUT=str(tmp_path / "порожні.gpkg"))
    assert (nothing["MEMBERS"], nothing["UNFILLED"]) == (0, "Олена, Петро")
    book = openpyxl.load_workbook(sheets)
    for sheet, points in zip(book.worksheets, ((50, 50), (90, 10))):
        rows = [row for row in range(1, sheet.max_row + 1) if sheet.cell(row, 1).value == "number"]
        for row, number in zip(rows, points):
            sheet.cell(row, 7).value = number
    book.save(sheets)
    found = run_json("weights", **asked, JUDGEMENTS=str(sheets), OUTPUT=str(tmp_path / "ваги.gpkg"))
    with sqlite3.connect(tmp_path / "ваги.gpkg") as connection:
        weights = dict(connection.execute('SELECT code, weight FROM "ваги"'))
    assert weights == pytest.approx({"people": 0.8, "cost": 0.2})
    ranked = run_json(
        "rank", INPUT=str(table), CRITERIA_JSON=found["WEIGHTS_JSON"], OUTPUT=str(tmp_path / "рейтинг.gpkg")
    )
    assert ranked["RANKED"] == 2
    with sqlite3.connect(tmp_path / "рейтинг.gpkg") as connection:
        assert connection.execute('SELECT round(score, 9) FROM "рейтинг" ORDER BY people').fetchall() == [
            (0.2,),
            (0.8,),
        ]
