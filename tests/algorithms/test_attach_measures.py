from __future__ import annotations

import pytest
from qgis.core import QgsFeature, QgsGeometry, QgsProcessingException, QgsVectorFileWriter, QgsVectorLayer
from vidnova.planning.plan.store import PlanFile

SCHOOLS = (
    ("SCH-1", "Ліцей № 1", "вул. Шкільна, 12", "POINT(300000 5500000)"),
    ("SCH-2", "Гімназія № 5 «Обрій»", "вул. Лісова, 3", "POINT(301000 5500000)"),
    ("SCH-11", "Ліцей № 11", "вул. Шкільна, 12а", "POINT(302000 5500000)"),
)
MEASURES = (
    ("M1", "Капітальний ремонт ліцею № 1"),
    ("M2", "Термомодернізація гімназії №5 по вул. Лісовій, 3"),
    ("M3", "Розроблення генерального плану"),
    ("M4", "Ремонт даху за адресою: вул. Шкільна, 12-А"),
)


@pytest.fixture
def plan_path(run, tmp_path):
    path = tmp_path / "план «О'Браєн»" / "plan.gpkg"
    run("createplan", COMMUNITY="Тест", CRS="EPSG:6386", PLAN=str(path))
    with PlanFile(path) as plan, plan.transaction():
        rows = [{"code": code, "title_uk": title, "place_state": "unknown"} for code, title in MEASURES]
        rows[2]["place_state"] = "community_wide"
        plan.insert("measure", rows)
    return path


def layer_of(kind, fields, rows, name="layer"):
    layer = QgsVectorLayer(f"{kind}?crs=EPSG:6386&" + "&".join(f"field={f}:string" for f in fields), name, "memory")
    for *values, wkt in rows:
        feature = QgsFeature(layer.fields())
        feature.setAttributes(values)
        if wkt:
            feature.setGeometry(QgsGeometry.fromWkt(wkt))
        layer.dataProvider().addFeature(feature)
    return layer


@pytest.fixture
def schools(tmp_path):
    layer = layer_of("Point", ("school_id", "name_uk", "address_uk"), SCHOOLS, "schools")
    path = tmp_path / "шари" / "layers.gpkg"
    path.parent.mkdir()
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.layerName = "schools"
    QgsVectorFileWriter.writeAsVectorFormatV2(layer, str(path), layer.transformContext(), options)
    return f"{path}|layername=schools"


def stored(path, table):
    with PlanFile(path) as plan:
        return plan.rows(table)


def attach(run, plan_path, layer, **parameters):
    return run("attachmeasures", PLAN=str(plan_path), LAYER=layer, **parameters)


def codes_and_keys(plan_path):
    with PlanFile(plan_path) as plan:
        codes = {row["measure_id"]: row["code"] for row in plan.rows("measure")}
        return sorted((codes[row["measure_id"]], row["object_key"]) for row in plan.rows("measure_object"))


def test_measures_find_their_schools_and_their_place(run, plan_path, schools):
    result = attach(run, plan_path, schools, OUTPUT="memory:", UNMATCHED="memory:")

    assert (result["ATTACHED"], result["TO_REVIEW"], result["UNMATCHED_COUNT"]) == (3, 0, 1)
    assert codes_and_keys(plan_path) == [("M1", "SCH-1"), ("M2", "SCH-2"), ("M4", "SCH-11")]
    assert [feature["code"] for feature in result["UNMATCHED"].getFeatures()] == ["M3"]
    first = next(feature for feature in result["OUTPUT"].getFeatures() if feature["code"] == "M1")
    assert first.geometry().asWkt() == "Point (300000 5500000)"
    assert first["evidence"] == "«ліцею № 1» = «Ліцей № 1»"
    states = {row["code"]: row["place_state"] for row in stored(plan_path, "measure")}
    assert states == {"M1": "placed", "M2": "placed", "M3": "community_wide", "M4": "placed"}


def test_the_layer_is_remembered_relative_to_the_plan(run, plan_path, schools):
    attach(run, plan_path, schools)
    rows = stored(plan_path, "measure_object")
    assert {row["layer_source"] for row in rows} == {"../шари/layers.gpkg|layername=schools"}
    assert {row["key_field"] for row in rows} == {"school_id"}
    assert [run["kind"] for run in stored(plan_path, "run")] == ["attach"]


def test_attaching_again_changes_nothing_and_keeps_one_anchor(run, plan_path, schools):
    attach(run, plan_path, schools)
    before = stored(plan_path, "measure_object"), stored(plan_path, "measure_point")
    attach(run, plan_path, schools)
    assert (stored(plan_path, "measure_object"), stored(plan_path, "measure_point")) == before
    assert len(before[1]) == 3


def test_what_a_person_decided_stays_and_a_rejected_place_is_taken_back(run, plan_path, schools):
    attach(run, plan_path, schools)
    with PlanFile(plan_path) as plan, plan.transaction():
        for row in plan.rows("measure_object", object_key="SCH-1"):
            plan.update("measure_object", row["attachment_id"], {"review": "rejected"})
    result = attach(run, plan_path, schools)

    assert result["ATTACHED"] == 2
    assert [row["review"] for row in stored(plan_path, "measure_object") if row["object_key"] == "SCH-1"] == [
        "rejected"
    ]
    assert {row["code"]: row["place_state"] for row in stored(plan_path, "measure")}["M1"] == "unknown"
    assert len(stored(plan_path, "measure_point")) == 2


def test_a_drawn_place_is_kept(run, plan_path, schools):
    with PlanFile(plan_path) as plan, plan.transaction():
        measure = plan.row("measure", code="M1")["measure_id"]
        wkb = bytes(QgsGeometry.fromWkt("POINT(1 2)").asWkb())
        plan.insert("measure_point", [{"measure_id": measure, "origin": "drawn", "geom": wkb}])
    attach(run, plan_path, schools)
    [place] = [row for row in stored(plan_path, "measure_point") if row["measure_id"] == measure]
    assert place["origin"] == "drawn"


def test_all_segments_of_a_street_belong_to_its_repair(run, plan_path):
    with PlanFile(plan_path) as plan, plan.transaction():
        plan.insert("measure", [{"code": "S", "title_uk": "Капітальний ремонт вул. Лісової", "place_state": "unknown"}])
    rows = [
        ("вулиця Лісова", "LINESTRING(0 0, 100 0)"),
        ("вулиця Лісова", "LINESTRING(100 0, 250 0)"),
        ("провулок Лісовий", "LINESTRING(0 50, 100 50)"),
    ]
    streets = layer_of("LineString", ("name_uk",), rows, "streets")
    result = attach(run, plan_path, streets)

    assert (result["ATTACHED"], result["TO_REVIEW"]) == (2, 0)
    assert len(stored(plan_path, "measure_line")) == 2
    assert [len({row["measure_id"]}) for row in stored(plan_path, "measure_point")] == [1]


def test_an_imported_place_finds_the_polygon_around_it(run, plan_path):
    with PlanFile(plan_path) as plan, plan.transaction():
        measure = plan.row("measure", code="M3")["measure_id"]
        wkb = bytes(QgsGeometry.fromWkt("POINT(5 5)").asWkb())
        plan.insert("measure_point", [{"measure_id": measure, "origin": "imported", "geom": wkb}])
    rows = [("A", "POLYGON((0 0,10 0,10 10,0 10,0 0))"), ("B", "POLYGON((10 0,20 0,20 10,10 10,10 0))")]
    result = attach(run, plan_path, layer_of("Polygon", ("code",), rows), METHODS=["place"])
    assert result["ATTACHED"] == 1
    [row] = stored(plan_path, "measure_object")
    assert (row["object_label"], row["method"], row["evidence"]) == ("A", "place", "its place lies at «A»: 100 % of it")


def test_a_table_without_geometry_attaches_but_gives_no_place(run, plan_path):
    table = layer_of("None", ("school_id", "name_uk", "address_uk"), [(*row[:3], None) for row in SCHOOLS])
    assert attach(run, plan_path, table, OUTPUT="memory:")["ATTACHED"] == 3
    assert stored(plan_path, "measure_point") == []


def test_everything_null_attaches_nothing(run, plan_path):
    layer = layer_of("Point", ("name_uk",), [(None, None), (None, "POINT(1 1)")])
    result = attach(run, plan_path, layer)
    assert (result["ATTACHED"], result["TO_REVIEW"], result["UNMATCHED_COUNT"]) == (0, 0, 4)


@pytest.mark.parametrize(
    ("parameters", "sentence"),
    [
        ({"NAME_FIELD": ["nazva"]}, "has no field «nazva»"),
        ({"LAYER": "/no/such.gpkg"}, "no/such.gpkg"),
        ({"PLAN": "/no/plan.gpkg"}, "no plan file"),
    ],
)
def test_bad_input_gets_a_sentence(run, plan_path, schools, parameters, sentence):
    with pytest.raises(QgsProcessingException, match=sentence):
        run("attachmeasures", **{"PLAN": str(plan_path), "LAYER": schools, **parameters})
    assert stored(plan_path, "run") == []


def test_a_plan_without_measures_is_refused(run, tmp_path, schools):
    path = tmp_path / "empty.gpkg"
    run("createplan", COMMUNITY="Тест", CRS="EPSG:6386", PLAN=str(path))
    with pytest.raises(QgsProcessingException, match="no measures yet"):
        attach(run, path, schools)
