from __future__ import annotations

import json

import pytest
from qgis.core import QgsProcessingException

RULES = json.dumps({"school": {"Ж-1": 1, "В-1": 0}})


def box(x: float, width: float) -> str:
    return f"POLYGON(({x} 0, {x + width} 0, {x + width} 10, {x} 10, {x} 0))"


@pytest.fixture
def zones(made_layer):
    return made_layer("Polygon?crs=EPSG:32637&field=zone:string", (box(0, 100), "Ж-1"), (box(100, 100), "В-1"))


@pytest.fixture
def places(made_layer):
    rows = [(box(90, 40), "school"), (box(150, 10), "school"), (box(10, 10), "road"), (None, "school")]
    return made_layer("Polygon?crs=EPSG:32637&field=use:string", *rows)


@pytest.fixture
def zoning(run, places, zones):
    parameters = {"INPUT": places, "USE_FIELD": "use", "ZONES": zones, "ZONE_FIELD": "zone", "OUTPUT": "memory:"}
    return lambda **more: run("zoningfit", **{**parameters, "RULES": RULES, **more})


def test_the_layer_comes_back_with_the_fit(zoning, column):
    result = zoning()
    out = result["OUTPUT"]
    assert column(out, "zoning_fit") == pytest.approx([0.25, 0, None, None])
    assert column(out, "zoning_known") == pytest.approx([1, 1, 0, None])
    assert column(out, "zones") == ["В-1, Ж-1", "В-1", "Ж-1", None]
    assert (result["FORBIDDEN"], result["UNKNOWN"], result["COUNT"]) == (1, 2, 4)


@pytest.mark.parametrize(
    ("more", "sentence"), [({"RULES": "{"}, "is not JSON"), ({"RULES": '{"school": 1}'}, "for each use and zone")]
)
def test_bad_rules_get_a_sentence(zoning, more, sentence):
    with pytest.raises(QgsProcessingException, match=sentence):
        zoning(**more)
