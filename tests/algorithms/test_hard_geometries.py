"""Right by construction: every criterion on layers as communities have them gives what the clean layer gives."""

from __future__ import annotations

import hard_layers
import pytest
from hard_layers import EQUAL, FIELDS, boxes, made, streets, with_trouble
from qgis import processing
from qgis.core import QgsProcessingFeedback, QgsProject, QgsVectorLayer
from vidnova.processing.compat import none_if_null
from vidnova.processing.provider import ALGORITHMS

RULES = '{"minor": {"Ж-1": 1, "В-2": 0.5}, "severe": {"Ж-1": 0.25}, "moderate": {}, "destroyed": {"В-2": 1}}'
CALLS = {
    "peopleserved": {"INPUT": "A", "PEOPLE": "B", "EXISTING": "C", "PEOPLE_FIELDS": ["n"], "REACH": 250},
    "damageexposure": {"INPUT": "A", "DAMAGE": "B", "CLASS_FIELD": "grade", "COUNT_FIELD": "n", "REACH": 250},
    "servicegap": {"INPUT": "A", "FACILITIES": "B", "NAME_FIELD": "code", "SAME_PLACE": 5},
    "floatingcatchment": {
        "INPUT": "A",
        "PEOPLE_FIELD": "n",
        "FACILITIES": "B",
        "CAPACITY_FIELD": "n",
        "REACH": 400,
    },
    "catchmentgain": {
        "INPUT": "A",
        "ADDED_FIELD": "n",
        "DEMAND": "B",
        "PEOPLE_FIELD": "n",
        "FACILITIES": "C",
        "CAPACITY_FIELD": "n",
        "REACH": 400,
    },
    "needsurface": {
        "SCALE": "largest",
        "INPUT": "A",
        "NEED_FIELDS": ["n"],
        "CELLS": "own",
        "MEASURES": "B",
        "BENEFIT_FIELD": "n",
        "REACH": 200,
    },
    "overlapshare": {"INPUT": "A", "RESTRICTIONS": ["Z"]},
    "zoningfit": {"INPUT": "A", "USE_FIELD": "grade", "ZONES": "Z", "ZONE_FIELD": "zone", "RULES": RULES},
    "distanceto": {"INPUT": "A", "TARGETS": "B", "SIGNED": True},
    "hotspots": {"INPUT": "A", "FIELD": "n", "NEAREST": 4},
    "kerneldensity": {"INPUT": "A", "WEIGHT_FIELD": "n", "BANDWIDTH": 200, "SIZE": 50},
    "rasterstatistics": {"INPUT": "A", "RASTER": "R", "REACH": 30},
    "access": {"INPUT": "A", "FACILITIES": "B", "NAME_FIELD": "code", "STREETS": "S", "REACH": 400},
    "serviceareas": {"FACILITIES": "B", "NAME_FIELD": "code", "STREETS": "S", "BREAKS": "200; 400"},
    "cleanstreets": {"STREETS": "S"},
    "synergy": {"INPUT": "A", "CODE_FIELD": "code", "START_FIELD": "year", "DISTANCE": 90},
    "duplicates": {"INPUT": "A", "TITLE_FIELD": "title", "CODE_FIELD": "code", "COST_FIELD": "n"},
}
LAYERS = {"A": boxes(1), "B": boxes(2), "C": boxes(3), "S": streets()}
LAYERS["Z"] = [(hard_layers.turned(*g.bounds[:2], 0.4, 130), *values) for g, *values in boxes(4, 5)]
GRIDS = {"kerneldensity", "serviceareas", "cleanstreets"}
MOVED = {"in_degrees", "in_degrees_with_heights"}
NOT_EQUAL = {
    ("access", "INPUT", "in_parts"): "each part is entered by itself",
    ("access", "FACILITIES", "in_parts"): "each part is entered by itself",
    ("serviceareas", "FACILITIES", "in_parts"): "each part is entered by itself",
    ("cleanstreets", "STREETS", "edited"): "the result numbers the streets in the order in which they come",
    ("overlapshare", "RESTRICTIONS", "selected"): "a list of layers takes no selection",
}
ROLES = [(name, role) for name, call in CALLS.items() for role, key in call.items() if str(key).strip("[']") in LAYERS]


@pytest.fixture(scope="module")
def raster(tmp_path_factory, provider):
    x, y = hard_layers.EAST, hard_layers.NORTH
    path = str(tmp_path_factory.mktemp("raster") / "шум.tif")
    area = {"EXTENT": f"{x - 200},{x + 1300},{y - 200},{y + 1300} [EPSG:6386]", "TARGET_CRS": "EPSG:6386"}
    processing.run("native:createconstantrasterlayer", {**area, "PIXEL_SIZE": 10, "NUMBER": 65, "OUTPUT": path})
    return path


@pytest.fixture
def calculate(raster):
    """Run an algorithm with one of its layers given otherwise; what it wrote, its numbers, and what it warned of."""

    def run(name, role=None, given=None):
        parameters = {"OUTPUT": "memory:"}
        for key, value in CALLS[name].items():
            several = isinstance(value, list)
            letter = value[0] if several else value
            layer = raster if letter == "R" else made(LAYERS[letter]) if letter in LAYERS else None
            layer = given if key == role else layer
            parameters[key] = value if layer is None else [opened(layer)] if several and letter in LAYERS else layer
        feedback = QgsProcessingFeedback(False)
        warnings, said = [], []
        feedback.pushWarning, feedback.pushInfo = warnings.append, said.append
        found = processing.run(f"vidnova:{name}", parameters, feedback=feedback)
        numbers = {key: value for key, value in found.items() if isinstance(value, (int, float))}
        return found["OUTPUT"], numbers, warnings, said

    yield run
    QgsProject.instance().clear()


def opened(layer):
    return QgsVectorLayer(layer, "місто", "ogr") if isinstance(layer, str) else layer


def rows_of(layer):
    """The added fields, and their values by the feature's code; by size where there are no codes."""
    own = {part.split(":")[0] for part in FIELDS.split("&field=")} | {"fid", "kept"}
    names = [name for name in layer.fields().names() if name not in own]
    features = list(layer.getFeatures())
    rows = [[none_if_null(feature[name]) for name in names] for feature in features]
    if "code" in layer.fields().names():
        return names, dict(zip((feature["code"] for feature in features), rows))
    return names, dict(enumerate(sorted(rows, key=lambda row: [str(value) for value in row])))


def assert_alike(got, expected, tolerance):
    assert got.keys() >= expected.keys()
    for key, row in expected.items():
        for value, wanted in zip(got[key], row):
            if isinstance(wanted, float) or isinstance(value, float):
                assert value == pytest.approx(wanted, rel=tolerance, abs=tolerance)
            else:
                assert value == wanted


def test_every_spatial_criterion_is_here(provider):
    criteria = {kind.NAME for kind in ALGORITHMS if kind.GROUP == "criteria"}
    assert criteria - set(CALLS) == {"planfit"}


@pytest.fixture(scope="module")
def clean():
    """The results for the clean town, each calculated once."""
    return {}


@pytest.mark.parametrize("variant", EQUAL)
@pytest.mark.parametrize(("name", "role"), ROLES)
def test_equal_to_the_clean_layer(calculate, clean, tmp_path, name, role, variant):
    if (name, role, variant) in NOT_EQUAL:
        pytest.skip(NOT_EQUAL[name, role, variant])
    letter = CALLS[name][role][0]
    if name not in clean:
        out, numbers, _, _ = calculate(name)
        clean[name] = (rows_of(out), numbers)
    (fields, expected), numbers = clean[name]
    tolerance = 6e-3 if variant in MOVED else 1e-6
    out, found, _, _ = calculate(name, role, EQUAL[variant](LAYERS[letter], tmp_path))
    grid_moves = name in GRIDS and variant in MOVED
    wanted = {key: value for key, value in numbers.items() if not grid_moves or key != "COUNT"}
    assert {key: found[key] for key in wanted} == pytest.approx(wanted, rel=tolerance, abs=tolerance)
    if not grid_moves:
        names, got = rows_of(out)
        assert names == fields
        assert_alike(got, expected, tolerance)


@pytest.mark.parametrize(("name", "role"), ROLES)
def test_trouble_far_away_changes_nothing_and_is_said(calculate, tmp_path, name, role):
    letter = CALLS[name][role][0]
    out, _, _, _ = calculate(name)
    names, expected = rows_of(out)
    out, _, warnings, _ = calculate(name, role, with_trouble(LAYERS[letter], tmp_path))
    again, got = rows_of(out)
    assert again == names
    if name not in GRIDS:
        assert_alike(got, expected, 1e-6)
    if role != "INPUT":
        assert warnings


@pytest.mark.parametrize(("name", "role"), ROLES)
def test_swapped_axes_neither_stop_it_nor_pass_unsaid(calculate, name, role):
    """The town lies in Iran then: the system that was chosen is said, and nothing there is near anything here."""
    _, _, warnings, said = calculate(name, role, hard_layers.swapped(LAYERS[CALLS[name][role][0]]))
    assert warnings or any("EPSG:" in sentence for sentence in said)


MANY, FEWER = 200_000, 20_000
TEN_MILLION = (("peopleserved", "PEOPLE"), ("damageexposure", "DAMAGE"), ("synergy", "INPUT"))
MEETS_VAST = [(name, role) for name, role in ROLES if role != "STREETS" and name != "serviceareas"]


@pytest.fixture(scope="module")
def vast(provider):
    """Polygons around the town that differ by the number of vertices and by millimetres, each made once."""
    kept = {}

    def layer(count):
        if count not in kept:
            kept[count] = hard_layers.of_one(hard_layers.of_many_vertices(count), *LAYERS["A"][0][1:])
        return kept[count]

    return layer


@pytest.mark.parametrize(
    ("count", "name", "role"), [(MANY, *pair) for pair in MEETS_VAST] + [(10_000_000, *pair) for pair in TEN_MILLION]
)
def test_a_rim_of_very_many_vertices(calculate, vast, count, name, role):
    (out, numbers, _, _), (other, fewer, _, _) = (calculate(name, role, vast(size)) for size in (count, FEWER))
    assert numbers == pytest.approx(fewer, rel=1e-4)
    assert_alike(rows_of(out)[1], rows_of(other)[1], 1e-4)
