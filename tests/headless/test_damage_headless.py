"""The worked example of the guide to damage, without a screen."""

from __future__ import annotations

import sqlite3

import pytest


@pytest.fixture
def layer(sample):
    return lambda name: f"{sample / 'community.gpkg'}|layername={name}"


def test_from_damage_to_hot_spots_and_density(run_json, layer, tmp_path):
    districts, damage, spots, cells = (
        tmp_path / f"{name} «О'Браєн».gpkg" for name in ("райони", "шкода", "ядра", "сітка")
    )
    asked = {"DAMAGE": layer("damage_sites"), "CLASS_FIELD": "damage_class", "REACH": 0}
    total = run_json("damageexposure", INPUT=layer("districts"), **asked, OUTPUT=str(districts))
    assert (round(total["TOTAL"], 2), total["SET_ASIDE"], total["DISAGREE"], total["COUNT"]) == (75.1, 0, 0, 6)
    run_json("damageexposure", INPUT=layer("buildings"), **asked, OUTPUT=str(damage))
    hot = run_json("hotspots", INPUT=str(damage), FIELD="damage", BAND=250, OUTPUT=str(spots))
    assert (hot["HOT"], hot["COLD"], hot["UNKNOWN"], hot["COUNT"]) == (338, 0, 0, 3384)
    density = run_json("kerneldensity", INPUT=layer("damage_sites"), GRID="hexagons", OUTPUT=str(cells))
    assert (round(density["USED_BANDWIDTH"]), density["TOTAL"], density["SET_ASIDE"]) == (557, 131, 0)
    with sqlite3.connect(districts) as connection:
        rows = connection.execute(
            f'SELECT damage, damage_low, damage_high, sites_in_reach FROM "{districts.stem}" ORDER BY code'
        ).fetchall()
    assert [tuple(round(value, 2) for value in row) for row in rows[:3:2]] == [(0.85, 0.65, 1, 2), (25.6, 18.7, 31, 46)]
    for styled in (spots, cells):
        with sqlite3.connect(styled) as connection:
            assert connection.execute("SELECT count(*) FROM layer_styles").fetchone() == (1,)
