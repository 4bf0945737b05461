"""The invented community is whole, looks like a town to a computer too, and is made the same every time."""

from __future__ import annotations

import hashlib
import sqlite3
import subprocess
import sys
from collections import defaultdict

import fiona
import openpyxl
import pytest
import shapely
from shapely.geometry import shape
from vidnova.planning.plan.katottg import is_invented

FILES = ("community.gpkg", "programme.xlsx", "goals.csv", "budgets.csv", "scenario.json")


@pytest.fixture(scope="module")
def community(root):
    return root / "sample_layers" / "community.gpkg"


@pytest.fixture(scope="module")
def read(community):
    def features(layer):
        with fiona.open(community, layer=layer) as found:
            return [(dict(feature["properties"]), shape(feature["geometry"])) for feature in found]

    return features


@pytest.fixture(scope="module")
def buildings(read):
    return read("buildings")


def test_the_script_makes_the_committed_files_again(root, sample, tmp_path):
    subprocess.run([sys.executable, "tools/make_sample.py", str(tmp_path)], cwd=root, check=True)
    made = {name: hashlib.sha256((tmp_path / name).read_bytes()).hexdigest() for name in FILES}
    assert made == {name: hashlib.sha256((sample / name).read_bytes()).hexdigest() for name in FILES}


def test_it_is_small(sample):
    assert sum(path.stat().st_size for path in sample.iterdir()) < 5_000_000


def test_it_says_that_it_is_invented(read, sample):
    [(boundary, _)] = read("boundary")
    assert is_invented(boundary["code"])
    readme = (sample / "README.md").read_text("utf-8")
    assert "does not exist" in readme and "не існує" in readme


def test_every_layer_is_there_in_the_projected_system(community):
    wanted = {"boundary", "districts", "buildings", "streets", "damage_sites", "schools", "kindergartens",
              "health_points", "shelters", "utility_lines", "flood_zones", "sanitary_zones"}  # fmt: skip
    assert wanted <= set(fiona.listlayers(community))
    for layer in wanted:
        with fiona.open(community, layer=layer) as found:
            assert found.crs.to_epsg() == 6386 and len(found)


def test_every_geometry_is_valid(community, read):
    for layer in fiona.listlayers(community):
        assert [fields for fields, geometry in read(layer) if not geometry.is_valid] == [], layer


def test_districts_tile_the_community(read):
    [(_, boundary)] = read("boundary")
    districts = [geometry for _, geometry in read("districts")]
    assert len(districts) == 6
    assert shapely.union_all(districts).symmetric_difference(boundary).area < 0.01
    assert sum(d.area for d in districts) == pytest.approx(boundary.area, abs=0.01)


def test_the_streets_are_one_network(read):
    neighbours = defaultdict(set)
    for _, line in read("streets"):
        points = [tuple(round(c, 2) for c in point) for point in line.coords]
        for one, other in zip(points, points[1:]):
            neighbours[one].add(other)
            neighbours[other].add(one)
    reached, todo = set(), [next(iter(neighbours))]
    while todo:
        point = todo.pop()
        if point not in reached:
            reached.add(point)
            todo.extend(neighbours[point])
    assert reached == set(neighbours)


def test_two_bridges_cross_the_river(read):
    river = next(geometry for fields, geometry in read("grounds") if fields["kind"] == "river")
    crossing = [fields["name_uk"] for fields, line in read("streets") if line.crosses(river)]
    assert sorted(crossing) == ["вул. Мостова", "вул. Об'їзна"]


def test_every_facility_lies_in_its_building(buildings, read):
    standing = shapely.STRtree([geometry for _, geometry in buildings])
    for layer, number in (("schools", 7), ("kindergartens", 8), ("health_points", 6), ("shelters", 14)):
        points = read(layer)
        assert len(points) == number
        for fields, point in points:
            [host] = standing.query(point, predicate="within")
            assert buildings[host][0]["address_uk"] == fields["address_uk"]


def test_homes_to_be_rebuilt_are_damaged_ones(sample, read):
    damaged = {fields["address_uk"] for fields, _ in read("damage_sites")}
    sheet = openpyxl.load_workbook(sample / "programme.xlsx").worksheets[0]
    places = {row[1]: row[3] for row in sheet.iter_rows(values_only=True)}
    assert {f"м. Вербівка, {places[code]}" for code in ("ЖИТ-01", "ЖИТ-02", "ЖИТ-03", "ЖИТ-04")} <= damaged


def test_buildings_stand_apart_and_out_of_the_water(buildings, read):
    shapes = [geometry for _, geometry in buildings]
    one, other = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    assert [(a, b) for a, b in zip(one, other) if a < b] == []
    river = next(geometry for fields, geometry in read("grounds") if fields["kind"] == "river")
    assert not any(river.intersects(geometry) for geometry in shapes)


def test_people_are_plausible(buildings, read):
    known = [fields for fields, _ in buildings if fields["residents"] is not None]
    total = sum(fields["residents"] for fields in known)
    assert 12_000 < total < 16_000
    assert 2_500 < len(buildings) < 4_000
    assert 0 < len(buildings) - len(known) < 100
    assert all(fields[g] <= fields["residents"] for fields in known for g in ("idp", "children", "older"))
    assert all(fields["children"] + fields["older"] <= fields["residents"] for fields in known)
    assert sum(fields["population"] for fields, _ in read("districts")) == total


def test_measures_name_houses_that_stand_in_the_layer(sample, community):
    with sqlite3.connect(community) as connection:
        addresses = {
            f"{street}, {house}" for street, house in connection.execute("SELECT street_uk, house FROM buildings")
        }
    sheet = openpyxl.load_workbook(sample / "programme.xlsx").worksheets[0]
    places = [row[3] for row in sheet.iter_rows(values_only=True) if row[1] and str(row[1]).startswith("ЖИТ-0")]
    assert sum(place in addresses for place in places) >= 4


def test_the_workbook_has_the_faults_of_real_ones(sample):
    sheet = openpyxl.load_workbook(sample / "programme.xlsx").worksheets[0]
    rows = [row for row in sheet.iter_rows(values_only=True) if isinstance(row[0], int) and row[2] != 3]
    codes = [row[1] for row in rows]
    assert len(rows) == 60
    assert codes.count("КОМ-05") == 2 and codes.count(None) == 1
    assert "потребує уточнення" in [row[6] for row in rows]
    assert any(isinstance(row[6], str) and "\u00a0" in row[6] for row in rows)
    assert sum(row[6] for row in rows if isinstance(row[6], (int, float))) == pytest.approx(1_710_140.0)
