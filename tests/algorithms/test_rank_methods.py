from __future__ import annotations

import json

import pytest
from qgis.core import QgsVectorLayer
from qgis.PyQt.QtCore import QVariant
from vidnova.planning.ranking.methods.registry import METHODS

CRITERIA = [
    {"code": "people", "index": "SEI", "preference": {"function": "linear", "q": 1, "p": 4}, "veto": 9},
    {"code": "price", "index": "FEI", "tier": 2, "direction": "cost"},
]


@pytest.fixture
def places(made_layer):
    rows = [("POINT(1 1)", 9, 5.0), ("POINT(2 1)", 3, 2.0), ("POINT(3 1)", 5, 3.0), ("POINT(4 1)", None, None)]
    return made_layer("Point?crs=EPSG:6386&field=people:integer&field=price:double", *rows)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("target", ["memory:", "рейтинг.gpkg"])
def test_every_method_ranks_a_layer(run, places, column, tmp_path, method, target):
    output = target if target == "memory:" else str(tmp_path / target)
    found = run("rank", INPUT=places, CRITERIA_JSON=json.dumps(CRITERIA), METHOD=method, OUTPUT=output)["OUTPUT"]
    layer = found if target == "memory:" else QgsVectorLayer(found, "рейтинг", "ogr")
    ranks = column(layer, "rank")
    assert ranks[3] is None and sorted(ranks[:3])[0] == 1


def test_the_results_of_a_method_become_fields_of_their_kind(run, places, column):
    common = {"INPUT": places, "CRITERIA_JSON": json.dumps(CRITERIA), "OUTPUT": "memory:"}
    vikor = run("rank", METHOD="vikor", **common)["OUTPUT"]
    assert vikor.fields().field("compromise").type() == QVariant.Bool
    assert column(vikor, "compromise") == [False, False, True, False]
    assert column(vikor, "q")[3] is None
    flows = run("rank", METHOD="promethee", **common)["OUTPUT"]
    assert flows.fields().field("incomparable").type() == QVariant.Int
    assert sum(column(flows, "phi")[:3]) == pytest.approx(0)
    classes = run("rank", METHOD="electre_3", **common)["OUTPUT"]
    assert classes.fields().field("descending").type() == QVariant.Int
    assert column(classes, "descending")[3] is None


def test_options_of_a_method_are_parameters(run, places, column):
    def first(**options):
        ranked = run("rank", INPUT=places, CRITERIA_JSON=json.dumps(CRITERIA), OUTPUT="memory:", **options)["OUTPUT"]
        return column(ranked, "rank")[:3]

    assert first(METHOD="owa", ORNESS=0.0) == [2, 2, 1]
    assert first(METHOD="owa", ORNESS=1.0) == [1, 1, 3]
    assert first(METHOD="tiers", STEP=0.5) == [1, 2, 3]
