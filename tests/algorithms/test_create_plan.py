from __future__ import annotations

import pytest
from qgis.core import QgsProcessingException, QgsVectorLayer


def test_a_new_plan_opens_in_plain_qgis(run, tmp_path):
    path = tmp_path / "місто «О'Браєн».gpkg"
    run("createplan", COMMUNITY="Тестова громада", KATOTTG="UA99000000000000001", CRS="EPSG:6386", PLAN=str(path))

    measures = QgsVectorLayer(f"{path}|layername=measure", "measure", "ogr")
    places = QgsVectorLayer(f"{path}|layername=measure_map", "places", "ogr")
    assert measures.isValid() and places.isValid()
    assert places.crs().authid() == "EPSG:6386"


@pytest.mark.parametrize(
    ("parameters", "sentence"),
    [
        ({"CRS": "EPSG:4326"}, "projected system in metres"),
        ({"KATOTTG": "UA12"}, "UA and 17 digits"),
    ],
)
def test_bad_input_gets_a_sentence_and_no_file(run, tmp_path, parameters, sentence):
    path = tmp_path / "plan.gpkg"
    with pytest.raises(QgsProcessingException, match=sentence):
        run("createplan", **{"COMMUNITY": "Тест", "CRS": "EPSG:6386", "PLAN": str(path), **parameters})
    assert not path.exists()


def test_an_existing_file_is_never_overwritten(run, tmp_path):
    path = tmp_path / "plan.gpkg"
    path.write_text("precious")
    with pytest.raises(QgsProcessingException, match="exists already"):
        run("createplan", COMMUNITY="Тест", CRS="EPSG:6386", PLAN=str(path))
    assert path.read_text() == "precious"
