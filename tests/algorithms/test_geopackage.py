"""Whole columns between GeoPackages: the result must be what features one by one would give."""

from __future__ import annotations

import sqlite3

import fiona
import pytest
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsFeatureRequest,
    QgsField,
    QgsGeometry,
    QgsProcessingFeatureSourceDefinition,
    QgsProject,
    QgsRectangle,
    QgsVectorFileWriter,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QVariant
from vidnova.planning.errors import Cancelled
from vidnova.planning.progress import Progress
from vidnova.processing import results
from vidnova.processing.geopackage import Table, copy_with_columns, table_of

CRITERIA = ["people", 3, "benefit", "", "", "", "", "cost", 1, "cost", "", "", "", ""]
FIELDS = "field=name:string&field=people:integer&field=cost:double&field=open:bool"
ROWS = [
    ("Polygon((0 0, 10 0, 10 10, 0 10, 0 0))", "Школа №1", 900, 8.5, True),
    (None, "Ліцей «О'Браєн»", None, 3.25, None),
    ("Polygon((100 100, 110 100, 110 110, 100 110, 100 100))", None, 400, None, False),
    ("Polygon((5 5, 15 5, 15 15, 5 15, 5 5))", "Садок", 10, 0.5, True),
    ("Polygon((50 0, 60 0, 60 10, 50 10, 50 0))", "", 700, 1.0, False),
]
RANKS = [2, 3, 4, 5, 1]


def saved(layer, path, name, **options):
    chosen = QgsVectorFileWriter.SaveVectorOptions()
    chosen.layerName = name
    chosen.layerOptions = [f"{key}={value}" for key, value in options.items()]
    if path.exists():
        chosen.actionOnExistingFile = QgsVectorFileWriter.ActionOnExistingFile.CreateOrOverwriteLayer
    QgsVectorFileWriter.writeAsVectorFormatV3(layer, str(path), layer.transformContext(), chosen)
    return f"{path}|layername={name}"


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "громада О'Браєн"
    folder.mkdir()
    return folder


@pytest.fixture
def places(made_layer, folder):
    """A layer in a file with another one; the numbers of its features have a gap."""
    path = folder / "міс'то.gpkg"
    rows = [(row[0], number, *row[1:]) for number, row in zip((1, 2, 4, 5, 9), ROWS)]
    saved(made_layer("Point?crs=EPSG:6386&field=n:integer", ("Point(1 1)", 1)), path, "інший")
    layer = made_layer(f"Polygon?crs=EPSG:6386&field=fid:integer&{FIELDS}", *rows)
    return saved(layer, path, 'шар "А"')


@pytest.fixture
def rank(run, folder):
    def ranked(given, to="ранг.gpkg", **parameters):
        output = run("rank", INPUT=given, CRITERIA=CRITERIA, OUTPUT=str(folder / to), **parameters)["OUTPUT"]
        return QgsVectorLayer(output, "ranked", "ogr")

    return ranked


@pytest.fixture
def in_one_piece(rank, monkeypatch):
    def refuse(*anything):
        raise RuntimeError("feature by feature")

    def ranked(given, **parameters):
        with monkeypatch.context() as patched:
            patched.setattr(results, "_write_features", refuse)
            return rank(given, **parameters)

    return ranked


@pytest.fixture
def one_by_one(rank, monkeypatch):
    def ranked(given, **parameters):
        with monkeypatch.context() as patched:
            patched.setattr(results, "table_of", lambda layer: None)
            return rank(given, "по одному.gpkg", **parameters)

    return ranked


def content(layer):
    return [(f.id(), f.attributes(), f.geometry().asWkt()) for f in layer.getFeatures()]


def description(layer):
    return [(field.name(), field.type()) for field in layer.fields()], layer.wkbType(), layer.crs().authid()


def test_the_result_is_what_features_one_by_one_give(places, in_one_piece, one_by_one):
    assert table_of(QgsVectorLayer(places, "places", "ogr"))
    whole, single = in_one_piece(places), one_by_one(places)
    assert content(whole) == content(single)
    assert description(whole) == description(single)
    assert whole.featureCount() == len(ROWS) == single.featureCount()
    assert whole.extent() == single.extent()


def test_the_spatial_index_of_the_result_answers(places, in_one_piece):
    around = QgsFeatureRequest(QgsRectangle(-1, -1, 20, 20))
    assert sorted(f["people"] for f in in_one_piece(places).getFeatures(around)) == [10, 900]


def test_the_result_can_be_edited_afterwards(places, in_one_piece):
    ranked = in_one_piece(places)
    feature = QgsFeature(ranked.fields())
    feature.setGeometry(QgsGeometry.fromWkt(ROWS[0][0]))
    assert ranked.dataProvider().addFeature(feature)
    assert ranked.dataProvider().featureCount() == len(ROWS) + 1


def test_other_programs_read_the_result(places, in_one_piece):
    path = in_one_piece(places).source().split("|")[0]
    with fiona.open(path) as found:
        assert [row["properties"]["people"] for row in found] == [row[2] for row in ROWS]
        assert [row["properties"]["rank"] for row in found] == RANKS
    assert sqlite3.connect(path).execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_a_table_without_geometry(made_layer, folder, in_one_piece):
    table = made_layer(f"NoGeometry?{FIELDS}", *[(None, *row[1:]) for row in ROWS])
    source = saved(table, folder / "таблиця.gpkg", "таблиця")
    assert table_of(QgsVectorLayer(source, "t", "ogr"))
    assert [f["rank"] for f in in_one_piece(source).getFeatures()] == RANKS


def test_a_key_of_another_name_stays_a_field(made_layer, folder, in_one_piece, one_by_one):
    layer = made_layer(f"Polygon?crs=EPSG:6386&{FIELDS}", *ROWS)
    source = saved(layer, folder / "ключ.gpkg", "ключ", FID="номер", GEOMETRY_NAME="місце")
    whole = in_one_piece(source)
    assert content(whole) == content(one_by_one(source))
    assert [f["номер"] for f in whole.getFeatures()] == [1, 2, 3, 4, 5]


def test_a_class_that_is_true_or_false(places, run, folder):
    table = {"function": "category", "table": {"true": 1, "false": 0.25}}
    criteria = '[{{"code": "open", "value": {}}}]'.format(str(table).replace("'", '"'))
    output = run("rank", INPUT=places, CRITERIA_JSON=criteria, OUTPUT=str(folder / "о.gpkg"))["OUTPUT"]
    assert [f["score"] or None for f in QgsVectorLayer(output, "o", "ogr").getFeatures()] == [1, None, 0.25, 1, 0.25]


@pytest.mark.parametrize("way", ["filter", "edit", "virtual field", "selection", "own CRS"])
def test_what_is_not_the_table_itself_goes_feature_by_feature(places, rank, way):
    places = given = QgsVectorLayer(places, "places", "ogr")
    expected = [900, None, 400, 10, 700]
    if way == "filter":
        places.setSubsetString("people > 100")
        expected = [900, 400, 700]
    elif way == "edit":
        places.startEditing()
        places.changeAttributeValue(next(places.getFeatures()).id(), places.fields().indexOf("people"), 5)
        expected = [5, None, 400, 10, 700]
    elif way == "virtual field":
        places.addExpressionField("people * 2", QgsField("twice", QVariant.Int))
    elif way == "selection":
        QgsProject.instance().addMapLayer(places, False)
        places.selectByExpression("people < 500")
        given, expected = QgsProcessingFeatureSourceDefinition(places.id(), True), [400, 10]
    else:
        places.setCrs(QgsCoordinateReferenceSystem("EPSG:32637"))
    ranked = rank(given)
    if way == "selection":
        QgsProject.instance().takeMapLayer(places)
    else:
        assert table_of(places) is None
    assert [value or None for value in (f["people"] for f in ranked.getFeatures())] == expected
    assert sorted(f["rank"] for f in ranked.getFeatures()) == list(range(1, len(expected) + 1))


def test_a_reference_system_numbered_otherwise_goes_feature_by_feature(places, rank):
    path = places.split("|")[0]
    with sqlite3.connect(path) as file:
        file.execute("UPDATE gpkg_spatial_ref_sys SET srs_id = 100700 WHERE srs_id = 6386")
        for table in ("gpkg_contents", "gpkg_geometry_columns"):
            file.execute(f"UPDATE {table} SET srs_id = 100700 WHERE srs_id = 6386")
    ranked = rank(places)
    assert [f["rank"] for f in ranked.getFeatures()] == RANKS
    assert [f["name"] or None for f in ranked.getFeatures()] == [row[1] or None for row in ROWS]
    assert ranked.crs().authid() == "EPSG:6386"


def test_a_result_beside_its_source_in_one_file(places, run):
    path = places.split("|")[0]
    target = f'ogr:dbname="{path}" table="ranked" (geom)'
    run("rank", INPUT=places, CRITERIA=CRITERIA, OUTPUT=target)
    ranked = QgsVectorLayer(f"{path}|layername=ranked", "ranked", "ogr")
    assert [f["rank"] for f in ranked.getFeatures()] == RANKS
    assert QgsVectorLayer(places, "places", "ogr").featureCount() == len(ROWS)


def test_the_source_is_not_touched(places, rank, folder):
    before = (folder / "міс'то.gpkg").read_bytes()
    rank(places)
    assert (folder / "міс'то.gpkg").read_bytes() == before


@pytest.mark.parametrize("target", ["memory:", "ранг.shp"])
def test_other_formats_get_their_features_from_one_piece(places, run, folder, monkeypatch, target):
    given = {"INPUT": places, "CRITERIA": CRITERIA, "EXPLAIN": 0}
    outputs = [target if ":" in target else str(folder / f"{name}_{target}") for name in ("а", "б")]
    with monkeypatch.context() as patched:
        patched.setattr(results, "_write_features", lambda *anything: (_ for _ in ()).throw(RuntimeError))
        whole = run("rank", **given, OUTPUT=outputs[0])["OUTPUT"]
    monkeypatch.setattr(results, "table_of", lambda layer: None)
    single = run("rank", **given, OUTPUT=outputs[1])["OUTPUT"]
    one, other = (QgsVectorLayer(out, "r", "ogr") if isinstance(out, str) else out for out in (whole, single))
    assert description(one) == description(other)
    assert [row[1:] for row in content(one)] == [row[1:] for row in content(other)]


def test_even_one_long_statement_stops_and_leaves_nothing_behind(folder):
    path = folder / "багато.gpkg"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE numbers (fid INTEGER PRIMARY KEY, n INTEGER)")
        count = "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 200000)"
        connection.execute(f"INSERT INTO numbers (n) {count} SELECT n FROM c")
    table = Table(path, "numbers", "fid", "", ("fid", "n"), 0)
    assert len(table.rows(["n"])) == 200_000
    with pytest.raises(Cancelled):
        table.rows(["n"], Progress(cancelled=lambda: True))
    empty = folder / "порожньо.gpkg"
    with sqlite3.connect(empty) as connection:
        connection.execute("CREATE TABLE numbers (fid INTEGER PRIMARY KEY, n INTEGER, added INTEGER)")
    target = Table(empty, "numbers", "fid", "", ("fid", "n", "added"), 0)
    asked = iter([False] * 5)
    with pytest.raises(Cancelled):
        copy_with_columns(table, target, {"added": range(200_000)}, Progress(cancelled=lambda: next(asked, True)))
    assert target.count() == 0


def test_a_style_kept_in_the_file_is_no_second_layer(rank, places):
    """The result has a style of its own beside it; opened by its file alone it is still one table."""
    ranked = rank(places)
    source = ranked.source().split("|")[0]
    del ranked
    with sqlite3.connect(source) as connection:
        assert ("layer_styles",) in connection.execute("SELECT table_name FROM gpkg_contents").fetchall()
    assert table_of(QgsVectorLayer(source, "ranked", "ogr"))
