"""The worked example of the guide to access to capacity, without a screen."""

from __future__ import annotations

import sqlite3

import pytest


@pytest.fixture
def layer(sample):
    return lambda name: f"{sample / 'community.gpkg'}|layername={name}"


def test_from_access_to_gain_to_need(run_json, layer, tmp_path):
    access, gain, need = (tmp_path / f"{name} «О'Браєн».gpkg" for name in ("доступ", "приріст", "потреба"))
    kindergartens = {"FACILITIES": layer("kindergartens"), "CAPACITY_FIELD": "capacity", "WORKING_FIELD": "working"}
    asked = {**kindergartens, "PEOPLE_FIELD": "residents", "SERVICE": "kindergarten"}
    found = run_json("floatingcatchment", INPUT=layer("buildings"), **asked, OUTPUT=str(access))
    assert (round(found["UNSERVED"]), found["OUT_OF_REACH"], found["COUNT"]) == (3374, 2959, 3384)
    gained = run_json(
        "catchmentgain", INPUT=layer("kindergartens"), DEMAND=layer("buildings"), **asked, OUTPUT=str(gain)
    )
    assert (gained["LARGEST"], gained["UNKNOWN"]) == (580, 7)
    surface = {"NEED_FIELDS": "unserved", "BENEFIT_FIELD": "served", "SIZE": 400, "REACH": 750}
    cells = run_json("needsurface", INPUT=str(access), MEASURES=str(gain), **surface, OUTPUT=str(need))
    assert (cells["NEED_ONLY"], cells["BOTH"], cells["COUNT"]) == (38, 9, 182)
    with sqlite3.connect(need) as connection:
        [[styles]] = connection.execute("SELECT count(*) FROM layer_styles")
        rows = connection.execute(f'SELECT fit, count(*) FROM "{need.stem}" GROUP BY fit ORDER BY 2').fetchall()
    assert styles == 1
    assert rows == [("measure_without_need", 8), ("both", 9), ("need_without_measure", 38), ("neither", 127)]
