"""The ranking algorithms from a shell, with criteria as a matrix and as JSON."""

from __future__ import annotations

import json
import sqlite3

CELLS = "capacity,2,benefit,0,1200,,,occupancy,1,benefit,0,1200,,"
SAME = [
    {"code": code, "weight": weight, "value": {"worst": 0, "best": 1200}}
    for code, weight in (("capacity", 2), ("occupancy", 1))
]


def read(path, columns):
    with sqlite3.connect(path) as connection:
        return connection.execute(f'SELECT {columns} FROM "{path.stem}" ORDER BY school_id').fetchall()


def test_matrix_and_json_give_one_ranking_and_robustness_repeats_it(run_json, sample, tmp_path):
    source = {"INPUT": f"{sample / 'community.gpkg'}|layername=schools", "LABEL": "name_uk"}
    outputs = [tmp_path / f"{name}.gpkg" for name in ("матриця", "json", "стійкість")]
    by_cells = run_json("rank", **source, CRITERIA=CELLS, OUTPUT=str(outputs[0]))
    by_json = run_json("rank", **source, CRITERIA_JSON=json.dumps(SAME), OUTPUT=str(outputs[1]))
    firm = run_json("robustness", **source, CRITERIA=CELLS, DRAWS=500, TOP=3, OUTPUT=str(outputs[2]))
    assert by_cells["BEST"] == by_json["BEST"] == firm["FIRST"]
    assert read(outputs[0], "score, rank, c_capacity") == read(outputs[1], "score, rank, c_capacity")
    assert read(outputs[0], "rank") == read(outputs[2], "rank")
    assert firm["DRAWS"] == 500 and 0 < firm["FIRST_SHARE"] <= 1
