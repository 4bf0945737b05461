"""Who gets what of the sample's programme, from a shell; the demo kept it for its report."""

from __future__ import annotations

import shutil
import sqlite3

import pytest


def test_equity_from_the_shell(run_json, out, tmp_path):
    plan, areas, picture = tmp_path / "план.gpkg", tmp_path / "райони.gpkg", tmp_path / "крива.svg"
    shutil.copy(out / "plan.gpkg", plan)
    found = run_json("equity", PLAN=plan, OUTPUT=areas, PICTURE=picture, LANGUAGE="uk")
    with sqlite3.connect(plan) as connection:
        [chosen] = connection.execute("SELECT sum(cost) FROM programme_item WHERE chosen").fetchone()
    connection.close()
    with sqlite3.connect(areas) as connection:
        [layer] = connection.execute("SELECT table_name FROM gpkg_geometry_columns").fetchone()
        count, shares = connection.execute(f'SELECT count(*), sum(money_share) FROM "{layer}"').fetchone()
        [styles] = connection.execute("SELECT count(*) FROM layer_styles").fetchone()
    connection.close()
    assert found["MONEY"] == pytest.approx(chosen) and 0 < found["GINI"] < 1
    assert (count, shares, styles) == (6, pytest.approx(1), 1)
    assert picture.read_bytes().startswith(b"<svg")
    report = (out / "report.uk.html").read_text("utf-8")
    assert '<section id="equity">' in report and "75-й процентиль" in report
