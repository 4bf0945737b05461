"""What a planner may hand over by mistake gets one sentence from any algorithm, and the plan is untouched."""

from __future__ import annotations

import sqlite3

import pytest
from qgis.core import QgsFeature, QgsGeometry, QgsProcessingException, QgsProject, QgsVectorLayer

PLAN_READERS = {
    "importmeasures": {"INPUT": "none.xlsx"},
    "importgoals": {"INPUT": "none.csv"},
    "importbudgets": {"INPUT": "none.csv"},
    "setscenario": {"INPUT": "none.json"},
    "attachgoals": {},
    "prioritise": {"SCENARIO": "base"},
    "portfolio": {"SCENARIO": "base"},
    "report": {"OUTPUT": "report.html"},
    "exportworkbook": {"OUTPUT": "book.xlsx"},
    "buildproject": {"PROJECT": "project.qgz"},
}
LAYER_READERS = {
    "peopleserved": ("PEOPLE", {"PEOPLE_FIELDS": ["people"]}),
    "damageexposure": ("DAMAGE", {}),
    "servicegap": ("FACILITIES", {}),
}


@pytest.fixture
def plan_path(run, tmp_path):
    path = tmp_path / "план О'Браєна.gpkg"
    run("createplan", COMMUNITY="Тест", CRS="EPSG:6386", PLAN=str(path))
    return path


@pytest.fixture(params=PLAN_READERS)
def reader(request, tmp_path):
    """An algorithm that works on a plan file, with parameters whose files are not there."""
    files = {"INPUT", "OUTPUT", "PROJECT"}
    given = PLAN_READERS[request.param]
    return request.param, {name: str(tmp_path / v) if name in files else v for name, v in given.items()}


def layer_of(geometry: str | None, people=1, crs="EPSG:6386", kind="Point"):
    """A layer of one feature."""
    layer = QgsVectorLayer(
        f"{kind}?crs={crs}&field=people:{'string' if isinstance(people, str) else 'double'}", "дім", "memory"
    )
    feature = QgsFeature(layer.fields())
    if geometry:
        feature.setGeometry(QgsGeometry.fromWkt(geometry))
    feature.setAttributes([people])
    layer.dataProvider().addFeature(feature)
    return layer


def test_a_plan_that_is_not_there(run, reader, tmp_path):
    name, parameters = reader
    with pytest.raises(QgsProcessingException, match="no plan file|no file|There is no"):
        run(name, PLAN=str(tmp_path / "немає.gpkg"), **parameters)


def test_a_file_that_is_no_plan(run, reader, tmp_path):
    name, parameters = reader
    other = tmp_path / "чужий.gpkg"
    other.write_text("це не GeoPackage")
    with pytest.raises(QgsProcessingException, match="not a Vidnova plan file|no file"):
        run(name, PLAN=str(other), **parameters)
    assert other.read_text() == "це не GeoPackage"


def test_an_empty_plan_leads_to_a_sentence_or_an_empty_result(run, reader, plan_path):
    """Never a traceback: either the work is done on nothing, or a sentence says what is missing."""
    name, parameters = reader
    try:
        run(name, PLAN=str(plan_path), **parameters)
    except QgsProcessingException as error:
        assert "Traceback" not in str(error) and len(str(error)) > 20


def test_a_plan_that_another_program_writes(run, plan_path, tmp_path, monkeypatch):
    monkeypatch.setattr("vidnova.planning.plan.store.BUSY_SECONDS", 0.1)
    table = tmp_path / "цілі.csv"
    table.write_text("Код;Назва\n1;Перша\n", "utf-8")
    other = sqlite3.connect(plan_path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(QgsProcessingException, match="another program"):
        run("importgoals", PLAN=str(plan_path), INPUT=str(table))
    other.execute("ROLLBACK")
    other.close()
    assert run("importgoals", PLAN=str(plan_path), INPUT=str(table))["TAKEN"] == 1


@pytest.fixture(params=LAYER_READERS)
def criterion(request, run):
    """Run a criterion algorithm on one place and another layer."""
    name, (other, parameters) = request.param, LAYER_READERS[request.param]

    def compute(places, layer):
        return run(name, INPUT=places, **{other: layer}, **parameters, OUTPUT="memory:")["OUTPUT"]

    return compute


def test_one_feature_is_enough(criterion):
    out = criterion(layer_of("Point(300000 5540000)"), layer_of("Point(300100 5540000)"))
    assert out.featureCount() == 1


def test_a_layer_without_a_crs_is_refused(criterion):
    with pytest.raises(QgsProcessingException, match="no coordinate reference system|coordinate"):
        criterion(layer_of("Point(300000 5540000)"), layer_of("Point(36 50)", crs=""))


def test_an_empty_layer_is_refused(criterion):
    empty = QgsVectorLayer("Point?crs=EPSG:6386&field=people:double", "порожній", "memory")
    with pytest.raises(QgsProcessingException, match="is empty"):
        criterion(layer_of("Point(300000 5540000)"), empty)


def test_a_place_without_geometry_is_unknown_not_zero(criterion):
    out = criterion(layer_of(None), layer_of("Point(300100 5540000)"))
    values = next(out.getFeatures()).attributes()[1:]
    assert any(value is None or str(value) == "NULL" for value in values)


def test_degrees_are_measured_in_metres(run):
    near = layer_of("Point(36.25 50)", people=7, crs="EPSG:4326")
    far = layer_of("Point(36.25 50.05)", people=9, crs="EPSG:4326")
    places = layer_of("Point(36.25 50.001)", crs="EPSG:4326")
    for layer, expected in ((near, 7), (far, 0)):
        out = run("peopleserved", INPUT=places, PEOPLE=layer, PEOPLE_FIELDS=["people"], REACH=200, OUTPUT="memory:")
        assert next(out["OUTPUT"].getFeatures())["served_people"] == expected


def test_people_that_are_text_are_refused_with_their_row(run):
    places, people = layer_of("Point(300000 5540000)"), layer_of("Point(300000 5540000)", people="багато")
    QgsProject.instance().addMapLayers([places, people])
    try:
        with pytest.raises(QgsProcessingException):
            run("peopleserved", INPUT=places, PEOPLE=people, PEOPLE_FIELDS=["people"], OUTPUT="memory:")
    finally:
        QgsProject.instance().clear()
