from __future__ import annotations

import pytest
from qgis.core import (
    QgsExpression,
    QgsExpressionContext,
    QgsExpressionContextUtils,
    QgsMapRendererSequentialJob,
    QgsMapSettings,
    QgsProject,
    QgsRectangle,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QSize
from vidnova.processing.result_style import SHADES

FIELDS = "field=name:string&field=people:integer"
CRITERIA = ["people", 1, "benefit", "", "", "", ""]


def classes(layer):
    """For each feature, the words of the legend entries that it falls under."""
    rules = layer.renderer().rootRule().children()
    found = []
    for feature in layer.getFeatures():
        context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
        context.setFeature(feature)
        found.append([rule.label() for rule in rules if QgsExpression(rule.filterExpression()).evaluate(context)])
    return found


@pytest.fixture(autouse=True)
def empty_project(qgis_app):
    yield
    QgsProject.instance().clear()


@pytest.fixture
def twelve(made_layer):
    numbers = [*range(110, 0, -10), None]
    rows = [(f"Point({x} 0)", f"Об'єкт {x}", number) for x, number in enumerate(numbers)]
    return made_layer(f"Point?crs=EPSG:6386&{FIELDS}", *rows)


@pytest.mark.parametrize("target", ["memory:", "ранг.gpkg"])
def test_ranks_are_shown_in_tiers_and_labelled(run, twelve, tmp_path, target):
    output = run("rank", INPUT=twelve, CRITERIA=CRITERIA, OUTPUT=target if ":" in target else str(tmp_path / target))
    layer = output["OUTPUT"] if ":" in target else QgsVectorLayer(output["OUTPUT"], "ranked", "ogr")
    tiers = ["places 1–2"] * 2 + ["place 3"] + ["places 4–6"] * 3 + ["places 7–11"] * 5 + ["without a place"]
    assert classes(layer) == [[tier] for tier in tiers]
    assert layer.labelsEnabled()
    assert '"rank"' in layer.labeling().settings().fieldName


@pytest.mark.parametrize("target", ["TEMPORARY_OUTPUT", "стійкість.gpkg", "стійкість.geojson"])
def test_the_style_arrives_with_a_result_that_is_opened_at_the_end(provider, twelve, tmp_path, target):
    from qgis import processing

    place = target if target.isupper() else str(tmp_path / target)
    parameters = {"INPUT": twelve, "CRITERIA": CRITERIA, "DRAWS": 10, "TOP": 2, "OUTPUT": place}
    processing.runAndLoadResults(f"{provider.id()}:robustness", parameters)
    [layer] = QgsProject.instance().mapLayers().values()
    labels = [rule.label() for rule in layer.renderer().rootRule().children()]
    assert labels[0] == "among the first 2 in 95–100 % of draws" and layer.labelsEnabled()
    assert classes(layer)[0] == [labels[0]] and classes(layer)[-1] == [labels[-1]]


def test_the_first_classes_are_drawn_above_the_others(run, made_layer):
    """Two polygons in one place, the first of them below in the layer: its colour is seen."""
    square = "Polygon((0 0, 10 0, 10 10, 0 10, 0 0))"
    rows = [(square, "перший", 9), (square, "другий", 5), ("Polygon((40 0, 50 0, 50 10, 40 0))", "третій", 1)]
    layer = run(
        "rank", INPUT=made_layer(f"Polygon?crs=EPSG:6386&{FIELDS}", *rows), CRITERIA=CRITERIA, OUTPUT="memory:"
    )["OUTPUT"]
    layer.setLabelsEnabled(False)
    settings = QgsMapSettings()
    settings.setLayers([layer])
    settings.setExtent(QgsRectangle(0, 0, 10, 10))
    settings.setOutputSize(QSize(20, 20))
    job = QgsMapRendererSequentialJob(settings)
    job.start()
    job.waitForFinished()
    assert job.renderedImage().pixelColor(10, 10).name() == SHADES[0]


def test_a_table_gets_no_symbols(run, made_layer, tmp_path):
    table = made_layer(f"NoGeometry?{FIELDS}", (None, "один", 5), (None, "два", 7))
    output = run("rank", INPUT=table, CRITERIA=CRITERIA, OUTPUT=str(tmp_path / "т.gpkg"))["OUTPUT"]
    assert QgsVectorLayer(output, "ranked", "ogr").featureCount() == 2
