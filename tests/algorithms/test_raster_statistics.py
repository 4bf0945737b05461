from __future__ import annotations

import numpy as np
import pytest
from osgeo import gdal, osr
from qgis import processing
from qgis.core import QgsProcessingException, QgsRasterLayer, QgsRasterRange

PLACES = "Polygon?crs=EPSG:32637&field=name:string"
X, Y = 300_000, 5_540_000
VALUES = np.array([[1, 2, 3, 4], [5, 6, 7, -9], [9, 9, 11, 12]])


@pytest.fixture
def raster(tmp_path):
    """Cells of 10 m with the outer corner at X, Y + height; -9 is no data."""

    def made(values=VALUES, kind=gdal.GDT_Float32, crs=32637, corner=None, cell=10.0):
        values = np.asarray(values)
        path = tmp_path / "растр О'Браєн.tif"
        file = gdal.GetDriverByName("GTiff").Create(str(path), values.shape[1], values.shape[0], 1, kind)
        left, top = corner or (X, Y + cell * len(values))
        file.SetGeoTransform((left, cell, 0, top, 0, -cell))
        reference = osr.SpatialReference()
        reference.ImportFromEPSG(crs)
        file.SetProjection(reference.ExportToWkt())
        file.GetRasterBand(1).SetNoDataValue(-9)
        file.GetRasterBand(1).WriteArray(values)
        del file
        return str(path)

    return made


def box(x: float, y: float, width: float, height: float) -> str:
    left, bottom = X + x, Y + y
    corners = [(left, bottom), (left + width, bottom), (left + width, bottom + height), (left, bottom + height)]
    return f"POLYGON(({', '.join(f'{x} {y}' for x, y in [*corners, corners[0]])}))"


@pytest.fixture
def statistics(run):
    return lambda places, raster, **more: run("rasterstatistics", INPUT=places, RASTER=raster, OUTPUT="memory:", **more)


def test_the_layer_comes_back_with_statistics(statistics, raster, made_layer, column):
    places = made_layer(
        PLACES, (box(5, 0, 10, 20), "а"), (box(30, 10, 10, 10), "б"), (box(25, 10, 10, 10), "в"), (None, "?")
    )
    result = statistics(places, raster(), THRESHOLD=8)
    out = result["OUTPUT"]
    names = ["mean", "sum", "min", "max", "median", "majority", "above", "known"]
    assert out.fields().names() == ["name", *(f"r_{name}" for name in names)]
    assert column(out, "r_sum") == [14.5, None, 3.5, None]
    assert column(out, "r_mean") == [7.25, None, 7, None]
    assert column(out, "r_above") == [0.5, None, 0, None]
    assert column(out, "r_known") == pytest.approx([1, 0, 0.5, None])
    assert (result["UNKNOWN"], result["COUNT"]) == (1, 4)


@pytest.mark.parametrize("kind", [gdal.GDT_Byte, gdal.GDT_Int16, gdal.GDT_UInt16, gdal.GDT_Int32, gdal.GDT_Float64])
def test_any_kind_of_numbers(statistics, raster, made_layer, column, kind):
    places = made_layer(PLACES, (box(0, 0, 20, 10), "а"))
    assert column(statistics(places, raster(np.abs(VALUES), kind), STATISTICS=["sum"])["OUTPUT"], "r_sum") == [18]


def test_near_to_native_zonal_statistics(statistics, raster, made_layer, column):
    """QGIS takes the cells whose middle is inside: with cells small beside the place both agree within 3 %."""
    random = np.random.default_rng(2)
    path = raster(random.integers(1, 100, (150, 150)))
    places = made_layer(PLACES, *[(box(x, y, 150, 110), "") for x, y in random.random((30, 2)) * 1300])
    ours = statistics(places, path, STATISTICS=["sum", "mean", "max"])["OUTPUT"]
    parameters = {"INPUT": places, "INPUT_RASTER": path, "RASTER_BAND": 1, "STATISTICS": [1, 2, 6], "OUTPUT": "memory:"}
    native = processing.run("native:zonalstatisticsfb", parameters)["OUTPUT"]
    np.testing.assert_allclose(column(ours, "r_mean"), column(native, "_mean"), rtol=0.03)
    np.testing.assert_allclose(column(ours, "r_sum"), column(native, "_sum"), rtol=0.12)


def test_exactly_native_zonal_statistics_where_places_follow_the_cells(statistics, raster, made_layer, column):
    random = np.random.default_rng(5)
    path = raster(random.integers(-9, 3, (40, 40)))
    corners = random.integers(0, 30, (25, 2)) * 10
    places = made_layer(PLACES, *[(box(x, y, 70, 50), "") for x, y in corners])
    ours = statistics(places, path)["OUTPUT"]
    parameters = {
        "INPUT": places,
        "INPUT_RASTER": path,
        "RASTER_BAND": 1,
        "STATISTICS": [1, 2, 5, 6],
        "OUTPUT": "memory:",
    }
    native = processing.run("native:zonalstatisticsfb", parameters)["OUTPUT"]
    for name in ("sum", "mean", "min", "max"):
        np.testing.assert_allclose(column(ours, f"r_{name}"), column(native, f"_{name}"), err_msg=name)


def test_a_raster_in_degrees_and_places_in_metres(statistics, raster, made_layer, column):
    """The raster's cells are 0.01°, 716.58 by 1,112.3 m; the place lies in the second one of the first row."""
    path = raster(VALUES, crs=4326, corner=(36.0, 50.03), cell=0.01)
    degrees = made_layer("Point?crs=EPSG:4326", ("POINT(36.015 50.025)",))
    moved = processing.run("native:reprojectlayer", {"INPUT": degrees, "TARGET_CRS": "EPSG:32637", "OUTPUT": "memory:"})
    for places in (degrees, moved["OUTPUT"]):
        assert column(statistics(places, path, STATISTICS=["mean"])["OUTPUT"], "r_mean") == [2]
    around = statistics(moved["OUTPUT"], path, STATISTICS=["sum", "max"], REACH=300)["OUTPUT"]
    assert column(around, "r_max") == [2]
    assert column(around, "r_sum")[0] == pytest.approx(2 * np.pi * 300**2 / (716.58 * 1112.3), rel=0.002)


@pytest.mark.parametrize(
    ("more", "sentence"),
    [({"RASTER": "немає.tif"}, "немає.tif"), ({"BAND": 4}, "band 4; it has 1")],
)
def test_bad_input_gets_a_sentence(run, raster, made_layer, more, sentence):
    places = made_layer(PLACES, (box(0, 0, 5, 5), ""))
    with pytest.raises(QgsProcessingException, match=sentence):
        run("rasterstatistics", **{"INPUT": places, "RASTER": raster(), "OUTPUT": "memory:", **more})


def test_what_the_user_declared_no_data_is_unknown(statistics, raster, made_layer, column):
    layer = QgsRasterLayer(raster(), "растр")
    layer.dataProvider().setUserNoDataValue(1, [QgsRasterRange(1, 5), QgsRasterRange(12, 12)])
    places = made_layer(PLACES, (box(0, 10, 20, 20), "а"), (box(30, 0, 10, 10), "б"))
    out = statistics(places, layer, STATISTICS=["sum"])["OUTPUT"]
    assert column(out, "r_sum") == [6, None] and column(out, "r_known") == pytest.approx([0.25, 0])


@pytest.mark.parametrize("unset", [-0.1, -3.4028234663852886e38, float("nan")])
def test_no_data_that_is_no_whole_number(statistics, raster, made_layer, column, unset):
    path = raster(np.array([[1, unset]]))
    with_unset = gdal.Open(path, gdal.GA_Update)
    with_unset.GetRasterBand(1).SetNoDataValue(unset)
    del with_unset
    places = made_layer(PLACES, (box(0, 0, 20, 10), "а"))
    assert column(statistics(places, path, STATISTICS=["sum"])["OUTPUT"], "r_sum") == [1]


def test_scale_and_offset_of_the_file_are_heeded(statistics, raster, made_layer, column):
    path = raster(np.array([[10, -9]]), gdal.GDT_Int16)
    scaled = gdal.Open(path, gdal.GA_Update)
    scaled.GetRasterBand(1).SetScale(0.5)
    scaled.GetRasterBand(1).SetOffset(1)
    del scaled
    places = made_layer(PLACES, (box(0, 0, 20, 10), "а"))
    assert column(statistics(places, path, STATISTICS=["mean"])["OUTPUT"], "r_mean") == [6]


def test_a_raster_that_is_drawn_from_south_to_north(statistics, raster, made_layer, column):
    path = raster(np.array([[1, 2], [3, 4]]))
    turned = gdal.Open(path, gdal.GA_Update)
    turned.SetGeoTransform((X, 10, 0, Y, 0, 10))
    del turned
    places = made_layer(PLACES, (box(0, 0, 10, 10), "а"), (box(10, 10, 10, 10), "б"))
    assert column(statistics(places, path, STATISTICS=["mean"])["OUTPUT"], "r_mean") == [1, 4]
