"""The worked example of the guide, without a screen."""

from __future__ import annotations

import sqlite3

import pytest


@pytest.fixture
def layer(sample):
    return lambda name: f"{sample / 'community.gpkg'}|layername={name}"


def test_the_figures_of_the_guide(run_json, layer, tmp_path):
    target = tmp_path / "доступність «О'Браєн».gpkg"
    asked = {"FACILITIES": layer("schools"), "STREETS": layer("streets"), "WORKING_FIELD": "working"}
    flood = {"BARRIERS": layer("flood_zones"), "REACH": 1000}
    found = run_json("access", INPUT=layer("buildings"), **asked, **flood, OUTPUT=str(target))
    assert (found["WITHIN"], found["UNREACHABLE"], found["TOO_FAR"], found["COUNT"]) == (1328, 179, 2, 3384)
    with sqlite3.connect(target) as connection:
        [[states]] = connection.execute(f'SELECT count(DISTINCT access_state) FROM "{target.stem}"')
        [[numbers]] = connection.execute(
            f"SELECT count(access_cost) FROM \"{target.stem}\" WHERE access_state <> 'reached'"
        )
    assert (states, numbers) == (3, 0)


def test_areas_and_clean_streets(run_json, layer, tmp_path):
    asked = {"FACILITIES": layer("schools"), "STREETS": layer("streets"), "BREAKS": "300; 500; 800"}
    areas = run_json("serviceareas", **asked, NAME_FIELD="school_id", OUTPUT=str(tmp_path / "зони.gpkg"))
    assert (areas["COUNT"], areas["EMPTY"]) == (21, 0)
    with sqlite3.connect(tmp_path / "зони.gpkg") as connection:
        rows = connection.execute("SELECT round(hectares, 1) FROM \"зони\" WHERE facility = 'SCH005'").fetchall()
    assert rows == [(8.4,), (26.6,), (81.1,)]
    clean = run_json("cleanstreets", STREETS=layer("streets"), OUTPUT=str(tmp_path / "вулиці.gpkg"))
    assert (clean["COUNT"], clean["ISLANDS"], clean["GAPS"]) == (701, 1, 0)


def test_wheelchairs_and_cars_with_barriers_of_every_kind(run_json, layer, tmp_path):
    asked = {"INPUT": layer("districts"), "FACILITIES": layer("health_points"), "STREETS": layer("streets")}
    for number, (mode, barriers) in enumerate(
        [("car", "damage_sites"), ("wheelchair", "railway"), ("car", "flood_zones")]
    ):
        target = str(tmp_path / f"{number}.gpkg")
        found = run_json("access", **asked, MODE=mode, MEASURE_BY="minutes", BARRIERS=layer(barriers), OUTPUT=target)
        assert found["COUNT"] == 6 and found["FARTHEST"] is not None
