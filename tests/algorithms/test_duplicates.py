from __future__ import annotations

import pytest
from qgis import processing
from qgis.core import QgsProcessingException

MEASURES = (
    "Point?crs=EPSG:6386&field=code:string&field=title:string&field=cost:double&field=year:integer&field=doc:string"
)
ROWS = (
    ("POINT(0 0)", "К-1", "Капітальний ремонт Ліцею № 2 по вул. Миру, 4", 10_000, 2026, "Концепція"),
    ("POINT(30 0)", "П-1", "Ліцей № 2, вул. Миру, 4 — капітальний ремонт", 12_000, 2027, "Програма"),
    ("POINT(30 0)", "П-2", "Капітальний ремонт Ліцею № 3 по вул. Миру, 4", 10_000, 2026, "Програма"),
    (None, "П-3", None, None, None, None),
)
FIELDS = {
    "TITLE_FIELD": "title",
    "CODE_FIELD": "code",
    "COST_FIELD": "cost",
    "START_FIELD": "year",
    "DOCUMENT_FIELD": "doc",
}


@pytest.fixture
def found(run):
    fixed = {**FIELDS, "OUTPUT": "memory:", "PAIRS": "memory:"}
    return lambda layer, **parameters: run("duplicates", INPUT=layer, **{**fixed, **parameters})


def test_the_layer_comes_back_with_likely_duplicates(found, made_layer, column):
    result = found(made_layer(MEASURES, *ROWS))
    out, pairs = result["OUTPUT"], result["PAIRS"]
    assert column(out, "duplicates") == [1, 1, 0, 0]
    assert column(out, "duplicate_of") == ["П-1", "К-1", None, None]
    [pair] = pairs.getFeatures()
    assert pair["differs"] == "cost 10,000 and 12,000; years 2026 and 2027"
    assert pair["evidence"].endswith("30 m apart") and pair["score"] == pytest.approx(0.6 + 0.3 + 0.1 / 1.2, abs=0.1)
    assert (pair["first_document"], pair["second_document"], pair["metres"]) == ("Концепція", "Програма", 30)
    assert (result["PAIR_COUNT"], result["COUNT"]) == (1, 4)
    assert found(made_layer(MEASURES, *ROWS), WHICH="within")["PAIR_COUNT"] == 0


def test_a_table_without_places_will_do(found, made_layer):
    table = made_layer(MEASURES.replace("Point?crs=EPSG:6386&", "None?"), *[(None, *row[1:]) for row in ROWS])
    assert found(table)["PAIR_COUNT"] == 1


def test_a_layer_needs_titles(found, made_layer):
    with pytest.raises(QgsProcessingException, match="A layer needs parameter TITLE_FIELD"):
        found(made_layer(MEASURES, *ROWS), TITLE_FIELD=None)


def test_the_philharmonic_of_kharkiv_is_one_measure_in_four_years(found, real_data, column):
    """12 real rows about four buildings: the philharmonic four times, the cancer centre as a whole and in two stages,
    each in two years; the museum and the hospital stand alone."""
    table = f"file://{real_data / 'city_kharkiv/dfrr_projects_kharkiv.csv'}?type=csv&geomType=none&detectTypes=yes"
    from qgis.core import QgsVectorLayer

    layer = QgsVectorLayer(table, "projects", "delimitedtext")
    fields = {
        "TITLE_FIELD": "description",
        "COST_FIELD": "budget_plan",
        "START_FIELD": "year",
        "DOCUMENT_FIELD": "year",
    }
    result = found(layer, **fields, CODE_FIELD=None, SETTLEMENT_FIELD="settlement")
    assert column(result["OUTPUT"], "duplicates") == [1, 1, 1, 1, 1, 1, 3, 3, 0, 3, 0, 3]
    assert result["PAIR_COUNT"] == 9


def test_the_programme_of_the_sample_repeats_nothing(run, sample, tmp_path):
    path = str(tmp_path / "plan.gpkg")
    run("createplan", COMMUNITY="Вербівська громада", CRS="EPSG:6386", PLAN=path)
    run("importmeasures", PLAN=path, INPUT=str(sample / "programme.xlsx"))
    assert run("duplicates", PLAN=path, OUTPUT="memory:")["PAIR_COUNT"] == 0


def test_degrees_are_measured_in_metres(found, made_layer, column):
    moved = processing.run(
        "native:reprojectlayer",
        {"INPUT": made_layer(MEASURES, *ROWS), "TARGET_CRS": "EPSG:4326", "OUTPUT": "memory:"},
    )["OUTPUT"]
    assert column(found(moved)["PAIRS"], "metres") == pytest.approx([30], rel=3e-3)
