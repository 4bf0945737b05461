"""Our algorithms as steps of a model, as the model designer builds and stores it."""

from __future__ import annotations

import pytest
from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingModelAlgorithm,
    QgsProcessingModelChildAlgorithm,
    QgsProcessingModelChildParameterSource,
    QgsProcessingModelOutput,
    QgsProcessingModelParameter,
    QgsProcessingParameterFeatureSource,
)

FIXED = QgsProcessingModelChildParameterSource.fromStaticValue
STEP = QgsProcessingModelChildParameterSource.fromChildOutput
GIVEN = QgsProcessingModelChildParameterSource.fromModelParameter


def step(model, name, **parameters):
    child = QgsProcessingModelChildAlgorithm(f"vidnova:{name}")
    child.setChildId(name)
    for parameter, source in parameters.items():
        child.addParameterSources(parameter, [source])
    model.addChildAlgorithm(child)
    return child


def result(model, name, output):
    kept = QgsProcessingModelOutput(f"result of {name}")
    kept.setChildId(name)
    kept.setChildOutputName(output)
    child = model.childAlgorithm(name)
    child.setModelOutputs({kept.name(): kept})
    model.setChildAlgorithm(child)


def reopened(model, path):
    assert model.toFile(str(path))
    again = QgsProcessingModelAlgorithm()
    assert again.fromFile(str(path))
    return again


@pytest.fixture
def people_then_rank(provider):
    model = QgsProcessingModelAlgorithm("first places", "tests")
    for name in ("places", "homes"):
        model.addModelParameter(QgsProcessingParameterFeatureSource(name, name), QgsProcessingModelParameter(name))
    reach = {"PEOPLE_FIELDS": FIXED("residents"), "REACH": FIXED(100)}
    step(model, "peopleserved", INPUT=GIVEN("places"), PEOPLE=GIVEN("homes"), **reach)
    cells = ["served_residents", 2, "benefit", "", "", "", "", "cost", 1, "cost", "", "", "", ""]
    step(model, "rank", INPUT=STEP("peopleserved", "OUTPUT"), CRITERIA=FIXED(cells), LABEL=FIXED("name"))
    result(model, "rank", "OUTPUT")
    return model


def test_a_model_counts_people_and_ranks(people_then_rank, made_layer, tmp_path, column):
    homes = made_layer(
        "Point?crs=EPSG:6386&field=residents:integer", ("Point(0 0)", 40), ("Point(500 0)", 10), ("Point(510 0)", 20)
    )
    places = made_layer(
        "Point?crs=EPSG:6386&field=name:string&field=cost:double",
        ("Point(0 10)", "Школа", 5.0),
        ("Point(505 0)", "Садок", 1.0),
        ("Point(900 0)", "Ліцей", 3.0),
    )
    model, context = reopened(people_then_rank, tmp_path / "модель.model3"), QgsProcessingContext()
    feedback = QgsProcessingFeedback()
    output = "result of rank"
    found, worked = model.run({"places": places, "homes": homes, f"rank:{output}": "memory:"}, context, feedback)
    assert worked, feedback.textLog()
    ranked = context.takeResultLayer(found[f"rank:{output}"])
    assert column(ranked, "served_residents") == [40, 30, 0]
    assert column(ranked, "rank") == [2, 1, 3]
    assert found["CHILD_RESULTS"]["rank"]["BEST"] == "Садок"


@pytest.fixture
def weigh_rank_and_try(provider):
    model = QgsProcessingModelAlgorithm("weigh, rank, try", "tests")
    model.addModelParameter(
        QgsProcessingParameterFeatureSource("places", "places"), QgsProcessingModelParameter("places")
    )
    cells = ["people", "", "", 3, "", "benefit", "cost", "", "", 1, "", "cost"]
    step(model, "weights", METHOD=FIXED("direct"), CRITERIA=FIXED(cells))
    weighed, label = STEP("weights", "WEIGHTS_JSON"), FIXED("name")
    step(model, "rank", INPUT=GIVEN("places"), CRITERIA_JSON=weighed, LABEL=label)
    draws = {"DRAWS": FIXED(200), "TOP": FIXED(1), "WEIGHTS": FIXED("any")}
    step(model, "robustness", INPUT=STEP("rank", "OUTPUT"), CRITERIA_JSON=weighed, LABEL=label, **draws)
    result(model, "robustness", "OUTPUT")
    return model


def test_a_model_weighs_ranks_and_tries(weigh_rank_and_try, made_layer, tmp_path, column):
    places = made_layer(
        "Point?crs=EPSG:6386&field=name:string&field=people:integer&field=cost:double",
        ("Point(0 0)", "Школа", 40, 5.0),
        ("Point(1 0)", "Садок", 30, 1.0),
        ("Point(2 0)", "Ліцей", 0, 3.0),
    )
    model, context = reopened(weigh_rank_and_try, tmp_path / "модель.model3"), QgsProcessingContext()
    feedback, output = QgsProcessingFeedback(), "robustness:result of robustness"
    found, worked = model.run({"places": places, output: "memory:"}, context, feedback)
    assert worked, feedback.textLog()
    steps = found["CHILD_RESULTS"]
    assert steps["rank"]["BEST"] == "Садок"
    tried = context.takeResultLayer(found[output])
    assert column(tried, "score") == column(tried, "score_2") == [0.75, 0.8125, pytest.approx(0.125)]
    first = column(tried, "first")
    assert first[0] + first[1] == pytest.approx(1) and 0.1 < first[0] < 0.3


def test_a_model_finds_synergy_and_duplicates(provider, made_layer, tmp_path, column):
    model = QgsProcessingModelAlgorithm("fit", "tests")
    model.addModelParameter(QgsProcessingParameterFeatureSource("works", "works"), QgsProcessingModelParameter("works"))
    fields = {"CODE_FIELD": FIXED("code"), "START_FIELD": FIXED("year")}
    step(model, "synergy", INPUT=GIVEN("works"), **fields)
    step(model, "duplicates", INPUT=STEP("synergy", "OUTPUT"), TITLE_FIELD=FIXED("title"), **fields)
    result(model, "duplicates", "OUTPUT")
    works = made_layer(
        "LineString?crs=EPSG:6386&field=code:string&field=title:string&field=year:integer",
        ("LINESTRING(0 0, 100 0)", "А", "Водогін по вул. Мирній", 2026),
        ("LINESTRING(0 5, 100 5)", "Б", "Водогін по вул. Мирній", 2027),
    )
    context, feedback, output = QgsProcessingContext(), QgsProcessingFeedback(), "duplicates:result of duplicates"
    found, worked = reopened(model, tmp_path / "модель.model3").run(
        {"works": works, output: "memory:"}, context, feedback
    )
    assert worked, feedback.textLog()
    out = context.takeResultLayer(found[output])
    assert (column(out, "synergy_with"), column(out, "duplicate_of")) == (["Б", "А"], ["Б", "А"])
