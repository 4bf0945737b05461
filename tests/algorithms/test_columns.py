"""Whole columns out of a GeoPackage: they must be what features one by one would give."""

from __future__ import annotations

import pytest
from osgeo import ogr, osr
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsGeometry,
    QgsProcessingContext,
    QgsVectorFileWriter,
    QgsVectorLayer,
)
from vidnova.planning.criteria.reach import has_place
from vidnova.planning.progress import Progress
from vidnova.processing import layers
from vidnova.processing.layers import read_features

FIELDS = "field=name:string&field=people:integer&field=cost:double&field=open:bool&field=day:date"
VALUES = ("Школа «О'Браєн»", 900, 8.5, True, "2026-11-23")
HERE = QgsCoordinateReferenceSystem("EPSG:6386")
SHAPES = {
    "Point": "Point(36.25 50)",
    "PointZ": "PointZ(36.25 50 120)",
    "MultiPointM": "MultiPointM((36.25 50 7), (36.26 50 8))",
    "LineString": "LineString(36.25 50, 36.26 50.01)",
    "MultiLineStringZM": "MultiLineStringZM((36.25 50 1 2, 36.26 50.01 3 4))",
    "Polygon": "Polygon((36 50, 37 50, 37 51, 36 50), (36.7 50.1, 36.8 50.1, 36.8 50.2, 36.7 50.1))",
    "MultiPolygon": "MultiPolygon(((36.25 50, 36.26 50, 36.26 50.01, 36.25 50)))",
    "CurvePolygon": "CurvePolygon(CircularString(36.25 50, 36.255 50.005, 36.26 50, 36.255 49.995, 36.25 50))",
    "MultiSurface": "MultiSurface(((36.25 50, 36.26 50, 36.26 50.01, 36.25 50)))",
}


@pytest.fixture
def stored(made_layer, tmp_path):
    def store(kind, *rows, crs="EPSG:4326"):
        path = tmp_path / "міс'то.gpkg"
        layer = made_layer(f"{kind}?crs={crs}&{FIELDS}", *rows)
        options = QgsVectorFileWriter.SaveVectorOptions()
        QgsVectorFileWriter.writeAsVectorFormatV3(layer, str(path), layer.transformContext(), options)
        return str(path)

    return store


def both_ways(source, crs, monkeypatch, fields=None, warn=lambda sentence: None):
    context, layer = QgsProcessingContext(), QgsVectorLayer(source, "місто", "ogr")
    quick = read_features(layer, "", crs, context, Progress(warn=warn), fields, layer=layer)
    with monkeypatch.context() as patched:
        patched.setattr(layers, "_whole_columns", lambda *anything: None)
        slow = read_features(layer, "", crs, context, Progress(), fields, layer=layer)
    return quick, slow


@pytest.mark.parametrize("crs", [None, HERE], ids=["own", "moved"])
@pytest.mark.parametrize("kind", SHAPES)
def test_the_same_rows_and_the_same_bytes(stored, kind, crs, monkeypatch):
    source = stored(kind, (SHAPES[kind], *VALUES), (None, *[None] * 5), (SHAPES[kind], "", 0, -1.5, False, None))
    quick, slow = both_ways(source, crs, monkeypatch)
    assert quick == slow
    assert has_place(quick.geometries).tolist() == [True, False, True]
    assert quick.columns["day"][0] == "2026-11-23" and quick.columns["open"] == (True, None, False)


@pytest.mark.parametrize("crs", [None, HERE], ids=["own", "moved"])
def test_only_some_fields_or_none(stored, crs, monkeypatch):
    source = stored("Point", ("Point(36 50)", *VALUES), ("Point(36 51)", *VALUES))
    for fields in ([], ["cost"], ["open", "name"]):
        quick, slow = both_ways(source, crs, monkeypatch, fields)
        assert quick == slow and list(quick.columns) == fields and len(quick) == 2


def test_points_and_polygons_in_one_table_and_empty_ones(tmp_path, monkeypatch):
    file = ogr.GetDriverByName("GPKG").CreateDataSource(str(tmp_path / "mixed.gpkg"))
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(4326)
    table = file.CreateLayer("mixed", reference, ogr.wkbUnknown)
    collection = "GeometryCollection(Point(36 50), LineString(36 50, 36.1 50))"
    for wkt in [*SHAPES.values(), "Polygon EMPTY", collection]:
        feature = ogr.Feature(table.GetLayerDefn())
        feature.SetGeometry(ogr.CreateGeometryFromWkb(bytes(QgsGeometry.fromWkt(wkt).asWkb())))
        table.CreateFeature(feature)
    del feature, table, file
    for crs in (None, HERE):
        quick, slow = both_ways(str(tmp_path / "mixed.gpkg"), crs, monkeypatch)
        assert quick == slow and has_place(quick.geometries).sum() == len(quick) - 1


def test_what_cannot_be_moved_is_left_to_the_slow_way_and_told(stored, monkeypatch):
    told = []
    source = stored("Point", ("Point(36 50)", *VALUES), ("Point(36 950)", *VALUES))
    quick, slow = both_ways(source, HERE, monkeypatch, warn=told.append)
    assert quick == slow and quick.wkb[1] is None and len(told) == 1


def test_the_short_way_is_taken_where_it_can_be(stored, monkeypatch):
    def refuse(*anything, **more):
        raise RuntimeError("one by one")

    monkeypatch.setattr(layers, "_one_by_one", refuse)
    layer = QgsVectorLayer(stored("MultiPolygon", (SHAPES["MultiPolygon"], *VALUES)), "місто", "ogr")
    for crs in (None, HERE):
        assert len(read_features(layer, "", crs, QgsProcessingContext(), layer=layer)) == 1
    layer.startEditing()
    layer.deleteFeature(1)
    with pytest.raises(RuntimeError):
        read_features(layer, "", HERE, QgsProcessingContext(), layer=layer)
    layer.rollBack()
