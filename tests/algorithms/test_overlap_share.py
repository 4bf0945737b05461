from __future__ import annotations

import json

import numpy as np
import pytest
import shapely
from qgis import processing
from qgis.core import QgsProcessingException, QgsProcessingFeedback, QgsProject

PLACES = "MultiPolygon?crs=EPSG:32637&field=name:string"
ZONES = "Polygon?crs=EPSG:32637&field=grade:double"
X, Y = 300_000, 5_540_000


def box(x: float, y: float, width: float, height: float) -> str:
    return shapely.box(X + x, Y + y, X + x + width, Y + y + height).wkt


def multi(*parts: str) -> str:
    return shapely.multipolygons([shapely.from_wkt(part) for part in parts]).wkt


@pytest.fixture
def flood(made_layer):
    return made_layer(ZONES, (box(0, 0, 100, 100), 1), (box(50, 0, 100, 100), 0.2), name="flood")


@pytest.fixture
def sanitary(made_layer):
    return made_layer(ZONES, (box(100, 0, 100, 100), None), name="sanitary")


@pytest.fixture
def places(made_layer):
    apart = multi(box(-10, 0, 10, 10), box(0, 0, 10, 10))
    return made_layer(
        PLACES, (apart, "двір"), (multi(box(150, 0, 100, 10)), "школа"), (multi(box(900, 0, 5, 5)), "далі"), (None, "?")
    )


@pytest.fixture
def overlap(run):
    return lambda places, *layers, **more: run(
        "overlapshare", INPUT=places, RESTRICTIONS=list(layers), OUTPUT="memory:", **more
    )


def test_the_layer_comes_back_with_shares_and_names(overlap, places, flood, sanitary, column):
    result = overlap(places, flood, sanitary, SEVERITIES=json.dumps({"sanitary": 0.5}))
    out = result["OUTPUT"]
    assert out.fields().names() == ["name", "overlap_share", "overlap_size", "conflict", "restrictions"]
    assert column(out, "overlap_share") == [0.5, 0.5, 0, None]
    assert column(out, "overlap_size")[:3] == pytest.approx([100, 500, 0])
    assert column(out, "conflict") == [0.5, 0.25, 0, None]
    assert column(out, "restrictions") == ["flood", "sanitary", None, None]
    assert (result["TOUCHED"], result["COUNT"]) == (2, 4)


def test_a_field_of_severities_and_the_strongest_at_each_spot(overlap, made_layer, flood, sanitary, column):
    """From 50 to 100 m both floods lie, to 150 m the mild one and the sanitary zone, of severity 0.1."""
    place = made_layer(PLACES, (multi(box(0, 0, 200, 1)), ""))
    out = overlap(place, flood, sanitary, SEVERITY_FIELD="grade", SEVERITIES='{"sanitary": 0.1}')["OUTPUT"]
    assert column(out, "conflict") == pytest.approx([(100 * 1 + 50 * 0.2 + 50 * 0.1) / 200])


def test_equal_to_native_overlaps_on_a_random_town(overlap, made_layer, column):
    random = np.random.default_rng(4)
    spots = random.random((300, 2)) * 2000
    town = made_layer(PLACES, *[(multi(box(x, y, 15, 10)), "") for x, y in spots])
    circles = [shapely.Point(X + x, Y + y).buffer(r) for x, y, r in random.random((25, 3)) * [2000, 2000, 200]]
    zones = made_layer(ZONES, *[(circle.wkt, 1) for circle in circles], name="зони")
    ours = overlap(town, zones)["OUTPUT"]
    native = processing.run("native:calculatevectoroverlaps", {"INPUT": town, "LAYERS": [zones], "OUTPUT": "memory:"})
    np.testing.assert_allclose(
        column(ours, "overlap_share"), np.divide(column(native["OUTPUT"], "зони_pc"), 100), atol=1e-4
    )


@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:3857", "EPSG:6386"])
def test_the_same_in_any_system(overlap, places, flood, crs, column):
    moved = [
        processing.run("native:reprojectlayer", {"INPUT": layer, "TARGET_CRS": crs, "OUTPUT": "memory:"})["OUTPUT"]
        for layer in (places, flood)
    ]
    moved[1].setName("flood")
    out = overlap(*moved)["OUTPUT"]
    assert column(out, "overlap_share")[:3] == pytest.approx([0.5, 0, 0], abs=1e-4)
    assert column(out, "overlap_size")[0] == pytest.approx(100, rel=0.004)
    assert out.crs().authid() == crs


def test_the_system_of_areas_is_said(places, flood):
    said = []
    feedback = QgsProcessingFeedback(False)
    feedback.pushInfo = said.append
    degrees = processing.run("native:reprojectlayer", {"INPUT": places, "TARGET_CRS": "EPSG:4326", "OUTPUT": "memory:"})
    for layer, crs in ((places, "EPSG:32637"), (degrees["OUTPUT"], "EPSG:3035")):
        parameters = {"INPUT": layer, "RESTRICTIONS": [flood], "OUTPUT": "memory:"}
        processing.run("vidnova:overlapshare", parameters, feedback=feedback)
        assert any("Areas are measured" in sentence and crs in sentence for sentence in said)


def test_filtered_restrictions_and_selected_places(overlap, places, flood, column):
    from qgis.core import QgsProcessingFeatureSourceDefinition

    QgsProject.instance().addMapLayer(places)
    places.selectByIds([next(places.getFeatures()).id()])
    flood.setSubsetString("grade < 0.5")
    source = QgsProcessingFeatureSourceDefinition(places.id(), selectedFeaturesOnly=True)
    assert column(overlap(source, flood)["OUTPUT"], "overlap_share") == [0]
    QgsProject.instance().removeMapLayer(places.id())


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"SEVERITIES": "{"}, "is not JSON"),
        ({"SEVERITIES": '{"flood": 3}'}, "from 0 to 1"),
        ({"SEVERITIES": '{"повінь": 1}'}, "«повінь» that is not among the restrictions: flood"),
    ],
)
def test_bad_input_gets_a_sentence(overlap, places, flood, more, sentence):
    with pytest.raises(QgsProcessingException, match=sentence):
        overlap(places, flood, **more)


def test_no_restrictions_are_refused(run, places):
    with pytest.raises(QgsProcessingException):
        run("overlapshare", INPUT=places, RESTRICTIONS=[], OUTPUT="memory:")


def test_layers_of_one_file_are_told_apart_by_their_tables(overlap, places, flood, sanitary, tmp_path, column):
    from qgis.core import QgsVectorFileWriter, QgsVectorLayer

    path = tmp_path / "зони.gpkg"
    for layer in (flood, sanitary):
        options = QgsVectorFileWriter.SaveVectorOptions()
        options.layerName = layer.name()
        if path.exists():
            options.actionOnExistingFile = QgsVectorFileWriter.ActionOnExistingFile.CreateOrOverwriteLayer
        QgsVectorFileWriter.writeAsVectorFormatV3(layer, str(path), layer.transformContext(), options)
    sources = [f"{path}|layername={name}" for name in ("flood", "sanitary")]
    out = overlap(places, *sources, SEVERITIES='{"sanitary": 0.5}')["OUTPUT"]
    assert column(out, "restrictions") == ["flood", "sanitary", None, None]
    kept = QgsVectorLayer(sources[0], "Повінь", "ogr")
    QgsProject.instance().addMapLayer(kept)
    assert column(overlap(places, kept)["OUTPUT"], "restrictions")[0] == "Повінь"
    QgsProject.instance().removeMapLayer(kept.id())
