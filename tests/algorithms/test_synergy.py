from __future__ import annotations

import pytest
from qgis import processing
from qgis.core import QgsProcessingException

WORKS = (
    "LineString?crs=EPSG:6386&field=code:string&field=start:integer&field=end:integer&field=sector:string"
    "&field=works:string"
)
ROWS = (
    ("LINESTRING(0 0, 1000 0)", "ТРА-02", 2028, None, "Транспорт", "Капітальний ремонт"),
    ("LINESTRING(200 5, 620 5)", "ВОД-03", 2027, 2027, "Водопостачання", None),
    ("LINESTRING(500 -90, 500 90)", "ЕНЕ-04", 2027, 2027, "energy", None),
    ("LINESTRING(0 9, 1000 9)", "БУС-05", 2027, 2027, "transport", "Придбання автобусів"),
    (None, "ВОД-06", 2027, 2027, "energy", None),
    ("LINESTRING(700 -5, 900 -5)", "ВОД-07", None, None, "energy", None),
)
FIELDS = {
    "CODE_FIELD": "code",
    "START_FIELD": "start",
    "END_FIELD": "end",
    "SECTOR_FIELD": "sector",
    "WORKS_FIELD": "works",
}


@pytest.fixture
def measures(made_layer):
    return made_layer(WORKS, *ROWS)


@pytest.fixture
def found(run):
    fixed = {**FIELDS, "OUTPUT": "memory:", "PAIRS": "memory:"}
    return lambda layer, **parameters: run("synergy", INPUT=layer, **{**fixed, **parameters})


def test_the_layer_comes_back_with_partners_and_a_table_of_pairs(found, measures, column):
    """The road shares 420 m with the pipe a year before; the cable only crosses, buses dig nothing."""
    result = found(measures)
    out, pairs = result["OUTPUT"], result["PAIRS"]
    assert out.fields().names()[5:] == ["synergy", "synergy_m", "synergy_with", "synergy_years", "synergy_unknown"]
    assert column(out, "synergy") == pytest.approx([2 / 3, 2 / 3, 0, 0, None, None])
    assert column(out, "synergy_m") == pytest.approx([280, 280, 0, 0, None, None])
    assert column(out, "synergy_with") == ["ВОД-03", "ТРА-02", None, None, None, None]
    assert column(out, "synergy_years") == [1, 1, None, None, None, None]
    assert column(out, "synergy_unknown") == [1, 0, 0, 0, 0, 1]
    assert column(pairs, "advice") == [
        "Do ВОД-03 before ТРА-02: the same 420 m, 2027 and 2028.",
        "ВОД-07 and ТРА-02: the same 200 m; the years of ВОД-07 are not known.",
    ]
    assert column(pairs, "years_apart") == [1, None]
    assert (result["PAIR_COUNT"], result["SHARED"], result["COUNT"]) == (1, pytest.approx(420), 6)


def test_everything_digs_where_the_layer_has_no_sectors(found, measures, column):
    out = found(measures, SECTOR_FIELD=None, WORKS_FIELD=None, YEARS=0)["OUTPUT"]
    assert column(out, "synergy_with") == [None, "БУС-05", None, "ВОД-03", None, None]


def test_degrees_are_measured_in_metres(found, measures):
    moved = processing.run(
        "native:reprojectlayer", {"INPUT": measures, "TARGET_CRS": "EPSG:4326", "OUTPUT": "memory:"}
    )["OUTPUT"]
    assert found(moved)["SHARED"] == pytest.approx(420, rel=2e-3)


def test_the_measures_of_a_plan(run, sample, tmp_path, column):
    """Looked at by eye: of what digs in the sample, only the heat mains of Молодіжна street run along the park of that
    name, and the collector of Зарічна street past the water intake; all else lies in streets of its own."""
    from vidnova.processing.sample import sample_steps

    path = tmp_path / "plan.gpkg"
    for name, parameters in sample_steps(sample, path):
        layer = parameters.get("LAYER", "")
        if name in ("createplan", "importmeasures") or layer.endswith(("streets", "buildings", "grounds")):
            run(name, **parameters)
    result = run("synergy", PLAN=str(path), OUTPUT="memory:", PAIRS="memory:")
    assert column(result["PAIRS"], "advice") == [
        "Do КОМ-02 and КОМ-04 together: the same 50 m, 2026–2027 and 2026–2027.",
        "Do КОМ-06 before СПО-02: the same 477 m, 2027 and 2027.",
    ]
    assert result["OUTPUT"].fields().names()[:4] == ["measure_id", "code", "title_uk", "synergy"]
    numbers = dict(zip(column(result["OUTPUT"], "code"), column(result["OUTPUT"], "synergy")))
    assert (numbers["КОМ-02"], numbers["КОМ-01"], numbers["КОМ-09"], numbers["ОСВ-01"]) == (1, 0, None, 0)


@pytest.mark.parametrize(
    ("parameters", "sentence"),
    [
        ({"PLAN": "план.gpkg"}, "either a layer"),
        ({"INPUT": None}, "either a layer"),
        ({"DIGGING": "{"}, "What digs is not JSON"),
        ({"START_FIELD": "sector"}, "«Транспорт» is not a number"),
    ],
)
def test_bad_input_gets_a_sentence(found, measures, parameters, sentence):
    with pytest.raises(QgsProcessingException, match=sentence):
        found(measures, **parameters) if "INPUT" not in parameters else found(None)


def test_in_a_table_without_places_it_is_unknown_what_is_shared(found, made_layer, column):
    table = made_layer(WORKS.replace("LineString?crs=EPSG:6386&", "None?"), *[(None, *row[1:]) for row in ROWS])
    assert column(found(table)["OUTPUT"], "synergy") == [None, None, None, 0, None, None]
