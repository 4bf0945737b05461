from __future__ import annotations

import pytest
from vidnova.planning.errors import PlanError
from vidnova.planning.language import language
from vidnova.planning.ranking.criteria_input import definitions_from_cells, definitions_from_json
from vidnova.planning.ranking.criterion import criteria_from_definitions, criterion_from_definition, shares

PEOPLE = {
    "code": "people",
    "name_uk": "Люди поруч",
    "name_en": "People served",
    "kind": "peopleserved",
    "index": "SEI",
    "direction": "benefit",
    "unit": "осіб",
    "layer": "buildings",
    "reach": 800,
    "weight": 3,
    "value": {"function": "linear", "worst": 0, "best": 3000},
}


def test_a_criterion_of_a_scenario():
    criterion = criterion_from_definition(PEOPLE)
    assert (criterion.code, criterion.name, criterion.weight) == ("people", "People served", 3)
    assert (criterion.index, criterion.unit, criterion.direction) == ("SEI", "осіб", "benefit")
    with language("uk"):
        assert criterion_from_definition(PEOPLE).name == "Люди поруч"


def test_only_the_code_is_required():
    criterion = criterion_from_definition({"code": "cost", "value": None, "index": ""})
    assert (criterion.name, criterion.weight, criterion.index, criterion.direction) == ("cost", 1, None, "benefit")


def test_weights_are_shares_of_their_sum():
    criteria = criteria_from_definitions([{"code": "a", "weight": 30}, {"code": "b", "weight": 10}])
    assert shares(criteria).tolist() == [0.75, 0.25]
    assert [criterion.weight for criterion in criteria] == [30, 10]


@pytest.mark.parametrize(
    ("definitions", "sentence"),
    [
        ([{}], "has no code"),
        ([{**PEOPLE, "weight": -1}], "«People served»: its weight is -1"),
        ([{**PEOPLE, "weight": "багато"}], "«weight» is «багато», which is not a number"),
        ([{**PEOPLE, "weight": float("inf")}], "which is not a number"),
        ([{**PEOPLE, "direction": "up"}], "direction «up» is unknown; there are: benefit, cost"),
        ([{**PEOPLE, "index": "XXX"}], "there are: SEI, FEI"),
        ([{**PEOPLE, "value": [1]}], "must be an object"),
        ([{**PEOPLE, "value": {"worst": 1, "best": 1}}], "«People served»: worst and best are both 1"),
        ([PEOPLE, PEOPLE], "«people» stands twice"),
        ([{"code": "a", "weight": 0}, {"code": "b", "weight": 0}], "All weights are 0"),
    ],
)
def test_what_cannot_be_used_gets_a_sentence(definitions, sentence):
    with pytest.raises(PlanError, match=sentence):
        criteria_from_definitions(definitions)


def test_cells_of_a_table_row_after_row():
    cells = [
        "people",
        3,
        "Benefit",
        0,
        3000,
        "",
        "sei",
        "",
        None,
        "",
        "",
        "",
        "",
        "",
        "cost",
        "",
        "cost",
        "",
        "",
        "log",
        "",
    ]
    people, cost = definitions_from_cells(cells)
    assert people["code"] == people["field"] == "people"
    assert criterion_from_definition(people).index == "SEI"
    assert criterion_from_definition(people).value_function.best == 3000
    assert criterion_from_definition(cost).direction == "cost"


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        (["people", "3"], "2 cells, and each criterion takes 7"),
        (["", "3", "", "", "", "", ""], "Row 1 of the table of criteria names no field"),
    ],
)
def test_a_table_that_cannot_be_read_gets_a_sentence(cells, sentence):
    with pytest.raises(PlanError, match=sentence):
        definitions_from_cells(cells)


def test_json_is_a_list_or_a_scenario():
    assert definitions_from_json('[{"code": "a"}]') == [{"code": "a"}]
    assert definitions_from_json('{"name": "base", "criteria": [{"code": "a"}]}') == [{"code": "a"}]


@pytest.mark.parametrize(
    ("text", "sentence"), [("{", "not JSON"), ("3", "list of objects"), ("[3]", "list of objects")]
)
def test_json_that_cannot_be_read_gets_a_sentence(text, sentence):
    with pytest.raises(PlanError, match=sentence):
        definitions_from_json(text)
