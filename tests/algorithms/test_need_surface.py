from __future__ import annotations

import numpy as np
import pytest
from qgis import processing
from qgis.core import QgsProcessingException, QgsVectorLayer

HOMES = "Point?crs=EPSG:6386&field=unserved:double&field=damage:double"
MEASURES = "Point?crs=EPSG:6386&field=served:double"
DISTRICTS = "Polygon?crs=EPSG:6386&field=unserved:double"


def box(x: float, y: float, size: float) -> str:
    return f"POLYGON(({x} {y}, {x + size} {y}, {x + size} {y + size}, {x} {y + size}, {x} {y}))"


@pytest.fixture
def surface(run):
    fixed = {"NEED_FIELDS": ["unserved"], "BENEFIT_FIELD": "served", "OUTPUT": "memory:"}
    return lambda **parameters: run("needsurface", **{**fixed, **parameters})


def test_the_four_classes_by_district(surface, made_layer, column):
    districts = made_layer(
        DISTRICTS, (box(0, 0, 100), 90), (box(200, 0, 100), 80), (box(400, 0, 100), 0), (box(600, 0, 100), 5),
        (box(800, 0, 100), None),
    )  # fmt: skip
    measures = made_layer(MEASURES, ("POINT(250 50)", 10), ("POINT(450 50)", 10), (None, 4), ("POINT(50 50)", None))
    result = surface(INPUT=districts, MEASURES=measures, CELLS="own", REACH=20, SCALE="largest")
    out = result["OUTPUT"]
    assert column(out, "fit") == ["need_without_measure", "both", "measure_without_need", "neither", "unknown"]
    assert column(out, "need") == pytest.approx([1, 80 / 90, 0, 5 / 90, None])
    assert column(out, "brought_sum") == pytest.approx([0, 10, 10, 0, 0])
    assert column(out, "measures") == [1, 1, 1, 0, 0]
    assert [result[name] for name in ("NEED_ONLY", "BOTH", "MEASURE_ONLY", "NEITHER", "UNKNOWN", "COUNT")] == [
        1, 1, 1, 1, 1, 5,
    ]  # fmt: skip


@pytest.mark.parametrize("cells", ["hexagons", "squares"])
def test_a_grid_holds_all_need_and_all_benefit(surface, made_layer, column, cells, summed_by_location):
    random = np.random.default_rng(4)
    rows = [(f"POINT({x} {y})", float(n), 1.0) for (x, y), n in zip(random.random((300, 2)) * 5e3, range(300))]
    homes = made_layer(HOMES, *rows)
    measures = made_layer(MEASURES, *[(f"POINT({x} {y})", 50.0) for x, y in random.random((6, 2)) * 5e3])
    result = surface(
        INPUT=homes, MEASURES=measures, CELLS=cells, SIZE=600, NEED_FIELDS=["unserved", "damage"], REACH=700
    )
    out = result["OUTPUT"]
    assert sum(column(out, "sum_unserved")) == pytest.approx(sum(range(300)))
    assert sum(column(out, "sum_damage")) == 300
    assert sum(column(out, "brought_sum")) == pytest.approx(300)
    native = summed_by_location(INPUT=out, JOIN=homes, JOIN_FIELDS=["unserved"])
    assert column(out, "sum_unserved") == pytest.approx([total or 0 for total in column(native, "unserved_sum")])
    areas = {round(feature.geometry().area()) for feature in out.getFeatures()}
    assert areas == {round(600**2 * (np.sqrt(3) / 2 if cells == "hexagons" else 1))}
    assert out.crs().authid() == "EPSG:6386"


def test_degrees_become_cells_in_metres(surface, made_layer, column):
    homes = made_layer(HOMES.replace("6386", "4326"), ("POINT(36.2 50)", 5, 1), ("POINT(36.25 50)", 7, 1))
    measures = made_layer(MEASURES.replace("6386", "4326"), ("POINT(36.2 50)", 9))
    out = surface(INPUT=homes, MEASURES=measures, CELLS="squares", SIZE=1000, REACH=100)["OUTPUT"]
    metric = processing.run(
        "native:reprojectlayer", {"INPUT": out, "TARGET_CRS": "EPSG:32637", "OUTPUT": "memory:"}
    )["OUTPUT"]  # fmt: skip
    assert [feature.geometry().area() for feature in metric.getFeatures()] == pytest.approx(
        [1e6] * out.featureCount(), rel=1e-6
    )
    assert sum(column(out, "sum_unserved")) == 12


def test_the_result_of_access_to_capacity_goes_in(run, surface, sample, column, tmp_path):
    community = str(sample / "community.gpkg")
    catchment = {"PEOPLE_FIELD": "residents", "CAPACITY_FIELD": "capacity", "WORKING_FIELD": "working"}
    facilities = f"{community}|layername=kindergartens"
    access = run("floatingcatchment", INPUT=f"{community}|layername=buildings", FACILITIES=facilities,
                 SERVICE="kindergarten", OUTPUT="memory:", **catchment)  # fmt: skip
    path = str(tmp_path / "потреби.gpkg")
    result = surface(INPUT=access["OUTPUT"], MEASURES=facilities, BENEFIT_FIELD="capacity", OUTPUT=path)
    layer = QgsVectorLayer(path, "result", "ogr")
    assert sum(column(layer, "sum_unserved")) == pytest.approx(access["UNSERVED"])
    assert result["NEED_ONLY"] > 0 and result["BOTH"] > 0
    layer.loadDefaultStyle()
    labels = [item.label() for item in layer.renderer().legendSymbolItems()]
    assert labels[0] == "need without a measure (need ≥ 0.5, brought < 0.25)" and len(labels) == 5


@pytest.mark.parametrize(
    ("parameters", "sentence"),
    [
        ({"CELLS": "own"}, "Own cells need polygons"),
        ({"SIZE": 0}, "must be above 0"),
        ({"SIZE": 0.01}, "take a larger size"),
        ({"NEED_FIELDS": ["souls"]}, "no field «souls»"),
    ],
)
def test_bad_input_gets_a_sentence(surface, made_layer, parameters, sentence):
    homes, measures = made_layer(HOMES, ("POINT(0 0)", 1, 1)), made_layer(MEASURES, ("POINT(9 9)", 1))
    with pytest.raises(QgsProcessingException, match=sentence):
        surface(INPUT=homes, MEASURES=measures, **parameters)
