from __future__ import annotations

import json

import pytest
from qgis.core import QgsProcessingException
from vidnova.planning.plan.store import PlanFile

DEFINITION = {
    "name": "base",
    "layers": {"homes": "layers/town.gpkg|layername=homes"},
    "criteria": [{"code": "people", "kind": "peopleserved", "layer": "homes", "weight": 3, "index": "SEI"}],
}


@pytest.fixture
def plan_path(run, tmp_path):
    path = tmp_path / "plans" / "plan.gpkg"
    run("createplan", COMMUNITY="Тест", CRS="EPSG:6386", PLAN=str(path))
    return path


@pytest.fixture
def set_scenario(run, plan_path, tmp_path):
    def put(content):
        file = tmp_path / "scenario.json"
        file.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
        return run("setscenario", PLAN=str(plan_path), INPUT=str(file))

    return put


def test_layers_are_kept_relative_to_the_plan_file(set_scenario, plan_path):
    assert set_scenario(DEFINITION) == {"SCENARIO": "base", "CRITERIA": 1}
    with PlanFile(plan_path) as plan:
        assert plan.row("scenario")["definition"]["layers"] == {"homes": "../layers/town.gpkg|layername=homes"}
        assert [row["amount"] for row in plan.rows("weight")] == [3]


def test_a_scenario_of_the_same_name_is_replaced(set_scenario, plan_path):
    set_scenario(DEFINITION)
    set_scenario({**DEFINITION, "criteria": [{"code": "readiness", "kind": "field", "field": "stage", "weight": 1}]})
    with PlanFile(plan_path) as plan:
        assert len(plan.rows("scenario")) == 1
        assert [row["amount"] for row in plan.rows("weight")] == [1]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("{ not json", "is not JSON"),
        ([], "object with a «name»"),
        ({"name": "base"}, "names no criteria"),
        ({**DEFINITION, "criteria": DEFINITION["criteria"] * 2}, "stands twice"),
        ({**DEFINITION, "layers": {}}, "which «layers» does not name"),
        ({**DEFINITION, "criteria": [{"kind": "field"}]}, "lacks code"),
        ({**DEFINITION, "programme": []}, "wrong form"),
        ({**DEFINITION, "ranking": {"methode": "topsis"}}, "«ranking» has methode; it knows method"),
    ],
)
def test_a_scenario_that_cannot_be_used_is_refused(set_scenario, plan_path, content, sentence):
    with pytest.raises(QgsProcessingException, match=sentence):
        set_scenario(content)
    with PlanFile(plan_path) as plan:
        assert plan.rows("scenario") == []
