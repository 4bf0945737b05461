"""The figures of the guides on people and conflicts, without a screen."""

from __future__ import annotations

import sqlite3

import pytest


@pytest.fixture
def layer(sample):
    return lambda name: f"{sample / 'community.gpkg'}|layername={name}"


def column(path, *fields):
    with sqlite3.connect(path) as connection:
        return connection.execute(f'SELECT {", ".join(fields)} FROM "{path.stem}" ORDER BY fid').fetchall()


def test_people(run_json, layer, tmp_path):
    out = tmp_path / "люди О'Браєн.gpkg"
    base = {"INPUT": layer("health_points"), "REACH": 800, "OUTPUT": str(out)}
    found = run_json("peopleserved", **base, PEOPLE=layer("buildings"), PEOPLE_FIELDS=["residents", "idp"])
    assert (found["TOTAL"], found["EVERYONE"]) == (9068, 13737)
    assert column(out, "served_residents", "only_residents", "served_idp")[:3] == [
        (1447, 1287, 86), (6215, 6215, 827), (898, 738, 37)
    ]  # fmt: skip
    districts = {**base, "PEOPLE": layer("districts"), "PEOPLE_FIELDS": ["population"]}
    run_json("peopleserved", **districts, BUILDINGS=layer("buildings"))
    assert [round(row[0]) for row in column(out, "served_population")][:4] == [1532, 5012, 884, 301]


def test_restrictions_and_distance(run_json, layer, tmp_path):
    out = tmp_path / "обмеження.gpkg"
    zones = [layer("flood_zones"), layer("sanitary_zones")]
    severities = '{"flood_zones": 1, "sanitary_zones": 0.5}'
    given = {"RESTRICTIONS": zones, "OUTPUT": str(out)}
    run_json("overlapshare", INPUT=layer("grounds"), **given, SEVERITIES=severities)
    rows = {name: rest for name, *rest in column(out, "name_en", "overlap_share", "overlap_size", "conflict")}
    assert rows["City Park"] == pytest.approx([0.075, 4492, 0.075], rel=0.005)
    assert rows["City Cemetery"] == pytest.approx([1, 61731, 0.5], rel=1e-5)
    assert run_json("overlapshare", INPUT=layer("buildings"), **given)["TOUCHED"] == 457
    found = run_json("distanceto", INPUT=layer("schools"), TARGETS=layer("railway"), OUTPUT=str(tmp_path / "d.gpkg"))
    assert round(found["NEAREST"]) == 369
