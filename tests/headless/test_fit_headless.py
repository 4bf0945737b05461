"""The worked examples of the guides on synergy and plan fit, without a screen."""

from __future__ import annotations

import shutil
import sqlite3


def test_the_figures_of_the_guides(run_json, out, tmp_path):
    plan = shutil.copy(out / "plan.gpkg", tmp_path / "план «О'Браєн».gpkg")
    pairs = tmp_path / "пари.gpkg"
    found = run_json("synergy", PLAN=str(plan), OUTPUT=str(tmp_path / "синергія.gpkg"), PAIRS=str(pairs))
    assert (found["PAIR_COUNT"], round(found["SHARED"]), found["COUNT"]) == (2, 527, 59)
    with sqlite3.connect(pairs) as connection:
        rows = connection.execute('SELECT first, second, round(shared_m) FROM "пари"').fetchall()
    assert rows == [("КОМ-02", "КОМ-04", 50), ("КОМ-06", "СПО-02", 477)]
    assert run_json("duplicates", PLAN=str(plan), OUTPUT=str(tmp_path / "повтори.gpkg"))["PAIR_COUNT"] == 0
    fit = run_json("planfit", PLAN=str(plan), INSTRUMENTS=["KIR", "PKV"], OUTPUT=str(tmp_path / "вимоги.gpkg"))
    assert (fit["UNASKED"], fit["COUNT"]) == (0, 59)
