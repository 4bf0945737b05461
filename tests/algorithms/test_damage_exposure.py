from __future__ import annotations

import json
from pathlib import Path

import pytest
from qgis import processing
from qgis.core import QgsProcessingException, QgsProcessingFeedback

SITES = "Point?crs=EPSG:6386&field=damage_class:string&field=n:integer"


@pytest.fixture
def places(made_layer):
    return made_layer("Point?crs=EPSG:6386&field=name:string", ("POINT(0 0)", "Школа"), ("POINT(5000 0)", "Парк"))


@pytest.fixture
def sites(made_layer):
    return made_layer(
        SITES, ("POINT(300 400)", "destroyed", 1), ("POINT(10 0)", "severe", 2), ("POINT(0 501)", "minor", 4)
    )


@pytest.fixture
def damage(run, sites):
    defaults = {"DAMAGE": sites, "CLASS_FIELD": "damage_class", "REACH": 500, "OUTPUT": "memory:"}
    return lambda layer, **parameters: run("damageexposure", INPUT=layer, **{**defaults, **parameters})


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ({}, 1.7),
        ({"COUNT_FIELD": "n"}, 1 + 2 * 0.7),
        ({"REACH": 501, "COUNT_FIELD": "n"}, 1 + 2 * 0.7 + 4 * 0.15),
        ({"CLASS_FIELD": None, "COUNT_FIELD": "n"}, 3),
        ({"CLASS_FIELD": None}, 2),
        ({"LOSS_RATIOS": json.dumps({"destroyed": 0.8, "severe": 0.5, "minor": 0})}, 1.3),
    ],
)
def test_loss_weighted_damage_as_by_hand(damage, places, column, parameters, expected):
    result = damage(places, **parameters)
    assert column(result["OUTPUT"], "damage") == [pytest.approx(expected), 0]
    assert (result["TOTAL"], result["SET_ASIDE"], result["COUNT"]) == (pytest.approx(expected), 0, 2)


def test_a_class_that_is_not_named_is_unknown_and_said(damage, places, sites, column):
    said = []
    feedback = QgsProcessingFeedback(False)
    feedback.pushWarning = said.append
    parameters = {"INPUT": places, "DAMAGE": sites, "CLASS_FIELD": "damage_class", "REACH": 500, "OUTPUT": "memory:"}
    ratios = json.dumps({"destroyed": 1})
    out = processing.run("vidnova:damageexposure", {**parameters, "LOSS_RATIOS": ratios}, feedback=feedback)["OUTPUT"]
    assert column(out, "damage") == [1, 0]
    assert (column(out, "sites_in_reach"), column(out, "sites_unknown")) == ([2, 0], [1, 0])
    assert any("«minor», «severe»" in sentence for sentence in said)


def test_a_second_opinion_makes_an_interval(damage, made_layer, column):
    """One house, destroyed for the inspection and slightly damaged from above; another only from above."""
    place = made_layer("Point?crs=EPSG:6386", ("POINT(0 0)",))
    sites = made_layer(
        "Point?crs=EPSG:6386&field=a:string&field=b:integer", ("POINT(5 0)", "destroyed", 2), ("POINT(9 0)", None, 5)
    )
    parameters = {"DAMAGE": sites, "CLASS_FIELD": "a", "OTHER_CLASS_FIELD": "b", "OTHER_SCHEME": "ems98"}
    result = damage(place, **parameters)
    out = result["OUTPUT"]
    assert column(out, "damage") == pytest.approx([(1 + 0.15) / 2 + 1])
    assert column(out, "damage_low") == pytest.approx([0.05 + 0.8]) and column(out, "damage_high") == [2]
    assert column(out, "sites_disagree") == [1] and result["DISAGREE"] == 1


def test_another_layer_of_damage_and_a_weight(damage, places, sites, made_layer, column):
    """UNOSAT's second date says that the severe site is destroyed by now; people weigh it."""
    unosat = "Point?crs=EPSG:6386&field=Main_Damage_Site_Class:integer&field=Main_Damage_Site_Class_2:integer"
    other = made_layer(unosat, ("POINT(14 0)", 3, 1), ("POINT(14 80)", 6, None))
    given = {"OTHER": other, "OTHER_LAYER_FIELD": "Main_Damage_Site_Class", "OTHER_SCHEME": "unosat"}
    out = damage(places, REACH=100, **given)["OUTPUT"]
    assert column(out, "sites_in_reach") == [2, 0]
    assert column(out, "damage") == [pytest.approx((0.7 + 1) / 2), 0]
    weighted = damage(places, REACH=100, WEIGHT_FIELD="n")["OUTPUT"]
    assert column(weighted, "damage") == [pytest.approx(2 * 0.7), 0]


def test_several_opinions_later_dates_and_keys(damage, places, made_layer, column):
    """Two columns beside the first, one of them with a later date; a third source by key, 3 km away."""
    fields = "field=k:string&field=a:string&field=b:integer&field=b_2:integer&field=c:string"
    sites = made_layer(f"Point?crs=EPSG:6386&{fields}", ("POINT(5 0)", "Б-1", "destroyed", 2, 1, "minor damage"))
    other = made_layer("Point?crs=EPSG:6386&field=k:string&field=c:integer", ("POINT(3000 0)", "б-1", 2))
    asked = {"DAMAGE": sites, "CLASS_FIELD": "a", "OTHER_CLASS_FIELD": ["b"], "OTHER_SCHEME": "unosat"}
    assert column(damage(places, **asked)["OUTPUT"], "damage") == [1, 0]
    keys = {"OTHER": other, "OTHER_LAYER_FIELD": "c", "KEY_FIELD": "k", "OTHER_KEY_FIELD": "k"}
    out = damage(places, **asked, **keys)["OUTPUT"]
    assert column(out, "damage") == [pytest.approx((1 + 1 + 0.7) / 3), 0] and column(out, "sites_in_reach") == [1, 0]


def test_only_the_part_of_an_area_in_the_footprint(damage, made_layer, column):
    """Equal to QGIS's own overlap analysis."""
    districts = made_layer(
        "Polygon?crs=EPSG:6386",
        ("POLYGON((0 0, 100 0, 100 100, 0 100, 0 0))",),
        ("POLYGON((100 0, 300 0, 300 100, 100 100, 100 0))",),
    )
    block = made_layer(
        "Polygon?crs=EPSG:6386&field=c:string", ("POLYGON((60 20, 160 20, 140 80, 60 70, 60 20))", "severe")
    )
    out = damage(districts, DAMAGE=block, CLASS_FIELD="c", REACH=0, BY_AREA=True)["OUTPUT"]
    overlap = processing.run(
        "native:calculatevectoroverlaps", {"INPUT": block, "LAYERS": [districts], "OUTPUT": "memory:"}
    )["OUTPUT"]
    assert sum(column(out, "damage")) == pytest.approx(0.7 * column(overlap, "шар_pc")[0] / 100, rel=1e-6)
    assert column(damage(districts, DAMAGE=block, CLASS_FIELD="c", REACH=0)["OUTPUT"], "damage") == [0.7, 0.7]


def test_a_named_scheme_and_an_ambiguous_guess(damage, places, made_layer, column):
    said = []
    feedback = QgsProcessingFeedback(False)
    feedback.pushWarning = said.append
    layer = made_layer("Point?crs=EPSG:6386&field=c:integer", ("POINT(0 0)", 1))
    parameters = {"INPUT": places, "DAMAGE": layer, "CLASS_FIELD": "c", "OUTPUT": "memory:"}
    guessed = processing.run("vidnova:damageexposure", parameters, feedback=feedback)["OUTPUT"]
    assert column(guessed, "damage") == [0.05, 0] and any("Name the scheme" in sentence for sentence in said)
    for scheme, loss in (("unosat", 1), ("order65", 0.15), ("percent", 0.01)):
        assert column(damage(places, DAMAGE=layer, CLASS_FIELD="c", SCHEME=scheme)["OUTPUT"], "damage")[0] == loss


def test_two_sources_of_mariupol(run, real_data, made_layer, column):
    """491 addresses have both a percentage and UNOSAT's class; the sources disagree where the percentage lies outside
    of the class's interval, counted here straight from the file."""
    points = str(real_data / "mariupol_damage" / "mariupol_damage_points.geojson")
    city = made_layer("Point?crs=EPSG:4326", ("POINT(37.55 47.10)",))
    result = run(
        "damageexposure", INPUT=city, DAMAGE=points, CLASS_FIELD="dmg_pct", SCHEME="percent",
        OTHER_CLASS_FIELD="dmg_class", OTHER_SCHEME="unosat", REACH=30_000, OUTPUT="memory:",
    )  # fmt: skip
    out = result["OUTPUT"]
    [low], [best], [high] = (column(out, name) for name in ("damage_low", "damage", "damage_high"))
    assert column(out, "sites_in_reach") == [1799] and low < best < high
    bounds = {
        "Destroyed": (80, 100),
        "Severe Damage": (60, 80),
        "Moderate Damage": (20, 60),
        "Possible Damage": (0, 10),
    }
    addresses = [feature["properties"] for feature in json.loads(Path(points).read_text("utf-8"))["features"]]
    both = [(bounds[a["dmg_class"]], a["dmg_pct"]) for a in addresses if a["dmg_class"] and a["dmg_pct"] is not None]
    apart = sum(not low <= percent <= high for (low, high), percent in both)
    assert (len(both), apart) == (491, 318) and result["DISAGREE"] == apart


def test_the_events_of_kharkiv_that_lie_on_one_centroid_are_set_aside(run, real_data, column, summed_by_location):
    """2,615 of 3,665 events lie on one point; one of the other 1,050 lies outside of the city's districts."""
    city = str(real_data / "city_kharkiv/kharkiv_city.gpkg") + "|layername="
    parameters = {"INPUT": city + "districts", "DAMAGE": city + "damage_event_points", "COUNT_FIELD": "n_events"}
    aside = run("damageexposure", **parameters, REACH=0, OUTPUT="memory:")
    assert (aside["SET_ASIDE"], aside["TOTAL"], aside["COUNT"]) == (2615, 1049, 9)
    counted = run("damageexposure", **parameters, REACH=0, COUNT_PILED=True, OUTPUT="memory:")
    assert (counted["SET_ASIDE"], counted["TOTAL"]) == (0, 3664)
    native = summed_by_location(INPUT=parameters["INPUT"], JOIN=parameters["DAMAGE"], JOIN_FIELDS=["n_events"])
    assert column(counted["OUTPUT"], "damage") == column(native, "n_events_sum")
    moved = [b - a for a, b in zip(column(aside["OUTPUT"], "damage"), column(counted["OUTPUT"], "damage"))]
    assert sorted(moved) == [0] * 8 + [2615]


@pytest.mark.parametrize(
    ("parameters", "sentence"),
    [
        ({"LOSS_RATIOS": "{minor: 1}"}, "not JSON"),
        ({"LOSS_RATIOS": '{"minor": 15}'}, "number from 0 to 1"),
        ({"LOSS_RATIOS": "[1]"}, "number from 0 to 1"),
        ({"CLASS_FIELD": "класс"}, "no field «класс»"),
        ({"COUNT_FIELD": "damage_class"}, "feature 1: «destroyed» is not a number"),
    ],
)
def test_bad_input_gets_a_sentence(damage, places, parameters, sentence):
    with pytest.raises(QgsProcessingException, match=sentence):
        damage(places, **parameters)
