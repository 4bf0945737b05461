"""What if: a copy of the sample's scenario without floors, run and compared from a shell."""

from __future__ import annotations

import json
import shutil
import sqlite3


def test_a_what_if_from_the_shell(run_json, out, tmp_path):
    """The plan stays beside the demo's, from where its paths to the layers count."""
    plan, page, table = out / "що-якби.gpkg", tmp_path / "порівняння.html", tmp_path / "заходи.gpkg"
    shutil.copy(out / "plan.gpkg", plan)
    changes = json.dumps({"programme": {"floors": None, "time_limit": 5}})
    made = run_json("copyscenario", PLAN=plan, SCENARIO="base", NAME="без часток", CHANGES=changes)
    assert made["CHANGED"] == 2
    batch = run_json("runscenarios", PLAN=plan, SCENARIOS="base; без часток")
    assert (batch["UNCHANGED"], batch["FINISHED"], batch["FAILED"]) == (1, 1, 0)
    found = run_json("comparescenarios", PLAN=plan, RUNS=batch["RUNS"], OUTPUT=table, PAGE=page, LANGUAGE="uk")
    assert found["COMPARED"] == 2 and abs(found["TAU"] - 1) < 1e-9 and 0 < found["JACCARD"] <= 1
    assert "<h1>Порівняння сценаріїв</h1>" in page.read_text("utf-8")
    with sqlite3.connect(table) as connection:
        [layer] = connection.execute("SELECT table_name FROM gpkg_contents").fetchone()
        moved = connection.execute(f'SELECT count(*) FROM "{layer}" WHERE shift_без_часток <> 0').fetchone()
    connection.close()
    assert moved == (0,)
