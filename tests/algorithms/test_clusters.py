"""Hot spots and kernel density from layer to layer."""

from __future__ import annotations

import numpy as np
import pytest
from qgis import processing
from qgis.core import QgsPointXY, QgsProcessingException, QgsProcessingFeedback, QgsRasterLayer
from vidnova.planning.criteria.clusters.density import kernel_density

POINTS = "Point?crs=EPSG:6386&field=n:double"
RANDOM = np.random.default_rng(6)


@pytest.fixture
def town(made_layer):
    """A town of 15 × 15 blocks of 100 m, much hit in one corner."""
    rows = [
        (f"POINT({100 * x} {100 * y})", 10.0 if x < 4 and y < 4 else 1 + (x * 7 + y * 3) % 3)
        for x in range(15)
        for y in range(15)
    ]
    return made_layer(POINTS, *rows)


def test_a_cluster_is_hot_and_chance_is_not(run, town, column):
    result = run("hotspots", INPUT=town, FIELD="n", BAND=150, OUTPUT="memory:")
    out = result["OUTPUT"]
    assert out.fields().names() == ["n", "gi_z", "gi_p", "gi_level", "neighbours"]
    hot = [n for n, level in zip(column(out, "n"), column(out, "gi_level")) if level > 0]
    assert result["HOT"] == len(hot) >= 16 and hot.count(10.0) == 16
    assert result["UNKNOWN"] == 0 and result["COUNT"] == 225
    assert column(out, "neighbours")[0] == 4
    assert [rule.label() for rule in out.renderer().rootRule().children()][0] == "hot spot, 99 % sure"


def test_the_nearest_neighbours_without_a_distance(run, town, column):
    out = run("hotspots", INPUT=town, FIELD="n", NEAREST=5, CORRECTED=False, OUTPUT="memory:")["OUTPUT"]
    assert set(column(out, "neighbours")) == {6}


def test_fewer_features_than_neighbours_is_said(provider, made_layer, column):
    """Six districts and the usual eight neighbours."""
    said = []
    feedback = QgsProcessingFeedback(False)
    feedback.pushWarning = said.append
    layer = made_layer(POINTS, *[(f"POINT({1000 * x} 0)", float(x)) for x in range(6)])
    asked = {"INPUT": layer, "FIELD": "n", "OUTPUT": "memory:"}
    whole = processing.run("vidnova:hotspots", asked, feedback=feedback)["OUTPUT"]
    assert column(whole, "gi_level") == [None] * 6 and "6 features have all features as neighbours" in said[0]
    two = processing.run("vidnova:hotspots", {**asked, "NEAREST": 2}, feedback=feedback)["OUTPUT"]
    assert None not in column(two, "gi_level") and len(said) == 1


def test_permutations_find_the_same_cluster_again(run, town, column):
    asked = {"INPUT": town, "FIELD": "n", "BAND": 150, "PERMUTATIONS": 999, "CORRECTED": False, "OUTPUT": "memory:"}
    levels = [column(run("hotspots", **asked)["OUTPUT"], "gi_level") for _ in range(2)]
    assert levels[0] == levels[1] and levels[0].count(3) >= 16


def test_null_is_left_out_and_alike_is_said(run, made_layer, column):
    said = []
    feedback = QgsProcessingFeedback(False)
    feedback.pushWarning = said.append
    layer = made_layer(POINTS, ("POINT(0 0)", 1.0), ("POINT(10 0)", 1.0), ("POINT(20 0)", None), (None, 1.0))
    result = processing.run(
        "vidnova:hotspots", {"INPUT": layer, "FIELD": "n", "BAND": 15, "OUTPUT": "memory:"}, feedback=feedback
    )
    assert column(result["OUTPUT"], "gi_z") == [None] * 4 and column(result["OUTPUT"], "gi_level") == [None] * 4
    assert result["UNKNOWN"] == 4 and any("alike" in sentence for sentence in said)


def test_the_density_is_that_of_the_native_heatmap(run, made_layer, column, tmp_path):
    """QGIS leaves the constant of the kernel out and moves an event to the nearest corner of a cell: with events
    on corners both agree to single precision."""
    spots = RANDOM.integers(0, 40, (60, 2)) * 25.0
    events = made_layer(POINTS, *[(f"POINT({x} {y})", float(n)) for (x, y), n in zip(spots, RANDOM.integers(1, 9, 60))])
    path = str(tmp_path / "heat.tif")
    native = {"INPUT": events, "RADIUS": 200, "PIXEL_SIZE": 25, "WEIGHT_FIELD": "n", "KERNEL": 0, "OUTPUT": path}
    processing.run("qgis:heatmapkerneldensityestimation", {**native, "OUTPUT_VALUE": 0})
    raster = QgsRasterLayer(path, "heat")
    heat = raster.dataProvider()
    parameters = {"INPUT": events, "WEIGHT_FIELD": "n", "BANDWIDTH": 200, "SIZE": 25}
    ours = run("kerneldensity", **parameters, OUTPUT="memory:")
    compared = 0
    extent, weights = heat.extent(), np.array(column(events, "n"))
    for row in range(0, heat.ySize(), 7):
        for place in range(0, heat.xSize(), 7):
            x = extent.xMinimum() + (place + 0.5) * 25
            y = extent.yMaximum() - (row + 0.5) * 25
            value, found = heat.sample(QgsPointXY(x, y), 1)
            if found:
                [mine] = kernel_density(spots, weights, np.array([[x, y]]), 200.0)
                assert mine * np.pi * 200**2 / 3 == pytest.approx(value, rel=1e-4, abs=1e-5)
                compared += 1
    assert compared > 20
    assert sum(column(ours["OUTPUT"], "events")) == pytest.approx(ours["TOTAL"], rel=0.005)
    assert ours["TOTAL"] == weights.sum() and ours["COUNT"] == ours["OUTPUT"].featureCount()


def test_a_rule_of_thumb_hexagons_and_degrees(run, made_layer, column):
    degrees = made_layer(
        "Point?crs=EPSG:4326",
        *[(f"POINT({36.2 + x / 1000} {50 + y / 1000})",) for x in range(5) for y in range(5)],
        (None,),
    )
    result = run("kerneldensity", INPUT=degrees, GRID="hexagons", KERNEL="gaussian", OUTPUT="memory:")
    out = result["OUTPUT"]
    assert out.crs().authid() == "EPSG:4326" and 50 < result["USED_BANDWIDTH"] < 300
    assert sum(column(out, "events")) == pytest.approx(25, rel=0.01) and result["TOTAL"] == 25
    assert len(next(out.getFeatures()).geometry().asPolygon()[0]) == 7
    fills = [rule.symbol().symbolLayer(0) for rule in out.renderer().rootRule().children()]
    assert all(fill.strokeColor() == fill.color() for fill in fills), "an outline would darken small cells"


def test_too_many_cells_are_refused(run, town):
    with pytest.raises(QgsProcessingException, match="take a larger size"):
        run("kerneldensity", INPUT=town, BANDWIDTH=500, SIZE=0.5, OUTPUT="memory:")


def test_a_pile_on_one_point_is_no_density(run, real_data):
    """2,615 of Kharkiv's 3,665 events lie on the point that stands for the city: alone they would be a peak of
    2,615 · 3 / (π · 0.8²) = 3,902 for each km²."""
    city = str(real_data / "city_kharkiv/kharkiv_city.gpkg") + "|layername=damage_event_points"
    asked = {"INPUT": city, "COUNT_FIELD": "n_events", "BANDWIDTH": 800, "SIZE": 200, "OUTPUT": "memory:"}
    aside, counted = run("kerneldensity", **asked), run("kerneldensity", **asked, COUNT_PILED=True)
    assert (aside["SET_ASIDE"], aside["TOTAL"], counted["SET_ASIDE"], counted["TOTAL"]) == (2615, 1050, 0, 3665)
    assert counted["LARGEST"] > 0.95 * 3902 and aside["LARGEST"] < 1000
