from __future__ import annotations

import pytest
from vidnova.planning.errors import PlanError
from vidnova.planning.plan.scenarios import scenario_named, store_scenario
from vidnova.planning.scenarios.copying import copy_scenario

from .conftest import DEFINITION


def definition(town, name):
    return scenario_named(town.plan, name)["definition"]


def test_a_copy_has_the_changes_and_nothing_else(town):
    told = copy_scenario(town.plan, "base", "люди", {"criteria": {"people": {"weight": 9}}})
    assert [change.path for change in told] == ["criteria.people.weight"]
    copied = definition(town, "люди")
    assert copied["criteria"][0]["weight"] == 9 and copied["criteria"][1] == DEFINITION["criteria"][1]
    assert "title_uk" not in copied
    assert definition(town, "base")["criteria"][0]["weight"] == 3


def test_a_name_that_is_taken_is_refused_unless_asked(town):
    copy_scenario(town.plan, "base", "b", {})
    with pytest.raises(PlanError, match="«b» already"):
        copy_scenario(town.plan, "base", "b", {"programme": {"must": ["А-2"]}})
    with pytest.raises(PlanError, match="«base» already"):
        copy_scenario(town.plan, "base", "base", {})
    copy_scenario(town.plan, "base", "b", {"programme": {"must": ["А-2"]}}, replace=True)
    assert definition(town, "b")["programme"]["must"] == ["А-2"]
    assert len(town.plan.rows("scenario", name="b")) == 1


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ([], "JSON object"),
        ({"criteria": None}, "no criteria"),
        ({"criteria": {"people": {"kind": None}}}, "lacks kind"),
        ({"programme": []}, "«programme» has the wrong form"),
        ({"criteria": {"people": {"layer": "towns"}}}, "layer «towns»"),
    ],
)
def test_a_copy_that_is_no_scenario_is_refused(town, changes, complaint):
    with pytest.raises(PlanError, match=complaint):
        copy_scenario(town.plan, "base", "x", changes)
    assert [row["name"] for row in town.plan.rows("scenario")] == ["base"]


def test_a_name_is_needed_and_an_unknown_scenario_is_told(town):
    with pytest.raises(PlanError, match="needs a name"):
        copy_scenario(town.plan, "base", "", {})
    with pytest.raises(PlanError, match="no scenario «y»"):
        copy_scenario(town.plan, "y", "x", {})


def test_layer_paths_are_kept_and_new_ones_count_from_the_plans_folder(town):
    layers = {"houses": "../gis/town.gpkg|layername=houses", "front": "/data/front.gpkg"}
    store_scenario(town.plan, {**DEFINITION, "layers": layers}, town.plan.path.parent)
    before = definition(town, "base")["layers"]
    copy_scenario(town.plan, "base", "x", {"layers": {"roads": "roads.gpkg|layername=r"}})
    after = definition(town, "x")["layers"]
    assert after == {**before, "roads": "roads.gpkg|layername=r"}
    assert before["houses"] == layers["houses"]
