from __future__ import annotations

import json

import numpy as np
import pytest
from qgis.core import QgsProcessingException, QgsProcessingFeatureSourceDefinition, QgsProject, QgsVectorLayer

ROWS = [
    ("Point(0 0)", "Лікарня", 900, 0.9, 800, 1000),
    ("Point(1 0)", "Ліцей «О'Браєн»", 700, 1.0, 500, 950),
    ("Point(2 0)", "Садок", 300, 0.5, 250, 350),
    ("Point(3 0)", "Парк", 100, 0.2, 100, 100),
    ("Point(4 0)", "Невідоме", None, None, None, None),
]
CRITERIA = ["people", 1, "benefit", 0, 1000, "", "", "ready", 1, "benefit", 0, 1, "", ""]


@pytest.fixture
def places(made_layer):
    fields = "field=name:string&field=people:integer&field=ready:double&field=least:integer&field=most:integer"
    return made_layer(f"Point?crs=EPSG:6386&{fields}", *ROWS)


@pytest.fixture
def robustness(run, places):
    def call(**parameters):
        fixed = {"INPUT": places, "LABEL": "name", "OUTPUT": "memory:", "DRAWS": 4000, "TOP": 2}
        given = {} if "CRITERIA_JSON" in parameters else {"CRITERIA": CRITERIA}
        return run("robustness", **{**fixed, **given, **parameters})

    return call


def rows(table):
    return [feature.attributes() for feature in table.getFeatures()]


def test_shares_of_any_weights_are_the_exact_ones(robustness, column):
    """Values (0.9, 0.9), (0.7, 1): the first is ahead while its people weigh more than a third."""
    layer = robustness(WEIGHTS="any")["OUTPUT"]
    assert column(layer, "rank") == [1, 2, 3, 4, None]
    first = column(layer, "first")
    assert first[0] == pytest.approx(2 / 3, abs=0.03)
    assert sum(first) == pytest.approx(1)
    assert column(layer, "among_top") == [1, 1, 0, 0, 0]
    assert column(layer, "rank_best") == [1, 1, 3, 4, None]
    assert column(layer, "rank_worst") == [2, 2, 3, 4, None]
    assert column(layer, "rank_low")[4] is None and column(layer, "w_people")[2] is None


def test_the_given_weights_bound_the_draws(robustness):
    narrow = robustness(WEIGHTS="around", SPREAD=0.1)
    assert narrow["FIRST"] == "Лікарня" and narrow["FIRST_SHARE"] == 1.0


def test_the_range_of_a_weight_is_where_two_lines_cross(robustness):
    """0.9 = 0.7 w + 1 (1 − w) where w = 1/3."""
    found = rows(robustness(RANGES="memory:")["RANGES"])
    people = next(row for row in found if row[0] == "people")
    assert people[1:6] == [0.5, pytest.approx(1 / 3), 1.0, "Ліцей «О'Браєн»", ""]


def test_bounds_and_uncertain_values_come_with_the_criteria(robustness, column):
    criteria = [
        {
            "code": "people",
            "weight_low": 0.6,
            "weight_high": 0.9,
            "value": {"worst": 0, "best": 1000},
            "uncertainty": {"kind": "triangular", "low_field": "least", "high_field": "most"},
        },
        {"code": "ready", "value": {"worst": 0, "best": 1}},
    ]
    layer = robustness(CRITERIA_JSON=json.dumps(criteria), WEIGHTS="interval")["OUTPUT"]
    first = column(layer, "first")
    assert 0.8 < first[0] < 1 and 0 < first[1] < 0.2
    assert 0.5 < column(layer, "confidence")[0] < 1


def test_the_same_seed_gives_the_same_layer(robustness):
    one, same, other = (rows(robustness(WEIGHTS="any", SEED=seed)["OUTPUT"]) for seed in (7, 7, 8))
    assert one == same != other


def test_tables_of_ranks_pairs_left_out_criteria_and_methods(robustness):
    tables = {name: "memory:" for name in ("RANKS", "PAIRS", "LEFT_OUT", "METHODS")}
    found = robustness(WEIGHTS="any", **tables)
    shares = {(name, rank): share for name, rank, share in rows(found["RANKS"])}
    assert sum(share for (name, rank), share in shares.items() if rank == 1) == pytest.approx(1)
    pairs = {(one, other): share for one, other, share in rows(found["PAIRS"])}
    assert pairs["Садок", "Парк"] == 1 and pairs["Парк", "Садок"] == 0
    assert pairs["Лікарня", "Ліцей «О'Браєн»"] == shares["Лікарня", 1]
    left = {row[0]: row[1] for row in rows(found["LEFT_OUT"])}
    assert left == {"people": "«Ліцей «О'Браєн»»", "ready": "«Лікарня»"}
    kept = {row[0]: row[4:6] for row in rows(found["LEFT_OUT"])}
    assert kept == {"people": [2, 2], "ready": [0, 2]}
    methods = {row[1]: row for row in rows(found["METHODS"])}
    assert methods["topsis"][3] > 0.6 and "SEI" in methods["two_indices"][-1]


def test_each_feature_tells_its_rank_without_each_criterion(robustness, column):
    layer = robustness()["OUTPUT"]
    assert column(layer, "without_people") == [2, 1, 3, 4, None]
    assert column(layer, "without_ready") == [1, 2, 3, 4, None]


def test_memory_for_ranks_is_told(robustness):
    assert robustness(COUNT_RANKS=False)["MEMORY"] == 0
    assert robustness()["MEMORY"] == pytest.approx(48, abs=0.1)


def test_without_ranks_only_firsts_are_counted(robustness):
    names = robustness(COUNT_RANKS=False)["OUTPUT"].fields().names()
    assert "first" in names and "rank_best" not in names


def test_only_selected_features_take_part(robustness, places, column):
    QgsProject.instance().addMapLayer(places, False)
    places.selectByExpression("people < 500")
    layer = robustness(INPUT=QgsProcessingFeatureSourceDefinition(places.id(), True))["OUTPUT"]
    QgsProject.instance().takeMapLayer(places)
    assert column(layer, "name") == ["Садок", "Парк"] and column(layer, "first") == [1, 0]


def test_the_map_shows_shares(robustness, tmp_path):
    output = robustness(OUTPUT=str(tmp_path / "стійкість.gpkg"), WEIGHTS="any")["OUTPUT"]
    layer = QgsVectorLayer(output, "robustness", "ogr")
    labels = [rule.label() for rule in layer.renderer().rootRule().children()]
    assert labels[0] == "among the first 2 in 95–100 % of draws" and labels[-1] == "never among the first 2"


def test_a_large_layer_keeps_its_bound_of_memory(run, made_layer, column):
    points = [(f"Point({x} 0)", float(value)) for x, value in enumerate(np.random.default_rng(1).permutation(9000))]
    layer = made_layer("Point?crs=EPSG:6386&field=v:double", *points)
    cells = ["v", 1, "benefit", "", "", "", ""]
    found = run("robustness", INPUT=layer, CRITERIA=cells, OUTPUT="memory:", DRAWS=20, MEMORY=64, WEIGHTS="any")
    ranks, low, high = (column(found["OUTPUT"], name) for name in ("rank", "rank_low", "rank_high"))
    assert ranks == column(found["OUTPUT"], "rank_best")
    assert all(0 <= end - rank < 90 for rank, end in zip(ranks, high)) and low == high


def test_a_table_that_would_be_too_long_is_refused_before_work(run, made_layer):
    layer = made_layer("Point?field=v:double", *((f"Point({x} 0)", float(x)) for x in range(201)))
    cells = ["v", 1, "benefit", "", "", "", ""]
    with pytest.raises(QgsProcessingException, match="at most 200 features, and the layer has 201"):
        run("robustness", INPUT=layer, CRITERIA=cells, OUTPUT="memory:", PAIRS="memory:", DRAWS=2_000_000_000)


def test_selected_features_keep_their_draws(robustness, places, column):
    """Uncertain values are drawn feature by feature, so the features must come in the same order in every session."""
    criteria = [{"code": "people", "uncertainty": {"kind": "normal", "spread": 0.5}}, {"code": "ready"}]
    settings = {"CRITERIA_JSON": json.dumps(criteria), "WEIGHTS": "any", "DRAWS": 500}
    QgsProject.instance().addMapLayer(places, False)
    places.selectAll()
    part = robustness(INPUT=QgsProcessingFeatureSourceDefinition(places.id(), True), **settings)["OUTPUT"]
    QgsProject.instance().takeMapLayer(places)
    assert rows(part) == rows(robustness(**settings)["OUTPUT"])


@pytest.mark.parametrize(
    ("parameters", "sentence"),
    [
        ({"DRAWS": 0}, "."),
        ({"CRITERIA_JSON": '[{"code": "people", "weight_low": 2}]'}, "between 0 and 1"),
        ({"CRITERIA_JSON": '[{"code": "people", "uncertainty": {"kind": "normal"}}]'}, "«uncertainty» must be"),
        ({"CRITERIA_JSON": '[{"code": "people", "uncertainty": {"low_field": "x", "high_field": "y"}}]'}, "«x»"),
        (
            {
                "CRITERIA_JSON": '[{"code": "people", "weight_low": 0.7}, {"code": "ready", "weight_low": 0.7}]',
                "WEIGHTS": "interval",
            },
            "sum to 1.4",
        ),
        ({"MISSING": "refuse"}, "Невідоме"),
        ({"RANKS": "memory:", "COUNT_RANKS": False}, "Count all ranks"),
    ],
)
def test_bad_input_gets_a_sentence(robustness, parameters, sentence):
    with pytest.raises(QgsProcessingException, match=sentence):
        robustness(**parameters)
