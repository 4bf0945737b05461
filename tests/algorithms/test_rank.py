from __future__ import annotations

import json
import sqlite3

import pytest
from qgis import processing
from qgis.core import (
    QgsFeature,
    QgsFeatureRequest,
    QgsField,
    QgsGeometry,
    QgsPointXY,
    QgsProcessingException,
    QgsProcessingFeatureSourceDefinition,
    QgsProject,
    QgsVectorFileWriter,
    QgsVectorLayer,
    QgsVectorLayerJoinInfo,
)
from qgis.PyQt.QtCore import QVariant

SCHOOLS = [
    ("Школа №1", 900, 8.0, "severe"),
    ("Школа №2", 400, 0.0, "minor"),
    ("Ліцей «О'Браєн»", 900, 8.0, None),
    ("Садок", None, None, None),
]
BY_HAND = ["people", 3, "benefit", 0, 1000, "", "SEI", "cost", 1, "cost", 10, 0, "linear", "FEI"]


def layer_of(rows, geometry="Point?crs=EPSG:6386&"):
    layer = QgsVectorLayer(
        f"{geometry}field=name:string&field=people:integer&field=cost:double&field=damage:string", "заходи", "memory"
    )
    for position, row in enumerate(rows):
        feature = QgsFeature(layer.fields())
        feature.setAttributes(list(row))
        if geometry.startswith("Point"):
            feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(position, 2 * position)))
        layer.dataProvider().addFeature(feature)
    return layer


@pytest.fixture
def schools():
    return layer_of(SCHOOLS)


@pytest.fixture
def rank(run):
    return lambda layer, **parameters: run("rank", **{"INPUT": layer, "OUTPUT": "memory:", **parameters})


def column(layer, field):
    return [None if value == None else value for value in (f[field] for f in layer.getFeatures())]  # noqa: E711


def test_the_layer_comes_back_ranked(rank, schools):
    """0.75·0.9 + 0.25·0.2 = 0.725 and 0.75·0.4 + 0.25·1 = 0.55, as by hand."""
    result = rank(schools, CRITERIA=BY_HAND, LABEL="name")
    out = result["OUTPUT"]
    added = ["score", "rank", "coverage", "tied", "sei", "fei", "quadrant", "c_people", "c_cost", "why"]
    assert out.fields().names() == ["name", "people", "cost", "damage", *added]
    assert column(out, "score") == [pytest.approx(0.725), pytest.approx(0.55), pytest.approx(0.725), None]
    assert column(out, "rank") == [1, 3, 1, None]
    assert column(out, "coverage") == [1, 1, 1, 0]
    assert column(out, "tied") == [True, False, True, False]
    assert column(out, "quadrant") == ["A", "C", "A", None]
    assert column(out, "c_people") == [pytest.approx(0.675), pytest.approx(0.3), pytest.approx(0.675), None]
    assert column(out, "name") == [row[0] for row in SCHOOLS]
    assert [f.geometry().asPoint().x() for f in out.getFeatures()] == [0, 1, 2, 3]
    assert (result["BEST"], result["COUNT"], result["RANKED"]) == ("Школа №1; Ліцей «О'Браєн»", 4, 3)


def test_criteria_as_json_with_classes_and_an_index(rank, schools):
    criteria = [
        {"code": "loss", "field": "damage", "value": {"function": "category", "table": {"severe": 1, "minor": 0.2}}},
        {"code": "people", "value": {"function": "threshold", "threshold": 500}},
    ]
    out = rank(schools, CRITERIA_JSON=json.dumps(criteria))["OUTPUT"]
    assert column(out, "score") == [1, pytest.approx(0.1), 1, None]
    assert column(out, "coverage") == [1, 1, 0.5, 0]
    assert "c_loss" in out.fields().names()


def test_topsis_and_the_worst_for_the_unknown(rank, schools):
    result = rank(schools, CRITERIA=BY_HAND, METHOD="topsis", MISSING="worst", NORMALISATION="values")
    assert column(result["OUTPUT"], "rank") == [1, 3, 1, None]


def test_only_selected_features_are_ranked(rank, schools):
    QgsProject.instance().addMapLayer(schools)
    schools.selectByIds([feature.id() for feature in schools.getFeatures()][1:3])
    source = QgsProcessingFeatureSourceDefinition(schools.id(), selectedFeaturesOnly=True)
    out = rank(source, CRITERIA=["people", "", "", "", "", "", ""])["OUTPUT"]
    assert dict(zip(column(out, "name"), column(out, "rank"))) == {"Школа №2": 2, "Ліцей «О'Браєн»": 1}
    QgsProject.instance().removeMapLayer(schools.id())


def test_filters_virtual_fields_and_joins_count(rank, schools):
    heads = layer_of([("Школа №1", 1, 1.0, "x"), ("Школа №2", 7, 1.0, "x")], geometry="None?")
    QgsProject.instance().addMapLayers([schools, heads])
    schools.setSubsetString("people is not null")
    schools.addExpressionField("people * 2", QgsField("twice", QVariant.Int))
    join = QgsVectorLayerJoinInfo()
    join.setJoinLayer(heads)
    join.setJoinFieldName("name")
    join.setTargetFieldName("name")
    join.setPrefix("j_")
    schools.addJoin(join)
    out = rank(schools, CRITERIA=["twice", "", "", 0, 2000, "", "", "j_people", "", "", "", "", "", ""])["OUTPUT"]
    assert column(out, "c_twice") == [pytest.approx(0.45), pytest.approx(0.2), pytest.approx(0.9)]
    assert column(out, "coverage") == [1, 1, 0.5]
    QgsProject.instance().removeMapLayers([schools.id(), heads.id()])


def test_a_table_without_geometry_from_a_path_with_an_apostrophe(rank, tmp_path):
    path = tmp_path / "об'єкти громади" / "перелік.gpkg"
    path.parent.mkdir()
    context = QgsProject.instance().transformContext()
    QgsVectorFileWriter.writeAsVectorFormatV3(
        layer_of(SCHOOLS, geometry="None?"), str(path), context, QgsVectorFileWriter.SaveVectorOptions()
    )
    target = path.with_name("рейтинг.gpkg")
    rank(str(path), CRITERIA=BY_HAND, OUTPUT=str(target))
    with sqlite3.connect(target) as connection:
        rows = connection.execute('SELECT "name", "rank", tied FROM "рейтинг" ORDER BY fid').fetchall()
    assert rows == [(SCHOOLS[0][0], 1, 1), (SCHOOLS[1][0], 3, 0), (SCHOOLS[2][0], 1, 1), (SCHOOLS[3][0], None, 0)]


def test_ranking_a_ranked_layer_keeps_the_first_ranking(rank, schools):
    once = rank(schools, CRITERIA=BY_HAND)["OUTPUT"]
    twice = rank(once, CRITERIA=["cost", "", "cost", "", "", "", ""])["OUTPUT"]
    assert column(twice, "rank") == [1, 3, 1, None]
    assert column(twice, "rank_2") == [2, 1, 2, None]


def test_one_feature_is_first(rank):
    result = rank(layer_of(SCHOOLS[:1]), CRITERIA=["people", "", "", "", "", "", ""])
    assert column(result["OUTPUT"], "rank") == [1]
    assert result["BEST"] == "feature 1"


@pytest.mark.parametrize(
    ("rows", "parameters", "sentence"),
    [
        (SCHOOLS, {}, "Give the criteria either in the table"),
        (SCHOOLS, {"CRITERIA": BY_HAND, "CRITERIA_JSON": '[{"code": "cost"}]'}, "Give the criteria either"),
        (SCHOOLS, {"CRITERIA": ["people", 3]}, "each criterion takes 7"),
        (SCHOOLS, {"CRITERIA": ["height", "", "", "", "", "", ""]}, "no field «height». Its fields: name, people"),
        (SCHOOLS, {"CRITERIA": ["name", "", "", "", "", "", ""]}, "feature 1: «Школа №1» is not a number"),
        (SCHOOLS, {"CRITERIA": ["people", -1, "", "", "", "", ""]}, "«people»: its weight is -1"),
        (SCHOOLS, {"CRITERIA_JSON": "[{]"}, "not JSON"),
        (SCHOOLS, {"CRITERIA": BY_HAND, "MISSING": "refuse", "LABEL": "name"}, r"1 of 4: «Садок» \(people, cost\)"),
        ([], {"CRITERIA": BY_HAND}, "is empty"),
        ([("a", None, None, None)] * 3, {"CRITERIA": BY_HAND}, "No criterion has a known value anywhere"),
    ],
)
def test_bad_input_gets_a_sentence(rank, rows, parameters, sentence):
    with pytest.raises(QgsProcessingException, match=sentence):
        rank(layer_of(rows), **parameters)


def test_a_missing_layer_is_named(rank, tmp_path):
    with pytest.raises(QgsProcessingException, match="немає.gpkg|INPUT"):
        rank(str(tmp_path / "немає.gpkg"), CRITERIA=BY_HAND)


def test_its_result_feeds_the_next_step(rank, schools):
    out = rank(schools, CRITERIA=BY_HAND)["OUTPUT"]
    first = processing.run("native:extractbyexpression", {"INPUT": out, "EXPRESSION": "rank = 1", "OUTPUT": "memory:"})
    assert first["OUTPUT"].featureCount() == 2
    request = QgsFeatureRequest().setFilterExpression("tied").setFlags(QgsFeatureRequest.Flag.NoGeometry)
    assert len(list(out.getFeatures(request))) == 2


def test_first_places_are_explained_and_a_pair_compared(rank, schools, column):
    found = rank(schools, CRITERIA=BY_HAND, LABEL="name", COMPARE="Школа №2; Школа №1")
    why = column(found["OUTPUT"], "why")
    assert why[0].startswith("Rank ") and "«people»" in why[0]
    assert why[3] is None
    assert "«Школа №1»" in found["WHY"] and "«Школа №2»" in found["WHY"]


def test_no_explanation_is_made_where_none_is_asked_for(rank, schools):
    assert "why" not in rank(schools, CRITERIA=BY_HAND, EXPLAIN=0)["OUTPUT"].fields().names()
    assert "why" not in rank(schools, CRITERIA=BY_HAND, METHOD="topsis")["OUTPUT"].fields().names()
    explained = rank(schools, CRITERIA=BY_HAND, METHOD="topsis", EXPLAIN=1)["OUTPUT"]
    assert [bool(feature["why"]) for feature in explained.getFeatures()].count(True) >= 1


@pytest.mark.parametrize(
    ("pair", "sentence"), [("Школа №1", "two names"), ("Школа №1; Школа №9", "Similar names: .*«Школа №1»")]
)
def test_a_pair_that_cannot_be_found_gets_a_sentence(rank, schools, pair, sentence):
    with pytest.raises(QgsProcessingException, match=sentence):
        rank(schools, CRITERIA=BY_HAND, LABEL="name", COMPARE=pair)
