"""The ranking algorithms take what the layer shows: a selection, a filter, a virtual field, a join."""

from __future__ import annotations

import pytest
from qgis.core import (
    QgsFeature,
    QgsField,
    QgsProcessingFeatureSourceDefinition,
    QgsProject,
    QgsVectorLayer,
    QgsVectorLayerJoinInfo,
)
from qgis.PyQt.QtCore import QVariant

OUTPUT = {"OUTPUT": "memory:"}
CALLS = {
    "rank": {},
    "robustness": {"DRAWS": 50, "TOP": 1},
    "weights": {"METHOD": "standard_deviation"},
}


@pytest.fixture
def places(made_layer):
    rows = [("Point(0 0)", "а", 10), ("Point(1 0)", "б", 30), ("Point(2 0)", "в", 20), ("Point(3 0)", "г", 90)]
    layer = made_layer("Point?crs=EPSG:6386&field=name:string&field=people:integer", *rows)
    QgsProject.instance().addMapLayer(layer, False)
    yield layer
    QgsProject.instance().removeAllMapLayers()


def selected(layer):
    layer.selectByExpression("people < 50")
    return QgsProcessingFeatureSourceDefinition(layer.id(), True), "people"


def filtered(layer):
    layer.setSubsetString("people < 50")
    return layer, "people"


def virtual(layer):
    layer.setSubsetString("people < 50")
    layer.addExpressionField("100 - people", QgsField("rest", QVariant.Int))
    return layer, "rest"


def joined(layer):
    layer.setSubsetString("people < 50")
    other = QgsVectorLayer("NoGeometry?field=key:string&field=damage:double", "damage", "memory")
    for key, damage in (("а", 3.0), ("б", 2.0), ("в", 1.0)):
        record = QgsFeature(other.fields())
        record.setAttributes([key, damage])
        other.dataProvider().addFeature(record)
    QgsProject.instance().addMapLayer(other, False)
    join = QgsVectorLayerJoinInfo()
    join.setJoinLayer(other)
    join.setJoinFieldName("key")
    join.setTargetFieldName("name")
    join.setPrefix("j_")
    layer.addJoin(join)
    return layer, "j_damage"


@pytest.mark.parametrize("shown", [selected, filtered, virtual, joined])
@pytest.mark.parametrize("algorithm", CALLS)
def test_three_of_four_take_part(run, places, column, algorithm, shown):
    layer, field = shown(places)
    cells = [field, "", "", "", "", ""] if algorithm == "weights" else [field, 1, "benefit", "", "", "", ""]
    found = run(algorithm, INPUT=layer, CRITERIA=cells, **CALLS[algorithm], **OUTPUT)
    if algorithm == "weights":
        assert column(found["OUTPUT"], "weight") == [1.0]
        return
    ranks = {"people": [3, 1, 2], "rest": [1, 3, 2], "j_damage": [1, 2, 3]}
    assert column(found["OUTPUT"], "rank") == ranks[field]
